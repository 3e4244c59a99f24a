// SPDX-License-Identifier: GPL-3.0-or-later
// Who did what, when, with before and after.
#pragma once
#include <cstdint>
#include <string>

namespace taper {

struct JournalEntry
{
    std::int64_t id = 0;      ///< rises with time
    std::string time;         ///< RFC 3339, UTC
    std::uint32_t uid = 0;    ///< who asked
    std::string method;       ///< "container.set"
    std::string subject;      ///< the container's, image's, bridge's name
    std::string outcome;      ///< "done", or the error's code: "auth.denied"
    std::string before, after; ///< JSON objects of what was changed; "" when there is nothing to say
};

} // namespace taper
