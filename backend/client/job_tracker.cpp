// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/job_tracker.h"

#include "client/async.h"
#include "protocol/methods.h"
#include <algorithm>

namespace taper::client {

namespace {
constexpr std::size_t rememberedJobs = 64;

void answer(QPromise<Result<Json>> &promise, Result<Json> result)
{
    promise.addResult(std::move(result));
    promise.finish();
}

Result<Json> outcomeOf(const JobInfo &job, const Json &params)
{
    if (job.outcome == JobOutcome::Done)
        return params.contains("result") ? params["result"] : Json::object();
    if (job.error)
        return tl::unexpected<Error>(*job.error);
    return fail(job.outcome == JobOutcome::Cancelled ? ErrorCode::JobCancelled : ErrorCode::System, job.kind,
                job.subject, "no reason given");
}
} // namespace

JobTracker::JobTracker(Connection &connection, QObject *parent) : QObject(parent), m_connection(connection)
{
    connect(&connection, &Connection::notified, this, &JobTracker::onNotified);
    connect(&connection, &Connection::linkChanged, this, &JobTracker::onLinkChanged);
}

QFuture<Result<Json>> JobTracker::run(std::string_view method, Json params,
                                      std::function<void(const Json &)> begun)
{
    auto promise = std::make_shared<QPromise<Result<Json>>>();
    promise->start();
    auto future = promise->future();
    auto response = m_connection.request(method, std::move(params));
    whenDone(response, this, [this, promise, begun = std::move(begun)](Result<Json> answered) {
        if (!answered)
            return answer(*promise, std::move(answered));
        const protocol::Fields fields(*answered);
        auto job = fields.requireInteger("job", 0, INT64_MAX);
        if (!job)
            return answer(*promise, tl::unexpected<Error>(job.error()));
        const auto number = static_cast<std::uint64_t>(*job);
        if (begun)
            begun(*answered);
        auto ended = std::find_if(m_ended.begin(), m_ended.end(),
                                  [number](const auto &entry) { return entry.first == number; });
        if (ended != m_ended.end())
            return answer(*promise, ended->second);
        if (!m_connection.isReady())
            return answer(*promise, tl::unexpected<Error>(m_connection.problem()));
        m_waiting[number] = promise;
    });
    return future;
}

void JobTracker::onNotified(const std::string &method, const Json &params)
{
    if (method != protocol::notification::jobChanged)
        return;
    auto job = protocol::jobFromJson(params);
    if (!job || job->outcome == JobOutcome::Running)
        return;
    auto result = outcomeOf(*job, params);
    m_ended.emplace_back(job->job, result);
    if (m_ended.size() > rememberedJobs)
        m_ended.pop_front();
    auto found = m_waiting.find(job->job);
    if (found == m_waiting.end())
        return;
    auto promise = std::move(found->second);
    m_waiting.erase(found);
    answer(*promise, std::move(result));
}

void JobTracker::onLinkChanged()
{
    m_ended.clear(); // a new helper counts its jobs from the start
    if (m_connection.isReady())
        return;
    auto waiting = std::exchange(m_waiting, {});
    for (auto &[number, promise] : waiting)
        answer(*promise,
               fail(ErrorCode::Interrupted, "job", std::to_string(number), "the connection was lost"));
}

} // namespace taper::client
