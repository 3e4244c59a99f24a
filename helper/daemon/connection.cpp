// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/connection.h"

#include <cstring>
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace taper::daemon {

namespace {
constexpr int framesPerTurn = 8;
constexpr int passRights = 83; // SO_PASSRIGHTS, asm-generic/socket.h of Linux 6.16
} // namespace

Connection::Connection(EventLoop &loop, UniqueFd socket, Peer peer, std::uint64_t id)
    : m_loop(loop), m_socket(std::move(socket)), m_peer(std::move(peer)), m_id(id)
{
}

void Connection::begin(Handlers handlers)
{
    m_handlers = std::move(handlers);
    m_takesFds = m_handlers.mayPassFd(m_peer.uid);
    if (const int no = 0;
        !m_takesFds) // Linux 6.16 and later: the sender is refused (unix(7)); earlier ones drop them
        setsockopt(m_socket.get(), SOL_SOCKET, passRights, &no, sizeof no);
    m_source = m_loop.watch(m_socket.get(), EPOLLIN, [this](std::uint32_t events) { ready(events); });
}

void Connection::ready(std::uint32_t events)
{
    auto self = shared_from_this();
    if (events & EPOLLOUT)
        flush();
    if (isOpen() && events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        receive();
}

void Connection::receive()
{
    char buffer[65536];
    alignas(cmsghdr) char control[CMSG_SPACE(4 * sizeof(int))];
    iovec vector{buffer, sizeof buffer};
    msghdr message{};
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    if (m_takesFds && !greeted) {
        message.msg_control = control;
        message.msg_controllen = sizeof control;
    }
    const ssize_t count = recvmsg(m_socket.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    for (cmsghdr *head = CMSG_FIRSTHDR(&message); count > 0 && head; head = CMSG_NXTHDR(&message, head)) {
        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t fds = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < fds;
             ++i) { // one is expected at most: the last wins, the others are closed
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(head) + i * sizeof(int), sizeof fd);
            m_passedFd.reset(fd);
        }
    }
    if (count <= 0) {
        close();
        return;
    }
    m_reader.feed({buffer, static_cast<std::size_t>(count)});
    handleFrames();
}

/// A few at a time: a client that sends a thousand at once does not keep the others waiting.
void Connection::handleFrames()
{
    auto self = shared_from_this();
    for (int handled = 0; isOpen() && !m_closing; ++handled) {
        if (handled == framesPerTurn) {
            if (!std::exchange(m_handling, true))
                m_loop.soon([weak = weak_from_this()] {
                    if (auto still = weak.lock()) {
                        still->m_handling = false;
                        still->handleFrames();
                    }
                });
            return;
        }
        auto body = m_reader.next();
        if (!body) {
            m_handlers.onViolation(*this, body.error());
            return;
        }
        if (!*body)
            return;
        m_handlers.onFrame(*this, std::move(**body));
    }
}

void Connection::send(const std::string &body)
{
    if (!isOpen() || m_closing)
        return;
    if (body.size() > protocol::maximumResponse || m_out.size() > maximumQueue) {
        spdlog::warn("connection of uid {} cut off: it does not read ({} bytes wait)", m_peer.uid,
                     m_out.size());
        close();
        return;
    }
    m_out += protocol::frame(body);
    flush();
}

void Connection::flush()
{
    while (!m_out.empty()) {
        const ssize_t count = ::send(m_socket.get(), m_out.data(), m_out.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN) {
            m_source.setEvents(EPOLLOUT | (m_closing ? 0u : std::uint32_t{EPOLLIN}));
            return;
        }
        if (count < 0) {
            close();
            return;
        }
        m_out.erase(0, static_cast<std::size_t>(count));
    }
    m_source.setEvents(EPOLLIN);
    if (m_closing)
        close();
}

void Connection::closeWhenSent()
{
    m_closing = true;
    flush();
}

void Connection::close()
{
    if (!isOpen())
        return;
    auto self = shared_from_this();
    m_source.reset();
    m_socket.reset();
    m_out.clear();
    if (m_handlers.onClosed)
        m_handlers.onClosed(*this);
}

UniqueFd Connection::giveAway(const std::string &response)
{
    auto self = shared_from_this();
    const std::string bytes = protocol::frame(response);
    const bool sent = m_out.empty() && m_reader.takeRest().empty() &&
                      ::send(m_socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL) ==
                          static_cast<ssize_t>(bytes.size());
    UniqueFd socket = sent ? std::move(m_socket) : UniqueFd();
    m_source.reset();
    m_socket.reset();
    if (m_handlers.onClosed)
        m_handlers.onClosed(*this);
    return socket;
}

} // namespace taper::daemon
