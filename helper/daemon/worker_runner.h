// SPDX-License-Identifier: GPL-3.0-or-later
// Runs taper-worker (worker/worker_protocol.h): "storage" as a child of ours, "unpack" in a container of its
// own through a monitor. What a worker reports is untrusted and read with bounds. Runs in: helper.
#pragma once
#include "daemon/jobs.h"
#include "daemon/monitor_link.h"
#include "daemon/plan_builder.h"
#include "daemon/spawn.h"
#include "engine/cgroup/cgroups.h"
#include "engine/storage/storage.h"
#include <functional>
#include <map>
#include <memory>
#include <set>

namespace taper::daemon {

class WorkerRunner
{
public:
    WorkerRunner(EventLoop &loop, const RuntimePaths &paths, const Isolation &isolation,
                 storage::Storage &storage)
        : m_loop(loop), m_paths(paths), m_isolation(isolation), m_storage(storage)
    {
    }

    using Done = std::function<void(Result<protocol::Json>)>;
    /// A task of role storage; progress goes to the job if there is one.
    void runStorage(protocol::Json task, std::shared_ptr<Job> job, Done done);
    /// Lowers a memory limit below what is in use (role limits), which may take its time.
    void runLimits(const std::string &subject, const Limits &limits, cgroup::Reclaim reclaim, Done done);
    /// Fills directory (relative to the state directory) from input. Cancellable by the job.
    void runUnpack(protocol::Json task, const std::string &directory, UniqueFd input,
                   std::shared_ptr<Job> job, Done done);

    /// How a worker is put into a container of its own: with which plan, and what it is given once it is there.
    struct Container
    {
        std::function<Result<PreparedPlan>(const WorkerInput &)> plan;
        std::function<Status(int netns)> cloned; ///< where the plan has a network
    };
    /// Cancellable by the job. done comes when the worker and all that it began have ended.
    void runInContainer(protocol::Json task, const std::string &directory, UniqueFd input,
                        std::shared_ptr<Job> job, Container container, Done done);
    /// Empties the trash in the background, once more if something was added meanwhile.
    void emptyTrash();

private:
    struct Run;
    std::shared_ptr<Run> runChild(const char *role, int directory, const protocol::Json &task,
                                  std::shared_ptr<Job> job, Done done);
    std::shared_ptr<Run> begin(const protocol::Json &task, std::shared_ptr<Job> job, Done done);
    void readReport(const std::shared_ptr<Run> &run);
    void takeLine(Run &run, std::string_view line);
    static void end(Run &run); ///< kills the worker
    void partEnded(const std::shared_ptr<Run> &run);
    void monitorSaid(Run &run, const monitor::Message &said, ReceivedFds &fds);
    Status startMonitor(const std::shared_ptr<Run> &run, const std::string &directory, UniqueFd input);

    EventLoop &m_loop;
    const RuntimePaths &m_paths;
    const Isolation &m_isolation;
    storage::Storage &m_storage;
    std::set<std::shared_ptr<Run>> m_runs;
    std::set<std::uint32_t> m_ranges; ///< of unpack workers under way
    std::uint64_t m_next = 1;
    bool m_emptying = false, m_emptyAgain = false;
};

} // namespace taper::daemon
