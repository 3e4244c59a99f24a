// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/dnsmasq.h"

#include "engine/network/name_files.h"
#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <climits>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <grp.h>
#include <memory>
#include <poll.h>
#include <pwd.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace taper::network {

namespace {

constexpr const char *configurationFile = "dnsmasq.conf", *pidFile = "dnsmasq.pid", *logFile = "dnsmasq.log",
                     *leaseFile = "leases";
constexpr int patienceMs = 250; ///< between SIGTERM and SIGKILL

std::string linkTarget(const std::string &path)
{
    char target[PATH_MAX];
    const ssize_t length = readlink(path.c_str(), target, sizeof target);
    return length > 0 ? std::string(target, static_cast<std::size_t>(length)) : std::string();
}

std::string readSmallFile(const std::string &path)
{
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    char text[8192];
    const ssize_t length = file ? ::read(file.get(), text, sizeof text) : -1;
    return length > 0 ? std::string(text, static_cast<std::size_t>(length)) : std::string();
}

/// A system user's group, from the files themselves: getpwnam(3) would load whatever plug-ins nsswitch.conf
/// names into the helper, and may wait for a directory server.
std::optional<std::pair<gid_t, std::string>> findAccount(const std::string &user)
{
    using File = std::unique_ptr<std::FILE, int (*)(std::FILE *)>;
    const File users(std::fopen("/etc/passwd", "re"), &std::fclose);
    const File groups(std::fopen("/etc/group", "re"), &std::fclose);
    std::array<char, 4096> buffer;
    passwd account{}, *found = nullptr;
    while (users && fgetpwent_r(users.get(), &account, buffer.data(), buffer.size(), &found) == 0) {
        if (user != account.pw_name)
            continue;
        const gid_t gid = account.pw_gid;
        struct group entry
        {
        }, *foundGroup = nullptr;
        // A group with more members than fit is skipped (ERANGE): it is no service's.
        for (int error = 0; groups && error != ENOENT;) {
            error = fgetgrent_r(groups.get(), &entry, buffer.data(), buffer.size(), &foundGroup);
            if (error == 0 && entry.gr_gid == gid)
                return std::pair(gid, std::string(entry.gr_name));
            if (error != 0 && error != ERANGE)
                break;
        }
        return std::nullopt;
    }
    return std::nullopt;
}

/// Where questions go that are not about containers. The helper's machine may ask a resolver on itself (127.0.0.53)
/// that asks us in turn: dns-loop-detect.
std::string upstream(bool forward)
{
    // dnsmasq watches the directory that the file lies in, and does not start where there is none: the target of a
    // link into /run before the service that fills it runs.
    std::array<char, PATH_MAX> target;
    std::string path = realpath("/etc/resolv.conf", target.data()) != nullptr ? target.data() : "";
    if (!forward || path.empty())
        return "no-resolv\nno-poll\n";
    return "resolv-file=/etc/resolv.conf\ndns-loop-detect\n";
}

/// posix_spawn's two objects, freed on every path.
struct SpawnSettings
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    SpawnSettings()
    {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
    }
    SpawnSettings(const SpawnSettings &) = delete;
    SpawnSettings &operator=(const SpawnSettings &) = delete;
    ~SpawnSettings()
    {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
};

} // namespace

Status Dnsmasq::prepare()
{
    m_program.clear();
    for (const char *path : {"/usr/sbin/dnsmasq", "/usr/bin/dnsmasq"})
        if (m_program.empty() && access(path, X_OK) == 0)
            m_program = path;
    if (m_program.empty())
        return fail(ErrorCode::HostMissingProgram, "start the name service of the bridge", "dnsmasq",
                    "the program dnsmasq is not installed", "apt install dnsmasq-base");
    if (!m_user.empty())
        return {};
    for (const char *name : {"taper-dnsmasq", "dnsmasq", "nobody"}) {
        auto account = findAccount(name);
        if (!account)
            continue;
        m_user = name;
        m_group = account->first;
        m_groupName = std::move(account->second);
        return {};
    }
    return fail(ErrorCode::HostMissingFeature, "start the name service of the bridge", "dnsmasq",
                "none of the users taper-dnsmasq, dnsmasq and nobody exists",
                "adduser --system --no-create-home taper-dnsmasq");
}

