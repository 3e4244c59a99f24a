// SPDX-License-Identifier: GPL-3.0-or-later
// Who watches what: a snapshot at subscribe, then changes, one notification per turn of the loop. Nobody
// watching means no work. Runs in: helper.
#pragma once
#include "daemon/event_loop.h"
#include "daemon/jobs.h"
#include "daemon/router.h"
#include "daemon/server.h"
#include <functional>
#include <map>
#include <set>
#include <string>

namespace taper::daemon {

class Publisher
{
public:
    /// Where snapshots come from: set by main once the services exist.
    struct Sources
    {
        std::function<protocol::Json()> containers;                                  ///< array
        std::function<std::optional<protocol::Json>(const std::string &)> container; ///< nothing: removed
        std::function<protocol::Json()> images;
        std::function<protocol::Json()> topology;
        std::function<protocol::Json()> metrics;
        std::function<protocol::Json()> jobs;
    };
    Publisher(EventLoop &loop, Server &server) : m_loop(loop), m_server(server) {}
    void setSources(Sources sources) { m_sources = std::move(sources); }
    void addTo(Router &router);

    void containerChanged(const std::string &name);
    void imagesChanged();
    void topologyChanged();
    void jobChanged(const Job &job, const protocol::Json *result);
    void connectionClosed(std::uint64_t connection);

private:
    void subscribe(Call call);
    void unsubscribe(Call call);
    void later();
    void flush();
    void tick();
    bool anybody(const std::string &topic) const;
    void send(const std::string &topic, std::string_view notification, const protocol::Json &params);

    EventLoop &m_loop;
    Server &m_server;
    Sources m_sources;
    std::map<std::uint64_t, std::set<std::string>> m_topics; ///< by connection
    std::int64_t m_revision = 0;
    std::set<std::string> m_changedContainers;
    bool m_imagesChanged = false, m_flushing = false;
    EventLoop::Source m_tick, m_topology;
};

} // namespace taper::daemon
