// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/monitor_link.h"

#include "engine/sys/kernel.h"
#include <csignal>
#include <cstring>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace taper::daemon {

namespace {
constexpr int peerPidfd = 77; // SO_PEERPIDFD
}

MonitorLink::MonitorLink(EventLoop &loop, UniqueFd socket, Handlers handlers)
    : m_loop(loop), m_socket(std::move(socket)), m_handlers(std::move(handlers))
{
    // An exec request is 50 KiB: a burst of them must not find the buffer full.
    const int size = 4 << 20;
    setsockopt(m_socket.get(), SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
    m_source = m_loop.watch(m_socket.get(), EPOLLIN, [this](std::uint32_t) { receive(); });
}

Result<std::unique_ptr<MonitorLink>> MonitorLink::spawn(EventLoop &loop, const std::string &program,
                                                        Handlers handlers)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) < 0)
        return systemError("socketpair");
    UniqueFd ours(pair[0]), theirs(pair[1]);
    std::unique_ptr<MonitorLink> link(new MonitorLink(loop, std::move(ours), std::move(handlers)));
    auto child = daemon::spawn(loop, program, {}, {theirs.get()}, [](int) {}); // its socket tells of its end
    if (!child)
        return passOn(child.error(), "start the monitor");
    link->m_child = std::move(*child);
    return link;
}

Status MonitorLink::launch(const LaunchPlan &plan, const std::vector<int> &extra)
{
    auto memory = sealPlan(plan);
    if (!memory)
        return passOn(memory.error(), "start the monitor");
    std::vector<int> fds{memory->get()};
    fds.insert(fds.end(), extra.begin(), extra.end());
    const monitor::LaunchRequest request;
    if (sendPacket(m_socket.get(), &request, sizeof request, fds, MSG_DONTWAIT) < 0)
        return systemError("hand the plan to the monitor");
    return {};
}

Result<std::unique_ptr<MonitorLink>> MonitorLink::start(EventLoop &loop, const std::string &program,
                                                        const LaunchPlan &plan, const std::vector<int> &extra,
                                                        Handlers handlers)
{
    auto link = spawn(loop, program, std::move(handlers));
    if (link)
        if (Status told = (*link)->launch(plan, extra); !told)
            return tl::unexpected(told.error());
    return link;
}

Result<std::unique_ptr<MonitorLink>> MonitorLink::reconnect(EventLoop &loop, const std::string &socketPath,
                                                            Handlers handlers)
{
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (!socket || socketPath.size() >= sizeof address.sun_path)
        return systemError("socket", socketPath);
    std::memcpy(address.sun_path, socketPath.data(), socketPath.size());
    if (connect(socket.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) < 0)
        return systemError("connect", socketPath);
    std::unique_ptr<MonitorLink> link(new MonitorLink(loop, std::move(socket), std::move(handlers)));
    monitor::Message hello;
    hello.type = monitor::Type::Hello;
    if (auto sent = link->send(hello); !sent)
        return tl::unexpected(sent.error());
    return link;
}

Status MonitorLink::send(const monitor::Message &message, std::span<const int> fds)
{
    if (sendPacket(m_socket.get(), &message, sizeof message, fds, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        return systemError("send to the monitor");
    return {};
}

Status MonitorLink::send(const monitor::ExecRequest &request, std::span<const int> fds)
{
    if (sendPacket(m_socket.get(), &request, sizeof request, fds, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
        return systemError("send to the monitor");
    return {};
}

void MonitorLink::killMonitor()
{
    m_child.kill(SIGKILL);
    // One of before our restart is no child of ours: the kernel knows who is at the other end (Linux 6.5).
    int pidfd = -1;
    socklen_t length = sizeof pidfd;
    if (getsockopt(m_socket.get(), SOL_SOCKET, peerPidfd, &pidfd, &length) == 0)
        kernel::pidfd_send_signal(UniqueFd(pidfd).get(), SIGKILL);
}

bool MonitorLink::receiveOne(int timeoutMs)
{
    pollfd waited{m_socket.get(), POLLIN, 0};
    if (poll(&waited, 1, timeoutMs) != 1)
        return false;
    return receive();
}

bool MonitorLink::receive()
{
    // Handlers may destroy this link: nothing of it is touched after they return.
    monitor::Message message;
    ReceivedFds fds;
    const ssize_t count = receivePacket(m_socket.get(), &message, sizeof message, fds, MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (count != static_cast<ssize_t>(sizeof message) || message.version != monitor::messageVersion) {
        if (count > 0)
            spdlog::error("a monitor sent {} bytes of version {}: ended", count, message.version);
        m_source.reset();
        auto lost = m_handlers.onLost;
        lost();
        return false;
    }
    message.text[sizeof message.text - 1] = 0;
    auto handler = m_handlers.onMessage;
    handler(message, fds);
    return true;
}

} // namespace taper::daemon
