// SPDX-License-Identifier: GPL-3.0-or-later
// What a profile lets a container do: capabilities kept in the bounding set, system calls allowed.
// Runs in: helper (builds), monitor's child (loads the finished program).
#pragma once
#include "core/error.h"
#include <cstdint>
#include <linux/filter.h>
#include <string_view>
#include <vector>

namespace taper::security {

/// Bits of capabilities(7) that profile "system" keeps.
std::uint64_t systemCapabilities();
/// What mmdebstrap, dpkg and the scripts of packages need of them to make a system in a user namespace of its own.
std::uint64_t buildCapabilities();
/// Allow-list with ENOSYS for everything else, as a balanced tree, for x86-64 with i386 (or the native architecture).
/// Built once; at most 4096 instructions.
Result<std::vector<sock_filter>> systemFilter();
/// What the unpack worker gets: no network, no new namespaces, no ptrace.
Result<std::vector<sock_filter>> workerFilter();

} // namespace taper::security
