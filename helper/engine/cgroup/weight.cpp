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
    if (weight <= minimumCpuWeight)
        return minimumShares;
    if (weight >= maximumCpuWeight)
        return maximumShares;
    // The inverse: l^2 + 125 l - 612 (log10(weight) + 7/34) = 0.
    const double right = 612.0 * (std::log10(static_cast<double>(weight)) + 7.0 / 34.0);
    const double l = (-125 + std::sqrt(125.0 * 125.0 + 4 * right)) / 2;
    std::uint64_t shares =
        std::clamp(static_cast<std::uint64_t>(std::llround(std::exp2(l))), minimumShares, maximumShares);
    // Rounded to whole shares it can land beside: back to the largest that gives this weight.
    while (shares > minimumShares && weightFromShares(shares) > weight)
        --shares;
    while (shares < maximumShares && weightFromShares(shares) < weight)
        ++shares;
    return shares;
}

} // namespace taper::cgroup
