// SPDX-License-Identifier: GPL-3.0-or-later
// A zero-based axis that ends on a round number and has few, round steps. No Qt Widgets.
#pragma once

namespace taper {

struct AxisScale
{
    double top = 1;
    int steps = 1; ///< grid lines above zero
    bool operator==(const AxisScale &) const = default;
};

/// 1, 2 or 5 times a power of ten; never below 10.
AxisScale percentScale(double largest);
/// 1, 2 or 4 … 512 times a power of 1024; never below 1 MiB.
AxisScale bytesScale(double largest);
/// The same scale, unless the new one is larger, or less than half: an axis must not jump at every tick.
AxisScale steadyScale(const AxisScale &before, const AxisScale &wanted);

} // namespace taper
