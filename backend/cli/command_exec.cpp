// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl exec.
#include "cli/commands.h"
#include "cli/exec_session.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>

namespace taper::cli {

namespace {
struct Options
{
    ExecRequest request;
    std::vector<std::string> words, environment;
    bool terminal = false, noTerminal = false;
};

int exec(Context &context, Options &options, const std::vector<std::string> &command)
{
    ExecRequest &request = options.request;
    request.argv = options.words;
    request.argv.insert(request.argv.end(), command.begin(), command.end());
    if (request.argv.empty())
        return context.report(Context::usage("no command given",
                                             "Write it behind --: taperctl exec " + request.name + " -- CMD")
                                  .value());
    for (const auto &variable : options.environment) {
        const auto equals = variable.find('=');
        if (equals == std::string::npos || equals == 0)
            return context.report(
                Context::usage("--env " + printable(variable) + ": must be NAME=VALUE").value());
        request.environment[variable.substr(0, equals)] = variable.substr(equals + 1);
    }
    request.terminal =
        options.terminal || (!options.noTerminal && ::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO));
    auto status = execInside(context, request);
    return status ? *status : context.report(status.error());
}
} // namespace

void addExec(CLI::App &app, Program &program)
{
    auto *command =
        app.add_subcommand("exec", "Run a program inside a running container; ends with its exit status");
    auto options = std::make_shared<Options>();
    command->add_option("NAME", options->request.name, "Container")->required();
    command->add_option("CMD", options->words, "Program and arguments (behind -- when they have options)");
    command->add_option("--user", options->request.user, "As whom (root)");
    command->add_option("--cwd", options->request.directory, "In which directory")->type_name("DIR");
    command->add_option("-e,--env", options->environment, "Environment variable, may be repeated")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    auto *terminal =
        command->add_flag("-t,--tty", options->terminal, "With a terminal, even if ours is none");
    command->add_flag("-T,--no-tty", options->noTerminal, "Without one (for pipes)")->excludes(terminal);
    command->footer("Exit status: the program's; 128 + signal; 127 not found, 126 not executable.\n"
                    "Example: taperctl exec web -- sh\n"
                    "         taperctl exec web --user www-data -- tar -c /srv > srv.tar");
    command->callback([=, &program] {
        program.takesCommand = true;
        program.run = [=, &program](Context &context) { return exec(context, *options, program.command); };
    });
}

} // namespace taper::cli
