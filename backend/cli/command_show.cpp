// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl show: all that is known of one container, with the timeline of its last start.
#include "cli/commands.h"
#include "cli/output.h"
#include "core/units.h"

#include <CLI/CLI.hpp>

namespace taper::cli {

namespace {
std::string addressLines(const ContainerInfo &container)
{
    std::vector<std::string> parts;
    for (const auto &address : container.addresses)
        parts.push_back(address.interface + " " + address.address + "/" + std::to_string(address.prefix));
    return orDash(joined(parts, ", "));
}

Table factsOf(const ContainerInfo &container)
{
    Table facts({"", ""});
    const auto fact = [&](std::string name, std::string value) {
        facts.add({std::move(name), std::move(value)});
    };
    fact("Name", container.name);
    fact("State", std::string(stateName(container.state)));
    fact("Image", orDash(container.image));
    fact("Profile", container.profile + (container.ephemeral ? ", deleted when it stops" : ""));
    fact("Owner", userText(container.owner));
    fact("Created", orDash(container.createdAt));
    fact("Started", orDash(container.startedAt.value_or("")));
    fact("Init", container.pid ? "pid " + std::to_string(*container.pid) : "-");
    if (container.exitStatus)
        fact("Last exit status", std::to_string(*container.exitStatus));
    fact("Addresses", addressLines(container));
    fact("Network", container.network.empty() ? "none" : container.network + ", " + orDash(container.mac));
    const Limits &limits = container.limits;
    fact("Memory", formatBytes(container.usage.memoryBytes) + ", limit " + limitText(limits.memory) +
                       (limits.swap ? ", swap " + formatBytes(*limits.swap) : std::string()));
    fact("CPU", std::to_string(container.usage.cpuUsec / 1000) + " ms used, weight " +
                    weightText(limits.cpuWeight) + ", cap " + capText(limits.cpuCap) + ", CPUs " +
                    cpusText(limits.cpus));
    fact("Processes", std::to_string(container.usage.processes) + ", limit " + countText(limits.processes));
    fact("Limits hit", std::to_string(container.events.oomKills) + " killed for memory, " +
                           std::to_string(container.events.throttledUsec / 1000) + " ms throttled, " +
                           std::to_string(container.events.pidsRefused) + " forks refused");
    fact("Id map", "0-" + std::to_string(container.idMap.size - 1) + " inside are " +
                       std::to_string(container.idMap.hostFirst) + "-" +
                       std::to_string(std::uint64_t{container.idMap.hostFirst} + container.idMap.size - 1) +
                       " on the host");
    for (const auto &cgroup : container.cgroups)
        fact(&cgroup == &container.cgroups.front() ? "Cgroups" : "", cgroup);
    return facts;
}

std::string timelineOf(const ContainerInfo &container)
{
    Table table({"STEP", "AT µs", "TOOK µs"});
    table.alignRight(1);
    table.alignRight(2);
    for (const auto &step : container.timeline)
        table.add({step.step, std::to_string(step.atUsec), std::to_string(step.durationUsec)});
    return table.text("  ");
}

int show(Context &context, const std::string &name)
{
    auto answer = context.call("container.show", {{"name", name}});
    if (!answer)
        return context.report(answer.error());
    if (context.json) {
        printJson(*answer);
        return exitOk;
    }
    auto container = protocol::containerFromJson(*answer);
    if (!container)
        return context.report(container.error());
    print(factsOf(*container).text());
    if (const auto &failure = container->lastFailure)
        print("\nLast failure, " + printable(failure->when) + "\n  " + printable(failure->step) + ": " +
              printable(failure->message) + " (" + printable(failure->code) + ")\n");
    if (!container->timeline.empty())
        print("\nLast start\n" + timelineOf(*container));
    return exitOk;
}
} // namespace

void addShow(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand("show", "Show all that is known of a container");
    auto name = std::make_shared<std::string>();
    command->add_option("NAME", *name, "Container")->required();
    command->footer("Example: taperctl show web --json | jq .addresses");
    command->callback(
        [=, &program] { program.run = [=](Context &context) { return show(context, *name); }; });
}

} // namespace taper::cli
