// SPDX-License-Identifier: GPL-3.0-or-later
// The network as the kernel has it: nodes (interfaces, containers, this computer) and what joins them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taper {

enum class NodeKind { Uplink, Bridge, Veth, Macvlan, Container, Host, Loopback, Other };
enum class EdgeKind {
    Port,   ///< interface -> the bridge it is plugged into
    Peer,   ///< the two ends of a veth pair
    Uplink, ///< interface -> the container or host that has it as a network card
};

std::string_view nodeKindName(NodeKind kind); ///< "uplink" "bridge" "veth" …
std::string_view edgeKindName(EdgeKind kind); ///< "port" "peer" "uplink"

struct TopologyNode
{
    std::string id;        ///< stable while the thing lives: "host", "container:web", "host/12", "web/2"
    NodeKind kind = NodeKind::Other;
    std::string name;      ///< the interface's, the container's
    std::uint32_t ifindex = 0; ///< 0 for container and host
    std::string netns;     ///< "host" or the container's name
    std::string owner;     ///< "taper" when ours, else ""
    std::string container; ///< whom it belongs to, "" = nobody's
    std::vector<std::string> addresses; ///< "10.83.0.4/20"
    std::string mac;
    std::string state;     ///< "up" or "down"; the window adds "frozen" to containers
    std::optional<bool> nat = std::nullopt; ///< of a bridge of ours: whether what is on it reaches the outside
};

struct TopologyEdge
{
    std::string from, to; ///< node ids
    EdgeKind kind = EdgeKind::Port;
};

struct Topology
{
    std::vector<TopologyNode> nodes;
    std::vector<TopologyEdge> edges;
};

} // namespace taper
