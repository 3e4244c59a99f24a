// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/topology.h"

#include "engine/network/bridge.h"

#include <algorithm>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <map>
#include <unistd.h>

namespace taper::network {

namespace {

/// A container may make as many interfaces and addresses as it likes: the picture takes this many.
constexpr std::size_t maximumMemberLinks = 64, maximumMemberAddresses = 256;
constexpr std::int32_t here = -1; ///< no nsid is negative

class Builder
{
public:
    explicit Builder(Socket &socket) : m_socket(socket) {}

    Status addHost();
    /// A namespace that cannot be read leaves its container without interfaces; the rest of the picture
    /// stands.
    void addMember(const Member &member);
    Topology finish();

private:
    struct Place
    {
        std::int32_t nsid;
        std::uint32_t index;
        auto operator<=>(const Place &) const = default;
    };
    struct Entry
    {
        Link link;
        std::size_t node; ///< its place in m_topology.nodes
    };

    void addLinks(const std::vector<Link> &links, const std::vector<LinkAddress> &addresses,
                  std::int32_t nsid, const std::string &prefix, const std::string &container);
    NodeKind kindOf(const Link &link, bool onHost) const;
    const Entry *peerOf(const Place &place, const Link &link) const;
    void joinPeers();
    void joinPortsAndCards();
    void claimCables();
    TopologyNode &nodeOf(const Entry &entry) { return m_topology.nodes[entry.node]; }

