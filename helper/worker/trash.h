// SPDX-License-Identifier: GPL-3.0-or-later
// Deletes all that lies in trash/: trees that containers filled as they liked.
// Runs in: worker, role storage.
#pragma once
#include "core/error.h"
#include "worker/report.h"

namespace taper::worker {

/// {freedBytes}. What cannot be deleted (an immutable file, something mounted) does not keep the rest; the
/// first such thing is the error then.
Result<Json> emptyTrash(Report &report, int directory);

} // namespace taper::worker
