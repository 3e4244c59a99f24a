// SPDX-License-Identifier: GPL-3.0-or-later
// Role unpack: makes /rootfs from a tar archive or from the host's static busybox. Its "/" is the image's new
// directory and nothing else is there: no /proc, no /dev, no network, ids of a throw-away range.
// Runs in: worker.
#pragma once
#include "core/error.h"
#include "worker/report.h"
#include "worker/task.h"

namespace taper::worker {

Result<Json> unpack(const Task &task, Report &report);

/// The two kinds of it, beneath the empty directory root.
Result<Json> unpackArchive(const Task &task, Report &report, int root, int input);
Result<Json> makeBusybox(Report &report, int root, int input);

} // namespace taper::worker
