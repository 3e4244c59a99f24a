// SPDX-License-Identifier: GPL-3.0-or-later
// Start, stop, kill and the end of containers; what a restarted helper finds and mends.
//
//   start:  monitor -> groups -> name -> plan ... Cloned: cable -> NetworkReady ... Running -> name resolves -> RUNNING
//           a failing step undoes what the ones before made, in reverse, and is kept as lastFailure
//   end:    Ended or the monitor's loss -> kill what is left -> groups away -> name away -> STOPPED
//
// Runs in: helper.
#pragma once
#include "daemon/container.h"
#include "daemon/plan_builder.h"
#include "daemon/runtime_paths.h"
#include <map>
#include <set>

namespace taper::daemon {

class ContainerLifecycle
{
public:
    struct Host
    {
        EventLoop &loop;
        const RuntimePaths &paths;
        const Isolation &isolation;
        storage::Storage &storage;
        cgroup::Cgroups &cgroups;
        network::Network &network;
    };
    struct Hooks
    {
        std::function<void(Container &)> changed;
        std::function<std::optional<storage::ImageRecord>(const std::string &fingerprint)> image;
        std::function<void(Container &, const monitor::Message &)>
            sessionEvent;                         ///< exec and console messages
        std::function<void(Container &)> stopped; ///< after every end: sessions, ephemeral
        std::function<Container *(const std::string &name)> find;
        std::function<Container *(const std::string &id)> findById; ///< a name can change, the number not
        std::function<bool(Container &)> readdress; ///< its address does not fit any more: another one, if it may
    };

    ContainerLifecycle(Host host, Hooks hooks) : m_host(host), m_hooks(std::move(hooks)) {}

    /// Each takes its turn behind what is under way on this container; done is called exactly once.
    void start(Container &container, std::shared_ptr<Job> job, std::function<void(Status)> done);
    void stop(Container &container, int timeoutSec, std::shared_ptr<Job> job,
              std::function<void(Status)> done);
    /// Does not wait for its turn: it is what ends a start or a stop that hangs.
    void kill(Container &container, std::function<void(Status)> done);
    /// Asynchronous, in turn, too. What does not freeze in time is thawed again: TimedOut names it.
    void freeze(Container &container, std::shared_ptr<Job> job, std::function<void(Status)> done);
    void unfreeze(Container &container, std::shared_ptr<Job> job, std::function<void(Status)> done);
    void whenStopped(Container &container, std::function<void()> then);
    void enqueue(Container &container, Container::Operation operation);
    /// What waits behind the deletion of a container is told that it is gone.
    static void refuseOperations(std::deque<Container::Operation> operations);

    /// The network's resolverFd() is readable.
    void nameAnswered();

    /// At the helper's start: monitors found again, the dead cleaned up after. Before the first client is
    /// served.
    void recover(std::map<std::string, std::unique_ptr<Container>> &containers);

    /// No start begins any more: the helper takes its containers along.
    void refuseStarts() { m_leaving = true; }

private:
    static Error gone(const std::string &name);
    // start, in lifecycle_start.cpp
    void beginStart(Container &container, std::function<void(Status)> done);
    Status prepareStart(Container &container);
    void messageCame(Container &container, const monitor::Message &message, ReceivedFds &fds);
    void cloned(Container &container, const monitor::Message &message, ReceivedFds &fds);
    void initRuns(Container &container);
    void waitForName(Container &container);
    void started(Container &container);
    void startFailed(Container &container, std::string step, Error error);
    void addStep(Container &container, std::string step, std::uint64_t fromUsec, std::uint64_t durationUsec);
    void watchGroup(Container &container);
    MonitorLink::Handlers monitorHandlers(Container &container);

    // end, in lifecycle_end.cpp
    void sendHalt(Container &container, std::uint64_t deadlineUsec, std::uint64_t handlersDeadlineUsec);
    void monitorLost(Container &container);
    void ended(Container &container, std::int32_t exitStatus);
    void tearDown(Container &container, std::function<void()> then);
    void removeGroups(Container &container, std::uint64_t deadlineUsec, std::function<void()> then);
    void becomeStopped(Container &container);
    void nextOperation(Container &container);

    // freezing, in lifecycle_freeze.cpp
    void changeFrozen(Container &container, bool frozen, std::shared_ptr<Job> job,
                      std::function<void(Status)> done);
    void awaitFreezer(Container &container, std::uint64_t deadlineUsec, std::uint64_t pauseUsec);
    void frozenChanged(Container &container, Status status);
    void freezeInterrupted(Container &container);
    void adoptFrozen(Container &container);

    // recovery, in lifecycle_recover.cpp
    bool adoptRunning(Container &container);
    void takeExitFile(Container &container);
    void removeStrayGroup(const std::string &id, int attempt);
    void saveRuntime(const Container &container);
    void loadRuntime(Container &container);

    void apply(Container &container, Event event);

    Host m_host;
    Hooks m_hooks;
    std::set<std::string> m_awaitedNames;
    std::map<std::string, EventLoop::Source> m_strays;
    bool m_leaving = false;
};

} // namespace taper::daemon
