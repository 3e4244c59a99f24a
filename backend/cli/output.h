// SPDX-License-Identifier: GPL-3.0-or-later
// What is printed for people: aligned tables, sizes, marks. Nothing that came from a container or an image
// reaches the terminal with control bytes in it. Runs in: taperctl.
#pragma once
#include "protocol/json.h"

#include <string>
#include <vector>

namespace taper::cli {

using protocol::Json;

/// Control bytes (C0, DEL, C1) become '?', bad UTF-8 too.
std::string printable(std::string_view text);
/// The locale of the environment writes UTF-8.
bool isUtf8Locale();
/// One line and a line end; indented where a person reads it.
void printJson(const Json &json);
void print(std::string_view text);

/// A column is as wide as its widest cell; the last one is not padded.
class Table
{
public:
    explicit Table(std::vector<std::string> headings) : m_headings(std::move(headings)) {}
    void alignRight(std::size_t column) { m_right.push_back(column); }
    void add(std::vector<std::string> row) { m_rows.push_back({std::move(row), false}); }
    /// A line of its own between rows, not padded.
    void addHeading(std::string text) { m_rows.push_back({{std::move(text)}, true}); }
    std::string text(std::string_view indent = "") const;

private:
    struct Row
    {
        std::vector<std::string> cells;
        bool isHeading;
    };
    std::string line(const std::vector<std::string> &cells, const std::vector<std::size_t> &widths) const;

    std::vector<std::string> m_headings;
    std::vector<Row> m_rows;
    std::vector<std::size_t> m_right;
};

/// "512 MiB", or "none" where there is no limit.
std::string limitText(const std::optional<std::uint64_t> &bytes);
std::string weightText(const std::optional<std::uint32_t> &weight);
/// "150%", "0-1" (or "all"), "200", or "none".
std::string capText(const std::optional<std::uint32_t> &percent);
std::string cpusText(const std::optional<std::string> &cpus);
std::string countText(const std::optional<std::uint64_t> &count);
/// "10.83.0.4" of each, or "-".
std::string addressesText(const std::vector<Address> &addresses);
/// "1 MiB of 4 MiB", "3"; "" before anything is done.
std::string amountText(const JobInfo &job);
std::string orDash(const std::string &text);
std::string joined(const std::vector<std::string> &parts, std::string_view between);
/// "root (0)", the number alone where it has no name.
std::string userText(std::uint32_t uid);

} // namespace taper::cli
