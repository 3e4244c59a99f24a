// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl start, stop, kill, restart, delete: one job for each name.
#include "cli/commands.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>

namespace taper::cli {

namespace {
struct Options
{
    std::vector<std::string> names;
    std::optional<int> timeoutSec;
    bool force = false;
};

int runJobs(Context &context, const Options &options, std::string_view method, bool showAfter)
{
    Json shown = Json::array();
    const int status = forEachName(context, options.names, [&](const std::string &name) -> Status {
        Json params{{"name", name}};
        if (options.timeoutSec)
            params["timeoutSec"] = *options.timeoutSec;
        if (options.force)
            params["force"] = true;
        if (auto done = context.callJob(method, std::move(params)); !done)
            return pass(done.error());
        if (!context.json)
            return {};
        if (!showAfter) {
            shown.push_back({{"name", name}});
            return {};
        }
        auto container = context.call("container.show", {{"name", name}});
        if (container)
            shown.push_back(std::move(*container));
        else if (container.error().code !=
                 ErrorCode::ContainerUnknown) // an ephemeral one is gone when it stops
            return pass(container.error());
        return {};
    });
    if (context.json)
        printJson(shown);
    return status;
}

std::pair<CLI::App *, std::shared_ptr<Options>>
addCommon(CLI::App &app, Program &program, const std::string &name, const std::string &description,
          const std::string &footer, std::string_view method, bool showAfter = true)
{
    auto *command = app.add_subcommand(name, description);
    auto options = std::make_shared<Options>();
    command->add_option("NAME", options->names, "Containers")->required();
    command->footer(footer);
    command->callback([=, &program] {
        program.run = [=](Context &context) { return runJobs(context, *options, method, showAfter); };
    });
    return {command, options};
}

void addTimeout(CLI::App *command, const std::shared_ptr<Options> &options)
{
    command->add_option("--timeout", options->timeoutSec, "Seconds until it is killed (60)")
        ->check(CLI::Range(0, 86400))
        ->type_name("SECONDS");
}
} // namespace

void addStart(CLI::App &app, Program &program)
{
    addCommon(app, program, "start", "Start containers; done when they are RUNNING",
              "Example: taperctl start web db", "container.start");
}

void addStop(CLI::App &app, Program &program)
{
    auto [command, options] =
        addCommon(app, program, "stop", "Ask init to shut down; kill what is left after the timeout",
                  "Example: taperctl stop --timeout 10 web", "container.stop");
    addTimeout(command, options);
}

void addKill(CLI::App &app, Program &program)
{
    addCommon(app, program, "kill", "Kill every process of containers at once", "Example: taperctl kill web",
              "container.kill");
}

void addRestart(CLI::App &app, Program &program)
{
    auto [command, options] = addCommon(app, program, "restart", "Stop containers, then start them again",
                                        "Example: taperctl restart web", "container.restart");
    addTimeout(command, options);
}

void addDelete(CLI::App &app, Program &program)
{
    auto [command, options] =
        addCommon(app, program, "delete", "Remove containers and their files",
                  "Example: taperctl delete old\n         taperctl delete --force still-running",
                  "container.delete", false);
    command->add_flag("-f,--force", options->force, "Running ones, too: kill them first");
}

} // namespace taper::cli
