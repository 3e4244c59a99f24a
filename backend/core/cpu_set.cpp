// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cpu_set.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace taper {

namespace {
std::optional<unsigned> number(std::string_view text)
{
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > maximumCpu)
        return std::nullopt;
    return value;
}

tl::unexpected<Error> notASet(std::string_view text, std::string detail)
{
    std::string shown;
    for (const char c : text.substr(0, 64))
        shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    return fail(ErrorCode::InvalidArgument, "CPUs", shown, std::move(detail),
                "Write numbers and ranges, as in 0-1,3.");
}
} // namespace

Result<std::vector<unsigned>> parseCpuSet(std::string_view text)
{
    std::vector<unsigned> cpus;
    for (std::string_view rest = text;;) {
        const auto comma = rest.find(',');
        const std::string_view part = rest.substr(0, comma);
        const auto dash = part.find('-');
        const auto first = number(part.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : number(part.substr(dash + 1));
        if (!first || !last)
            return notASet(text, "must be a list of CPU numbers up to " + std::to_string(maximumCpu));
        if (*last < *first)
            return notASet(text, "a range runs backwards");
        for (unsigned cpu = *first; cpu <= *last; ++cpu)
            cpus.push_back(cpu);
        if (cpus.size() > 2 * (maximumCpu + 1))
            return notASet(text, "names the same CPUs over and over");
        if (comma == std::string_view::npos)
            break;
        rest.remove_prefix(comma + 1);
    }
    std::sort(cpus.begin(), cpus.end());
    cpus.erase(std::unique(cpus.begin(), cpus.end()), cpus.end());
    return cpus;
}

std::string formatCpuSet(const std::vector<unsigned> &cpus)
{
    std::string text;
    for (std::size_t i = 0; i < cpus.size();) {
        std::size_t last = i;
        while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1)
            ++last;
        text += (text.empty() ? "" : ",") + std::to_string(cpus[i]);
        if (last > i)
            text += "-" + std::to_string(cpus[last]);
        i = last + 1;
    }
    return text;
}

} // namespace taper
