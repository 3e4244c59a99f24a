// SPDX-License-Identifier: GPL-3.0-or-later
// What this computer's running kernel offers to containers: looked at, not read from a build configuration.
// Runs in: helper.
#pragma once
#include "core/error.h"
#include "daemon/runtime_paths.h"
#include "engine/cgroup/cgroups.h"
#include "engine/network/network.h"
#include "protocol/json.h"

namespace taper::daemon {

/// The lines of host.check; required ones must be "ok" for a system container to run.
protocol::Json checkHost(const RuntimePaths &paths, const cgroup::Cgroups &cgroups, const Status &idmappable,
                         const network::Outside &outside);

/// What containers need to reach the outside.
void addOutside(protocol::Json &lines, const network::Outside &outside);

/// The machine itself, for host.info.
protocol::Json hostInfo(const RuntimePaths &paths, const cgroup::Cgroups &cgroups);
/// {cpuUsec, memoryUsedBytes} of the whole machine, cumulative.
protocol::Json hostUsage();

} // namespace taper::daemon
