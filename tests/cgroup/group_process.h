// SPDX-License-Identifier: GPL-3.0-or-later
// Processes that enter a container's groups as the monitor's children do, and what the tests have them do
// there.
#pragma once
#include "engine/cgroup/cgroups.h"
#include <functional>
#include <string>
#include <sys/types.h>

namespace taper::test {

/// clone3 into the unified group, then 0 written to each "tasks"; then work(), whose result is the exit
/// status. Dies with the test.
pid_t spawnIn(const cgroup::JoinFds &fds, const std::function<int()> &work);
/// The wait status.
int reap(pid_t pid);

int hog(std::size_t bytes);             ///< touches that much memory, then ends
int hold(std::size_t bytes, int ready); ///< the same, locked, writes a byte to ready, then sleeps for ever
int sleepForever();

std::string fileText(const std::string &path);
void writeText(const std::string &path, const std::string &text);

} // namespace taper::test
