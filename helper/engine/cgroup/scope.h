// SPDX-License-Identifier: GPL-3.0-or-later
// The one delegated scope in which all containers live where systemd manages control groups, and its anchor:
// a process that does nothing but keep the scope alive. systemd has to move the anchor there
// (StartTransientUnit wants a pid); containers are made below as plain directories
// (systemd.io/CGROUP_DELEGATION).
//
//   helper                             systemd                         anchor
//   posix_spawn, own session ------------------------------------------> sleeps
//   StartTransientUnit(taper.scope, PIDs, Delegate) --> moves it in
//   waits for JobRemoved <------------ done
//   moves it on to <scope>/anchor: controllers can be enabled only in a group without processes of its own
//
// Runs in: helper, when it starts. Waits for the bus, at most half a minute.
#pragma once
#include "core/error.h"
#include "engine/cgroup/discovery.h"
#include <string>
#include <vector>

namespace taper::cgroup {

inline constexpr const char *anchorGroup = "anchor";

/// Makes the scope or takes over the one that runs; returns its path without the leading slash
/// ("machine.slice/taper.scope").
Result<std::string> openScope(const std::string &unit, const std::string &anchorProgram,
                              const std::vector<Mount> &mounts);
/// Ends the scope with its anchor; not running is success.
Status closeScope(const std::string &unit);

} // namespace taper::cgroup
