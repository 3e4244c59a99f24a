// SPDX-License-Identifier: GPL-3.0-or-later
// Limits as people write them ("512M", "150%", "0-1", "none") to the wire's Limits.
// Runs in: taperctl (create, set).
#pragma once
#include "cli/context.h"

namespace taper::cli {

/// A limit's name as of `taperctl set`; with "--" before it, an option of `taperctl create`.
struct LimitKey
{
    std::string_view name, field; ///< field: on the wire
    const char *value;            ///< what stands for its value in help texts
    const char *help;
};
extern const std::vector<LimitKey> limitKeys;
/// Puts one of them into the request's limits; InvalidArgument names what would be right.
Status addLimit(Json &limits, std::string_view key, const std::string &value);

} // namespace taper::cli
