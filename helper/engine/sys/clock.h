// SPDX-License-Identifier: GPL-3.0-or-later
// Times: monotonic for durations, RFC 3339 in UTC for records.
#pragma once
#include <cstdint>
#include <string>

namespace taper {

std::uint64_t monotonicUsec(); ///< CLOCK_MONOTONIC; safe after clone3
std::string rfc3339Now();      ///< "2026-11-03T08:15:00Z"

} // namespace taper
