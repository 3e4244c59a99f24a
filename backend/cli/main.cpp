// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl: reads the command line, runs one command, ends with its status. Presentation only: the helper
// decides. Runs in: taperctl, with the user's own rights.
#include "cli/commands.h"
#include "protocol/reference.h"

#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace taper::cli {

namespace {
struct Command
{
    std::string_view name;
    void (*add)(CLI::App &, Program &);
};
constexpr std::array commands{
    Command{"check", addCheck},       Command{"create", addCreate},     Command{"run", addRun},
    Command{"list", addList},         Command{"show", addShow},         Command{"start", addStart},
    Command{"stop", addStop},         Command{"kill", addKill},         Command{"restart", addRestart},
    Command{"freeze", addFreeze},     Command{"unfreeze", addUnfreeze}, Command{"rename", addRename},
    Command{"delete", addDelete},     Command{"exec", addExec},         Command{"console", addConsole},
    Command{"set", addSet},           Command{"image", addImage},       Command{"network", addNetwork},
    Command{"topology", addTopology}, Command{"jobs", addJobs},         Command{"journal", addJournal},
};

/// The command named, if it is the first word: only its options are built then (a third of the program's
/// start).
const Command *commandIn(const std::vector<std::string> &arguments)
{
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--socket") {
            ++i;
        } else if (arguments[i] == "--json" || arguments[i] == "--no-ask-password" || arguments[i].starts_with("--socket=")) {
            continue;
        } else {
            for (const auto &command : commands)
                if (command.name == arguments[i])
                    return &command;
            return nullptr;
        }
    }
    return nullptr;
}

std::string defaultSocket()
{
    const char *path = std::getenv("TAPER_SOCKET");
    return path && *path ? path : "/run/taper/helper.sock";
}

/// CLI11's sentences, cut to one line with the way to help behind it.
int reportUsage(const Context &context, const CLI::App &app, const CLI::ParseError &error)
{
    std::string where = "taperctl";
    for (const CLI::App *at = &app; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        where += " " + at->get_name();
    }
    std::string what = error.what();
    what = what.substr(0, what.find('\n'));
    while (!what.empty() && what.back() == '.')
        what.pop_back();
    return context.report(Context::usage(what, "See `" + where + " --help`").value());
}

int runProgram(std::vector<std::string> arguments)
{
    Program program;
    Context context;
    context.socketPath = defaultSocket();
    context.json = std::find(arguments.begin(), std::find(arguments.begin(), arguments.end(), "--"),
                             "--json") != std::find(arguments.begin(), arguments.end(), "--");
    if (const auto dashes = std::find(arguments.begin(), arguments.end(), "--"); dashes != arguments.end()) {
        program.command.assign(dashes + 1, arguments.end());
        program.hasCommand = true;
        arguments.erase(dashes, arguments.end());
    }

    CLI::App app("Creates, starts, limits and shows Linux system containers.", "taperctl");
    app.set_version_flag("--version", "taperctl " TAPER_VERSION);
    app.set_help_flag("-h,--help", "Print this help");
    app.add_option("--socket", context.socketPath,
                   "The helper's socket (else TAPER_SOCKET, else /run/taper/helper.sock)");
    app.add_flag("--json", context.json, "Print JSON");
    app.add_flag("!--no-ask-password", context.askPassword, "Do not ask for a password on the terminal");
    app.add_flag_callback("--dump-protocol",
                          [&program] {
                              program.run = [](Context &) {
                                  std::fputs(protocol::protocolReference().c_str(), stdout);
                                  return 0;
                              };
                          })
        ->group("");
    app.require_subcommand(0, 1);
    app.fallthrough();
    app.footer("Exit status: 0 ok, 1 failed, 2 usage, 3 denied, 4 not found.\n"
               "Example: taperctl create web --image busybox --start && taperctl console web");
    const Command *only = commandIn(arguments);
    for (const auto &command : commands)
        if (!only || only == &command)
            command.add(app, program);

    try {
        std::reverse(arguments.begin(), arguments.end()); // as CLI11 wants it
        app.parse(std::move(arguments));
    } catch (const CLI::Success &done) { // help, version
        return app.exit(done);
    } catch (const CLI::ParseError &error) {
        return reportUsage(context, app, error);
    }
    if (program.hasCommand && !program.takesCommand)
        return context.report(
            Context::usage("`--` and a command belong to exec and run only", "See `taperctl --help`")
                .value());
    if (!program.run)
        return context.report(Context::usage("no command given", "See `taperctl --help`").value());
    return program.run(context);
}
} // namespace

} // namespace taper::cli

int main(int argc, char **argv)
{
    const int status = taper::cli::runProgram({argv + 1, argv + argc});
    // A full disk or a closed pipe behind standard output is a failure, too.
    if (std::fflush(stdout) != 0 && status == 0) {
        std::perror("taperctl: standard output");
        return taper::cli::exitFailed;
    }
    return status;
}
