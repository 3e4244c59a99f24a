// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/fake_helper.h"

#include "protocol/methods.h"
#include <QFile>
#include <QLocalSocket>
#include <algorithm>

namespace taper::test {

namespace {
constexpr std::uint64_t hostMemory = 24ull << 30;

std::string nameIn(const Json &params)
{
    return params.value("name", std::string());
}

Json hostInfo(const FakeWorld &world)
{
    return {{"hostname", "desk"},        {"os", "Debian GNU/Linux 12 (bookworm)"},
            {"kernel", "6.1.0"},         {"cpus", 4},
            {"cpuSet", "0-3"},           {"unavailableLimits", world.unavailableLimits},
            {"memoryBytes", hostMemory}, {"cgroups", "v2"},
            {"helperVersion", "0.1.0"}};
}
} // namespace

FakeHelper::FakeHelper(QString socketPath, FakeWorld world, QObject *parent)
    : QObject(parent), m_path(std::move(socketPath)), m_world(std::move(world))
{
    m_clock.start();
    connect(&m_server, &QLocalServer::newConnection, this, &FakeHelper::onConnection);
    connect(&m_jobTimer, &QTimer::timeout, this, &FakeHelper::advanceJobs);
    connect(&m_metricsTimer, &QTimer::timeout, this, &FakeHelper::tick);
}

bool FakeHelper::start()
{
    QFile::remove(m_path);
    return m_server.listen(m_path);
}

void FakeHelper::stop()
{
    m_jobTimer.stop();
    m_jobs.clear();
    m_server.close();
    auto clients = std::exchange(m_clients, {});
    for (auto &client : clients) {
        client.socket->disconnect(this);
        client.socket->abort();
        client.socket->deleteLater();
    }
}

void FakeHelper::onConnection()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        Client &client = m_clients.emplace_back();
        client.socket = socket;
        connect(socket, &QLocalSocket::readyRead, this, [this, &client] { onReadyRead(client); });
        connect(socket, &QLocalSocket::disconnected, this, [this, socket] {
            m_clients.remove_if([socket](const Client &known) { return known.socket == socket; });
            socket->deleteLater();
        });
    }
}

void FakeHelper::onReadyRead(Client &client)
{
    const QByteArray bytes = client.socket->readAll();
    client.reader.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    for (;;) {
        auto body = client.reader.next();
        if (!body || !*body)
            return;
        if (auto request = protocol::parseRequest(**body)) {
            m_requests.push_back(*request);
            if (request->method == "console.attach")
                return attachConsole(client, *request);
            handle(client, *request);
            emit requested(QString::fromStdString(request->method));
        }
    }
}

void FakeHelper::handle(Client &client, const protocol::Request &request)
{
    Result<Json> result = Json::object();
    if (auto failure = m_failures.extract(request.method))
        result = tl::unexpected<Error>(failure.mapped());
    else
        result = answer(client, request);
    const std::string bytes =
        protocol::frame(protocol::encode(protocol::Response{request.id, std::move(result)}));
    client.socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
    if (!m_jobs.empty() && !m_holdJobs && !m_jobTimer.isActive())
        m_jobTimer.start(m_stepMs);
}

Result<Json> FakeHelper::answer(Client &client, const protocol::Request &request)
{
    const Json &params = request.params;
    if (request.method == "hello") {
        client.greeted = true;
        return Json{{"major", protocol::majorVersion},
                    {"minor", 0},
                    {"features", Json::array()},
                    {"helperVersion", "0.1.0"},
                    {"uid", 1000},
                    {"rights", m_rights},
                    {"rightsReason", "the helper was started with --authorize-uid 1000"}};
    }
    if (!client.greeted)
        return fail(ErrorCode::ProtocolViolation, "hello", {}, "must be first");
    for (const char *method : {"rights.get", "host.check", "journal.list", "image.sources", "image.build"})
        if (request.method == method)
            return pageAnswer(request);
    if (request.method == "host.info")
        return hostInfo(m_world);
    if (request.method == "subscribe") {
        for (const auto &topic : params["topics"])
            client.topics.insert(topic.get<std::string>());
        return snapshot(params["topics"]);
    }
    if (request.method == "unsubscribe") {
        for (const auto &topic : params["topics"])
            client.topics.erase(topic.get<std::string>());
        return Json::object();
    }
    if (request.method.starts_with("container.") || request.method == "console.resize")
        return containerAnswer(request);
    return jobAnswer(request);
}

