// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/event_loop.h"

#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <time.h>

namespace taper::daemon {

struct EventLoop::Source::State : std::enable_shared_from_this<State>
{
    sd_event_source *source = nullptr;
    std::function<void(std::uint32_t)> onEvents;
    std::function<void()> onDue;

    void unregister()
    {
        if (source)
            sd_event_source_disable_unref(std::exchange(source, nullptr));
    }
    ~State() { unregister(); }

    // The callback may destroy its own Source: its captures live until it returns.
    static int ioHappened(sd_event_source *, int, std::uint32_t events, void *data)
    {
        auto self = static_cast<State *>(data)->shared_from_this();
        self->onEvents(events);
        return 0;
    }
    static int timeCame(sd_event_source *, std::uint64_t, void *data)
    {
        auto self = static_cast<State *>(data)->shared_from_this();
        self->onDue();
        return 0;
    }
    static int signalCame(sd_event_source *, const signalfd_siginfo *, void *data)
    {
        auto self = static_cast<State *>(data)->shared_from_this();
        self->onDue();
        return 0;
    }
};

void EventLoop::Source::reset()
{
    if (m_state)
        m_state->unregister();
    m_state.reset();
}

EventLoop::Source &EventLoop::Source::operator=(Source &&other) noexcept
{
    if (this != &other) {
        reset();
        m_state = std::move(other.m_state);
    }
    return *this;
}

void EventLoop::Source::setEvents(std::uint32_t events)
{
    if (m_state)
        sd_event_source_set_io_events(m_state->source, events);
}

Result<std::unique_ptr<EventLoop>> EventLoop::create()
{
    sd_event *event = nullptr;
    if (int r = sd_event_new(&event); r < 0) {
        errno = -r;
        return systemError("sd_event_new");
    }
    return std::unique_ptr<EventLoop>(new EventLoop(event));
}

EventLoop::~EventLoop()
{
    sd_event_unref(m_event);
}

EventLoop::Source EventLoop::watch(int fd, std::uint32_t events, std::function<void(std::uint32_t)> callback)
{
    auto state = std::make_shared<Source::State>();
    state->onEvents = std::move(callback);
    if (int r = sd_event_add_io(m_event, &state->source, fd, events, Source::State::ioHappened, state.get());
        r < 0) {
        spdlog::error("cannot watch fd {}: {}", fd, -r);
        return {};
    }
    return Source(std::move(state));
}

EventLoop::Source EventLoop::after(std::uint64_t usec, std::function<void()> callback)
{
    auto state = std::make_shared<Source::State>();
    state->onDue = std::move(callback);
    if (int r = sd_event_add_time_relative(m_event, &state->source, CLOCK_MONOTONIC, usec, 1,
                                           Source::State::timeCame, state.get());
        r < 0) {
        spdlog::error("cannot set a timer: {}", -r);
        return {};
    }
    return Source(std::move(state));
}

void EventLoop::soon(std::function<void()> callback)
{
    auto *copy = new std::function<void()>(std::move(callback));
    auto call = [](sd_event_source *source, void *data) {
        std::unique_ptr<std::function<void()>> function(static_cast<std::function<void()> *>(data));
        sd_event_source_disable_unref(source);
        (*function)();
        return 0;
    };
    sd_event_source *source = nullptr;
    if (int r = sd_event_add_defer(m_event, &source, call, copy); r < 0) {
        spdlog::error("cannot defer: {}", -r);
        delete copy;
    }
}

EventLoop::Source EventLoop::onSignal(int signal, std::function<void()> callback)
{
    auto state = std::make_shared<Source::State>();
    state->onDue = std::move(callback);
    if (int r = sd_event_add_signal(m_event, &state->source, signal, Source::State::signalCame, state.get());
        r < 0) {
        spdlog::error("cannot wait for signal {}: {}", signal, -r);
        return {};
    }
    return Source(std::move(state));
}

Status EventLoop::run()
{
    if (int r = sd_event_loop(m_event); r < 0) {
        errno = -r;
        return systemError("sd_event_loop");
    }
    return {};
}

std::uint64_t EventLoop::nowUsec() const
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 +
           static_cast<std::uint64_t>(now.tv_nsec) / 1000;
}

} // namespace taper::daemon
