// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/file_pass.h"

#include "client/qt_text.h"
#include "protocol/frame.h"
#include "protocol/messages.h"
#include <QFile>
#include <QSocketNotifier>
#include <QTimer>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace taper::client {

namespace {
constexpr int timeoutMs = 10000;

/// One attempt; deletes itself when it has answered.
class Passing : public QObject
{
public:
    Passing(int socket, std::shared_ptr<OpenFile> file, QObject *parent)
        : QObject(parent),
          m_socket(socket),
          m_file(std::move(file)),
          m_notifier(socket, QSocketNotifier::Read)
    {
        m_promise.start();
        connect(&m_notifier, &QSocketNotifier::activated, this, &Passing::read);
        QTimer::singleShot(timeoutMs, this, [this] {
            finish(fail(ErrorCode::TimedOut, "hand the file over", {}, "the helper does not answer"));
        });
    }
    ~Passing() override { ::close(m_socket); }

    QFuture<Status> future() const { return m_promise.future(); }

    /// The first byte carries the descriptor (unix(7), SCM_RIGHTS); the frame is far smaller than any socket buffer,
    /// so it goes in one piece or not at all.
    Status send(const std::string &bytes)
    {
        iovec part{const_cast<char *>(bytes.data()), bytes.size()};
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        const int fd = m_file->descriptor();
        std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
        const ssize_t sent = ::sendmsg(m_socket, &message, MSG_NOSIGNAL);
        if (sent < 0)
            return systemError("hand the file over");
        if (static_cast<std::size_t>(sent) != bytes.size())
            return fail(ErrorCode::HelperUnavailable, "hand the file over", {},
                        "the helper's socket is full");
        return {};
    }

    void finish(Status status)
    {
        if (std::exchange(m_finished, true))
            return;
        m_notifier.setEnabled(false);
        m_promise.addResult(std::move(status));
        m_promise.finish();
        deleteLater();
    }

private:
    void read()
    {
        char bytes[4096];
        const ssize_t count = ::read(m_socket, bytes, sizeof bytes);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (count <= 0)
            return finish(
                fail(ErrorCode::HelperUnavailable, "hand the file over", {}, "it closed the connection"));
        m_reader.feed({bytes, static_cast<std::size_t>(count)});
        auto body = m_reader.next();
        if (!body)
            return finish(tl::unexpected<Error>(body.error()));
        if (!*body)
            return;
        auto message = protocol::parseFromHelper(**body);
        if (!message)
            return finish(tl::unexpected<Error>(message.error()));
        if (auto *response = std::get_if<protocol::Response>(&*message))
            finish(response->result ? Status() : Status(tl::unexpected<Error>(response->result.error())));
    }

    const int m_socket;
    std::shared_ptr<OpenFile> m_file;
    QSocketNotifier m_notifier;
    QPromise<Status> m_promise;
    protocol::FrameReader m_reader{protocol::maximumResponse};
    bool m_finished = false;
};

/// A local connect answers at once, or with EAGAIN when the backlog is full (unix(7)).
Result<int> connectTo(const QString &path)
{
    const QByteArray encoded = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (static_cast<std::size_t>(encoded.size()) >= sizeof address.sun_path)
        return fail(ErrorCode::InvalidArgument, "connect to the helper", toUtf8(path),
                    "the path is too long");
    std::memcpy(address.sun_path, encoded.constData(), static_cast<std::size_t>(encoded.size()));
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0)
        return systemError("connect to the helper", toUtf8(path));
    if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        auto error = systemError("connect to the helper", toUtf8(path));
        error.value().code = ErrorCode::HelperUnavailable;
        ::close(socket);
        return error;
    }
    return socket;
}

QFuture<Status> answered(Error error)
{
    QPromise<Status> promise;
    promise.start();
    promise.addResult(Status(tl::unexpected<Error>(std::move(error))));
    promise.finish();
    return promise.future();
}
} // namespace

Result<std::shared_ptr<OpenFile>> OpenFile::openForReading(const QString &path)
{
    const int fd = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return systemError("open", toUtf8(path));
    std::shared_ptr<OpenFile> file(new OpenFile(fd, 0));
    struct stat status
    {
    };
    if (::fstat(fd, &status) != 0)
        return systemError("open", toUtf8(path));
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::InvalidArgument, "open", toUtf8(path), "not a file");
    file->m_size = static_cast<std::uint64_t>(status.st_size);
    return file;
}

OpenFile::~OpenFile()
{
    ::close(m_fd);
}

QFuture<Status> passFile(const QString &socketPath, const std::string &ticket, std::shared_ptr<OpenFile> file,
                         QObject *context)
{
    auto socket = connectTo(socketPath);
    if (!socket)
        return answered(socket.error());
    auto *passing = new Passing(*socket, std::move(file), context);
    auto future = passing->future();
    const std::string bytes =
        protocol::frame(protocol::encode(protocol::Request{1, "fd.pass", {{"ticket", ticket}}}));
    if (auto sent = passing->send(bytes); !sent)
        passing->finish(std::move(sent));
    return future;
}

} // namespace taper::client
