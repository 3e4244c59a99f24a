// SPDX-License-Identifier: GPL-3.0-or-later
// Role build: makes /image/rootfs from a distribution's own packages, with the host's mmdebstrap. Its "/" holds the
// host's /usr, read-only, and nothing else of the host; it is the root of a throw-away id range and the first process
// of its own process namespace. Runs in: worker.
#pragma once
#include "core/error.h"
#include "worker/report.h"
#include "worker/task.h"

namespace taper::worker {

Result<Json> build(const Task &task, Report &report);

} // namespace taper::worker
