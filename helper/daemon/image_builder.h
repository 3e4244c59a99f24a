// SPDX-License-Identifier: GPL-3.0-or-later
// Builds a system from its distribution's packages: a container of its own for the worker's role build, with control
// groups and a place on the bridge, all of which are gone again before its end is told. Runs in: helper.
#pragma once
#include "core/container.h"
#include "daemon/worker_runner.h"
#include "engine/cgroup/cgroups.h"
#include "engine/network/network.h"
#include <set>

namespace taper::daemon {

class ImageBuilder
{
public:
    struct Parts
    {
        EventLoop &loop;
        const Isolation &isolation;
        storage::Storage &storage;
        cgroup::Cgroups &cgroups;
        network::Network &network;
        WorkerRunner &workers;
        std::function<std::set<network::Ipv4>()> addresses; ///< of all containers on record
        std::function<void()> left;                         ///< one user less on the bridge
    };
    explicit ImageBuilder(Parts parts) : m_parts(std::move(parts)) {}

    struct Request
    {
        ImageRecipe recipe;
        std::string securityMirror; ///< "" = none
        bool updates = false;
    };
    /// Whether this computer can build at all, now: programs, room, a way out.
    Status possible() const;
    /// Fills `directory` (relative to the state directory). Cancellable by the job.
    void build(const Request &request, const std::string &directory, std::shared_ptr<Job> job,
               WorkerRunner::Done done);
    /// The helper goes: builds are ended, then is called when nothing of them is left.
    void endAll(std::function<void()> then);

private:
    struct Build;
    Result<PreparedPlan> prepare(Build &build, const WorkerInput &input);
    Status plug(const Build &build, int netns);
    void clear(const std::shared_ptr<Build> &build, int attempt, Result<protocol::Json> outcome);

    Parts m_parts;
    std::set<std::shared_ptr<Build>> m_builds;
    std::function<void()> m_ended;
};

} // namespace taper::daemon
