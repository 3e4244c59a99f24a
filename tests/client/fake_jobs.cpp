// SPDX-License-Identifier: GPL-3.0-or-later
// The pretended helper's jobs: begun, reported step by step, ended once. Runs in: tests only.
#include "client/fake_helper.h"

#include "protocol/methods.h"

namespace taper::test {

namespace {
constexpr int stepsOfAJob = 4;
}

Json FakeHelper::beginJob(const protocol::Request &request, State on, std::function<Json()> finish)
{
    RunningJob job;
    job.info.job = m_nextJob++;
    job.info.kind = request.method;
    job.info.subject = request.params.value("name", std::string());
    job.info.cancellable = true;
    job.info.total = stepsOfAJob;
    job.info.unit = "steps";
    job.info.step = "prepare";
    job.finish = std::move(finish);
    if (m_world.containers.contains(job.info.subject) && m_world.containers[job.info.subject].state != on)
        setState(job.info.subject, on);
    m_jobs.push_back(std::move(job));
    return {{"job", m_jobs.back().info.job}};
}

void FakeHelper::holdJobs(bool hold)
{
    m_holdJobs = hold;
    if (hold)
        m_jobTimer.stop();
    else if (!m_jobs.empty())
        m_jobTimer.start(m_stepMs);
}

void FakeHelper::advanceJobs()
{
    static const char *const steps[] = {"layer", "network", "mounts", "start"};
    for (auto job = m_jobs.begin(); job != m_jobs.end();) {
        if (job->failure || ++job->steps > stepsOfAJob) {
            endJob(*job);
            job = m_jobs.erase(job);
            continue;
        }
        job->info.step = steps[job->steps - 1];
        job->info.done = static_cast<std::uint64_t>(job->steps);
        notify("jobs", protocol::notification::jobChanged, protocol::toJson(job->info));
        ++job;
    }
    if (m_jobs.empty())
        m_jobTimer.stop();
    else
        m_jobTimer.setInterval(m_stepMs);
}

void FakeHelper::endJob(RunningJob &job)
{
    Json result;
    if (job.failure) {
        job.info.error = job.failure;
        job.info.outcome =
            job.failure->code == ErrorCode::JobCancelled ? JobOutcome::Cancelled : JobOutcome::Failed;
    } else {
        result = job.finish();
        job.info.outcome = JobOutcome::Done;
    }
    Json json = protocol::toJson(job.info);
    if (!job.failure)
        json["result"] = result;
    notify("jobs", protocol::notification::jobChanged, json);
}

} // namespace taper::test
