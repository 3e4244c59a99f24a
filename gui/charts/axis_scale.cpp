// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/axis_scale.h"
#include <algorithm>
#include <cmath>

namespace taper {

AxisScale percentScale(double largest)
{
    const double wanted = std::max(10.0, std::isfinite(largest) ? largest : 0.0);
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    const struct
    {
        double factor;
        int steps;
    } choices[] = {{1, 2}, {1.5, 3}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {6, 3}, {8, 4}, {10, 2}};
    for (const auto &choice : choices)
        if (wanted <= choice.factor * power * (1 + 1e-9))
            return {choice.factor * power, choice.steps};
    return {10 * power, 2};
}

AxisScale bytesScale(double largest)
{
    const double wanted = std::max(1024.0 * 1024.0, std::isfinite(largest) ? largest : 0.0);
    double step = 1024.0 * 1024.0 / 4;
    while (step * 4 < wanted)
        step *= 2;
    return {step * std::ceil(wanted / step), int(std::ceil(wanted / step))};
}

AxisScale steadyScale(const AxisScale &before, const AxisScale &wanted)
{
    return wanted.top > before.top || wanted.top < before.top / 2 ? wanted : before;
}

} // namespace taper
