// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/container.h"

#include "core/cpu_set.h"
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
    if (change.swap) {
        if (*change.swap && **change.swap > INT64_MAX)
            return fail(ErrorCode::InvalidArgument, "swap limit", formatBytes(**change.swap), "is too large",
                        "Give a smaller limit, or none.");
        result.swap = *change.swap;
    }
    if (change.cpuCap) {
        if (*change.cpuCap && (**change.cpuCap < minimumCpuCap || **change.cpuCap > maximumCpuCap))
            return fail(ErrorCode::InvalidArgument, "CPU cap", std::to_string(**change.cpuCap) + "%",
                        "must be 1% to 409600%", "100% is one whole CPU, 200% two of them.");
        result.cpuCap = *change.cpuCap;
    }
    if (change.cpus) {
        result.cpus.reset();
        if (*change.cpus) {
            auto cpus = parseCpuSet(**change.cpus);
            if (!cpus)
                return tl::unexpected(std::move(cpus.error()));
            result.cpus = formatCpuSet(*cpus);
        }
    }
    if (change.processes) {
        if (*change.processes && (**change.processes < 1 || **change.processes > maximumProcesses))
            return fail(ErrorCode::InvalidArgument, "process limit", std::to_string(**change.processes),
                        "must be 1 to " + std::to_string(maximumProcesses),
                        "A system needs some dozens of processes to boot.");
        result.processes = *change.processes;
    }
    return result;
}

} // namespace taper
