// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl list: all containers, grouped by state as lxc-list grouped them.
#include "cli/commands.h"
#include "cli/output.h"
#include "core/units.h"

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>

namespace taper::cli {

namespace {
struct Column
{
    std::string_view key;
    bool isNumber;
    std::string (*text)(const ContainerInfo &);
};

std::string secondsText(std::uint64_t usec)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f s", static_cast<double>(usec) / 1e6);
    return text;
}

bool runs(const ContainerInfo &container)
{
    return container.state != State::Stopped;
}

constexpr std::array columns{
    Column{"name", false, [](const ContainerInfo &c) { return c.name; }},
    Column{"state", false, [](const ContainerInfo &c) { return std::string(stateName(c.state)); }},
    Column{"image", false, [](const ContainerInfo &c) { return orDash(c.image); }},
    Column{"address", false, [](const ContainerInfo &c) { return addressesText(c.addresses); }},
    Column{"memory", true,
           [](const ContainerInfo &c) { return runs(c) ? formatBytes(c.usage.memoryBytes) : "-"; }},
    Column{"memory-limit", true, [](const ContainerInfo &c) { return limitText(c.limits.memory); }},
    Column{"swap-limit", true, [](const ContainerInfo &c) { return limitText(c.limits.swap); }},
    Column{"cpu-weight", true, [](const ContainerInfo &c) { return weightText(c.limits.cpuWeight); }},
    Column{"cpu-cap", true, [](const ContainerInfo &c) { return capText(c.limits.cpuCap); }},
    Column{"cpus", false, [](const ContainerInfo &c) { return cpusText(c.limits.cpus); }},
    Column{"process-limit", true, [](const ContainerInfo &c) { return countText(c.limits.processes); }},
    Column{"cpu-time", true,
           [](const ContainerInfo &c) { return runs(c) ? secondsText(c.usage.cpuUsec) : "-"; }},
    Column{"processes", true,
           [](const ContainerInfo &c) { return runs(c) ? std::to_string(c.usage.processes) : "-"; }},
    Column{"oom-kills", true, [](const ContainerInfo &c) { return std::to_string(c.events.oomKills); }},
    Column{"pid", true, [](const ContainerInfo &c) { return c.pid ? std::to_string(*c.pid) : "-"; }},
    Column{"owner", false, [](const ContainerInfo &c) { return userText(c.owner); }},
    Column{"profile", false, [](const ContainerInfo &c) { return c.profile; }},
    Column{"network", false, [](const ContainerInfo &c) { return orDash(c.network); }},
    Column{"mac", false, [](const ContainerInfo &c) { return orDash(c.mac); }},
    Column{"created", false, [](const ContainerInfo &c) { return orDash(c.createdAt); }},
    Column{"started", false, [](const ContainerInfo &c) { return orDash(c.startedAt.value_or("")); }},
};
constexpr std::string_view defaultColumns = "name,image,address,memory,memory-limit,cpu-weight";

/// The chapter's three, with the states on the way between them where they lead.
constexpr std::array groups{State::Running, State::Starting, State::Stopping, State::Aborting,
                            State::Frozen,  State::Freezing, State::Thawing,  State::Stopped};

struct Options
{
    bool running = false, frozen = false, stopped = false;
    std::string columns{defaultColumns};

    bool wants(std::string_view state) const
    {
        if (!running && !frozen && !stopped)
            return true;
        return (running && state == "RUNNING") || (frozen && state == "FROZEN") ||
               (stopped && state == "STOPPED");
    }
};

std::string upper(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
    return result;
}

Result<std::vector<const Column *>> chosenColumns(const std::string &list)
{
    std::vector<const Column *> chosen;
    std::string known;
    for (const auto &column : columns)
        known += (known.empty() ? "" : ", ") + std::string(column.key);
    for (std::size_t start = 0; start <= list.size();) {
        const std::size_t end = std::min(list.find(',', start), list.size());
        std::string key = list.substr(start, end - start);
        std::transform(key.begin(), key.end(), key.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
        const auto *at =
            std::find_if(columns.begin(), columns.end(), [&](const Column &c) { return c.key == key; });
        if (at == columns.end())
            return Context::usage("unknown column '" + printable(key) + "'", "Known: " + known);
        chosen.push_back(at);
        start = end + 1;
    }
    return chosen;
}

Table tableOf(const std::vector<ContainerInfo> &containers, const std::vector<const Column *> &chosen)
{
    std::vector<std::string> headings;
    for (const auto *column : chosen)
        headings.push_back(upper(column->key));
    Table table(headings);
    for (std::size_t i = 0; i < chosen.size(); ++i)
        if (chosen[i]->isNumber)
            table.alignRight(i);
    for (State state : groups) {
        bool headed = false;
        for (const auto &container : containers) {
            if (container.state != state)
                continue;
            if (!std::exchange(headed, true))
                table.addHeading(std::string(stateName(state)));
            std::vector<std::string> row;
            for (const auto *column : chosen)
                row.push_back(column->text(container));
            table.add(std::move(row));
        }
    }
    return table;
}

int printTable(Context &context, const Json &list, const Options &options)
{
    auto chosen = chosenColumns(options.columns);
    if (!chosen)
        return context.report(chosen.error());
    std::vector<ContainerInfo> containers;
    for (const auto &element : list) {
        auto container = protocol::containerFromJson(element);
        if (!container)
            return context.report(container.error());
        containers.push_back(std::move(*container));
    }
    print(tableOf(containers, *chosen).text("  "));
    return exitOk;
}

std::string stateOf(const Json &container)
{
    return protocol::Fields(container).requireString("state").value_or("");
}

int list(Context &context, const Options &options)
{
    if (auto chosen = chosenColumns(options.columns); !chosen)
        return context.report(chosen.error());
    auto all = context.call("container.list");
    if (!all)
        return context.report(all.error());
    if (!all->is_array())
        return context.report(fail(ErrorCode::ProtocolViolation, "container.list", "", "is no list").value());
    Json wanted = Json::array();
    for (auto &container : *all)
        if (options.wants(stateOf(container)))
            wanted.push_back(std::move(container));
    if (context.json) {
        printJson(wanted);
        return exitOk;
    }
    if (!wanted.empty())
        return printTable(context, wanted, options);
    std::fputs(all->empty() ? "No containers yet. Make one: taperctl create NAME --image busybox --start\n"
                            : "No container is in that state.\n",
               stderr);
    return exitOk;
}
} // namespace

void addList(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand("list", "List containers by state");
    auto options = std::make_shared<Options>();
    command->add_flag("--running", options->running, "Only those that are RUNNING");
    command->add_flag("--frozen", options->frozen, "Only those that are FROZEN");
    command->add_flag("--stopped", options->stopped, "Only those that are STOPPED");
    std::string known;
    for (const auto &column : columns)
        known += (known.empty() ? "" : ", ") + std::string(column.key);
    command->add_option("--columns", options->columns, "Which, with commas between: " + known);
    command->footer("Example: taperctl list --running --columns name,address,pid");
    command->callback(
        [=, &program] { program.run = [=](Context &context) { return list(context, *options); }; });
}

} // namespace taper::cli
