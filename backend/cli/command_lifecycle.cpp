// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl start, stop, kill, restart, freeze, unfreeze, delete: one job for each name.
#include "cli/commands.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <tuple>

namespace taper::cli {

namespace {
struct Options
{
    std::vector<std::string> names;
    std::optional<int> timeoutSec, withinSec;
    bool force = false, all = false;
};

using Clock = std::chrono::steady_clock; // stands still while the computer sleeps: nobody is killed for that

/// All that run, the last started first: who was started later may need who was there before.
Result<std::vector<std::string>> runningOnes(Context &context)
{
    auto list = context.call("container.list");
    if (!list)
        return pass(list.error());
    // RFC 3339 in UTC sorts as text; within a second the process numbers of init tell.
    std::vector<std::tuple<std::string, std::int64_t, std::string>> running;
    for (const auto &element : *list) {
        auto container = protocol::containerFromJson(element);
        if (!container)
            return pass(container.error());
        if (container->state != State::Stopped)
            running.emplace_back(container->startedAt.value_or(""), container->pid.value_or(0),
                                 container->name);
    }
    std::sort(running.begin(), running.end(), std::greater<>());
    std::vector<std::string> names;
    for (auto &[startedAt, pid, name] : running)
        names.push_back(std::move(name));
    return names;
}

Result<State> stateOf(Context &context, const std::string &name)
{
    auto shown = context.call("container.show", {{"name", name}});
    if (!shown)
        return shown.error().code == ErrorCode::ContainerUnknown ? Result<State>(State::Stopped)
                                                                 : pass(shown.error());
    auto container = protocol::containerFromJson(*shown);
    return container ? Result<State>(container->state) : pass(container.error());
}

/// One of --all: it may be frozen, end by itself meanwhile, or be on its way to a state that cannot be stopped.
Result<Json> endOne(Context &context, const std::string &name, std::string_view method, const Json &params)
{
    auto state = stateOf(context, name);
    if (state && *state == State::Frozen && method == "container.stop")
        (void)context.callJob("container.unfreeze", {{"name", name}}); // else it is killed below
    auto done = context.callJob(method, params);
    if (done || (done.error().code != ErrorCode::ContainerWrongState &&
                 done.error().code != ErrorCode::ContainerUnknown))
        return done;
    state = stateOf(context, name);
    if (state && *state != State::Stopped)
        return context.callJob("container.kill", {{"name", name}});
    return state ? Result<Json>(Json::object()) : pass(state.error());
}

/// Seconds for one of those that are still to be stopped: its own timeout, or what is left for all.
std::optional<int> timeoutOf(const Options &options, Clock::time_point begun)
{
    if (!options.withinSec)
        return options.timeoutSec;
    const auto passed = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begun).count();
    const int left = std::max(0, *options.withinSec - static_cast<int>(passed));
    return options.timeoutSec ? std::min(*options.timeoutSec, left) : left;
}

/// With --all nobody named them: says which, at once (systemd's journal keeps it when the computer goes down).
void printStopped(const std::string &name, Clock::duration took)
{
    std::printf("%s: stopped after %.1f s\n", name.c_str(), std::chrono::duration<double>(took).count());
    std::fflush(stdout);
}

int runJobs(Context &context, const Options &options, std::string_view method, bool showAfter)
{
    if (!options.all && options.names.empty())
        return context.report(
            Context::usage("NAME is required", "Name containers, or say --all for all that run").value());
    Json shown = Json::array();
    auto names = options.all ? runningOnes(context) : Result<std::vector<std::string>>(options.names);
    if (!names)
        return context.report(names.error());
    const auto begun = Clock::now();
    const int status = forEachName(context, *names, [&](const std::string &name) -> Status {
        Json params{{"name", name}};
        if (auto timeoutSec = timeoutOf(options, begun))
            params["timeoutSec"] = *timeoutSec;
        if (options.force)
            params["force"] = true;
        const auto before = Clock::now();
        auto done =
            options.all ? endOne(context, name, method, params) : context.callJob(method, std::move(params));
        if (!done)
            return pass(done.error());
        if (options.all && !context.json)
            printStopped(name, Clock::now() - before);
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

/// Either names or all that run.
void addAll(CLI::App *command, const std::shared_ptr<Options> &options)
{
    auto *names = command->get_option("NAME");
    auto *all = command->add_flag("--all", options->all, "All that run, the last started first");
    names->required(false)->excludes(all);
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
    auto [command, options] = addCommon(
        app, program, "stop", "Ask init to shut down; kill what is left after the timeout",
        "Example: taperctl stop --timeout 10 web\n         taperctl stop --all --timeout 20 --within 60",
        "container.stop");
    addTimeout(command, options);
    addAll(command, options);
    command
        ->add_option("--within", options->withinSec,
                     "Seconds for all together; what still runs then is killed")
        ->check(CLI::Range(0, 86400))
        ->type_name("SECONDS");
}

void addKill(CLI::App &app, Program &program)
{
    auto [command, options] = addCommon(app, program, "kill", "Kill every process of containers at once",
                                        "Example: taperctl kill web", "container.kill");
    addAll(command, options);
}

void addRestart(CLI::App &app, Program &program)
{
    auto [command, options] = addCommon(app, program, "restart", "Stop containers, then start them again",
                                        "Example: taperctl restart web", "container.restart");
    addTimeout(command, options);
}

void addFreeze(CLI::App &app, Program &program)
{
    addCommon(app, program, "freeze",
              "Stop every process of containers where it is; done when they are FROZEN",
              "Example: taperctl freeze web", "container.freeze");
}

void addUnfreeze(CLI::App &app, Program &program)
{
    addCommon(app, program, "unfreeze", "Let frozen containers go on", "Example: taperctl unfreeze web",
              "container.unfreeze");
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
