// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/container.h"

#include "core/units.h"

namespace taper {

Result<Limits> applied(const Limits &limits, const LimitsChange &change)
{
    Limits result = limits;
    if (change.memory) {
        if (*change.memory && (**change.memory < minimumMemoryLimit || **change.memory > INT64_MAX))
            return fail(ErrorCode::InvalidArgument, "memory limit", formatBytes(**change.memory),
                        "must be at least " + formatBytes(minimumMemoryLimit),
                        "Give a larger limit, or none.");
        result.memory = *change.memory;
    }
    if (change.cpuWeight) {
        if (*change.cpuWeight && (**change.cpuWeight < minimumCpuWeight || **change.cpuWeight > maximumCpuWeight))
            return fail(ErrorCode::InvalidArgument, "CPU weight", std::to_string(**change.cpuWeight),
                        "must be 1 to 10000", "100 is everybody's share; give a value from 1 to 10000, or none.");
        result.cpuWeight = *change.cpuWeight;
    }
    return result;
}

} // namespace taper
