// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sys/clock.h"

#include <ctime>

namespace taper {

std::string rfc3339Now()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[32];
    const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return std::string(text, length);
}

} // namespace taper
