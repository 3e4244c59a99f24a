// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/lifecycle.h"

#include "daemon/journal.h"
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <spdlog/spdlog.h>

namespace taper::daemon {

namespace {
constexpr std::uint64_t pollInitUsec = 20'000, waitForHandlersUsec = 5'000'000, repeatUsec = 500'000,
                        killTimeoutUsec = 10'000'000;
constexpr std::uint64_t removeEveryUsec = 1'000, removeTimeoutUsec = 10'000'000;

/// Signals that init blocks or catches (proc(5), SigBlk and SigCgt of /proc/PID/status); 0 when it is gone.
std::uint64_t heededSignals(pid_t pid)
{
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    std::uint64_t heeded = 0;
    for (std::string line; std::getline(status, line);)
        if (line.rfind("SigBlk:", 0) == 0 || line.rfind("SigCgt:", 0) == 0)
            heeded |= std::strtoull(line.c_str() + 7, nullptr, 16);
    return heeded;
}

/// How this init is asked to halt: systemd by SIGRTMIN+3, sysvinit by SIGPWR, busybox's init by SIGUSR2; else
/// SIGTERM.
int haltSignal(std::uint64_t heeded)
{
    for (int signal : {SIGRTMIN + 3, SIGPWR, SIGUSR2, SIGTERM})
        if (heeded >> (signal - 1) & 1)
            return signal;
    return 0;
}
} // namespace

void ContainerLifecycle::apply(Container &container, Event event)
{
    auto state = nextState(container.state, event);
    if (!state) {
        spdlog::error("{}: event {} in state {}, ignoring", container.record.name, static_cast<int>(event),
                      stateName(container.state));
        return;
    }
    container.state = *state;
    m_hooks.changed(container);
}

void ContainerLifecycle::refuseOperations(std::deque<Container::Operation> operations)
{
    for (auto &operation : operations)
        operation(nullptr, [] {});
}

void ContainerLifecycle::enqueue(Container &container, Container::Operation operation)
{
    container.operations.push_back(std::move(operation));
    nextOperation(container);
}

void ContainerLifecycle::nextOperation(Container &container)
{
    if (container.operationRuns || container.operations.empty())
        return;
    container.operationRuns = true;
    auto operation = std::move(container.operations.front());
    container.operations.pop_front();
    operation(&container, [this, id = container.record.id] {
        // The next one begins in a turn of its own: this one's frames are gone, and the container may be,
        // too.
        m_host.loop.soon([this, id] {
            if (Container *still = m_hooks.findById(id)) {
                still->operationRuns = false;
                nextOperation(*still);
            }
        });
    });
}

void ContainerLifecycle::stop(Container &container, int timeoutSec, std::shared_ptr<Job> job,
                              std::function<void(Status)> done)
{
    enqueue(container,
            [this, timeoutSec, job, done = std::move(done)](Container *it, std::function<void()> next) {
                Result<State> state = it ? nextState(it->state, Event::StopRequested)
                                         : tl::unexpected(gone(job->info().subject));
                if (!state) {
                    Error error = state.error();
                    error.subject = job->info().subject;
                    if (it && it->state == State::Frozen)
                        error.hint = "Its init cannot hear it: unfreeze it first, or kill it.";
                    done(tl::unexpected(std::move(error)));
                    next();
                    return;
                }
                job->step("stop");
                apply(*it, Event::StopRequested);
                whenStopped(*it, [done, next] {
                    done({});
                    next();
                });
                const std::uint64_t now = m_host.loop.nowUsec(),
                                    timeout = static_cast<std::uint64_t>(timeoutSec) * 1'000'000;
                sendHalt(*it, now + timeout, now + std::min(timeout, waitForHandlersUsec));
            });
}

/// Early signals are lost: waits until init heeds one, then sends it and lets the timeout run.
void ContainerLifecycle::sendHalt(Container &container, std::uint64_t deadlineUsec,
                                  std::uint64_t handlersDeadlineUsec)
{
    if (container.state != State::Stopping)
        return;
    const std::uint64_t now = m_host.loop.nowUsec();
    auto again = [&](std::uint64_t pauseUsec) {
        container.stopTimer =
            m_host.loop.after(pauseUsec, [this, &container, deadlineUsec, handlersDeadlineUsec] {
                sendHalt(container, deadlineUsec, handlersDeadlineUsec);
            });
    };
    auto send = [&](int signal) {
        if (auto sent = container.init.sendSignal(signal); !sent)
            spdlog::debug("{}: {}", container.record.name, sent.error().message());
    };
    if (now >= deadlineUsec) {
        spdlog::warn("{}: init did not halt in time, killed", container.record.name);
        kill(container, [](Status) {});
        return;
    }
    auto image = m_hooks.image(container.record.fingerprint);
    if (image && image->init == "busybox" && container.record.command.empty()) {
        // It waits in sigtimedwait(2), while which no mask in /proc shows what it heeds; a second one does no
        // harm.
        send(SIGUSR2);
        again(std::min(repeatUsec, deadlineUsec - now));
        return;
    }
    const int signal = haltSignal(heededSignals(container.init.pid()));
    if (signal == 0 && now < handlersDeadlineUsec) {
        again(pollInitUsec);
        return;
    }
    // An init that shows no handler may still wait for one (sigtimedwait); it gets less time than one that
    // does.
    send(signal == 0 ? SIGPWR : signal);
    const std::uint64_t last = signal == 0 ? std::min(deadlineUsec, now + waitForHandlersUsec) : deadlineUsec;
    container.stopTimer = m_host.loop.after(last - now, [this, &container, last, handlersDeadlineUsec] {
        sendHalt(container, last, handlersDeadlineUsec);
    });
}

void ContainerLifecycle::kill(Container &container, std::function<void(Status)> done)
{
    if (container.tearingDown) {
        whenStopped(container, [done] { done({}); });
        return;
    }
    if (auto state = nextState(container.state, Event::KillRequested); !state) {
        Error error = state.error();
        error.subject = container.record.name;
        done(tl::unexpected(std::move(error)));
        return;
    }
    apply(container, Event::KillRequested);
    whenStopped(container, [done] { done({}); });
    if (container.group)
        if (auto killed = container.group->kill(); !killed)
            spdlog::warn("{}: {}, ignoring", container.record.name, killed.error().message());
    if (container.monitor) {
        monitor::Message message;
        message.type = monitor::Type::Kill;
        (void)container.monitor->send(message); // gone already: its loss is told
    }
    // A monitor that does not answer any more goes the way of one that was killed.
    container.stopTimer = m_host.loop.after(killTimeoutUsec, [this, &container] {
        spdlog::error("{}: its monitor does not tell of its end, given up", container.record.name);
        if (container.monitor)
            container.monitor->killMonitor();
        monitorLost(container);
    });
}

void ContainerLifecycle::whenStopped(Container &container, std::function<void()> then)
{
    if (container.isStopped())
        then();
    else
        container.whenStopped.push_back(std::move(then));
}

void ContainerLifecycle::ended(Container &container, std::int32_t exitStatus)
{
    if (container.tearingDown)
        return;
    if (container.state == State::Starting || (container.state == State::Aborting && container.startDone)) {
        container.exitStatus = exitStatus;
        startFailed(container, "init",
                    fail(ErrorCode::StartFailed, "init", container.record.name,
                         "it ended at once with status " + std::to_string(exitStatus))
                        .value());
        return;
    }
    container.exitStatus = exitStatus;
    tearDown(container, [this, &container] { becomeStopped(container); });
}

void ContainerLifecycle::monitorLost(Container &container)
{
    if (container.tearingDown)
        return;
    if (container.startDone) {
        startFailed(
            container, "monitor",
            fail(ErrorCode::Interrupted, "monitor", container.record.name, "the monitor ended").value());
        return;
    }
    container.lastFailure =
        LastFailure{timestamp(), "monitor", std::string(errorCodeName(ErrorCode::Interrupted)),
                    "The container's monitor was killed; the container ended with it."};
    container.exitStatus = 128 + SIGKILL;
    tearDown(container, [this, &container] { becomeStopped(container); });
}

void ContainerLifecycle::tearDown(Container &container, std::function<void()> then)
{
    container.tearingDown = true;
    freezeInterrupted(container);
    container.stopTimer.reset();
    container.groupEvents.reset();
    if (container.group)
        if (auto events = container.group->events())
            container.lastEvents = *events;
    m_host.loop.soon(
        [this, &container, then = std::move(then)] { // we may be inside the monitor link's own call
            container.monitor.reset();
            removeGroups(container, m_host.loop.nowUsec() + removeTimeoutUsec, then);
        });
}

void ContainerLifecycle::removeGroups(Container &container, std::uint64_t deadlineUsec,
                                      std::function<void()> then)
{
    if (container.group) {
        if (container.group->populated())
            (void)container.group->kill();
        auto removed = container.group->remove();
        if (!removed && m_host.loop.nowUsec() < deadlineUsec) { // processes still leave
            container.removeTimer =
                m_host.loop.after(removeEveryUsec, [this, &container, deadlineUsec, then] {
                    removeGroups(container, deadlineUsec, then);
                });
            return;
        }
        if (!removed) {
            spdlog::error("{}: its control groups stay for now: {}", container.record.name,
                          removed.error().message());
            removeStrayGroup(container.record.id, 0); // a start waits until it has gone
        }
    }
    container.removeTimer.reset();
    container.group.reset();
    container.init = PidFd();
    container.netns.reset(); // the cable dies with its namespace
    if (std::exchange(container.enteredNetwork, false))
        m_host.network.leave(container.record.name);
    then();
}

void ContainerLifecycle::becomeStopped(Container &container)
{
    unlink(m_host.paths.monitorExit(container.record.id).c_str());
    container.tearingDown = false;
    apply(container,
          container.startDone || container.state == State::Starting ? Event::StartFailed : Event::InitEnded);
    saveRuntime(container);
    m_hooks.changed(container);
    // Who waits may want it deleted: not before all have been told.
    const bool ran = std::exchange(container.operationRuns, true);
    for (auto &then : std::exchange(container.whenStopped, {}))
        then();
    m_hooks.stopped(container);
    container.operationRuns = ran;
    nextOperation(container);
}

} // namespace taper::daemon
