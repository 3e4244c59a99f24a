// SPDX-License-Identifier: GPL-3.0-or-later
// One container as the helper has it: what is saved, and while it runs its monitor, groups, cable and jobs.
// Plain data for ContainerLifecycle and the services around it. Runs in: helper.
#pragma once
#include "core/container.h"
#include "daemon/jobs.h"
#include "daemon/monitor_link.h"
#include "engine/cgroup/cgroups.h"
#include "engine/network/network.h"
#include "engine/storage/storage.h"
#include "engine/sys/process.h"
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace taper::daemon {

struct Container
{
    storage::ContainerRecord record;
    State state = State::Stopped;
    std::optional<network::Attachment> attachment;

    // Since the last start (kept in <run>/containers/<id>.json over a restart of the helper)
    std::uint32_t generation = 0;
    std::string startedAt;
    std::vector<TimelineStep> timeline;
    std::optional<LastFailure> lastFailure;
    std::optional<std::int32_t> exitStatus;
    LimitEvents lastEvents; ///< of the last run, for show when stopped

    // While it runs
    std::unique_ptr<MonitorLink> monitor;
    std::unique_ptr<cgroup::Group> group;
    PidFd init;
    UniqueFd netns;
    bool enteredNetwork = false;
    EventLoop::Source groupEvents;

    // A start on its way
    std::uint64_t startBeganUsec = 0;
    std::function<void(Status)> startDone;
    EventLoop::Source nameTimer, nameTimeout;
    std::optional<Error> nameError; ///< the last refusal of the bridge's resolver

    // A freeze or thaw on its way
    EventLoop::Source freezeTimer;
    std::function<void(Status)> frozenDone;

    // An end on its way
    EventLoop::Source stopTimer, removeTimer;
    std::vector<std::function<void()>> whenStopped;
    bool tearingDown = false;

    // A change of limits that waits for memory to be freed, and those behind it
    bool changing = false;
    std::deque<std::function<void()>> changes;

    // One operation at a time, in order
    /// Gets the container, or null when it was deleted while the operation waited.
    using Operation = std::function<void(Container *, std::function<void()> done)>;
    std::deque<Operation> operations;
    bool operationRuns = false;

    bool isStopped() const { return state == State::Stopped && !tearingDown; }
};

/// Of its card on the bridge, without looking at the kernel.
std::vector<Address> addressesOf(const Container &container);

/// What show gives; reads the kernel's counters when it runs.
ContainerInfo infoOf(const Container &container);

/// 128 + signal, or the status itself (waitpid(2)).
std::int32_t exitStatusOf(int waitStatus);

} // namespace taper::daemon