Result<Json> FakeHelper::containerAnswer(const protocol::Request &request)
{
    const std::string name = nameIn(request.params);
    if (request.method == "console.resize")
        return Json::object();
    if (request.method == "container.create") {
        if (m_world.containers.contains(name))
            return fail(ErrorCode::NameTaken, "create container", name, "there is a container of that name");
        return beginJob(request, State::Stopped, [this, params = request.params] { return create(params); });
    }
    if (!m_world.containers.contains(name))
        return fail(ErrorCode::ContainerUnknown, "container", name, "there is none");
    if (request.method == "container.console") {
        const std::string ticket = "t" + std::to_string(m_nextTicket++);
        m_tickets[ticket] = name;
        return Json{{"ticket", ticket}, {"console", name}};
    }
    if (request.method == "container.set")
        return set(request.params);
    const auto becomes = [this, name](State state) {
        return [this, name, state] {
            setState(name, state);
            return Json::object();
        };
    };
    if (request.method == "container.start" || request.method == "container.restart")
        return beginJob(request, State::Starting, becomes(State::Running));
    if (request.method == "container.stop")
        return beginJob(request, State::Stopping, becomes(State::Stopped));
    if (request.method == "container.kill")
        return beginJob(request, State::Aborting, becomes(State::Stopped));
    if (request.method == "container.freeze")
        return beginJob(request, State::Freezing, becomes(State::Frozen));
    if (request.method == "container.unfreeze")
        return beginJob(request, State::Thawing, becomes(State::Running));
    if (request.method == "container.rename")
        return rename(request, name);
    if (request.method == "container.delete")
        return beginJob(request, m_world.containers[name].state, [this, name] {
            m_world.containers.erase(name);
            announce({}, {name});
            return Json::object();
        });
    return fail(ErrorCode::MethodUnknown, request.method, {}, "the fake has it not");
}

Result<Json> FakeHelper::jobAnswer(const protocol::Request &request)
{
    const std::string name = nameIn(request.params);
    if (request.method == "image.add") {
        Json begun =
            beginJob(request, State::Stopped, [this, name, source = request.params.value("source", "")] {
                m_world.images[name] = source == "busybox"
                                           ? madeUpImage(name, "", "busybox")
                                           : madeUpImage(name, "Debian GNU/Linux 12 (bookworm)", "systemd");
                announceImages();
                return protocol::toJson(m_world.images[name]);
            });
        begun["ticket"] = "file-" + name;
        return begun;
    }
    if (request.method == "image.delete")
        return beginJob(request, State::Stopped, [this, name] {
            m_world.images.erase(name);
            announceImages();
            return Json::object();
        });
    if (request.method == "network.list")
        return Json::array({{{"name", "taper0"},
                             {"kind", "bridge"},
                             {"owner", "taper"},
                             {"address", "10.83.0.1/20"},
                             {"ports", Json::array()},
                             {"state", "up"},
                             {"nat", m_world.nat}}});
    if (request.method == "network.set")
        return setNat(request.params);
    if (request.method == "fd.pass")
        return Json::object();
    if (request.method == "job.cancel") {
        for (auto &job : m_jobs)
            if (job.info.job == request.params.value("job", std::uint64_t(0)))
                job.failure =
                    fail(ErrorCode::JobCancelled, job.info.kind, job.info.subject, "cancelled").value();
        m_jobTimer.start(0);
        return Json::object();
    }
    return fail(ErrorCode::MethodUnknown, request.method, {}, "the fake has it not");
}

Json FakeHelper::create(const Json &params)
{
    const std::string name = nameIn(params);
    ContainerInfo container = madeUpContainer(name, State::Stopped);
    container.image = params.value("image", "");
    if (auto change = protocol::limitsChangeFromJson(params.value("limits", Json::object())))
        container.limits = applied({}, *change).value_or(Limits{});
    m_world.containers[name] = container;
    m_world.setUsedBy();
    m_world.setState(name, params.value("start", false) ? State::Running : State::Stopped);
    announce({name});
    announceImages();
    const bool given = params.contains("password");
    return {{"name", name},
            {"user", params.value("user", "root")},
            {"password", given ? Json(nullptr) : Json("kolibri-78-wolke")}};
}

Result<Json> FakeHelper::rename(const protocol::Request &request, const std::string &name)
{
    const std::string newName = request.params.value("newName", std::string());
    if (m_world.containers.contains(newName))
        return fail(ErrorCode::NameTaken, "rename", newName, "there is a container of that name");
    if (m_world.containers[name].state != State::Stopped)
        return fail(ErrorCode::ContainerWrongState, "rename", name, "it runs");
    return beginJob(request, State::Stopped, [this, name, newName] {
        auto moved = m_world.containers.extract(name);
        moved.key() = newName;
        moved.mapped().name = newName;
        m_world.containers.insert(std::move(moved));
        announce({newName}, {name});
        return protocol::toJson(m_world.containers[newName]);
    });
}

Result<Json> FakeHelper::setNat(const Json &params)
{
    if (params.value("name", "") != "taper0")
        return fail(ErrorCode::NetworkUnknown, "network", params.value("name", ""), "there is none of ours");
    m_world.nat = params.value("nat", false);
    notify("topology", protocol::notification::topologyChanged, protocol::toJson(m_world.topology()));
    return Json{{"name", "taper0"}, {"nat", m_world.nat}};
}

