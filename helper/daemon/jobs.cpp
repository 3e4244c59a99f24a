// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/jobs.h"

#include <spdlog/spdlog.h>

namespace taper::daemon {

namespace {
constexpr std::uint64_t reportEveryUsec = 200'000, keepUsec = 60'000'000;
}

void Job::step(const std::string &name)
{
    if (m_info.step == name || !isRunning())
        return;
    m_info.step = name;
    m_info.done = 0;
    m_info.total.reset();
    m_info.unit.clear();
    m_jobs->report(*this, false);
}

void Job::progress(std::uint64_t done, std::optional<std::uint64_t> total, const std::string &unit)
{
    if (!isRunning())
        return;
    m_info.done = done;
    m_info.total = total;
    m_info.unit = unit;
    m_jobs->report(*this, false);
}

void Job::onCancel(std::function<void()> cancel)
{
    if (!isRunning())
        return;
    m_cancel = std::move(cancel);
    m_info.cancellable = static_cast<bool>(m_cancel);
    m_jobs->report(*this, false);
}

void Job::finish(Result<protocol::Json> outcome, const protocol::Json *made)
{
    if (!isRunning())
        return; // ends exactly once
    m_cancel = nullptr;
    m_report.reset();
    m_info.cancellable = false;
    if (outcome) {
        m_info.outcome = JobOutcome::Done;
    } else {
        m_info.outcome = m_cancelled ? JobOutcome::Cancelled : JobOutcome::Failed;
        m_info.error = outcome.error();
        if (!m_cancelled)
            spdlog::warn("{} {}: {}", m_info.kind, m_info.subject, outcome.error().message());
    }
    m_jobs->report(*this, true, outcome ? &*outcome : made);
    m_forget =
        m_jobs->m_loop.after(keepUsec, [jobs = m_jobs, number = m_info.job] { jobs->m_jobs.erase(number); });
}

std::shared_ptr<Job> Jobs::begin(std::string kind, std::string subject, const Peer &peer,
                                 std::uint64_t connection)
{
    auto job = std::make_shared<Job>();
    job->m_jobs = this;
    job->m_info.job = m_next++;
    job->m_info.kind = std::move(kind);
    job->m_info.subject = std::move(subject);
    job->m_info.uid = peer.uid;
    job->m_connection = connection;
    m_jobs.emplace(job->m_info.job, job);
    return job;
}

Status Jobs::cancel(std::uint64_t number, const Peer &peer)
{
    auto found = m_jobs.find(number);
    if (found == m_jobs.end())
        return fail(ErrorCode::JobUnknown, "job", std::to_string(number), "there is no such job");
    auto job = found->second;
    if (peer.uid != 0 && peer.uid != job->m_info.uid)
        return fail(ErrorCode::AuthDenied, "cancel job", std::to_string(number), "it is somebody else's");
    if (!job->isRunning() || !job->m_cancel)
        return fail(ErrorCode::JobNotCancellable, "cancel job", std::to_string(number),
                    job->isRunning() ? "this step cannot be interrupted" : "it has already ended");
    job->m_cancelled = true;
    auto cancel = std::move(job->m_cancel);
    job->m_cancel = nullptr;
    job->m_info.cancellable = false;
    cancel();
    return {};
}

bool Jobs::isOf(std::uint64_t number, uid_t uid) const
{
    const auto found = m_jobs.find(number);
    return found != m_jobs.end() && found->second->m_info.uid == uid;
}

std::vector<JobInfo> Jobs::list() const
{
    std::vector<JobInfo> infos;
    for (const auto &[number, job] : m_jobs)
        infos.push_back(job->info());
    return infos;
}

void Jobs::report(Job &job, bool now, const protocol::Json *result)
{
    const std::uint64_t time = m_loop.nowUsec();
    if (now || time - job.m_lastReport >= reportEveryUsec) {
        job.m_report.reset();
        job.m_lastReport = time;
        m_changed(job, result);
    } else if (!job.m_report) {
        job.m_report =
            m_loop.after(reportEveryUsec - (time - job.m_lastReport), [this, weak = job.weak_from_this()] {
                if (auto self = weak.lock())
                    report(*self, true);
            });
    }
}

} // namespace taper::daemon
