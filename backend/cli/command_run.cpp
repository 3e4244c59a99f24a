// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl run: a container for one command. Made, started, used, killed; being ephemeral, it is deleted by
// the helper when it stops, so that it does not outlive even a taperctl that was killed after it.
#include "cli/commands.h"
#include "cli/exec_session.h"

#include <CLI/CLI.hpp>
#include <sys/random.h>

namespace taper::cli {

namespace {
struct Options
{
    std::string image = "busybox", name;
    std::vector<std::string> words;
};

std::string randomName()
{
    static constexpr std::string_view digits = "abcdefghjkmnpqrstvwxyz0123456789"; // 32
    unsigned char bytes[6] = {};
    (void)::getrandom(bytes, sizeof bytes, 0);
    std::string name = "run-";
    for (const auto byte : bytes)
        name += digits[byte % digits.size()];
    return name;
}

/// Whatever state it is in; unknown is what we want.
Status remove(Context &context, const std::string &name)
{
    auto killed = context.callJob("container.kill", {{"name", name}});
    if (killed || killed.error().code == ErrorCode::ContainerUnknown)
        return {};
    if (killed.error().code == ErrorCode::HelperUnavailable)
        return pass(killed.error());
    auto deleted = context.callJob("container.delete", {{"name", name}, {"force", true}});
    if (deleted || deleted.error().code == ErrorCode::ContainerUnknown)
        return {};
    return pass(deleted.error());
}

int runCommand(Context &context, const Options &options, const std::vector<std::string> &command)
{
    ExecRequest request;
    request.argv = options.words;
    request.argv.insert(request.argv.end(), command.begin(), command.end());
    if (request.argv.empty())
        return context.report(
            Context::usage("no command given", "Write it behind --: taperctl run -- CMD").value());
    request.name = options.name.empty() ? randomName() : options.name;
    auto made = context.callJob(
        "container.create",
        {{"name", request.name}, {"image", options.image}, {"ephemeral", true}, {"start", true}});
    if (!made) {
        const int status = context.report(made.error());
        // Refused before it was made: nothing of ours to remove (and what has that name is another's).
        const bool begun = made.error().code == ErrorCode::StartFailed ||
                           made.error().code == ErrorCode::JobCancelled ||
                           made.error().code == ErrorCode::Interrupted;
        if (begun)
            (void)remove(context, request.name);
        return status;
    }
    request.terminal = ::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO);
    auto status = execInside(context, request);
    const int exitStatus = status ? *status : context.report(status.error());
    if (auto removed = remove(context, request.name); !removed) {
        const int failed = context.report(removed.error());
        return exitStatus == 0 ? failed : exitStatus;
    }
    return exitStatus;
}
} // namespace

void addRun(CLI::App &app, Program &program)
{
    auto *command =
        app.add_subcommand("run", "Run a command in a container of its own; ends with its exit status");
    auto options = std::make_shared<Options>();
    command->add_option("--image", options->image, "Image (busybox)");
    command->add_option("--name", options->name, "Name of the container (run-…)");
    command->add_option("CMD", options->words, "Program and arguments (behind -- when they have options)");
    command->footer("Example: taperctl run -- sh -c 'id; ip addr'\n"
                    "         taperctl run --image debian -- apt-get --version");
    command->callback([=, &program] {
        program.takesCommand = true;
        program.run = [=, &program](Context &context) {
            return runCommand(context, *options, program.command);
        };
    });
}

} // namespace taper::cli
