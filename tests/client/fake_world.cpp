// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/fake_world.h"

#include <QDateTime>
#include <cmath>

namespace taper::test {

namespace {
constexpr std::uint64_t mebibyte = 1 << 20;

std::string timeAgo(qint64 seconds)
{
    return QDateTime::currentDateTimeUtc().addSecs(-seconds).toString(Qt::ISODate).toStdString();
}

unsigned numberOf(const std::string &name)
{
    unsigned hash = 7;
    for (char c : name)
        hash = hash * 31 + static_cast<unsigned char>(c);
    return hash;
}

std::vector<TimelineStep> timeline()
{
    return {{"prepare", 0, 310},        {"clone", 310, 420},    {"id maps", 730, 95},
            {"storage view", 825, 610}, {"overlay", 1435, 380}, {"pivot root", 1815, 260},
            {"network", 2075, 940},     {"cgroups", 3015, 150}, {"seccomp", 3165, 129},
            {"exec", 3294, 520},        {"running", 3814, 40}};
}
} // namespace

ContainerInfo madeUpContainer(const std::string &name, State state)
{
    ContainerInfo container;
    container.name = name;
    container.image = "busybox";
    container.network = "taper0";
    container.createdAt = timeAgo(86400);
    container.idMap.hostFirst = 0x70000000u + 65536u * (numberOf(name) % 4000);
    FakeWorld world;
    world.containers[name] = container;
    world.setState(name, state);
    return world.containers[name];
}

ImageInfo madeUpImage(const std::string &name, const std::string &os, const std::string &init)
{
    return {name, std::string(64, 'a'), os.empty() ? 2 * mebibyte : 412 * mebibyte, timeAgo(7200), os, init,
            {}};
}

void FakeWorld::setState(const std::string &name, State state)
{
    auto &container = containers[name];
    const bool lived = container.pid.has_value();
    const bool lives = state != State::Stopped && state != State::Starting;
    container.state = state;
    if (!lives) {
        container.pid.reset();
        container.addresses.clear();
        container.startedAt.reset();
        if (state == State::Stopped && lived)
            container.exitStatus = 0;
        return;
    }
    if (lived)
        return;
    const unsigned number = numberOf(name);
    container.pid = 2000 + number % 30000;
    container.addresses = {
        {"eth0", "10.83." + std::to_string(number / 250 % 16) + "." + std::to_string(2 + number % 250), 20}};
    container.startedAt = timeAgo(number % 20000);
    container.timeline = timeline();
    container.usage = {(20 + number % 300) * mebibyte, 1000000, 4 + number % 20};
    container.lastFailure.reset();
    container.exitStatus.reset();
}

void FakeWorld::setUsedBy()
{
    for (auto &[name, image] : images) {
        image.usedBy.clear();
        for (const auto &[container, info] : containers)
            if (info.image == name)
                image.usedBy.push_back(container);
    }
}

FakeWorld FakeWorld::withContainers(int count)
{
    static const char *const names[] = {"web",   "db",  "build",  "mail", "cache",
                                        "proxy", "lab", "mirror", "test", "git"};
    FakeWorld world;
    world.images["busybox"] = madeUpImage("busybox", "", "busybox");
    world.images["debian/12"] = madeUpImage("debian/12", "Debian GNU/Linux 12 (bookworm)", "systemd");
    for (int i = 0; i < count; ++i) {
        std::string name = names[i % 10];
        if (i >= 10)
            name += "-" + std::to_string(i / 10 + 1);
        const State state = i % 5 == 4 ? State::Stopped : i % 7 == 2 ? State::Frozen : State::Running;
        ContainerInfo container = madeUpContainer(name, state);
        container.image = i % 3 ? "debian/12" : "busybox";
        if (i % 2)
            container.limits.memory = 512 * mebibyte;
        if (i % 4 == 1)
            container.limits.cpuWeight = 200;
        if (i == 9) {
            container.lastFailure =
                LastFailure{timeAgo(300), "overlay", "storage.no_space", "No space left on device"};
            container.exitStatus = 1;
        }
        world.containers[name] = container;
    }
    world.setUsedBy();
    return world;
}

Topology FakeWorld::topology() const
{
    Topology topology;
    topology.nodes.push_back({"host", NodeKind::Host, "this computer", 0, "host", "", "", {}, "", "up"});
    topology.nodes.push_back(
        {"host/1", NodeKind::Loopback, "lo", 1, "host", "", "", {"127.0.0.1/8"}, "", "up"});
    topology.nodes.push_back({"host/2",
                              NodeKind::Uplink,
                              "eth0",
                              2,
                              "host",
                              "",
                              "",
                              {"192.168.1.7/24"},
                              "52:54:00:12:34:56",
                              "up"});
    topology.nodes.push_back({"host/3",
                              NodeKind::Bridge,
                              "taper0",
                              3,
                              "host",
                              "taper",
                              "",
                              {"10.83.0.1/20"},
                              "02:00:00:00:00:01",
                              "up",
                              nat});
    topology.nodes.push_back({"host/4",
                              NodeKind::Bridge,
                              "docker0",
                              4,
                              "host",
                              "",
                              "",
                              {"172.17.0.1/16"},
                              "02:42:00:00:00:01",
                              "down"});
    topology.edges.push_back({"host/2", "host", EdgeKind::Uplink});
    topology.edges.push_back({"host/3", "host", EdgeKind::Uplink});
    std::uint32_t index = 10;
    for (const auto &[name, container] : containers) {
        if (!container.pid || container.network.empty())
            continue;
        ++index;
        const std::string outer = "host/" + std::to_string(index), inner = name + "/2",
                          id = "container:" + name;
        topology.nodes.push_back({id, NodeKind::Container, name, 0, name, "taper", name, {}, "", "up"});
        topology.nodes.push_back({outer,
                                  NodeKind::Veth,
                                  "tp" + std::to_string(index) + "g1",
                                  index,
                                  "host",
                                  "taper",
                                  name,
                                  {},
                                  "02:00:00:00:10:02",
                                  "up"});
        topology.nodes.push_back({inner,
                                  NodeKind::Veth,
                                  "eth0",
                                  2,
                                  name,
                                  "taper",
                                  name,
                                  {container.addresses.front().address + "/20"},
                                  "02:00:00:00:10:03",
                                  "up"});
        topology.edges.push_back({outer, "host/3", EdgeKind::Port});
        topology.edges.push_back({outer, inner, EdgeKind::Peer});
        topology.edges.push_back({inner, id, EdgeKind::Uplink});
    }
    return topology;
}

protocol::Json FakeWorld::metrics(std::int64_t timeUsec) const
{
    protocol::Json all = protocol::Json::object();
    const double seconds = static_cast<double>(timeUsec) / 1e6;
    double busy = 0;
    for (const auto &[name, container] : containers) {
        if (!container.pid)
            continue;
        const double phase = numberOf(name) % 17;
        const double share = container.state == State::Frozen ? 0 : 0.3 + 0.25 * std::sin(phase);
        // The integral of a share that swings, so that the counter only grows.
        const double cpu = share * seconds - (share / 2) * std::cos(seconds / 3 + phase);
        Usage usage = container.usage;
        usage.cpuUsec = static_cast<std::uint64_t>(std::max(0.0, 10 + cpu) * 1e6);
        usage.cpuPeriods = static_cast<std::uint64_t>(seconds * 10);
        usage.cpuThrottledPeriods = container.limits.cpuCap ? usage.cpuPeriods / 4 : 0;
        usage.memoryBytes = static_cast<std::uint64_t>(static_cast<double>(usage.memoryBytes) *
                                                       (1 + 0.15 * std::sin(seconds / 5 + phase)));
        all[name] = protocol::toJson(usage);
        busy += share;
    }
    return {{"timeUsec", timeUsec},
            {"host",
             {{"cpuUsec", static_cast<std::int64_t>((0.15 + std::min(busy, 1.7)) * seconds * 1e6)},
              {"memoryUsedBytes", static_cast<std::int64_t>(6ll << 30)}}},
            {"containers", all}};
}

} // namespace taper::test
