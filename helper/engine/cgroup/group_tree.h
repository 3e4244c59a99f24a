// SPDX-License-Identifier: GPL-3.0-or-later
// Walks a group and all groups below it. What lies below a container's payload was made by the container: any
// number of groups, any depth, any names, coming and going meanwhile. So: no recursion, two fds at a time, no
// path. Runs in: helper.
#pragma once
#include "core/error.h"
#include <cstddef>
#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace taper::cgroup {

/// Calls visit(directory fd, inode) for group and every group below it, outer before inner, until visit
/// returns false or limit groups were seen.
void forEachGroup(int group, std::size_t limit, const std::function<bool(int, ino_t)> &visit);

/// The same, inner before outer; a group that was made meanwhile may be missed.
void forEachGroupInnerFirst(int group, std::size_t limit, const std::function<void(int, ino_t)> &visit);

/// rmdir of parent/name and all below it, inner first. Absent is success. EBUSY while a process is inside.
Status removeTree(int parent, const std::string &name);

/// The pids in group and all groups below it.
std::vector<pid_t> pidsBelow(int group);

/// Names of the groups directly below.
std::vector<std::string> childGroups(int group);

} // namespace taper::cgroup
