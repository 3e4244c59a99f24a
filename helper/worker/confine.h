// SPDX-License-Identifier: GPL-3.0-or-later
// Role storage gives up everything but what copying and deleting beneath one directory takes, before it looks
// at anything there. Runs in: worker, role storage, as host root.
#pragma once
#include "core/error.h"

namespace taper::worker {

/// No new privileges, no network, IPC or host name of the computer, files only beneath `directory` (Landlock,
/// where the kernel has it), capabilities CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER, FSETID.
Status confineToDirectory(int directory);

} // namespace taper::worker
