// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/helper.h"

#include <csignal>
#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>

namespace taper::daemon {

using protocol::Json;

namespace {
/// mkdir with exactly this mode, whatever the umask; what is there already must be a directory of root.
Status makeDirectory(const std::string &path, mode_t mode)
{
    if (mkdir(path.c_str(), mode) < 0 && errno != EEXIST)
        return systemError("mkdir", path);
    struct stat status
    {
    };
    if (lstat(path.c_str(), &status) < 0)
        return systemError("stat", path);
    if (!S_ISDIR(status.st_mode) || status.st_uid != 0)
        return fail(ErrorCode::StorageCorrupt, "directory", path, "it is not a directory of root",
                    "Move it away.");
    if (chmod(path.c_str(), mode) < 0)
        return systemError("chmod", path);
    return {};
}

Status makeRunDirectories(const RuntimePaths &paths)
{
    // Clients reach the socket in it; monitors' sockets and saved states are root's alone.
    for (auto [path, mode] : {std::pair{paths.runDirectory, 0755u},
                              {paths.runDirectory + "/monitors", 0700u},
                              {paths.runDirectory + "/containers", 0700u}})
        if (auto made = makeDirectory(path, mode); !made)
            return made;
    return {};
}
/// One helper at a time, or a second one would take the first one's monitors away (flock(2), held while it runs).
Result<UniqueFd> lockDirectory(const std::string &path)
{
    UniqueFd fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd)
        return systemError("open", path);
    if (flock(fd.get(), LOCK_EX | LOCK_NB) < 0)
        return fail(ErrorCode::ContainerBusy, "helper", path,
                    "another helper already uses this run directory",
                    "Stop that one first, or give this one another --run-dir and --cgroup-base.");
    return fd;
}
} // namespace

Result<std::unique_ptr<Helper>> Helper::create(EventLoop &loop, HelperOptions options)
{
    if (auto made = makeRunDirectories(options.paths); !made)
        return tl::unexpected(made.error());
    auto lock = lockDirectory(options.paths.runDirectory);
    if (!lock)
        return tl::unexpected(lock.error());
    auto storage = storage::openStorage(options.paths.stateDirectory);
    if (!storage)
        return passOn(storage.error(), "open the state directory");
    auto journal = Journal::open(options.paths.stateDirectory + "/journal.sqlite");
    if (!journal)
        return tl::unexpected(journal.error());
    cgroup::Options groups;
    groups.base = options.cgroupBase;
    groups.useSystemd = sd_booted() > 0;
    groups.anchorProgram = options.paths.monitorProgram();
    auto cgroups = cgroup::openCgroups(groups);
    if (!cgroups)
        return passOn(cgroups.error(), "open the control groups");
    if (auto ours = (*cgroups)->claim(); !ours)
        return tl::unexpected(ours.error());
    network::Options net;
    net.runDirectory = options.paths.runDirectory;
    net.workerProgram = options.paths.workerProgram();
    net.nat = savedNat((*storage)->directoryFd());
    auto network = network::openNetwork(net);
    if (!network)
        return passOn(network.error(), "open the network");
    auto isolation = buildIsolation();
    if (!isolation)
        return tl::unexpected(isolation.error());
    std::unique_ptr<Helper> helper(new Helper(loop, std::move(options), std::move(*journal),
                                              std::move(*storage), std::move(*cgroups), std::move(*network),
                                              std::move(*isolation)));
    helper->m_runLock = std::move(*lock);
    for (const auto &method : helper->m_router.missing())
        spdlog::error("method table: {} has no handler, it is answered as unknown", method);
    if (auto loaded = helper->m_images.load(); !loaded)
        return tl::unexpected(loaded.error());
    if (auto loaded = helper->m_containers.load(); !loaded)
        return tl::unexpected(loaded.error());
    for (const auto &problem : helper->m_storage->problems())
        spdlog::error("{} {}", problem.message(), problem.hint);
    return helper;
}