std::string Dnsmasq::configuration(const Service &service) const
{
    const Subnet &subnet = service.subnet;
    const std::string gateway = formatIpv4(subnet.gateway()), mask = formatIpv4(subnet.mask());
    const std::string domain(domainName);
    return "# Written by taper-helper; read dnsmasq(8).\n"
           "keep-in-foreground\n"
           "user=" +
           m_user +
           "\n"
           "group=" +
           m_groupName +
           "\n"
           "pid-file=" +
           m_path + "/" + pidFile +
           "\n"
           // Nothing of this machine: no /etc/hosts, no other interface than the bridge. Not bind-interfaces:
           // that answers to whoever reaches the bridge's address through another interface (CVE-2012-3411).
           "no-hosts\n" +
           upstream(service.forward) +
           "bind-dynamic\n"
           "interface=" +
           service.bridge +
           "\n"
           "except-interface=lo\n"
           "hostsdir=" +
           m_path +
           "/hosts\n"
           // Quick and final answers: an unknown container does not exist; AAAA of a known one is empty, not
           // refused.
           "local=/" +
           domain +
           "/\n"
           "domain-needed\n"
           "bogus-priv\n"
           // Addresses only for those that are known here. What a client calls itself is not believed: else
           // it could answer to the name of a container that is stopped.
           "dhcp-range=" +
           formatIpv4(subnet.network) + ",static," + mask +
           ",1h\n"
           "dhcp-hostsdir=" +
           m_path +
           "/dhcp\n"
           "dhcp-ignore-names\n"
           "dhcp-authoritative\n"
           "dhcp-leasefile=" +
           m_path + "/" + leaseFile +
           "\n"
           "dhcp-lease-max=" +
           std::to_string(subnet.broadcast() - subnet.network) +
           "\n"
           "dhcp-option=option:router," +
           gateway +
           "\n"
           "dhcp-option=option:dns-server," +
           gateway +
           "\n"
           "dhcp-option=option:domain-name," +
           domain +
           "\n"
           "no-ping\n"
           "quiet-dhcp\n";
}

std::vector<std::string> Dnsmasq::arguments() const
{
    return {m_program, "--conf-file=" + m_path + "/" + configurationFile};
}

Status Dnsmasq::checkReadable() const
{
    for (std::size_t slash = 0; slash != std::string::npos;) {
        slash = m_path.find('/', slash + 1);
        const std::string ancestor = m_path.substr(0, slash);
        struct stat status
        {
        };
        if (stat(ancestor.c_str(), &status) < 0)
            return systemError("look at", ancestor);
        if ((status.st_mode & S_IXOTH) == 0)
            return fail(ErrorCode::System, "start the name service of the bridge", "dnsmasq",
                        "its user " + m_user + " may not enter " + ancestor,
                        "Use a run directory that everybody may enter, such as /run/taper.");
    }
    return {};
}

Status Dnsmasq::start(const Service &service)
{
    if (Status prepared = prepare(); !prepared)
        return prepared;
    if (Status readable = checkReadable(); !readable)
        return readable;
    // One of an earlier helper that was not taken over would hold the port.
    awaitLeaving();
    (void)findRunning();
    end();
    if (Status written =
            beneath::writeFileAtomically(m_directory, configurationFile, configuration(service), 0644, false);
        !written)
        return written;
    (void)beneath::removeFile(m_directory, pidFile);
    return spawn();
}

