// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/units.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace taper {

namespace {
constexpr std::string_view prefixes = "kmgtp";

tl::unexpected<Error> bad(std::string_view text)
{
    return fail(ErrorCode::InvalidArgument, "size", "'" + std::string(text.substr(0, 40)) + "'", "not a size",
                "Write a number with k, M, G or T, for example 512M.");
}
} // namespace

Result<std::uint64_t> parseBytes(std::string_view text)
{
    double number = 0;
    const char *end = text.data() + text.size();
    auto [rest, error] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
    if (error != std::errc() || !(number >= 0))
        return bad(text);
    std::string_view unit(rest, static_cast<std::size_t>(end - rest));
    while (!unit.empty() && unit.front() == ' ')
        unit.remove_prefix(1);
    std::string lower;
    for (char c : unit)
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    int power = 0;
    if (!lower.empty() && lower != "b") {
        auto at = prefixes.find(lower.front());
        if (at == std::string_view::npos ||
            (lower.size() > 1 && lower.substr(1) != "b" && lower.substr(1) != "ib"))
            return bad(text);
        power = static_cast<int>(at) + 1;
    }
    double bytes = std::ldexp(number, 10 * power);
    if (!(bytes < 9.2e18))
        return bad(text);
    return static_cast<std::uint64_t>(bytes);
}

std::string formatBytes(std::uint64_t bytes)
{
    static constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1024 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    char text[48];
    // Halves go up, as in the window: printf alone would make 1.25 to 1.2 (round to even). Three digits need no tenths.
    const double tenths = std::round(value * 10) / 10;
    const bool whole = unit == 0 || tenths >= 100 || tenths == std::round(tenths);
    std::snprintf(text, sizeof text, whole ? "%.0f %s" : "%.1f %s", whole ? std::round(value) : tenths,
                  units[unit]);
    return text;
}

} // namespace taper
