// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output.h"

#include "core/units.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <pwd.h>
#include <unistd.h>

namespace taper::cli {

namespace {
/// Length of the UTF-8 sequence that begins here, 0 when it is none (RFC 3629).
std::size_t sequenceLength(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80                    ? 1
                               : first >= 0xc2 && first < 0xe0 ? 2
                               : first >= 0xe0 && first < 0xf0 ? 3
                               : first >= 0xf0 && first < 0xf5 ? 4
                                                               : 0;
    if (length == 0 || length > text.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80)
            return 0;
    return length;
}

std::size_t width(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}
} // namespace

std::string printable(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        const auto first = static_cast<unsigned char>(text.front());
        const bool isControl = length == 0 || (length == 1 && (first < 0x20 || first == 0x7f)) ||
                               (length == 2 && first == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0);
        if (isControl)
            result += '?';
        else
            result += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return result;
}

bool isUtf8Locale()
{
    for (const char *name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char *value = std::getenv(name);
        if (!value || !*value)
            continue;
        const std::string_view locale(value);
        return locale.find("UTF-8") != locale.npos || locale.find("utf8") != locale.npos;
    }
    return false;
}

void print(std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void printJson(const Json &json)
{
    const bool forPeople = ::isatty(STDOUT_FILENO);
    print(json.dump(forPeople ? 2 : -1, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::string Table::line(const std::vector<std::string> &cells, const std::vector<std::size_t> &widths) const
{
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string padding(widths[i] - std::min(widths[i], width(cells[i])), ' ');
        const bool right = std::find(m_right.begin(), m_right.end(), i) != m_right.end();
        text += (i ? "  " : "") + (right ? padding + cells[i] : cells[i] + padding);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
}

std::string Table::text(std::string_view indent) const
{
    std::vector<std::size_t> widths;
    for (const auto &heading : m_headings)
        widths.push_back(width(heading));
    std::vector<Row> rows = m_rows;
    for (auto &row : rows)
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            row.cells[i] = printable(row.cells[i]);
            if (!row.isHeading)
                widths[i] = std::max(widths[i], width(row.cells[i]));
        }
    std::string text;
    if (std::any_of(m_headings.begin(), m_headings.end(),
                    [](const auto &heading) { return !heading.empty(); }))
        text = std::string(indent) + line(m_headings, widths);
    for (const auto &row : rows)
        text += row.isHeading ? row.cells.front() + "\n" : std::string(indent) + line(row.cells, widths);
    return text;
}

std::string limitText(const std::optional<std::uint64_t> &bytes)
{
    return bytes ? formatBytes(*bytes) : "none";
}

std::string weightText(const std::optional<std::uint32_t> &weight)
{
    return weight ? std::to_string(*weight) : "none";
}

std::string capText(const std::optional<std::uint32_t> &percent)
{
    return percent ? std::to_string(*percent) + "%" : "none";
}

std::string cpusText(const std::optional<std::string> &cpus)
{
    return cpus ? printable(*cpus) : "all";
}

std::string countText(const std::optional<std::uint64_t> &count)
{
    return count ? std::to_string(*count) : "none";
}

std::string addressesText(const std::vector<Address> &addresses)
{
    std::vector<std::string> parts;
    for (const auto &address : addresses)
        parts.push_back(address.address);
    return orDash(joined(parts, ","));
}

std::string amountText(const JobInfo &job)
{
    const auto amount = [&](std::uint64_t value) {
        return job.unit == "bytes" ? formatBytes(value) : std::to_string(value);
    };
    const std::string things = job.unit == "packages" ? " packages" : "";
    if (job.total)
        return amount(job.done) + " of " + amount(*job.total) + things;
    return job.done > 0 ? amount(job.done) : "";
}

std::string orDash(const std::string &text)
{
    return text.empty() ? "-" : text;
}

std::string joined(const std::vector<std::string> &parts, std::string_view between)
{
    std::string text;
    for (const auto &part : parts)
        text += (text.empty() ? "" : std::string(between)) + part;
    return text;
}

std::string userText(std::uint32_t uid)
{
    const passwd *entry = ::getpwuid(uid);
    return entry ? std::string(entry->pw_name) + " (" + std::to_string(uid) + ")" : std::to_string(uid);
}

} // namespace taper::cli
