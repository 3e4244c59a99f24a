// SPDX-License-Identifier: GPL-3.0-or-later
// The whole helper put together: engine parts, services, router, server; and the order in which it comes and
// goes. Runs in: helper.
#pragma once
#include "daemon/containers.h"
#include "daemon/host_check.h"
#include "daemon/images.h"
#include "daemon/networks.h"
#include "daemon/publisher.h"
#include "daemon/sessions.h"
#include <optional>

namespace taper::daemon {

struct HelperOptions
{
    RuntimePaths paths;
    std::string cgroupBase = "taper";
    std::optional<uid_t> authorizedUid;
    bool stopContainersOnExit = false;
    int readyFd = -1;   ///< a byte is written there when it serves
    UniqueFd listening; ///< the clients' socket, when systemd made it
};

class Helper
{
public:
    static Result<std::unique_ptr<Helper>> create(EventLoop &loop, HelperOptions options);
    /// Serves until SIGTERM or SIGINT; containers go on unless stopContainersOnExit.
    Status run();
    /// Ends what runs and takes bridge, groups and scope away; serves nobody. Containers' files stay.
    Status cleanUp();

private:
    Helper(EventLoop &loop, HelperOptions options, std::unique_ptr<Journal> journal,
           std::unique_ptr<storage::Storage> storage, std::unique_ptr<cgroup::Cgroups> cgroups,
           std::unique_ptr<network::Network> network, Isolation isolation);
    void addHostMethods();
    void connectSources();
    void connectOwners();
    void housekeep();
    void goodbye();
    void takeDown(int attempt);
    protocol::Json topology();
    protocol::Json metrics();

    EventLoop &m_loop;
    HelperOptions m_options;
    UniqueFd m_runLock; ///< one helper per run directory: its monitors and bridge are not for two
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<storage::Storage> m_storage;
    std::unique_ptr<cgroup::Cgroups> m_cgroups;
    std::unique_ptr<network::Network> m_network;
    Isolation m_isolation;
    Status m_idmappable;
    Authorizer m_authorizer;
    Tickets m_tickets;
    Router m_router;
    Server m_server;
    Publisher m_publisher;
    Jobs m_jobs;
    WorkerRunner m_workers;
    ImageBuilder m_builder;
    Images m_images;
    Containers m_containers;
    Sessions m_sessions;
    Networks m_networks;
    EventLoop::Source m_changes, m_resolver, m_housekeeping, m_terminate, m_interrupt, m_deadline;
    bool m_leaving = false;
};

} // namespace taper::daemon
