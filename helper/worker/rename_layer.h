// SPDX-License-Identifier: GPL-3.0-or-later
// A renamed container's own files: where they say its old name they say the new one from then on. What the guest has
// named otherwise, linked or removed stays as it is. Done twice it does no harm. Runs in: worker, role storage.
#pragma once
#include "core/error.h"
#include "worker/report.h"
#include "worker/task.h"

namespace taper::worker {

/// task: lower, upper, from, to. All of it or nothing.
Result<Json> renameLayer(const Task &task, int storage);

} // namespace taper::worker
