// SPDX-License-Identifier: GPL-3.0-or-later
// sd-event (sd-event(3)) with owners: a Source ends when it goes out of scope, even inside its own callback.
// Runs in: helper, its only thread.
#pragma once
#include "core/error.h"
#include <cstdint>
#include <functional>
#include <memory>
#include <systemd/sd-event.h>

namespace taper::daemon {

class EventLoop
{
public:
    /// Keeps one callback registered. Movable; destroying it unregisters.
    class Source
    {
    public:
        Source() = default;
        Source(Source &&) = default;
        Source &operator=(Source &&other) noexcept;
        ~Source() { reset(); }
        explicit operator bool() const { return m_state != nullptr; }
        /// Leaves epoll at once: its descriptor may be closed, or live on elsewhere, right after.
        void reset();
        void setEvents(std::uint32_t events); ///< EPOLLIN | EPOLLOUT …

    private:
        friend class EventLoop;
        struct State;
        explicit Source(std::shared_ptr<State> state) : m_state(std::move(state)) {}
        std::shared_ptr<State> m_state;
    };

    static Result<std::unique_ptr<EventLoop>> create();
    ~EventLoop();
    EventLoop(const EventLoop &) = delete;
    EventLoop &operator=(const EventLoop &) = delete;

    /// The callback gets the epoll events that happened. Level-triggered.
    Source watch(int fd, std::uint32_t events, std::function<void(std::uint32_t)> callback);
    /// Once, in usec microseconds.
    Source after(std::uint64_t usec, std::function<void()> callback);
    /// In the next turn of the loop; cannot be taken back.
    void soon(std::function<void()> callback);
    /// On SIGTERM, SIGINT (which must be blocked).
    Source onSignal(int signal, std::function<void()> callback);

    /// For what brings its own sources (sd_bus_attach_event(3)).
    sd_event *handle() const { return m_event; }
    Status run();
    void end() { sd_event_exit(m_event, 0); }
    std::uint64_t nowUsec() const; ///< CLOCK_MONOTONIC

private:
    explicit EventLoop(sd_event *event) : m_event(event) {}
    sd_event *m_event;
};

} // namespace taper::daemon
