// SPDX-License-Identifier: GPL-3.0-or-later
// Which CPUs a container's groups in v1's cpuset hierarchy may use. There a group's CPUs must be a subset of its
// parent's at every moment (validate_change in kernel/cgroup/cpuset-v1.c: EBUSY, EACCES), and groups below
// payload are the guest's own. So a change is two walks:
//
//   outer first   each gets its old CPUs and its new ones together
//   inner first   each is cut down to its new ones
//
// A group that had all that its parent had follows it; one that had chosen some keeps those of them that are
// left, or follows when none is. Groups that come meanwhile start with what their parent has (clone_children) and
// are caught by another round. Runs in: helper.
#pragma once
#include <optional>
#include <string>

namespace taper::cgroup {

/// cpus absent: all that base has. false with errno set, and everything as it was.
bool writeCpusets(int group, const std::optional<std::string> &cpus, int base);

} // namespace taper::cgroup
