// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitor/event_loop.h"

#include <sys/epoll.h>

namespace taper::monitor {

namespace {
int epollFd = -1;
}

void Watched::set(UniqueFd fd, Source source)
{
    close();
    m_fd = std::move(fd);
    m_source = source;
}

bool Watched::want(std::uint32_t events, bool evenIdle)
{
    if (!m_fd)
        return false;
    const bool isWanted = events != 0 || evenIdle;
    if (isWanted == m_isRegistered && (!isWanted || events == m_events))
        return true;
    epoll_event event{};
    event.events = events;
    event.data.ptr = &m_source;
    const int operation = !isWanted ? EPOLL_CTL_DEL : m_isRegistered ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    if (::epoll_ctl(epollFd, operation, m_fd.get(), &event) < 0)
        return false;
    m_isRegistered = isWanted;
    m_events = events;
    return true;
}

void Watched::close()
{
    // Not by closing alone: a duplicate of the descriptor (in a child just cloned) would keep it registered
    // (epoll(7)).
    want(0);
    m_fd.reset();
    m_isRegistered = false;
    m_events = 0;
}

bool loop::open()
{
    epollFd = ::epoll_create1(EPOLL_CLOEXEC);
    return epollFd >= 0;
}

bool loop::step(int timeoutMs)
{
    epoll_event event;
    const int count = ::epoll_wait(epollFd, &event, 1, timeoutMs);
    if (count < 0)
        return errno == EINTR;
    if (count == 1) {
        const auto *source = static_cast<const Source *>(event.data.ptr);
        source->ready(source->owner, event.events);
    }
    return true;
}

} // namespace taper::monitor
