// SPDX-License-Identifier: GPL-3.0-or-later
// A container's root as a mount that is attached nowhere: ids on disk start at 0, the container's view is
// shifted. Runs in: monitor (parent's side of a start), in a private mount namespace.
#pragma once
#include "engine/container/launch_sync.h"

namespace taper::launch {

/// The tree's fd, or -1 with `failure` set. Whatever was mounted on the way is unmounted again, also on
/// failure.
int makeRoot(const LaunchPlan &plan, int userNamespace, StepTimes &steps, Failure &failure);

/// Paths relative, without "..", without what overlay's options give a meaning to.
bool checkRootPaths(const LaunchPlan &plan, Failure &failure);

} // namespace taper::launch
