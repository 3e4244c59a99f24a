// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl rename: a stopped container gets another name, inside, too.
#include "cli/commands.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>

namespace taper::cli {

namespace {
int rename(Context &context, const std::string &name, const std::string &newName)
{
    auto renamed = context.callJob("container.rename", {{"name", name}, {"newName", newName}});
    if (!renamed)
        return context.report(renamed.error());
    if (context.json)
        printJson(*renamed);
    return exitOk;
}
} // namespace

void addRename(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand("rename", "Give a stopped container another name, inside, too");
    auto name = std::make_shared<std::string>(), newName = std::make_shared<std::string>();
    command->add_option("NAME", *name, "Container")->required();
    command->add_option("NEW", *newName, "Letters, digits and dashes, at most 63")->required();
    command->footer("Example: taperctl stop web && taperctl rename web shop");
    command->callback(
        [=, &program] { program.run = [=](Context &context) { return rename(context, *name, *newName); }; });
}

} // namespace taper::cli
