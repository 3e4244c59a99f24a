// SPDX-License-Identifier: GPL-3.0-or-later
// What a caller may do, without anybody having been asked.
#pragma once
#include <cstdint>
#include <map>
#include <string>

namespace taper {

enum class Right {
    Yes, ///< at once
    Ask, ///< a password is asked for
    No,
};

struct Rights
{
    std::uint32_t uid = 0;
    std::map<std::string, Right> actions; ///< observe, use-own, use-any, create, image, network
    std::string reason;                   ///< one sentence: why it is so
    /// An action that the helper did not name may not be done.
    Right of(const std::string &action) const
    {
        const auto found = actions.find(action);
        return found == actions.end() ? Right::No : found->second;
    }
};

} // namespace taper