    Socket &m_socket;
    Topology m_topology;
    std::map<Place, Entry> m_entries;
    std::map<std::int32_t, std::string> m_owners; ///< nsid -> node id of its container or of the host
    std::set<std::uint32_t> m_defaultRoutes;      ///< interfaces that have one
};

Status Builder::addHost()
{
    auto links = readLinks(m_socket);
    if (!links)
        return tl::unexpected(std::move(links.error()));
    auto addresses = readAddresses(m_socket);
    if (!addresses)
        return tl::unexpected(std::move(addresses.error()));
    auto routes = readRoutes(m_socket);
    if (!routes)
        return tl::unexpected(std::move(routes.error()));
    for (const auto &route : *routes)
        if (route.destination.prefix == 0)
            m_defaultRoutes.insert(route.interface);

    char name[256] = {};
    if (gethostname(name, sizeof name - 1) != 0 || name[0] == 0)
        std::snprintf(name, sizeof name, "host");
    m_topology.nodes.push_back(
        {.id = "host", .kind = NodeKind::Host, .name = name, .netns = "host", .state = "up"});
    m_owners[here] = "host";
    addLinks(*links, *addresses, here, "host", {});
    return {};
}

void Builder::addMember(const Member &member)
{
    const std::string id = "container:" + member.container;
    m_topology.nodes.push_back({.id = id,
                                .kind = NodeKind::Container,
                                .name = member.container,
                                .netns = member.container,
                                .owner = std::string(ownAlias),
                                .container = member.container,
                                .state = "up"});
    if (member.netnsFd < 0)
        return;
    // Asked anew each time: it takes 2 µs, and the inode number of a namespace is given to the next one at
    // once when it is gone, so a cached id could show another container's interfaces.
    const auto nsid = nsidOf(m_socket, member.netnsFd);
    if (!nsid || *nsid < 0 || m_owners.contains(*nsid))
        return;
    const auto links = readLinks(m_socket, *nsid, maximumMemberLinks);
    const auto addresses = readAddresses(m_socket, *nsid, maximumMemberAddresses);
    if (!links || !addresses)
        return;
    m_owners[*nsid] = id;
    addLinks(*links, *addresses, *nsid, member.container, member.container);
}

void Builder::addLinks(const std::vector<Link> &links, const std::vector<LinkAddress> &addresses,
                       std::int32_t nsid, const std::string &prefix, const std::string &container)
{
    std::map<std::uint32_t, std::size_t> nodes;
    for (const auto &link : links) {
        TopologyNode node{.id = prefix + "/" + std::to_string(link.index),
                          .kind = kindOf(link, nsid == here),
                          .name = link.name,
                          .ifindex = link.index,
                          .netns = container.empty() ? "host" : container,
                          .container = container,
                          .mac = link.mac,
                          .state = link.up() ? "up" : "down"};
        if (nsid == here && isOurBridge(link))
            node.owner = ownAlias;
        nodes[link.index] = m_topology.nodes.size();
        m_entries[{nsid, link.index}] = {link, m_topology.nodes.size()};
        m_topology.nodes.push_back(std::move(node));
    }
    for (const auto &address : addresses)
        if (const auto node = nodes.find(address.index); node != nodes.end())
            m_topology.nodes[node->second].addresses.push_back(address.text);
}

NodeKind Builder::kindOf(const Link &link, bool onHost) const
{
    if ((link.flags & IFF_LOOPBACK) != 0)
        return NodeKind::Loopback;
    if (link.kind == "bridge")
        return NodeKind::Bridge;
    // The way out of this computer: hardware (which has no kind), or what the default route leads through.
    if (onHost && (m_defaultRoutes.contains(link.index) || (link.kind.empty() && link.type == ARPHRD_ETHER)))
        return NodeKind::Uplink;
    if (link.kind == "veth")
        return NodeKind::Veth;
    if (link.kind == "macvlan" || link.kind == "macvtap")
        return NodeKind::Macvlan;
    return NodeKind::Other;
}

const Builder::Entry *Builder::peerOf(const Place &place, const Link &link) const
{
    if (link.kind != "veth" || link.peer == 0)
        return nullptr;
    // Ids in an answer count from this namespace, whichever it describes (rtnl_fill_link_netnsid).
    const auto found = m_entries.find({link.peerNsid.value_or(place.nsid), link.peer});
    return found == m_entries.end() || found->second.link.kind != "veth" ? nullptr : &found->second;
}

void Builder::joinPeers()
{
    std::set<std::pair<std::size_t, std::size_t>> joined;
    for (const auto &[place, entry] : m_entries) {
        const Entry *peer = peerOf(place, entry.link);
        if (peer == nullptr || !joined.insert(std::minmax(entry.node, peer->node)).second)
            continue;
        m_topology.edges.push_back({nodeOf(entry).id, nodeOf(*peer).id, EdgeKind::Peer});
    }
}

/// A cable of ours: its name says so, it is a port of our bridge; whose it is says its other end, and the
/// alias where that cannot be seen.
void Builder::claimCables()
{
    for (const auto &[place, entry] : m_entries) {
        if (place.nsid != here || entry.link.kind != "veth" || !isCableName(entry.link.name))
            continue;
        const auto bridge = m_entries.find({here, entry.link.master});
        if (bridge == m_entries.end() || !isOurBridge(bridge->second.link))
            continue;
        TopologyNode &node = nodeOf(entry);
        node.owner = ownAlias;
        const Entry *peer = peerOf(place, entry.link);
        if (peer != nullptr)
            nodeOf(*peer).owner = ownAlias;
        node.container =
            peer != nullptr && !nodeOf(*peer).container.empty() ? nodeOf(*peer).container : entry.link.alias;
    }
}

void Builder::joinPortsAndCards()
{
    for (const auto &[place, entry] : m_entries) {
        const TopologyNode &node = nodeOf(entry);
        if (entry.link.master != 0) {
            if (const auto master = m_entries.find({place.nsid, entry.link.master});
                master != m_entries.end())
                m_topology.edges.push_back({node.id, nodeOf(master->second).id, EdgeKind::Port});
        } else if (node.kind != NodeKind::Loopback) {
            m_topology.edges.push_back({node.id, m_owners[place.nsid], EdgeKind::Uplink});
        }
    }
}

Topology Builder::finish()
{
    claimCables();
    joinPortsAndCards();
    joinPeers();
    return std::move(m_topology);
}

} // namespace

Result<Topology> readTopology(Socket &socket, const std::vector<Member> &members)
{
    Builder builder(socket);
    if (Status host = builder.addHost(); !host)
        return tl::unexpected(std::move(host.error()));
    for (const auto &member : members)
        builder.addMember(member);
    return builder.finish();
}

Result<std::vector<BridgeInfo>> readBridges(Socket &socket)
{
    auto links = readLinks(socket);
    if (!links)
        return tl::unexpected(std::move(links.error()));
    auto addresses = readAddresses(socket);
    if (!addresses)
        return tl::unexpected(std::move(addresses.error()));
    std::vector<BridgeInfo> bridges;
    for (const auto &link : *links) {
        if (link.kind != "bridge")
            continue;
        BridgeInfo bridge{.name = link.name,
                          .kind = link.kind,
                          .owner = isOurBridge(link) ? std::string(ownAlias) : std::string(),
                          .state = link.up() ? "up" : "down"};
        for (const auto &address : *addresses)
            if (address.index == link.index && address.ipv4 && bridge.address.empty())
                bridge.address = address.text;
        for (const auto &port : *links)
            if (port.master == link.index)
                bridge.ports.push_back(port.name);
        bridges.push_back(std::move(bridge));
    }
    return bridges;
}

} // namespace taper::network
