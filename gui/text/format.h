// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes, shares and times as the reader's locale writes them. Runs in: taper.
#pragma once
#include <QString>
#include <cstdint>
#include <optional>
#include <string>

namespace taper::text {

/// "212 MiB", "1.4 GiB": powers of 1024, at most one decimal.
QString bytes(std::uint64_t count);
/// "212 MiB / 512 MiB", or the use alone where there is no limit.
QString bytesOf(std::uint64_t used, const std::optional<std::uint64_t> &limit);
/// "41.2 %"
QString percent(double value);
/// "150 %"
QString wholePercent(std::uint64_t value);
/// "3 d 4 h", "2 h 5 min", "45 s"
QString duration(std::int64_t seconds);
/// "1,234 µs"
QString microseconds(std::uint64_t count);
/// An RFC 3339 time as local date and time; the text itself where it is none.
QString dateTime(const std::string &rfc3339);
/// Seconds since an RFC 3339 time; nothing when it is none.
std::optional<std::int64_t> secondsSince(const std::string &rfc3339);
/// What to show where nothing is known.
QString unknown();

} // namespace taper::text
