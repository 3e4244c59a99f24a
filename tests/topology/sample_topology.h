// SPDX-License-Identifier: GPL-3.0-or-later
// Networks as the helper reports them, made up for tests.
#pragma once
#include "core/topology.h"
#include <string>

namespace sample {

using namespace taper;

inline TopologyNode interface(std::string netns, unsigned index, std::string name, NodeKind kind,
                              std::vector<std::string> addresses = {})
{
    TopologyNode node;
    node.id = netns + "/" + std::to_string(index);
    node.kind = kind;
    node.name = std::move(name);
    node.ifindex = index;
    node.netns = std::move(netns);
    node.addresses = std::move(addresses);
    node.state = "up";
    return node;
}

/// This computer, eth0, lo and our bridge taper0.
inline Topology host()
{
    Topology topology;
    TopologyNode computer;
    computer.id = "host";
    computer.kind = NodeKind::Host;
    computer.name = "host";
    computer.netns = "host";
    computer.state = "up";
    topology.nodes.push_back(computer);
    topology.nodes.push_back(interface("host", 1, "lo", NodeKind::Loopback, {"127.0.0.1/8"}));
    topology.nodes.push_back(interface("host", 2, "eth0", NodeKind::Uplink, {"192.168.1.7/24"}));
    topology.edges.push_back({"host/2", "host", EdgeKind::Uplink});
    TopologyNode bridge = interface("host", 10, "taper0", NodeKind::Bridge, {"10.83.0.1/20"});
    bridge.owner = "taper";
    topology.nodes.push_back(bridge);
    return topology;
}

inline void addBridge(Topology &topology, const std::string &name, unsigned index)
{
    topology.nodes.push_back(interface("host", index, name, NodeKind::Bridge, {"172.17.0.1/16"}));
}

/// A container with a veth pair; bridgeIndex 0 = plugged into nothing. Ours when plugged into taper0 (10).
inline void addContainer(Topology &topology, const std::string &name, unsigned index,
                         unsigned bridgeIndex = 10)
{
    if (bridgeIndex == 10 || bridgeIndex == 0) {
        TopologyNode container;
        container.id = "container:" + name;
        container.kind = NodeKind::Container;
        container.name = container.netns = container.container = name;
        container.owner = "taper";
        container.state = "up";
        topology.nodes.push_back(container);
    }
    TopologyNode near = interface("host", index, "tp" + std::to_string(index) + "g1", NodeKind::Veth);
    near.owner = "taper";
    near.container = name;
    TopologyNode far =
        interface(name, 2, "eth0", NodeKind::Veth,
                  {"10.83." + std::to_string(index / 250) + "." + std::to_string(index % 250) + "/20"});
    far.container = name;
    topology.nodes.push_back(near);
    topology.nodes.push_back(far);
    topology.nodes.push_back(interface(name, 1, "lo", NodeKind::Loopback));
    topology.edges.push_back({near.id, far.id, EdgeKind::Peer});
    topology.edges.push_back({far.id, "container:" + name, EdgeKind::Uplink});
    if (bridgeIndex != 0)
        topology.edges.push_back({near.id, "host/" + std::to_string(bridgeIndex), EdgeKind::Port});
}

/// A second cable of a container that is there already.
inline void addCable(Topology &topology, const std::string &name, unsigned index, unsigned bridgeIndex)
{
    TopologyNode near = interface("host", index, "tp" + std::to_string(index) + "g1", NodeKind::Veth);
    TopologyNode far = interface(name, 3, "eth1", NodeKind::Veth, {"172.17.0.9/16"});
    far.container = name;
    topology.nodes.push_back(near);
    topology.nodes.push_back(far);
    topology.edges.push_back({near.id, far.id, EdgeKind::Peer});
    topology.edges.push_back({near.id, "host/" + std::to_string(bridgeIndex), EdgeKind::Port});
    topology.edges.push_back({far.id, "container:" + name, EdgeKind::Uplink});
}

/// Another tool's cable: only the near end can be seen.
inline void addForeignCable(Topology &topology, const std::string &name, unsigned index, unsigned bridgeIndex)
{
    topology.nodes.push_back(interface("host", index, name, NodeKind::Veth));
    topology.edges.push_back(
        {"host/" + std::to_string(index), "host/" + std::to_string(bridgeIndex), EdgeKind::Port});
}

inline Topology withContainers(int count)
{
    Topology topology = host();
    for (int i = 0; i < count; ++i)
        addContainer(topology, "web" + std::to_string(i + 1), unsigned(20 + i));
    return topology;
}

/// Some of everything.
inline Topology mixed()
{
    Topology topology = host();
    addContainer(topology, "web", 12);
    addContainer(topology, "db", 14);
    addContainer(topology, "build", 19);
    addBridge(topology, "docker0", 30);
    addForeignCable(topology, "veth9a3f21c", 31, 30);
    addBridge(topology, "virbr0", 33);
    addCable(topology, "web", 40, 30);
    topology.nodes.push_back(interface("host", 50, "tun0", NodeKind::Other, {"10.8.0.6/24"}));
    topology.nodes.push_back(interface("host", 51, "wg0", NodeKind::Other));
    topology.nodes.push_back(interface("web", 7, "docker0", NodeKind::Bridge));
    TopologyNode stopped;
    stopped.id = "container:old";
    stopped.kind = NodeKind::Container;
    stopped.name = stopped.container = stopped.netns = "old";
    stopped.owner = "taper";
    stopped.state = "down";
    topology.nodes.push_back(stopped);
    return topology;
}

} // namespace sample
