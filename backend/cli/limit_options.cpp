// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/limit_options.h"

#include "cli/output.h"
#include "core/units.h"

#include <algorithm>
#include <charconv>

namespace taper::cli {

const std::vector<LimitKey> limitKeys{
    {"memory", "memory", "SIZE", "Memory limit: 512M, 2G, none"},
    {"swap", "swap", "SIZE", "Swap beside the memory: 256M, 0 for none at all, none for no limit"},
    {"cpu-weight", "cpuWeight", "N", "Share of the CPU when all are busy: 1 to 10000, 100 is everybody's"},
    {"cpu-cap", "cpuCap", "PERCENT", "At most this much CPU: 50% is half of one, 150% one and a half, none"},
    {"cpus", "cpus", "LIST", "Which CPUs: 0-1,3, none for all"},
    {"processes", "processes", "N", "At most so many processes and threads, none"},
};

namespace {
template <typename Number> std::optional<Number> numberIn(std::string_view text)
{
    Number value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// The change that the value asks for; the text is not "none".
Result<LimitsChange> changeOf(const LimitKey &key, const std::string &value)
{
    const std::string said = std::string(key.name) + "=" + value + ": ";
    LimitsChange change;
    if (key.name == "memory" || key.name == "swap") {
        auto bytes = parseBytes(value);
        if (!bytes)
            return Context::usage(said + "not a size", "Write a number with k, M, G or T (512M), or none");
        (key.name == "memory" ? change.memory : change.swap).emplace(*bytes);
    } else if (key.name == "cpu-weight") {
        const auto weight = numberIn<std::uint32_t>(value);
        if (!weight)
            return Context::usage(said + "must be 1 to 10000",
                                  "100 is everybody's share; none puts it back to that");
        change.cpuWeight.emplace(*weight);
    } else if (key.name == "cpu-cap") {
        const std::string_view digits =
            std::string_view(value).substr(0, value.ends_with('%') ? value.size() - 1 : value.size());
        const auto percent = numberIn<std::uint32_t>(digits);
        if (!percent)
            return Context::usage(said + "not a percentage",
                                  "100% is one whole CPU, 150% one and a half; or none");
        change.cpuCap.emplace(*percent);
    } else if (key.name == "cpus") {
        change.cpus.emplace(value);
    } else {
        const auto count = numberIn<std::uint64_t>(value);
        if (!count)
            return Context::usage(said + "not a number", "For example 200, or none");
        change.processes.emplace(*count);
    }
    return change;
}
} // namespace

Status addLimit(Json &limits, std::string_view name, const std::string &value)
{
    const auto key =
        std::find_if(limitKeys.begin(), limitKeys.end(), [&](const LimitKey &k) { return k.name == name; });
    if (key == limitKeys.end()) {
        std::string known;
        for (const auto &one : limitKeys)
            known += (known.empty() ? "" : ", ") + std::string(one.name);
        return Context::usage("unknown limit '" + printable(name) + "'", "Known: " + known);
    }
    const std::string field(key->field);
    if (value == "none") {
        limits[field] = nullptr;
        return {};
    }
    auto change = changeOf(*key, value);
    if (!change)
        return pass(change.error());
    // What can never be right is told without asking the helper.
    if (auto tried = applied({}, *change); !tried)
        return Context::usage(std::string(key->name) + "=" + printable(value) + ": " + tried.error().detail,
                              tried.error().hint);
    limits[field] = protocol::toJson(*change).at(field);
    return {};
}

} // namespace taper::cli
