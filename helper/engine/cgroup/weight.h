// SPDX-License-Identifier: GPL-3.0-or-later
// CPU shares of v1 as weight of v2. The other direction, sharesFromWeight, is in cgroups.h.
#pragma once
#include "engine/cgroup/cgroups.h"
#include <cstdint>

namespace taper::cgroup {

inline constexpr std::uint64_t minimumShares = 2, maximumShares = 262144, defaultShares = 1024;

/// shares <= 2 -> 1, >= 262144 -> 10000, else ceil(10^((l^2 + 125 l) / 612 - 7/34)) with l = log2(shares):
/// runc's formula since 1.3, by which 1024 is exactly 100.
std::uint32_t weightFromShares(std::uint64_t shares);

} // namespace taper::cgroup
