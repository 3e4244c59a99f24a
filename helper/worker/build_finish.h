// SPDX-License-Identifier: GPL-3.0-or-later
// From what mmdebstrap left to an image: its own traces off, eth0 left to Táper, looked at like an unpacked archive.
// Scripts of packages filled the tree: no link in it is followed. Runs in: worker, role build.
#pragma once
#include "core/error.h"
#include "worker/build_task.h"
#include "worker/report.h"

namespace taper::worker {

/// {fingerprint, sizeBytes, os, init}. The fingerprint is of what it was made from: release, mirrors, architecture and
/// every package with its version.
Result<Json> finishBuild(const BuildTask &task);

} // namespace taper::worker
