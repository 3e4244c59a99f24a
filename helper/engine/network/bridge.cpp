// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/bridge.h"

#include "engine/sys/kernel.h"
#include "engine/sys/unique_fd.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

namespace taper::network {

namespace {

/// /proc/sys/net shows the caller's network namespace (proc(5)). A kernel without IPv6 has no such file:
/// fine.
void setIpv6(const std::string &interface, const char *name, char value)
{
    const std::string path = "/proc/sys/net/ipv6/conf/" + interface + "/" + name;
    const UniqueFd file(kernel::openat(AT_FDCWD, path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file)
        (void)!kernel::write(file.get(), &value, 1);
}

/// No IPv6 on the host's side of our cables yet: no router advertisement of a container is believed by the
/// host, and no neighbour discovery of each new port is flooded to all others.
void silenceIpv6(const std::string &interface)
{
    setIpv6(interface, "accept_ra", '0');
    setIpv6(interface, "disable_ipv6", '1');
}

Status createBridge(Socket &socket, const std::string &name)
{
    const auto mac = parseMac(bridgeMac);
    Message message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    message.header(ifinfomsg{}).putString(IFLA_IFNAME, name).putBytes(IFLA_ADDRESS, *mac);
    message.nest(IFLA_LINKINFO, [](Message &info) {
        info.putString(IFLA_INFO_KIND, "bridge");
        info.nest(IFLA_INFO_DATA, [](Message &data) {
            // No spanning tree and no delay: a port forwards at once. No snooping: without a querier on the
            // bridge it only makes multicast unreliable.
            data.put(IFLA_BR_STP_STATE, std::uint32_t{0});
            data.put(IFLA_BR_FORWARD_DELAY, std::uint32_t{0});
            data.put(IFLA_BR_MCAST_SNOOPING, std::uint8_t{0});
        });
    });
    return socket.request(message, "make bridge", name);
}

Status markAndRaise(Socket &socket, std::uint32_t index, const std::string &name)
{
    Message message(RTM_NEWLINK, 0);
    ifinfomsg header{};
    header.ifi_index = static_cast<int>(index);
    header.ifi_flags = header.ifi_change = IFF_UP;
    message.header(header).putString(IFLA_IFALIAS, std::string(ownAlias));
    return socket.request(message, "set up bridge", name);
}

Status addAddress(Socket &socket, std::uint32_t index, const std::string &name, const Subnet &subnet)
{
    Message message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
    ifaddrmsg header{};
    header.ifa_family = AF_INET;
    header.ifa_prefixlen = subnet.prefix;
    header.ifa_index = index;
    message.header(header)
        .put(IFA_LOCAL, htonl(subnet.gateway()))
        .put(IFA_ADDRESS, htonl(subnet.gateway()))
        .put(IFA_BROADCAST, htonl(subnet.broadcast()));
    return socket.request(message, "give an address to bridge", name);
}

Status ensureAddress(Socket &socket, std::uint32_t index, const std::string &name, const Subnet &subnet)
{
    auto addresses = readAddresses(socket);
    if (!addresses)
        return tl::unexpected(std::move(addresses.error()));
    for (const auto &address : *addresses) {
        if (address.index != index || !address.ipv4)
            continue;
        if (*address.ipv4 == subnet.gateway() && address.prefix == subnet.prefix)
            return {};
    }
    return addAddress(socket, index, name, subnet);
}

} // namespace

bool isOurBridge(const Link &link)
{
    return link.kind == "bridge" && (link.alias == ownAlias || (link.alias.empty() && link.mac == bridgeMac));
}

Result<std::string> cableName(const std::string &id, std::uint32_t generation)
{
    std::string name = "tp" + id + "g" + std::to_string(generation);
    if (!isCableName(name))
        return fail(ErrorCode::InvalidArgument, "name a cable", name,
                    "an interface's name has at most 15 letters and digits");
    return name;
}

bool isCableName(std::string_view name)
{
    const auto lettersAndDigits = [](std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        });
    };
    const auto g = name.rfind('g');
    if (name.size() >= IFNAMSIZ || !name.starts_with("tp") || g == name.npos || g < 3 || g + 1 == name.size())
        return false;
    const auto generation = name.substr(g + 1);
    return lettersAndDigits(name) &&
           std::all_of(generation.begin(), generation.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<std::vector<Subnet>> occupiedSubnets(Socket &socket, std::uint32_t except)
{
    auto addresses = readAddresses(socket);
    if (!addresses)
        return tl::unexpected(std::move(addresses.error()));
    auto routes = readRoutes(socket);
    if (!routes)
        return tl::unexpected(std::move(routes.error()));
    std::vector<Subnet> occupied;
    for (const auto &address : *addresses)
        if (address.ipv4 && address.index != except)
            occupied.push_back(Subnet::of(*address.ipv4, address.prefix));
    for (const auto &route : *routes)
        // Shorter than /8 is a default route, or the halves of one that VPNs set (0.0.0.0/1).
        if (route.destination.prefix >= 8 && (except == 0 || route.interface != except))
            occupied.push_back(route.destination);
    return occupied;
}

Result<std::uint32_t> ensureBridge(Socket &socket, const std::string &name, const Subnet &subnet)
{
    auto found = findLink(socket, name);
    if (!found)
        return tl::unexpected(std::move(found.error()));
    const bool made = !*found;
    if (made) {
        if (Status created = createBridge(socket, name); !created)
            return tl::unexpected(std::move(created.error()));
        found = findLink(socket, name);
        if (!found)
            return tl::unexpected(std::move(found.error()));
    }
    if (!*found || !isOurBridge(**found))
        return fail(ErrorCode::NetworkUnknown, "use bridge", name,
                    "an interface with this name exists already and was not made by Táper",
                    "Rename or delete the interface " + name + ", then try again.");
    const Link &link = **found;
    Status done;
    if (made || link.alias != ownAlias || (link.flags & IFF_UP) == 0) {
        silenceIpv6(name);
        done = markAndRaise(socket, link.index, name);
    }
    if (done)
        done = ensureAddress(socket, link.index, name, subnet);
    if (!done) {
        if (made)
            (void)removeBridge(socket, link.index, name);
        return tl::unexpected(std::move(done.error()));
    }
    return link.index;
}

Status removeBridge(Socket &socket, std::uint32_t index, const std::string &name)
{
    Message message(RTM_DELLINK, 0);
    ifinfomsg header{};
    header.ifi_index = static_cast<int>(index);
    message.header(header);
    Status removed = socket.request(message, "remove bridge", name);
    if (!removed && removed.error().errnoValue == ENODEV)
        return {};
    return removed;
}

Status makeCable(Socket &socket, const std::string &hostSide, std::uint32_t bridge, const std::string &mac,
                 int netnsFd, const std::string &container)
{
    const auto macBytes = parseMac(mac);
    if (!macBytes)
        return fail(ErrorCode::InvalidArgument, "plug", container, "'" + mac + "' is no unicast MAC address");
    Message message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    ifinfomsg header{};
    header.ifi_flags = header.ifi_change = IFF_UP;
    message.header(header).putString(IFLA_IFNAME, hostSide).put(IFLA_MASTER, bridge);
    message.nest(IFLA_LINKINFO, [&](Message &info) {
        info.putString(IFLA_INFO_KIND, "veth");
        info.nest(IFLA_INFO_DATA, [&](Message &data) {
            // The peer cannot be set up here: it would be opened before the pair is joined (ENOTCONN).
            data.nest(VETH_INFO_PEER, [&](Message &peer) {
                peer.header(ifinfomsg{})
                    .putString(IFLA_IFNAME, "eth0")
                    .putBytes(IFLA_ADDRESS, *macBytes)
                    .put(IFLA_NET_NS_FD, netnsFd);
            });
        });
    });
    if (Status made = socket.request(message, "plug", container); !made) {
        // br_add_if: no port number left (linux/net/bridge/br_if.c).
        if (made.error().errnoValue == EXFULL)
            return fail(ErrorCode::NetworkNoAddress, "plug", container,
                        "all 1024 ports of the bridge are in use", "Stop a container that is not needed.");
        return made;
    }
    silenceIpv6(hostSide);
    // An alias in the creating message is ignored by the kernel. It only serves people: its failure does no
    // harm.
    Message alias(RTM_NEWLINK, 0);
    alias.header(ifinfomsg{}).putString(IFLA_IFNAME, hostSide).putString(IFLA_IFALIAS, container);
    (void)socket.request(alias, "label", hostSide);
    return {};
}

} // namespace taper::network