Result<Json> FakeHelper::set(const Json &params)
{
    auto &stored = m_world.containers[nameIn(params)];
    if ((params.contains("address") || params.contains("mac")) && stored.state != State::Stopped)
        return fail(ErrorCode::ContainerWrongState, "set", stored.name, "it runs");
    if (params.contains("address")) {
        stored.addressFixed = !params["address"].is_null();
        stored.addresses.clear();
        if (stored.addressFixed)
            stored.addresses.push_back({"eth0", params["address"], 20});
    }
    if (params.contains("mac")) {
        stored.macFixed = !params["mac"].is_null();
        stored.mac = stored.macFixed ? params["mac"].get<std::string>() : "02:00:00:00:10:03";
    }
    auto change = protocol::limitsChangeFromJson(params.value("limits", Json::object()));
    if (!change)
        return tl::unexpected<Error>(change.error());
    auto &container = m_world.containers[nameIn(params)];
    auto limits = applied(container.limits, *change);
    if (!limits)
        return tl::unexpected<Error>(limits.error());
    container.limits = *limits;
    announce({container.name});
    return protocol::toJson(container);
}

Json FakeHelper::snapshot(const Json &topics)
{
    Json snapshot{{"revision", m_revision}};
    for (const auto &topic : topics) {
        if (topic == "containers") {
            snapshot["containers"] = Json::array();
            for (const auto &[name, container] : m_world.containers)
                snapshot["containers"].push_back(protocol::toJson(container));
        } else if (topic == "images") {
            snapshot["images"] = Json::array();
            for (const auto &[name, image] : m_world.images)
                snapshot["images"].push_back(protocol::toJson(image));
        } else if (topic == "jobs") {
            snapshot["jobs"] = Json::array();
            for (const auto &job : m_jobs)
                snapshot["jobs"].push_back(protocol::toJson(job.info));
        } else if (topic == "topology") {
            snapshot["topology"] = protocol::toJson(m_world.topology());
        }
    }
    return snapshot;
}

void FakeHelper::announce(const std::vector<std::string> &changed, const std::vector<std::string> &removed)
{
    Json list = Json::array();
    for (const auto &name : changed)
        list.push_back(protocol::toJson(m_world.containers[name]));
    notify("containers", protocol::notification::containersChanged,
           {{"revision", ++m_revision}, {"changed", list}, {"removed", removed}});
    notify("topology", protocol::notification::topologyChanged, protocol::toJson(m_world.topology()));
}

void FakeHelper::announceImages()
{
    notify("images", protocol::notification::imagesChanged, {{"images", snapshot(Json{"images"})["images"]}});
}

void FakeHelper::setState(const std::string &name, State state)
{
    m_world.setState(name, state);
    announce({name});
}

void FakeHelper::notify(std::string_view topic, std::string_view method, const Json &params)
{
    const std::string bytes =
        protocol::frame(protocol::encode(protocol::Notification{std::string(method), params}));
    for (auto &client : m_clients)
        if (client.topics.contains(std::string(topic)))
            client.socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

void FakeHelper::sendRaw(const std::string &bytes)
{
    for (auto &client : m_clients)
        client.socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

void FakeHelper::tick()
{
    notify("metrics", protocol::notification::metricsSampled,
           m_world.metrics(m_clock.nsecsElapsed() / 1000 + 1));
}

void FakeHelper::setTicking(int intervalMs)
{
    m_metricsTimer.start(intervalMs);
}

void FakeHelper::failNext(const std::string &method, Error error)
{
    m_failures[method] = std::move(error);
}

int FakeHelper::count(const std::string &method) const
{
    return static_cast<int>(
        std::count_if(m_requests.begin(), m_requests.end(),
                      [&method](const auto &request) { return request.method == method; }));
}

Json FakeHelper::lastParams(const std::string &method) const
{
    for (auto request = m_requests.rbegin(); request != m_requests.rend(); ++request)
        if (request->method == method)
            return request->params;
    return {};
}

std::set<std::string> FakeHelper::topics() const
{
    std::set<std::string> all;
    for (const auto &client : m_clients)
        all.insert(client.topics.begin(), client.topics.end());
    return all;
}

void FakeHelper::attachConsole(Client &client, const protocol::Request &request)
{
    auto ticket = m_tickets.extract(request.params.value("ticket", std::string()));
    Result<Json> result = Json::object();
    if (!ticket)
        result = fail(ErrorCode::TicketInvalid, "console.attach", {}, "unknown ticket");
    const std::string bytes =
        protocol::frame(protocol::encode(protocol::Response{request.id, std::move(result)}));
    client.socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
    if (!ticket)
        return client.socket->disconnectFromServer();
    QLocalSocket *socket = client.socket;
    socket->disconnect(this); // from here on the bytes are the console's
    connect(socket, &QLocalSocket::disconnected, this, [this, socket] {
        m_clients.remove_if([socket](const Client &known) { return known.socket == socket; });
        socket->deleteLater();
    });
    m_console = new FakeConsole(socket, ticket.mapped(), socket);
}

} // namespace taper::test
