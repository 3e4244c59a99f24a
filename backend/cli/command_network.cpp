// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl network: bridges, ours and others'; whether containers reach the outside.
#include "cli/commands.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace taper::cli {

namespace {
/// Whether it is on; "-" where it is not ours to say.
std::string natText(const Json &network)
{
    const auto nat = network.is_object() ? network.find("nat") : network.end();
    return nat == network.end() || !nat->is_boolean() ? "-" : nat->get<bool>() ? "on" : "off";
}

int list(Context &context)
{
    auto answer = context.call("network.list");
    if (!answer)
        return context.report(answer.error());
    if (context.json) {
        printJson(*answer);
        return exitOk;
    }
    Table table({"NAME", "KIND", "OWNER", "ADDRESS", "STATE", "NAT", "PORTS"});
    for (const auto &network : *answer) {
        const protocol::Fields fields(network);
        const auto text = [&](std::string_view field) {
            const auto value = fields.string(field).value_or(std::nullopt);
            return orDash(value.value_or(""));
        };
        const auto ports = fields.strings("ports", 4096).value_or(std::vector<std::string>());
        table.add({text("name"), text("kind"), text("owner"), text("address"), text("state"),
                   natText(network), orDash(joined(ports, ", "))});
    }
    if (answer->empty())
        std::fputs("No bridges. taper0 comes with the first container that uses it.\n", stderr);
    else
        print(table.text());
    return exitOk;
}

struct Settings
{
    std::string name;
    std::vector<std::string> settings;
};

int set(Context &context, const Settings &options)
{
    Json params{{"name", options.name}};
    for (const auto &setting : options.settings) {
        if (setting != "nat=on" && setting != "nat=off")
            return context.report(Context::usage("'" + printable(setting) + "': not a setting of a network",
                                                 "Known: nat=on, nat=off")
                                      .value());
        params["nat"] = setting == "nat=on";
    }
    auto network = context.call("network.set", std::move(params));
    if (!network)
        return context.report(network.error());
    if (context.json)
        printJson(*network);
    return exitOk;
}
} // namespace

void addNetwork(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand("network", "Show bridges, and whether containers reach the outside");
    command->require_subcommand(1);
    command->fallthrough();
    auto *listing = command->add_subcommand("list", "List bridges, Táper's and others'");
    listing->footer("Example: taperctl network list");
    listing->callback([&program] { program.run = [](Context &context) { return list(context); }; });
    auto *setting = command->add_subcommand("set", "Change a bridge of Táper's: at once, and saved");
    auto options = std::make_shared<Settings>();
    setting->add_option("NAME", options->name, "Bridge")->required();
    setting->add_option("KEY=VALUE", options->settings, "nat=on|off: whether containers reach the outside")
        ->required();
    setting->footer("Example: taperctl network set taper0 nat=off");
    setting->callback(
        [=, &program] { program.run = [=](Context &context) { return set(context, *options); }; });
}

} // namespace taper::cli
