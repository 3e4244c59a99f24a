// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/connection.h"

#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace taper::cli {

namespace {
constexpr int connectTimeoutSec = 5;

tl::unexpected<Error> unreachable(const std::string &path, int errnoValue)
{
    const std::string operation = "cannot reach the helper at";
    if (errnoValue == EACCES || errnoValue == EPERM)
        return fail(ErrorCode::AuthDenied, operation, path, std::strerror(errnoValue),
                    "You may not open its socket: use sudo, or ask who administers this computer");
    if (errnoValue == EAGAIN)
        return fail(ErrorCode::HelperUnavailable, operation, path, "it takes no more connections",
                    "Try again in a moment");
    return fail(ErrorCode::HelperUnavailable, operation, path, std::strerror(errnoValue),
                "Start it with `systemctl start taper-helper`, or from the build tree with scripts/sandbox");
}

int connectTo(int fd, const sockaddr_un &address)
{
    int result;
    do
        result = ::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address);
    while (result < 0 && errno == EINTR);
    return result;
}
} // namespace

Result<Connection> Connection::open(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return unreachable(path, ENAMETOOLONG);
    std::memcpy(address.sun_path, path.data(), path.size());

    Descriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd)
        return systemError("socket");
    // A full backlog blocks connect(2) of a Unix socket; the send time-out bounds that (socket(7)).
    const timeval limit{connectTimeoutSec, 0}, none{0, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connectTo(fd.get(), address) < 0)
        return unreachable(path, errno);
    ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &none, sizeof none);
    return Connection(std::move(fd), path);
}

tl::unexpected<Error> Connection::lost() const
{
    return fail(ErrorCode::HelperUnavailable, "connection to the helper at", m_path, "lost",
                "Try again; `taperctl list` shows how far it came");
}

Status Connection::send(std::string_view bytes, int passedFd)
{
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
    while (!bytes.empty()) {
        iovec part{const_cast<char *>(bytes.data()), bytes.size()};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        if (passedFd >= 0) {
            message.msg_control = control;
            message.msg_controllen = sizeof control;
            cmsghdr *header = CMSG_FIRSTHDR(&message);
            header->cmsg_level = SOL_SOCKET;
            header->cmsg_type = SCM_RIGHTS;
            header->cmsg_len = CMSG_LEN(sizeof(int));
            std::memcpy(CMSG_DATA(header), &passedFd, sizeof passedFd);
        }
        const ssize_t sent = ::sendmsg(m_fd.get(), &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return lost();
        passedFd = -1;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

Status Connection::readAvailable()
{
    char bytes[65536];
    const ssize_t count = ::recv(m_fd.get(), bytes, sizeof bytes, MSG_DONTWAIT);
    if (count > 0) {
        m_reader.feed({bytes, static_cast<std::size_t>(count)});
        return {};
    }
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return {};
    return lost();
}

Result<std::string> Connection::receive(int timeoutMs)
{
    for (;;) {
        auto body = next();
        if (!body)
            return pass(body.error());
        if (*body)
            return std::move(**body);
        pollfd poll{m_fd.get(), POLLIN, 0};
        const int ready = ::poll(&poll, 1, timeoutMs);
        if (ready == 0)
            return fail(ErrorCode::TimedOut, "helper at", m_path, "does not answer",
                        "Look at its log: journalctl -u taper-helper");
        if (ready < 0)
            continue; // EINTR
        if (auto read = readAvailable(); !read)
            return pass(read.error());
    }
}

} // namespace taper::cli
