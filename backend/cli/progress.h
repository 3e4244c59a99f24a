// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for a job: its progress as one line of the terminal, Ctrl-C as its cancel, its end as a Result.
// Runs in: taperctl.
#pragma once
#include "cli/context.h"
#include <deque>
#include <optional>

namespace taper::cli {

/// "create web: unpack 12.3 MiB of 250 MiB", the text of the line.
std::string progressText(const JobInfo &job);

/// How fast a step goes, from its last seconds, and how long it still takes. Only what was measured.
class Pace
{
public:
    void see(const JobInfo &job, std::uint64_t nowUsec);
    /// ", 3.1 MiB/s, 12 s left"; "" while too little was seen.
    std::string text() const;

private:
    struct Sample
    {
        std::uint64_t atUsec, done;
    };
    std::string m_step, m_unit;
    std::optional<std::uint64_t> m_total;
    std::deque<Sample> m_samples; ///< of the last ten seconds
};

class JobWait
{
public:
    JobWait(Helper &helper, Signals &signals, bool quiet);
    ~JobWait();
    JobWait(const JobWait &) = delete;
    JobWait &operator=(const JobWait &) = delete;

    Result<Json> run(std::string_view method, Json params, const Context::Begun &begun);
    bool interrupted() const { return m_signalsSeen > 0; }

private:
    Status onSignal(int signal);
    Status cancel();
    /// The job has ended; until then shows what is new.
    bool look();
    void clearLine();
    void noteFailedCancel();

    Helper &m_helper;
    Signals &m_signals;
    bool m_showProgress;
    Pace m_pace;
    std::string m_line;     ///< what the terminal's line shows
    std::int64_t m_job = 0; ///< 0: the helper has not answered yet
    std::optional<std::int64_t> m_cancel;
    int m_signalsSeen = 0;
};

} // namespace taper::cli
