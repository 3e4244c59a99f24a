// SPDX-License-Identifier: GPL-3.0-or-later
// Freezing and thawing: asked of the kernel, then looked at until it is so.
//
//   RUNNING --freeze--> FREEZING --all stand still--> FROZEN --unfreeze--> THAWING --> RUNNING
//                          '--one does not, 10 s--> thawed again, RUNNING, and it is named
//
// The state of the group is the kernel's own: a helper that comes back finds it there. Runs in: helper.
#include "daemon/lifecycle.h"

#include <spdlog/spdlog.h>

namespace taper::daemon {

namespace {
// Most freeze within 0.3 ms. The unified tree tells of changes at most every 10 ms (CGROUP_FILE_NOTIFY_MIN_INTV), v1
// not at all: it is asked again, after pauses that grow.
constexpr std::uint64_t firstPauseUsec = 100, longestPauseUsec = 20'000, timeoutUsec = 10'000'000;

Error heldUp(const Container &container, bool freezing)
{
    const std::string awake = freezing ? container.group->awakeProcesses() : std::string();
    const std::string name = container.record.name;
    if (!freezing)
        return fail(ErrorCode::TimedOut, "unfreeze", name, "it did not go on within 10 s",
                    "Try again, or kill it.")
            .value();
    return fail(ErrorCode::TimedOut, "freeze", name,
                (awake.empty() ? "a process of it" : awake) + " did not stop within 10 s, so all go on",
                "It waits inside the kernel, mostly for a disk or a network file system: try again when that "
                "answers.")
        .value();
}
} // namespace

void ContainerLifecycle::freeze(Container &container, std::shared_ptr<Job> job,
                                std::function<void(Status)> done)
{
    changeFrozen(container, true, std::move(job), std::move(done));
}

void ContainerLifecycle::unfreeze(Container &container, std::shared_ptr<Job> job,
                                  std::function<void(Status)> done)
{
    changeFrozen(container, false, std::move(job), std::move(done));
}

void ContainerLifecycle::changeFrozen(Container &container, bool frozen, std::shared_ptr<Job> job,
                                      std::function<void(Status)> done)
{
    enqueue(container, [this, frozen, job, done = std::move(done)](Container *it,
                                                                   std::function<void()> next) {
        const Event event = frozen ? Event::FreezeRequested : Event::ThawRequested;
        const auto state = it ? nextState(it->state, event) : tl::unexpected(gone(job->info().subject));
        const bool ends = it && (it->tearingDown || !it->group);
        if (!state || ends) {
            Error error = state ? fail(ErrorCode::ContainerWrongState, "freeze", "", "it is ending").value()
                                : state.error();
            error.subject = job->info().subject;
            done(tl::unexpected(std::move(error)));
            next();
            return;
        }
        job->step(frozen ? "freeze" : "unfreeze");
        apply(*it, event);
        it->frozenDone = [done, next](Status status) {
            done(std::move(status));
            next();
        };
        if (Status asked = frozen ? it->group->freeze() : it->group->thaw(); !asked) {
            frozenChanged(*it, std::move(asked));
            return;
        }
        awaitFreezer(*it, m_host.loop.nowUsec() + timeoutUsec, firstPauseUsec);
    });
}

void ContainerLifecycle::awaitFreezer(Container &container, std::uint64_t deadlineUsec,
                                      std::uint64_t pauseUsec)
{
    const bool freezing = container.state == State::Freezing;
    if ((!freezing && container.state != State::Thawing) || container.tearingDown)
        return; // killed or ended meanwhile: its end tells who waits
    const auto now = container.group->freezerState();
    if (!now)
        return frozenChanged(container, tl::unexpected(now.error()));
    if (*now == (freezing ? cgroup::FreezerState::Frozen : cgroup::FreezerState::Thawed))
        return frozenChanged(container, {});
    if (m_host.loop.nowUsec() >= deadlineUsec)
        return frozenChanged(container, tl::unexpected(heldUp(container, freezing)));
    container.freezeTimer = m_host.loop.after(pauseUsec, [this, &container, deadlineUsec, pauseUsec] {
        awaitFreezer(container, deadlineUsec, std::min(2 * pauseUsec, longestPauseUsec));
    });
}

void ContainerLifecycle::frozenChanged(Container &container, Status status)
{
    const bool freezing = container.state == State::Freezing;
    container.freezeTimer.reset();
    if (!status) {
        // Back to what it was before.
        if (Status back = freezing ? container.group->thaw() : container.group->freeze(); !back)
            spdlog::error("{}: {}", container.record.name, back.error().message());
    }
    apply(container, freezing ? (status ? Event::FreezeDone : Event::FreezeFailed)
                              : (status ? Event::ThawDone : Event::ThawFailed));
    if (auto done = std::exchange(container.frozenDone, nullptr))
        done(std::move(status));
}

void ContainerLifecycle::freezeInterrupted(Container &container)
{
    container.freezeTimer.reset();
    if (auto done = std::exchange(container.frozenDone, nullptr))
        done(fail(ErrorCode::Interrupted, "freeze", container.record.name, "it ended meanwhile",
                  "Start it again."));
}

/// After the helper's restart: FROZEN is FROZEN, what was on its way is waited for.
void ContainerLifecycle::adoptFrozen(Container &container)
{
    const auto now = container.group->freezerState();
    if (!now || *now == cgroup::FreezerState::Thawed)
        return;
    container.state = *now == cgroup::FreezerState::Frozen     ? State::Frozen
                      : *now == cgroup::FreezerState::Freezing ? State::Freezing
                                                               : State::Thawing;
    if (container.state == State::Frozen)
        return;
    enqueue(container, [this](Container *it, std::function<void()> next) {
        it->frozenDone = [name = it->record.name, next](Status status) {
            if (!status)
                spdlog::error("{}", status.error().message());
            next();
        };
        awaitFreezer(*it, m_host.loop.nowUsec() + timeoutUsec, firstPauseUsec);
    });
}

} // namespace taper::daemon
