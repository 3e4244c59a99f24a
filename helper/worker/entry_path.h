// SPDX-License-Identifier: GPL-3.0-or-later
// Names in archives, judged by their text before the kernel sees them.
// Runs in: worker.
#pragma once
#include "core/error.h"
#include <string>
#include <string_view>

namespace taper::worker {

inline constexpr std::size_t maximumPath = 4095, maximumComponent = 255, maximumDepth = 256;

/// "./usr//lib/./x/" -> "usr/lib/x"; "" is the root itself. ImageInvalid for absolute names, "..", whiteouts
/// and what is too long or too deep; `what` begins the sentence: "its name", "its hard link's target".
Result<std::string> normalPath(std::string_view name, std::string_view what);

/// Whether a link's target, followed from the directory that holds it, would climb above the root. An
/// absolute target is fine: inside, "/" is the root file system.
bool climbsOut(std::string_view normalLinkPath, std::string_view target);

} // namespace taper::worker
