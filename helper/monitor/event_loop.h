// SPDX-License-Identifier: GPL-3.0-or-later
// The monitor's one loop: epoll, one event at a time, so that what an event removes cannot be called any
// more.
#pragma once
#include "engine/sys/unique_fd.h"
#include <cstdint>

namespace taper::monitor {

/// Who is called when a descriptor is ready. Lives as long as it is registered.
struct Source
{
    void (*ready)(void *owner, std::uint32_t events) = nullptr;
    void *owner = nullptr;
};

/// A descriptor with what is wanted of it. Registered only while it is watched.
class Watched
{
public:
    Watched() = default;
    Watched(const Watched &) = delete;
    Watched &operator=(const Watched &) = delete;
    /// Out of epoll first: a child that was just cloned may still hold the file, and epoll with it our address.
    ~Watched() { close(); }

    void set(UniqueFd fd, Source source);
    int get() const { return m_fd.get(); }
    explicit operator bool() const { return bool(m_fd); }
    /// EPOLLIN | EPOLLOUT …; 0 with evenIdle: only hang-ups; 0 without: nothing at all.
    bool want(std::uint32_t events, bool evenIdle = false);
    void close();

private:
    UniqueFd m_fd;
    Source m_source;
    std::uint32_t m_events = 0;
    bool m_isRegistered = false;
};

namespace loop {
bool open();
/// Waits for one event and calls its source; -1: for ever. False when epoll itself fails.
bool step(int timeoutMs);
} // namespace loop

} // namespace taper::monitor
