// SPDX-License-Identifier: GPL-3.0-or-later
// Role probe: whether the file system of directoryFd can be idmapped, by doing it with a throw-away user
// namespace. Runs in: worker, as host root.
#pragma once
#include "core/error.h"
#include "worker/report.h"

namespace taper::worker {

/// {}; StorageUnsupported with the file system's name; HostMissingFeature on a kernel without
/// mount_setattr(2).
Result<Json> probeIdmap(int directory);

} // namespace taper::worker
