// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/helper_mirror.h"

#include "client/async.h"
#include "protocol/methods.h"
#include <QTimer>
#include <set>

namespace taper::client {

namespace {
constexpr int endedJobStaysMs = 4000; ///< so that the status strip can say how it ended

const char *topicName(Topic topic)
{
    return topic == Topic::Metrics ? "metrics" : "topology";
}

std::size_t place(Topic topic)
{
    return static_cast<std::size_t>(topic);
}

std::uint64_t number(const Json &object, std::string_view field)
{
    return static_cast<std::uint64_t>(
        protocol::Fields(object).integer(field, 0, INT64_MAX).value_or(std::nullopt).value_or(0));
}

/// No rate over a counter that was set back (the container was started again) or without time between.
std::optional<double> percent(std::uint64_t before, std::uint64_t now, std::int64_t elapsedUsec)
{
    if (elapsedUsec <= 0 || now < before)
        return std::nullopt;
    return 100.0 * static_cast<double>(now - before) / static_cast<double>(elapsedUsec);
}

std::optional<double> throttled(const Usage &before, const Usage &now)
{
    if (now.cpuPeriods <= before.cpuPeriods || now.cpuThrottledPeriods < before.cpuThrottledPeriods)
        return std::nullopt;
    return 100.0 * static_cast<double>(now.cpuThrottledPeriods - before.cpuThrottledPeriods) /
           static_cast<double>(now.cpuPeriods - before.cpuPeriods);
}
} // namespace

Interest::Interest(HelperMirror *mirror, Topic topic) : m_mirror(mirror), m_topic(topic)
{
    mirror->addInterest(topic);
}

Interest::~Interest()
{
    if (m_mirror)
        m_mirror->dropInterest(m_topic);
}

void Interest::swap(Interest &other) noexcept
{
    std::swap(m_mirror, other.m_mirror);
    std::swap(m_topic, other.m_topic);
}

HelperMirror::HelperMirror(Connection &connection, QObject *parent)
    : QObject(parent), m_connection(connection)
{
    connect(&connection, &Connection::linkChanged, this, &HelperMirror::onLinkChanged);
    connect(&connection, &Connection::notified, this, &HelperMirror::onNotified);
}

const ContainerInfo *HelperMirror::container(const std::string &name) const
{
    auto found = m_containers.find(name);
    return found == m_containers.end() ? nullptr : &found->second;
}

std::optional<Activity> HelperMirror::activity(const std::string &container) const
{
    auto found = m_activity.find(container);
    return found == m_activity.end() ? std::nullopt : std::optional(found->second);
}

void HelperMirror::addInterest(Topic topic)
{
    if (m_interests[place(topic)]++ == 0 && m_connection.isReady())
        subscribe({topicName(topic)});
}

void HelperMirror::dropInterest(Topic topic)
{
    if (--m_interests[place(topic)] > 0)
        return;
    if (topic == Topic::Metrics) {
        m_sampledAtUsec = 0; // a rate over the time nobody looked would be an old average
        m_lastUsage.clear();
    }
    if (m_connection.isReady())
        m_connection.request("unsubscribe", {{"topics", {topicName(topic)}}});
}

void HelperMirror::onLinkChanged()
{
    m_resyncing = false;
    if (!m_connection.isReady()) {
        m_activity.clear();
        m_hostActivity.reset();
        m_sampledAtUsec = 0;
        for (auto &[id, job] : std::exchange(m_jobs, {})) {
            job.outcome = JobOutcome::Cancelled; // for those who show it: it is out of sight
            emit jobChanged(job);
        }
        if (std::exchange(m_current, false))
            emit currentChanged();
        return;
    }
    whenDone(m_connection.request("host.info"), this, [this](Result<Json> info) {
        if (info)
            takeHost(*info);
    });
    Names topics{"containers", "images", "jobs"};
    for (Topic topic : {Topic::Metrics, Topic::Topology})
        if (m_interests[place(topic)] > 0)
            topics.emplace_back(topicName(topic));
    subscribe(topics);
}

void HelperMirror::subscribe(const Names &topics)
{
    whenDone(m_connection.request("subscribe", {{"topics", topics}}), this, [this](Result<Json> snapshot) {
        m_resyncing = false;
        if (snapshot)
            takeSnapshot(*snapshot);
    });
}

void HelperMirror::takeSnapshot(const Json &snapshot)
{
    if (!snapshot.is_object())
        return;
    if (snapshot.contains("containers")) {
        m_revision = static_cast<std::int64_t>(number(snapshot, "revision"));
        takeContainers(snapshot["containers"]);
    }
    if (snapshot.contains("images"))
        takeImages(snapshot["images"]);
    if (snapshot.contains("jobs"))
        takeJobs(snapshot["jobs"]);
    if (snapshot.contains("topology"))
        takeTopology(snapshot["topology"]);
    if (snapshot.contains("containers") && !std::exchange(m_current, true))
        emit currentChanged();
}

void HelperMirror::onNotified(const std::string &method, const Json &params)
{
    namespace note = protocol::notification;
    if (method == note::containersChanged)
        takeDifferences(params);
    else if (method == note::imagesChanged && params.contains("images"))
        takeImages(params["images"]);
    else if (method == note::jobChanged)
        takeJob(params);
    else if (method == note::metricsSampled)
        takeMetrics(params);
    else if (method == note::topologyChanged)
        takeTopology(params);
}

void HelperMirror::takeContainers(const Json &list)
{
    if (!list.is_array())
        return;
    std::map<std::string, ContainerInfo> fresh;
    Names changed, removed;
    for (const auto &json : list) {
        auto container = protocol::containerFromJson(json);
        if (!container)
            continue; // of a newer helper: better one row less than no list
        changed.push_back(container->name);
        fresh.insert_or_assign(container->name, std::move(*container));
    }
    for (const auto &[name, container] : m_containers)
        if (!fresh.contains(name))
            removed.push_back(name);
    m_containers = std::move(fresh);
    emit containersChanged(changed, removed);
}

void HelperMirror::takeDifferences(const Json &params)
{
    if (!m_current || m_resyncing)
        return; // the snapshot that is under way has them
    const auto revision = static_cast<std::int64_t>(number(params, "revision"));
    if (revision <= m_revision)
        return;
    if (revision != m_revision + 1) {
        m_resyncing = true;
        return subscribe({"containers"});
    }
    m_revision = revision;
    Names changed, removed;
    if (params.contains("changed") && params["changed"].is_array())
        for (const auto &json : params["changed"])
            if (auto container = protocol::containerFromJson(json)) {
                changed.push_back(container->name);
                m_containers.insert_or_assign(container->name, std::move(*container));
            }
    if (params.contains("removed") && params["removed"].is_array())
        for (const auto &json : params["removed"])
            if (json.is_string() && m_containers.erase(json.get<std::string>()) > 0)
                removed.push_back(json.get<std::string>());
    for (const auto &name : removed) {
        m_activity.erase(name);
        m_lastUsage.erase(name);
    }
    emit containersChanged(changed, removed);
}

void HelperMirror::takeImages(const Json &list)
{
    if (!list.is_array())
        return;
    m_images.clear();
    for (const auto &json : list)
        if (auto image = protocol::imageFromJson(json))
            m_images.push_back(std::move(*image));
    emit imagesChanged();
}

void HelperMirror::takeJobs(const Json &list)
{
    if (list.is_array())
        for (const auto &json : list)
            if (json.is_object() && json.value("outcome", Json()) == "running")
                takeJob(json);
}

void HelperMirror::takeJob(const Json &json)
{
    auto job = protocol::jobFromJson(json);
    if (!job)
        return;
    auto &known = m_jobs[job->job];
    known = *job;
    if (job->outcome != JobOutcome::Running)
        QTimer::singleShot(endedJobStaysMs, this, [this, id = job->job] { forgetJob(id); });
    emit jobChanged(*job);
}

void HelperMirror::forgetJob(std::uint64_t job)
{
    auto found = m_jobs.find(job);
    if (found == m_jobs.end() || found->second.outcome == JobOutcome::Running)
        return;
    const JobInfo last = found->second;
    m_jobs.erase(found);
    emit jobChanged(last);
}

void HelperMirror::takeTopology(const Json &json)
{
    auto topology = protocol::topologyFromJson(json);
    if (!topology)
        return;
    m_topology = std::move(*topology);
    emit topologyChanged();
}

void HelperMirror::takeMetrics(const Json &params)
{
    if (!params.is_object() || m_interests[place(Topic::Metrics)] == 0)
        return; // one that was on its way when we unsubscribed
    const auto now = static_cast<std::int64_t>(number(params, "timeUsec"));
    const std::int64_t elapsed = m_sampledAtUsec > 0 ? now - m_sampledAtUsec : 0;
    m_sampledAtUsec = now;
    if (params.contains("host") && params["host"].is_object()) {
        const auto cpu = number(params["host"], "cpuUsec");
        m_hostActivity = Activity{percent(m_hostCpuUsec, cpu, elapsed),
                                  number(params["host"], "memoryUsedBytes"), std::nullopt};
        m_hostCpuUsec = cpu;
    }
    auto before = std::exchange(m_lastUsage, {});
    m_activity.clear();
    if (params.contains("containers") && params["containers"].is_object())
        for (const auto &[name, json] : params["containers"].items()) {
            auto usage = protocol::usageFromJson(json);
            if (!usage)
                continue;
            auto last = before.find(name);
            Activity activity{std::nullopt, usage->memoryBytes, std::nullopt};
            if (last != before.end()) {
                activity.cpuPercent = percent(last->second.cpuUsec, usage->cpuUsec, elapsed);
                activity.throttledPercent = throttled(last->second, *usage);
            }
            m_activity.emplace(name, activity);
            m_lastUsage.emplace(name, *usage);
            if (auto container = m_containers.find(name); container != m_containers.end()) {
                container->second.usage = *usage;
                container->second.events.pidsRefused =
                    std::max(container->second.events.pidsRefused, usage->processesRefused);
            }
        }
    emit metricsSampled();
}

void HelperMirror::takeHost(const Json &json)
{
    if (!json.is_object())
        return;
    const auto info = protocol::hostInfoFromJson(json);
    if (!info)
        return;
    m_host = {info->hostname, info->os,     info->kernel,      info->cgroups,
              info->cpus,     info->cpuSet, info->memoryBytes, info->unavailableLimits};
    emit hostChanged();
}

} // namespace taper::client
