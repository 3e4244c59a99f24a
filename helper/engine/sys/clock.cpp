// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sys/clock.h"

#include <ctime>

namespace taper {

std::uint64_t monotonicUsec()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return std::uint64_t(now.tv_sec) * 1000000 + std::uint64_t(now.tv_nsec) / 1000;
}

} // namespace taper
