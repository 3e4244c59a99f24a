// SPDX-License-Identifier: GPL-3.0-or-later
// What takes longer than 100 ms: begun by a request, reported at most five times a second, ended exactly
// once, kept a minute after its end. It goes on when its client leaves. Runs in: helper.
#pragma once
#include "core/job.h"
#include "daemon/event_loop.h"
#include "daemon/peer.h"
#include "protocol/json.h"
#include <functional>
#include <map>
#include <memory>

namespace taper::daemon {

class Jobs;

class Job : public std::enable_shared_from_this<Job>
{
public:
    const JobInfo &info() const { return m_info; }
    std::uint64_t connection() const { return m_connection; }
    bool isRunning() const { return m_info.outcome == JobOutcome::Running; }

    void step(const std::string &name);
    void progress(std::uint64_t done, std::optional<std::uint64_t> total, const std::string &unit);
    /// How it can be cancelled from now on; empty: it cannot. The job still has to finish().
    void onCancel(std::function<void()> cancel);
    /// made: what exists all the same although it failed (a generated password); for who asked only.
    void finish(Result<protocol::Json> outcome, const protocol::Json *made = nullptr);
    bool wasCancelled() const { return m_cancelled; }

private:
    friend class Jobs;
    Jobs *m_jobs = nullptr;
    JobInfo m_info;
    std::uint64_t m_connection = 0;
    std::function<void()> m_cancel;
    bool m_cancelled = false;
    std::uint64_t m_lastReport = 0;
    EventLoop::Source m_report; ///< a report that waits for its turn
    EventLoop::Source m_forget;
};

class Jobs
{
public:
    /// changed: the job and, once it is done, its result.
    using Changed = std::function<void(const Job &, const protocol::Json *result)>;
    Jobs(EventLoop &loop, Changed changed) : m_loop(loop), m_changed(std::move(changed)) {}

    std::shared_ptr<Job> begin(std::string kind, std::string subject, const Peer &peer,
                               std::uint64_t connection);
    Status cancel(std::uint64_t job, const Peer &peer);
    bool isOf(std::uint64_t job, uid_t uid) const;
    std::vector<JobInfo> list() const;

private:
    friend class Job;
    void report(Job &job, bool now, const protocol::Json *result = nullptr);

    EventLoop &m_loop;
    Changed m_changed;
    std::uint64_t m_next = 1;
    std::map<std::uint64_t, std::shared_ptr<Job>> m_jobs;
};

} // namespace taper::daemon
