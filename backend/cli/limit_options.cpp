// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/limit_options.h"

#include "cli/output.h"
#include "core/units.h"

#include <charconv>

namespace taper::cli {

const std::vector<std::string_view> limitKeys{"memory", "cpu-weight"};

namespace {
Status addMemory(Json &limits, const std::string &value)
{
    if (value == "none") {
        limits["memory"] = nullptr;
        return {};
    }
    auto bytes = parseBytes(value);
    if (!bytes)
        return Context::usage("memory=" + value + ": not a size",
                              "Write a number with k, M, G or T (512M), or none");
    LimitsChange change;
    change.memory.emplace(*bytes);
    if (auto tried = applied({}, change); !tried)
        return pass(tried.error());
    limits["memory"] = *bytes;
    return {};
}

Status addCpuWeight(Json &limits, const std::string &value)
{
    if (value == "none") {
        limits["cpuWeight"] = nullptr;
        return {};
    }
    std::uint32_t weight = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), weight);
    LimitsChange change;
    change.cpuWeight.emplace(weight);
    if (error != std::errc() || end != value.data() + value.size() || !applied({}, change))
        return Context::usage("cpu-weight=" + value + ": must be 1 to 10000",
                              "100 is everybody's share; none puts it back to that");
    limits["cpuWeight"] = weight;
    return {};
}
} // namespace

Status addLimit(Json &limits, std::string_view key, const std::string &value)
{
    if (key == "memory")
        return addMemory(limits, value);
    if (key == "cpu-weight")
        return addCpuWeight(limits, value);
    std::string known;
    for (auto name : limitKeys)
        known += (known.empty() ? "" : ", ") + std::string(name);
    return Context::usage("unknown limit '" + printable(key) + "'", "Known: " + known);
}

} // namespace taper::cli
