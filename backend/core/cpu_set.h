// SPDX-License-Identifier: GPL-3.0-or-later
// Processors as people and cpuset.cpus name them: "0-3,6" (cgroups(7), cpuset(7) "List format").
#pragma once
#include "core/error.h"
#include <string>
#include <string_view>
#include <vector>

namespace taper {

inline constexpr unsigned maximumCpu = 4095; ///< numbers above are refused: no kernel is built for more

/// "3,0-1,1" -> {0, 1, 3}: in order, each once. Errors: InvalidArgument on an empty list, a range that runs
/// backwards, a number above maximumCpu, anything that is not digits, '-', ','.
Result<std::vector<unsigned>> parseCpuSet(std::string_view text);
/// {0, 1, 3} -> "0-1,3"; the shortest form of cpus in rising order.
std::string formatCpuSet(const std::vector<unsigned> &cpus);

} // namespace taper
