// SPDX-License-Identifier: GPL-3.0-or-later
// What the control groups of this host can enforce, told before anything is written: which limit not and why,
// and what to do instead. Runs in: helper.
#pragma once
#include "core/container.h"
#include "engine/cgroup/hierarchy.h"
#include <string>
#include <string_view>

namespace taper::cgroup {

/// "" or why a limit of this name (as on the wire: "memory", "cpuCap" ...) cannot be enforced here.
std::string unavailableReason(const Hierarchies &hierarchies, std::string_view limit);
/// CgroupUnavailable, or CgroupLimitRejected for a CPU that containers may not use.
Status checkLimits(const Hierarchies &hierarchies, const std::string &subject, const Limits &limits);

} // namespace taper::cgroup
