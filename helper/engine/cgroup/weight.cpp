// SPDX-License-Identifier: GPL-3.0-or-later
// Shares and weights. Runs in: helper.
#include "engine/cgroup/weight.h"
#include <algorithm>
#include <cmath>

namespace taper::cgroup {

std::uint32_t weightFromShares(std::uint64_t shares)
{
    if (shares <= minimumShares)
        return minimumCpuWeight;
    if (shares >= maximumShares)
        return maximumCpuWeight;
    const double l = std::log2(static_cast<double>(shares));
    const double exponent = (l * l + 125 * l) / 612.0 - 7.0 / 34.0;
    // The small step back keeps 1024 at 100: the exact result there is a whole number.
    const double weight = std::ceil(std::pow(10, exponent) - 1e-9);
    return std::clamp(static_cast<std::uint32_t>(weight), minimumCpuWeight, maximumCpuWeight);
}

std::uint64_t sharesFromWeight(std::uint32_t weight)
{
    // Proportional: both are weights in the scheduler, so twice the one is twice the other on either generation.
    // (The curve above is for the extremes of old configurations; back through it 100 to 300 would be 1 to 3.8.)
    return (std::uint64_t{weight} * defaultShares + defaultCpuWeight / 2) / defaultCpuWeight;
}

} // namespace taper::cgroup