Helper::Helper(EventLoop &loop, HelperOptions options, std::unique_ptr<Journal> journal,
               std::unique_ptr<storage::Storage> storage, std::unique_ptr<cgroup::Cgroups> cgroups,
               std::unique_ptr<network::Network> network, Isolation isolation)
    : m_loop(loop),
      m_options(std::move(options)),
      m_journal(std::move(journal)),
      m_storage(std::move(storage)),
      m_cgroups(std::move(cgroups)),
      m_network(std::move(network)),
      m_isolation(std::move(isolation)),
      m_idmappable(storage::checkIdmappable(m_options.paths.stateDirectory, m_options.paths.workerProgram())),
      m_authorizer(loop, m_options.authorizedUid),
      m_tickets(loop),
      m_router(loop, m_authorizer, m_tickets, *m_journal),
      m_server(loop,
               {[this](Connection &connection, std::string body) {
                    m_router.frameCame(connection, std::move(body));
                },
                [this](Connection &connection, const Error &why) { m_router.violated(connection, why); },
                [this](Connection &connection) {
                    m_router.connectionClosed(connection);
                    m_publisher.connectionClosed(connection.id());
                },
                [this](uid_t uid) { return m_tickets.waitsFor(Tickets::Kind::PassedFd, uid); }}),
      m_publisher(loop, m_server),
      m_jobs(loop, [this](const Job &job, const Json *result) { m_publisher.jobChanged(job, result); }),
      m_workers(loop, m_options.paths, m_isolation, *m_storage),
      m_builder({loop, m_isolation, *m_storage, *m_cgroups, *m_network, m_workers,
                 [this] { return m_containers.addresses(); }, [this] { housekeep(); }}),
      m_images(loop, *m_storage, m_workers, m_builder, m_jobs, m_tickets, *m_journal,
               {[this] { m_publisher.imagesChanged(); },
                [this](const std::string &fingerprint) { return m_containers.usersOf(fingerprint); }}),
      m_containers(
          {loop, m_options.paths, *m_storage, *m_cgroups, *m_network, m_workers, m_images, m_jobs,
           *m_journal},
          m_isolation,
          [this](const std::string &name) {
              m_publisher.containerChanged(name);
              m_publisher.imagesChanged(); // who uses which
              m_publisher.topologyChanged();
          },
          [this](Container &container, const monitor::Message &message) {
              m_sessions.monitorSaid(container, message);
          },
          [this](Container &container) {
              m_sessions.containerStopped(container);
              housekeep();
          }),
      m_sessions(loop, m_containers, m_tickets),
      m_networks(*m_network, m_storage->directoryFd(), [this] { m_publisher.topologyChanged(); })
{
    connectSources();
    connectOwners();
    m_publisher.addTo(m_router);
    m_images.addTo(m_router);
    m_containers.addTo(m_router);
    m_sessions.addTo(m_router);
    m_networks.addTo(m_router);
    addHostMethods();
}

void Helper::connectSources()
{
    m_publisher.setSources({[this] { return m_containers.list(); },
                            [this](const std::string &name) { return m_containers.show(name); },
                            [this] { return m_images.list(); }, [this] { return topology(); },
                            [this] { return metrics(); },
                            [this] {
                                Json jobs = Json::array();
                                for (const auto &job : m_jobs.list())
                                    jobs.push_back(protocol::toJson(job));
                                return jobs;
                            }});
}

/// For the router's questions of permission.
void Helper::connectOwners()
{
    m_router.setSources({[this](const std::string &name) -> std::optional<Deeds::Owned> {
                             const Container *container = m_containers.find(name);
                             if (!container)
                                 return std::nullopt;
                             return Deeds::Owned{container->record.id, container->record.owner};
                         },
                         [this](const std::string &number, uid_t uid) { return m_sessions.isOf(number, uid); },
                         [this](std::int64_t job, uid_t uid) { return m_jobs.isOf(static_cast<std::uint64_t>(job), uid); }});
}

void Helper::addHostMethods()
{
    m_router.on("rights.get", [this](Call call) {
        m_authorizer.rightsOf(call.peer, call.connection, [reply = call.reply](const Result<Rights> &rights) {
            reply(rights ? Result<Json>(protocol::toJson(*rights)) : tl::unexpected(rights.error()));
        });
    });
    m_router.on("host.check",
                [this](Call call) {
        call.reply(checkHost(m_options.paths, *m_cgroups, m_idmappable, m_network->outside()));
    });
    m_router.on("host.info", [this](Call call) { call.reply(hostInfo(m_options.paths, *m_cgroups)); });
    m_router.on("metrics.get", [this](Call call) { call.reply(metrics()); });
    m_router.on("topology.get", [this](Call call) { call.reply(topology()); });
    m_router.on("job.list", [this](Call call) {
        Json jobs = Json::array();
        for (const auto &job : m_jobs.list())
            jobs.push_back(protocol::toJson(job));
        call.reply(std::move(jobs));
    });
    m_router.on("job.cancel", [this](Call call) {
        auto number = protocol::Fields(call.params).requireInteger("job", 1, INT64_MAX);
        auto cancelled = number ? m_jobs.cancel(static_cast<std::uint64_t>(*number), call.peer)
                                : tl::unexpected(number.error());
        call.reply(cancelled ? Result<Json>(Json::object()) : tl::unexpected(cancelled.error()));
    });
    m_router.on("journal.list", [this](Call call) {
        auto limit = protocol::Fields(call.params).integer("limit", 1, 1000);
        call.reply(limit ? m_journal->list(limit->value_or(100)) : tl::unexpected(limit.error()));
    });
}

