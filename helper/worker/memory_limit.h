// SPDX-License-Identifier: GPL-3.0-or-later
// Lowers a container's memory limit below what is in use: the kernel frees memory within write(2), which can take
// seconds, and whoever serves others must not wait for that. Runs in: worker, role limits.
#pragma once
#include "core/error.h"
#include "worker/report.h"
#include "worker/task.h"

namespace taper::worker {

/// task: subject, memory, swap (bytes as text, "" = no limit), unified ("yes" on v2). Both or none.
Result<Json> lowerMemoryLimit(const Task &task, int group);

} // namespace taper::worker
