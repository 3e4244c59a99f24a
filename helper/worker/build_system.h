// SPDX-License-Identifier: GPL-3.0-or-later
// What programs expect of the system they run on and the build's root lacks: a small /etc of its own. Nothing of the
// host's. Runs in: worker, role build.
#pragma once
#include "core/error.h"

namespace taper::worker {

/// HostMissingProgram when the host has no mmdebstrap or no keys of Debian.
Status checkBuildPrograms();
Status writeBuildSystem();

} // namespace taper::worker
