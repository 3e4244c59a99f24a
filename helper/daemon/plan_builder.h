// SPDX-License-Identifier: GPL-3.0-or-later
// From what is saved of a container, its groups and its network to the plan that its monitor gets.
// Runs in: helper.
#pragma once
#include "daemon/runtime_paths.h"
#include "engine/cgroup/cgroups.h"
#include "engine/container/launch_plan.h"
#include "engine/network/network.h"
#include "engine/storage/storage.h"
#include <memory>
#include <vector>

namespace taper::daemon {

/// A plan and the descriptors its numbers name (MonitorFd::firstExtraFd + index).
struct PreparedPlan
{
    std::unique_ptr<LaunchPlan> plan = std::make_unique<LaunchPlan>();
    std::vector<UniqueFd> owned;
    std::vector<int> extra;

    /// The number the monitor will know it by.
    int pass(int fd);
    int passOwned(UniqueFd fd);
};

/// What is the same for all containers of the profile; built once.
struct Isolation
{
    std::uint64_t capabilities = 0, buildCapabilities = 0;
    std::vector<sock_filter> filter;
    std::vector<sock_filter> workerFilter;
};
Result<Isolation> buildIsolation();

struct PlanInput
{
    const RuntimePaths &paths;
    const Isolation &isolation;
    const storage::ContainerRecord &record;
    std::string lower;                     ///< relative to the state directory, top layer first
    std::string init;                      ///< "systemd", "busybox", "other"
    const network::Attachment *attachment; ///< null: no network
    network::Ipv4 gateway = 0;
    bool hybrid = false; ///< v1 controllers with a unified tree
};
Result<PreparedPlan> containerPlan(const PlanInput &input, cgroup::Group &group);

/// A worker's: its world is one directory of the state directory.
struct WorkerInput
{
    const RuntimePaths &paths;
    const Isolation &isolation;
    std::string id, directory; ///< directory relative to the state directory
    std::uint32_t idFirst = 0;
    int workerProgram = -1, task = -1, report = -1, input = -1;
};
Result<PreparedPlan> workerPlan(const WorkerInput &input);

/// What a worker of role build has beside its directory: groups and a place on the bridge.
struct BuildInput
{
    cgroup::Group &group;
    const network::Attachment &attachment;
    network::Ipv4 gateway = 0;
    bool hybrid = false;
};
Result<PreparedPlan> buildPlan(const WorkerInput &input, const BuildInput &build);

} // namespace taper::daemon
