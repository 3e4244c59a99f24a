// SPDX-License-Identifier: GPL-3.0-or-later
// What every command has: the global options, the helper (connected when first needed), jobs, and the one way
// in which errors and exit statuses come out. Runs in: taperctl.
#pragma once
#include "cli/helper.h"
#include "cli/signals.h"

#include <memory>

namespace taper::cli {

/// The contract of exit statuses; a program run inside ends with its own.
enum ExitStatus : int { exitOk = 0, exitFailed = 1, exitUsage = 2, exitDenied = 3, exitNotFound = 4 };

ExitStatus exitStatusOf(const Error &error);

class Context
{
public:
    std::string socketPath;
    bool json = false;
    bool askPassword = true; ///< on the terminal, where no desktop asks

    Result<Helper *> helper();
    Result<Json> call(std::string_view method, Json params = Json::object());

    /// A method that answers with a job: waits for its end, shows progress on a terminal, cancels it on
    /// Ctrl-C. The job's result. begun: called with the first answer, may add a watch that feeds the job
    /// (nullptr: none).
    using Begun = std::function<Result<Watch *>(const Json &answer)>;
    Result<Json> callJob(std::string_view method, Json params, const Begun &begun = {});

    /// Blocks the signals from its first use to the end of the program.
    Signals &signals();
    /// The user wants no more: what is left of a list of names is not begun.
    bool interrupted() const { return m_interrupted; }

    /// Prints it ("taperctl: …" or {error{…}}) on standard error; the exit status that goes with it.
    int report(const Error &error) const;
    /// A usage error of our own.
    static tl::unexpected<Error> usage(std::string what, std::string hint = {});

private:
    std::unique_ptr<Helper> m_helper;
    std::unique_ptr<Signals> m_signals;
    bool m_interrupted = false;
};

/// Does it for each name; all are tried. The highest exit status of all.
int forEachName(Context &context, const std::vector<std::string> &names,
                const std::function<Status(const std::string &)> &deed);

} // namespace taper::cli
