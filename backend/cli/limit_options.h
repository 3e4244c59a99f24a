// SPDX-License-Identifier: GPL-3.0-or-later
// Limits as people write them ("512M", "200", "none") to the wire's {memory, cpuWeight}.
// Runs in: taperctl (create, set).
#pragma once
#include "cli/context.h"

namespace taper::cli {

/// The names as of `taperctl set`.
extern const std::vector<std::string_view> limitKeys;
/// Puts one of them into the request's limits; InvalidArgument names what would be right.
Status addLimit(Json &limits, std::string_view key, const std::string &value);

} // namespace taper::cli