Json Helper::topology()
{
    std::vector<network::Member> members;
    for (const auto &[name, container] : m_containers.all())
        if (container->netns && container->state != State::Stopped)
            members.push_back({name, container->netns.get()});
    auto topology = m_network->topology(members);
    if (!topology) {
        spdlog::error("topology: {}", topology.error().message());
        return protocol::toJson(Topology());
    }
    for (auto &node : topology->nodes)
        if (node.kind == NodeKind::Bridge && node.owner == "taper")
            node.nat = m_network->nat();
    return protocol::toJson(*topology);
}

Json Helper::metrics()
{
    return {{"timeUsec", m_loop.nowUsec()}, {"host", hostUsage()}, {"containers", m_containers.usages()}};
}

void Helper::housekeep()
{
    auto next = m_network->housekeeping();
    m_housekeeping.reset();
    if (next)
        m_housekeeping = m_loop.after(static_cast<std::uint64_t>(*next) * 1000, [this] { housekeep(); });
}

Status Helper::run()
{
    m_terminate = m_loop.onSignal(SIGTERM, [this] { goodbye(); });
    m_interrupt = m_loop.onSignal(SIGINT, [this] { goodbye(); });
    if (int fd = m_network->changesFd(); fd >= 0)
        m_changes = m_loop.watch(fd, EPOLLIN, [this](std::uint32_t) {
            m_network->changesSeen();
            m_publisher.topologyChanged();
        });
    m_resolver = m_loop.watch(m_network->resolverFd(), EPOLLIN, [this](std::uint32_t) {
        m_containers.lifecycle().nameAnswered();
        housekeep(); // a resolver that died is started again, at once or later
    });
    if (auto listening = m_server.listen(m_options.paths.socket, std::move(m_options.listening)); !listening)
        return listening;
    m_workers.emptyTrash();
    housekeep();
    spdlog::info("taper-helper {} serves on {}; control groups: {}", TAPER_VERSION, m_options.paths.socket,
                 m_cgroups->description());
    if (m_options.authorizedUid)
        spdlog::warn("--authorize-uid {}: that user may do everything, without being asked",
                     *m_options.authorizedUid);
    sd_notify(0, "READY=1");
    if (m_options.readyFd >= 0) {
        const char byte = '\n';
        if (write(m_options.readyFd, &byte, 1) != 1)
            spdlog::warn("nobody waits on the ready fd");
        close(std::exchange(m_options.readyFd, -1));
    }
    return m_loop.run();
}

void Helper::goodbye()
{
    if (std::exchange(m_leaving, true))
        return;
    sd_notify(0, "STOPPING=1");
    m_server.stop();
    if (!m_options.stopContainersOnExit) {
        m_loop.end(); // monitors go on; the next helper finds them
        return;
    }
    m_deadline = m_loop.after(30'000'000, [this] { m_loop.end(); });
    m_containers.killAll([this] {
        m_builder.endAll([this] {
            m_network->shutdown();
            takeDown(0);
        });
    });
}

/// A group of a container whose monitor was killed may need some time until its last process is gone.
void Helper::takeDown(int attempt)
{
    constexpr int attempts = 50;
    auto removed = m_cgroups->removeBase();
    if (!removed && attempt < attempts) {
        m_housekeeping = m_loop.after(100'000, [this, attempt] { takeDown(attempt + 1); });
        return;
    }
    if (!removed)
        spdlog::warn("{}", removed.error().message());
    m_loop.end();
}

Status Helper::cleanUp()
{
    m_options.stopContainersOnExit = true;
    m_loop.soon([this] { goodbye(); });
    return m_loop.run();
}

} // namespace taper::daemon
