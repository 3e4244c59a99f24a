// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl set: limits, live and saved, and the address of a stopped one; all of one line or none.
#include "cli/address_options.h"
#include "cli/commands.h"
#include "cli/limit_options.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>

namespace taper::cli {

namespace {
struct Options
{
    std::string name;
    std::vector<std::string> settings;
};

int set(Context &context, const Options &options)
{
    Json params{{"name", options.name}}, limits = Json::object();
    for (const auto &setting : options.settings) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos)
            return context.report(
                Context::usage("'" + printable(setting) + "': must be KEY=VALUE", "For example memory=512M")
                    .value());
        if (addAddress(params, setting.substr(0, equals), setting.substr(equals + 1)))
            continue;
        if (auto added = addLimit(limits, setting.substr(0, equals), setting.substr(equals + 1)); !added)
            return context.report(added.error());
    }
    if (!limits.empty())
        params["limits"] = std::move(limits);
    auto container = context.call("container.set", std::move(params));
    if (!container)
        return context.report(container.error());
    if (context.json)
        printJson(*container);
    return exitOk;
}
} // namespace

void addSet(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand(
        "set",
        "Change limits of a container: at once if it runs, and saved; or the address of a stopped one");
    auto options = std::make_shared<Options>();
    command->add_option("NAME", options->name, "Container")->required();
    command
        ->add_option("KEY=VALUE", options->settings,
                     "Limits, where VALUE none lifts it, or address and mac; one or more")
        ->required();
    std::string known = "Limits:\n";
    for (const auto &key : limitKeys)
        known +=
            "  " + std::string(key.name) + "=" + key.value +
            std::string(20 - std::min<std::size_t>(19, key.name.size() + std::string_view(key.value).size()),
                        ' ') +
            key.help + "\n";
    known += "Of a stopped container:\n"
             "  address=IPV4|auto    Its address on the bridge; auto: let it be chosen\n"
             "  mac=MAC|auto         Its MAC address\n";
    command->footer(known + "\nExample: taperctl set web memory=64M swap=0 cpu-cap=150% cpus=0-1\n"
                            "         taperctl set web memory=none\n"
                            "         taperctl set web address=10.83.0.50");
    command->callback(
        [=, &program] { program.run = [=](Context &context) { return set(context, *options); }; });
}

} // namespace taper::cli
