// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/publisher.h"

#include <algorithm>

namespace taper::daemon {

using protocol::Json;

namespace {
constexpr std::array<std::string_view, 5> topics{"containers", "images", "jobs", "metrics", "topology"};
constexpr std::uint64_t sampleEveryUsec = 1'000'000, topologyPauseUsec = 100'000;
} // namespace

void Publisher::addTo(Router &router)
{
    router.on("subscribe", [this](Call call) { subscribe(std::move(call)); });
    router.on("unsubscribe", [this](Call call) { unsubscribe(std::move(call)); });
}

void Publisher::subscribe(Call call)
{
    auto wanted = protocol::Fields(call.params).strings("topics", topics.size(), 32);
    if (!wanted) {
        call.reply(tl::unexpected(wanted.error()));
        return;
    }
    for (const auto &topic : *wanted)
        if (std::find(topics.begin(), topics.end(), topic) == topics.end()) {
            call.reply(fail(ErrorCode::InvalidArgument, "topic", topic, "there is no such topic"));
            return;
        }
    flush(); // what is pending belongs before the snapshot
    if (!m_server.find(call.connection))
        return; // cut off while it was told of changes
    Json snapshot{{"revision", m_revision}};
    for (const auto &topic : *wanted) {
        m_topics[call.connection].insert(topic);
        if (topic == "containers")
            snapshot["containers"] = m_sources.containers();
        else if (topic == "images")
            snapshot["images"] = m_sources.images();
        else if (topic == "jobs")
            snapshot["jobs"] = m_sources.jobs();
        else if (topic == "topology")
            snapshot["topology"] = m_sources.topology();
    }
    call.reply(std::move(snapshot));
    if (anybody("metrics") && !m_tick)
        tick();
}

void Publisher::unsubscribe(Call call)
{
    auto topicsGone = protocol::Fields(call.params).strings("topics", topics.size(), 32);
    if (!topicsGone) {
        call.reply(tl::unexpected(topicsGone.error()));
        return;
    }
    for (const auto &topic : *topicsGone)
        m_topics[call.connection].erase(topic);
    call.reply(Json::object());
}

void Publisher::connectionClosed(std::uint64_t connection)
{
    m_topics.erase(connection);
}

bool Publisher::anybody(const std::string &topic) const
{
    return std::any_of(m_topics.begin(), m_topics.end(),
                       [&](const auto &entry) { return entry.second.contains(topic); });
}

void Publisher::send(const std::string &topic, std::string_view notification, const Json &params)
{
    const std::string body = protocol::encode(protocol::Notification{std::string(notification), params});
    auto topicsNow = m_topics; // sending may close a connection
    for (const auto &[id, watched] : topicsNow)
        if (watched.contains(topic))
            if (auto connection = m_server.find(id))
                connection->send(body);
}

void Publisher::containerChanged(const std::string &name)
{
    m_changedContainers.insert(name);
    later();
}

void Publisher::imagesChanged()
{
    m_imagesChanged = true;
    later();
}

void Publisher::later()
{
    if (m_flushing)
        return;
    m_flushing = true;
    m_loop.soon([this] {
        m_flushing = false;
        flush();
    });
}

void Publisher::flush()
{
    if (!m_changedContainers.empty()) {
        ++m_revision;
        auto names = std::exchange(m_changedContainers, {});
        if (anybody("containers")) {
            Json changed = Json::array(), removed = Json::array();
            for (const auto &name : names) {
                if (auto container = m_sources.container(name))
                    changed.push_back(std::move(*container));
                else
                    removed.push_back(name);
            }
            send(
                "containers", protocol::notification::containersChanged,
                {{"revision", m_revision}, {"changed", std::move(changed)}, {"removed", std::move(removed)}});
        }
    }
    if (std::exchange(m_imagesChanged, false) && anybody("images"))
        send("images", protocol::notification::imagesChanged, {{"images", m_sources.images()}});
}

void Publisher::topologyChanged()
{
    if (m_topology || !anybody("topology"))
        return;
    m_topology = m_loop.after(topologyPauseUsec, [this] { // a start changes links several times
        m_topology.reset();
        send("topology", protocol::notification::topologyChanged, m_sources.topology());
    });
}

void Publisher::jobChanged(const Job &job, const Json *result)
{
    Json params = protocol::toJson(job.info());
    if (result)
        params["result"] = *result;
    const std::string body =
        protocol::encode(protocol::Notification{std::string(protocol::notification::jobChanged), params});
    if (auto owner = m_server.find(job.connection()))
        owner->send(body);
    // The result may hold a new password: it is for who asked only.
    params.erase("result");
    const std::string others =
        protocol::encode(protocol::Notification{std::string(protocol::notification::jobChanged), params});
    auto topicsNow = m_topics;
    for (const auto &[id, watched] : topicsNow)
        if (id != job.connection() && watched.contains("jobs"))
            if (auto connection = m_server.find(id))
                connection->send(others);
}

void Publisher::tick()
{
    send("metrics", protocol::notification::metricsSampled, m_sources.metrics());
    if (anybody("metrics"))
        m_tick = m_loop.after(sampleEveryUsec, [this] { tick(); });
    else
        m_tick.reset();
}

} // namespace taper::daemon
