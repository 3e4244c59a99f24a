// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a finished tree is a root file system that can be started, and what it calls itself. Its links are
// followed inside of it only (openat2(2): RESOLVE_IN_ROOT).
// Runs in: worker, role unpack.
#pragma once
#include "core/error.h"
#include <string>
#include <string_view>

namespace taper::worker {

struct RootFacts
{
    std::string os;   ///< PRETTY_NAME, "" where it has none
    std::string init; ///< "systemd", "busybox", "other"
};

/// ImageInvalid when /usr and /bin, or an init, are missing.
Result<RootFacts> examineRoot(int root);
/// PRETTY_NAME of an os-release(5), without control characters, at most 200 bytes.
std::string prettyName(std::string_view osRelease);
/// Follows links inside; -1 flags as open(2).
bool isProgramInside(int root, const std::string &path);

} // namespace taper::worker
