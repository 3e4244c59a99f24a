// SPDX-License-Identifier: GPL-3.0-or-later
// What is to be built, checked once more here, and the argument list of mmdebstrap(1) that follows from it. Runs in:
// worker, role build.
#pragma once
#include "core/error.h"
#include "worker/task.h"
#include <string>
#include <vector>

namespace taper::worker {

inline constexpr const char *mmdebstrapProgram = "/usr/bin/mmdebstrap";
inline constexpr const char *debianKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
inline constexpr const char *buildTarget = "/image/rootfs";

struct BuildTask
{
    std::string release, mirror, architecture;
    std::string securityMirror; ///< "" = the release has none, or another mirror was asked for
    bool updates = false;       ///< the release has "-updates" on the same mirror
};

/// InvalidArgument for whatever is not exactly a Debian release, a mirror, an architecture.
Result<BuildTask> readBuildTask(const Task &task);
/// argv, the program first.
std::vector<std::string> mmdebstrapArguments(const BuildTask &task);

} // namespace taper::worker
