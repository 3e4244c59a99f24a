// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl network list: bridges, ours and others'.
#include "cli/commands.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace taper::cli {

namespace {
int list(Context &context)
{
    auto answer = context.call("network.list");
    if (!answer)
        return context.report(answer.error());
    if (context.json) {
        printJson(*answer);
        return exitOk;
    }
    Table table({"NAME", "KIND", "OWNER", "ADDRESS", "STATE", "PORTS"});
    for (const auto &network : *answer) {
        const protocol::Fields fields(network);
        const auto text = [&](std::string_view field) {
            const auto value = fields.string(field).value_or(std::nullopt);
            return orDash(value.value_or(""));
        };
        const auto ports = fields.strings("ports", 4096).value_or(std::vector<std::string>());
        table.add({text("name"), text("kind"), text("owner"), text("address"), text("state"),
                   orDash(joined(ports, ", "))});
    }
    if (answer->empty())
        std::fputs("No bridges. taper0 comes with the first container that uses it.\n", stderr);
    else
        print(table.text());
    return exitOk;
}
} // namespace

void addNetwork(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand("network", "Show bridges");
    command->require_subcommand(1);
    command->fallthrough();
    auto *listing = command->add_subcommand("list", "List bridges, Táper's and others'");
    listing->footer("Example: taperctl network list");
    listing->callback([&program] { program.run = [](Context &context) { return list(context); }; });
}

} // namespace taper::cli
