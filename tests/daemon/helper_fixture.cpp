// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/helper_fixture.h"

#include "protocol/frame.h"
#include "protocol/methods.h"
#include <QDir>
#include <QDirIterator>
#include <csignal>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taper::test {

using protocol::Json;

namespace {
constexpr int patienceMs = 20'000;
}

bool enterOwnNamespaces()
{
    static bool entered = false;
    if (entered)
        return true;
    if (geteuid() != 0 || unshare(CLONE_NEWNET | CLONE_NEWNS) < 0)
        return false;
    if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0)
        return false;
    const int socketFd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    strncpy(request.ifr_name, "lo", sizeof request.ifr_name - 1);
    request.ifr_flags = IFF_UP;
    entered = ioctl(socketFd, SIOCSIFFLAGS, &request) == 0;
    close(socketFd);
    return entered;
}

Client::Client(const std::string &path)
{
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    if (connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0)
        m_fd = fd;
    else
        close(fd);
}

Client::~Client()
{
    if (m_fd >= 0)
        close(m_fd);
}

void Client::sendRaw(const std::string &bytes)
{
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count = ::send(m_fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0)
            return;
        sent += static_cast<std::size_t>(count);
    }
}

std::optional<std::string> Client::receive()
{
    for (;;) {
        auto body = m_reader.next();
        if (!body)
            return std::nullopt;
        if (*body)
            return std::move(**body);
        pollfd waited{m_fd, POLLIN, 0};
        if (poll(&waited, 1, patienceMs) != 1)
            return std::nullopt;
        char bytes[65536];
        const ssize_t count = recv(m_fd, bytes, sizeof bytes, 0);
        if (count <= 0)
            return std::nullopt;
        m_reader.feed({bytes, static_cast<std::size_t>(count)});
    }
}

Result<Json> Client::hello()
{
    return call("hello",
                {{"major", protocol::majorVersion}, {"minor", protocol::minorVersion}, {"client", "test"}});
}

Result<Json> Client::call(const std::string &method, Json params)
{
    const std::int64_t id = m_next++;
    sendRaw(protocol::frame(protocol::encode(protocol::Request{id, method, std::move(params)})));
    while (auto body = receive()) {
        auto message = protocol::parseFromHelper(*body);
        if (!message)
            return tl::unexpected(message.error());
        if (auto *notification = std::get_if<protocol::Notification>(&*message))
            notifications.push_back(*notification);
        else if (auto &response = std::get<protocol::Response>(*message);
                 response.id == id || response.id == 0)
            return response.result;
    }
    return fail(ErrorCode::HelperUnavailable, method, "", "no answer");
}

std::optional<Json> Client::awaitNotification(const std::string &method)
{
    for (auto it = notifications.begin(); it != notifications.end(); ++it)
        if (it->method == method) {
            Json params = it->params;
            notifications.erase(it);
            return params;
        }
    while (auto body = receive()) {
        auto message = protocol::parseFromHelper(*body);
        if (!message)
            return std::nullopt;
        if (auto *notification = std::get_if<protocol::Notification>(&*message)) {
            if (notification->method == method)
                return notification->params;
            notifications.push_back(*notification);
        }
    }
    return std::nullopt;
}

Result<Json> Client::job(const std::string &method, Json params)
{
    auto begun = call(method, std::move(params));
    if (!begun)
        return begun;
    const auto number = begun->at("job").get<std::int64_t>();
    while (auto change = awaitNotification("job.changed")) {
        if (change->at("job").get<std::int64_t>() != number || change->at("outcome") == "running")
            continue;
        if (change->at("outcome") == "done")
            return change->value("result", Json::object());
        return tl::unexpected(protocol::errorFromJson(change->at("error")));
    }
    return fail(ErrorCode::HelperUnavailable, method, "", "its job did not end");
}

QString text(const Json &value)
{
    return QString::fromStdString(value.is_string() ? value.get<std::string>() : protocol::dumpJson(value));
}

HelperFixture::HelperFixture(std::vector<std::string> extraArguments)
    : m_directory("/var/tmp/taper-test-XXXXXX"),
      m_base("taper-test-" + std::to_string(getpid())),
      m_extra(std::move(extraArguments))
{
}

HelperFixture::~HelperFixture()
{
    if (m_pid < 0)
        start(); // the one that was killed left things: the next one tidies up
    terminate();
}

std::string HelperFixture::socket() const
{
    return runDirectory() + "/helper.sock";
}
std::string HelperFixture::stateDirectory() const
{
    return m_directory.path().toStdString() + "/state";
}
std::string HelperFixture::runDirectory() const
{
    return m_directory.path().toStdString() + "/run";
}

bool HelperFixture::start()
{
    chmod(m_directory.path().toLocal8Bit().constData(), 0755); // other uids come to the socket
    int ready[2];
    if (pipe2(ready, O_CLOEXEC) < 0)
        return false;
    std::vector<std::string> arguments{TAPER_BIN_DIR "/taper-helper",
                                       "--state-dir",
                                       stateDirectory(),
                                       "--run-dir",
                                       runDirectory(),
                                       "--socket",
                                       socket(),
                                       "--cgroup-base",
                                       m_base,
                                       "--ready-fd",
                                       "30",
                                       "--log-level",
                                       "warn",
                                       "--stop-containers-on-exit"};
    arguments.insert(arguments.end(), m_extra.begin(), m_extra.end());
    m_pid = fork();
    if (m_pid == 0) {
        dup2(ready[1], 30);
        setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", 1); // this computer's polkit is not asked
        std::vector<char *> argv;
        for (auto &argument : arguments)
            argv.push_back(argument.data());
        argv.push_back(nullptr);
        execv(argv[0], argv.data());
        _exit(127);
    }
    close(ready[1]);
    pollfd waited{ready[0], POLLIN, 0};
    char byte = 0;
    const bool served = poll(&waited, 1, patienceMs) == 1 && read(ready[0], &byte, 1) == 1;
    close(ready[0]);
    return served;
}

void HelperFixture::kill9()
{
    kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
    m_pid = -1;
}

void HelperFixture::terminate()
{
    if (m_pid < 0)
        return;
    kill(m_pid, SIGTERM);
    waitpid(m_pid, nullptr, 0);
    m_pid = -1;
}

std::unique_ptr<Client> HelperFixture::client() const
{
    auto client = std::make_unique<Client>(socket());
    if (client->isConnected())
        (void)client->hello();
    return client;
}

QStringList HelperFixture::groups() const
{
    QStringList found;
    const QDir root("/sys/fs/cgroup");
    QStringList bases{root.filePath(QString::fromStdString(m_base))};
    for (const QString &hierarchy : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        bases << root.filePath(hierarchy + '/' + QString::fromStdString(m_base));
    for (const QString &base : bases)
        for (QDirIterator it(base, QDir::Dirs | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
             it.hasNext();)
            found << it.next();
    return found;
}

} // namespace taper::test