Status Dnsmasq::spawn()
{
    auto log = beneath::open(m_directory, logFile, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    if (!log)
        return tl::unexpected(std::move(log.error()));
    SpawnSettings settings;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    // The helper blocks the signals it reads from its loop; dnsmasq needs SIGHUP and SIGTERM. A session of
    // its own keeps it from the terminal's signals.
    posix_spawnattr_setsigmask(&settings.attributes, &none);
    posix_spawnattr_setsigdefault(&settings.attributes, &all);
    posix_spawnattr_setflags(&settings.attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    posix_spawn_file_actions_addopen(&settings.actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&settings.actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&settings.actions, log->get(), 2);

    std::vector<std::string> strings = arguments();
    std::vector<char *> pointers;
    for (auto &string : strings)
        pointers.push_back(string.data());
    pointers.push_back(nullptr);
    char *environment[] = {nullptr};
    pid_t pid = -1;
    errno = posix_spawn(&pid, m_program.c_str(), &settings.actions, &settings.attributes, pointers.data(),
                        environment);
    if (errno != 0)
        return systemError("start", m_program);
    // Not PidFd::open: this child may have ended already, and is still ours to reap.
    UniqueFd fd(kernel::pidfd_open(pid));
    if (!fd) {
        const auto error = systemError("watch", m_program);
        (void)kill(pid, SIGKILL); // nobody has reaped it: the number is still its own
        (void)waitpid(pid, nullptr, 0);
        return error;
    }
    m_process = PidFd(pid, processStartTime(pid), std::move(fd));
    return {};
}

bool Dnsmasq::isOurs(pid_t pid) const
{
    const std::string proc = "/proc/" + std::to_string(pid);
    std::string expected;
    for (const auto &argument : arguments())
        expected += argument + '\0';
    // After an upgrade of the package the old program is still running: "… (deleted)".
    const std::string program = linkTarget(proc + "/exe");
    return (program == m_program || program == m_program + " (deleted)") &&
           readSmallFile(proc + "/cmdline") == expected;
}

bool Dnsmasq::findRunning()
{
    if (alive())
        return true;
    const auto text = beneath::readFile(m_directory, pidFile, 64);
    pid_t pid = 0;
    if (m_program.empty() || !text ||
        std::from_chars(text->data(), text->data() + text->size(), pid).ec != std::errc() || pid <= 1)
        return false;
    // The pid file may be older than the process that has this number now, and dnsmasq's user could have
    // written it: the process itself is looked at, after it was opened.
    auto process = PidFd::open(pid);
    if (!process || !isOurs(pid) || process->hasEnded())
        return false;
    m_process = std::move(*process);
    return true;
}

bool Dnsmasq::adopt(const Service &service)
{
    if (!findRunning())
        return false;
    const auto written = beneath::readFile(m_directory, configurationFile, 16384);
    const std::string network = linkTarget("/proc/" + std::to_string(pid()) + "/ns/net");
    if (written && *written == configuration(service) && network == linkTarget("/proc/self/ns/net"))
        return true;
    end();
    return false;
}

bool Dnsmasq::alive()
{
    if (!m_process)
        return false;
    if (!m_process.hasEnded())
        return true;
    reap(m_process);
    m_process = {};
    return false;
}

void Dnsmasq::end()
{
    // SIGTERM first: it takes its children of TCP questions along.
    for (const int signal : {SIGTERM, SIGKILL}) {
        if (!alive())
            return;
        (void)m_process.sendSignal(signal);
        pollfd entry{m_process.fd(), POLLIN, 0};
        (void)poll(&entry, 1, patienceMs);
    }
    (void)alive();
    m_process = {};
}

void Dnsmasq::reap(const PidFd &process)
{
    // If it was a child of this helper; an adopted one is init's to reap (ECHILD).
    siginfo_t info{};
    (void)waitid(P_PIDFD, static_cast<id_t>(process.fd()), &info, WEXITED | WNOHANG);
}

bool Dnsmasq::hasLeft()
{
    if (m_leaving && m_leaving.hasEnded()) {
        reap(m_leaving);
        m_leaving = {};
    }
    if (m_leaving && std::chrono::steady_clock::now() - m_toldAt > std::chrono::milliseconds(patienceMs))
        (void)m_leaving.sendSignal(SIGKILL);
    return !m_leaving;
}

/// The next one needs its port.
void Dnsmasq::awaitLeaving()
{
    for (int attempt = 0; attempt < 2 && !hasLeft(); ++attempt) {
        pollfd entry{m_leaving.fd(), POLLIN, 0};
        (void)poll(&entry, 1, patienceMs + 10);
    }
    (void)hasLeft();
}

void Dnsmasq::stop(bool wait)
{
    awaitLeaving();
    (void)findRunning();
    if (wait || !alive()) {
        end();
    } else {
        (void)m_process.sendSignal(SIGTERM);
        m_leaving = std::exchange(m_process, PidFd());
        m_toldAt = std::chrono::steady_clock::now();
    }
    for (const char *file : {configurationFile, pidFile, leaseFile, logFile})
        (void)beneath::removeFile(m_directory, file);
}

Status Dnsmasq::readAgain() const
{
    return m_process.sendSignal(SIGHUP);
}

std::string Dnsmasq::lastWords() const
{
    const auto text = beneath::readFile(m_directory, logFile, 65536);
    if (!text)
        return {};
    std::string_view rest = *text;
    while (!rest.empty() && (rest.back() == '\n' || rest.back() == '\r'))
        rest.remove_suffix(1);
    return std::string(rest.substr(rest.rfind('\n') + 1));
}

} // namespace taper::network
