// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a fresh layer of a container its own: host name, user, password hash, machine id; no code of the
// image runs. Runs in: worker, role storage.
#pragma once
#include "core/error.h"
#include "worker/report.h"
#include "worker/task.h"

namespace taper::worker {

/// task: lower, upper, hostname, user, passwordHash; without a user the accounts stay as the image has them.
Result<Json> prepareLayer(const Task &task, int storage);

} // namespace taper::worker
