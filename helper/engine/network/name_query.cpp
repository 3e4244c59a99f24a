// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/name_query.h"

#include "engine/sys/kernel.h"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>

namespace taper::network {

Result<NameQuery> NameQuery::open()
{
    NameQuery query;
    query.m_epoll.reset(epoll_create1(EPOLL_CLOEXEC));
    if (!query.m_epoll)
        return systemError("watch the name service");
    return query;
}

Status NameQuery::connectTo(Ipv4 server)
{
    UniqueFd socket(kernel::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket)
        return systemError("ask the name service");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(53);
    address.sin_addr.s_addr = htonl(server);
    // Connected: the kernel lets only that address and port answer, and a packet from the bridge that claims
    // to come from this machine's own address is dropped as martian.
    if (connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0)
        return systemError("ask the name service", formatIpv4(server));
    epoll_event event{};
    event.events = EPOLLIN;
    if (epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, socket.get(), &event) < 0)
        return systemError("watch the name service");
    m_socket = std::move(socket);
    return {};
}

void NameQuery::disconnect()
{
    m_socket.reset();
    m_asked.clear();
}

void NameQuery::watch(int pidFd)
{
    epoll_event event{};
    event.events = EPOLLIN;
    (void)epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, pidFd, &event);
}

Status NameQuery::ask(const std::string &container)
{
    if (!m_socket)
        return {}; // the resolver is being started again
    auto [place, isNew] = m_asked.try_emplace(lowerCase(container));
    if (isNew) {
        place->second.container = container;
        if (getrandom(&place->second.id, sizeof place->second.id, 0) != sizeof place->second.id)
            return systemError("ask the name service", container);
    }
    const auto question = dnsQuestion(place->second.id, container);
    // An error that an earlier question left behind (port unreachable) is reported by the next call instead
    // of being sent: hence twice. What then fails for being too early or too much is simply asked again.
    for (int attempt = 0; attempt < 2; ++attempt) {
        if (send(m_socket.get(), question.data(), question.size(), MSG_NOSIGNAL) >= 0)
            return {};
        if (errno != ECONNREFUSED && errno != EINTR)
            break;
    }
    if (errno == ECONNREFUSED || errno == EAGAIN || errno == ENOBUFS || errno == EINTR)
        return {};
    return systemError("ask the name service", container);
}

std::vector<NameQuery::Resolved> NameQuery::answers()
{
    std::vector<Resolved> resolved;
    std::array<std::uint8_t, maximumDnsMessage + 1> bytes;
    // Bounded, so that a flood cannot keep the helper here.
    for (int turn = 0; turn < 1024 && m_socket; ++turn) {
        const ssize_t length = recv(m_socket.get(), bytes.data(), bytes.size(), 0);
        if (length < 0 && (errno == ECONNREFUSED || errno == EINTR))
            continue;
        if (length < 0)
            break;
        const auto answer = parseDnsAnswer({bytes.data(), static_cast<std::size_t>(length)});
        if (!answer)
            continue;
        const auto asked = m_asked.find(answer->name);
        if (asked == m_asked.end() || asked->second.id != answer->id || answer->addresses.empty())
            continue;
        resolved.push_back({asked->second.container, answer->addresses.front()});
        m_asked.erase(asked);
    }
    return resolved;
}

} // namespace taper::network
