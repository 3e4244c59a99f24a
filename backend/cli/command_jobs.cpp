// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl jobs: what is under way, what has just ended, and its cancel.
#include "cli/commands.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace taper::cli {

namespace {
int list(Context &context)
{
    auto answer = context.call("job.list");
    if (!answer)
        return context.report(answer.error());
    if (context.json) {
        printJson(*answer);
        return exitOk;
    }
    Table table({"JOB", "KIND", "SUBJECT", "STEP", "DONE", "OUTCOME", "CANCEL"});
    table.alignRight(0);
    for (const auto &element : *answer) {
        auto job = protocol::jobFromJson(element);
        if (!job)
            return context.report(job.error());
        table.add(
            {std::to_string(job->job), job->kind, job->subject, orDash(job->step), orDash(amountText(*job)),
             std::string(jobOutcomeName(job->outcome)) + (job->error ? ": " + job->error->message() : ""),
             job->cancellable && job->outcome == JobOutcome::Running ? "yes" : "-"});
    }
    if (answer->empty())
        std::fputs("No jobs.\n", stderr);
    else
        print(table.text());
    return exitOk;
}

int cancel(Context &context, std::int64_t job)
{
    auto answer = context.call("job.cancel", {{"job", job}});
    return answer ? exitOk : context.report(answer.error());
}
} // namespace

void addJobs(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand("jobs", "List running jobs and those of the last minute");
    auto job = std::make_shared<std::optional<std::int64_t>>();
    command->add_option("--cancel", *job, "Cancel this one")->type_name("JOB")->check(CLI::PositiveNumber);
    command->footer("Example: taperctl jobs\n         taperctl jobs --cancel 12");
    command->callback([=, &program] {
        program.run = [=](Context &context) { return *job ? cancel(context, **job) : list(context); };
    });
}

} // namespace taper::cli
