// SPDX-License-Identifier: GPL-3.0-or-later
// Links, addresses and routes as the kernel lists them, here or in the namespace with an nsid. Reading only.
// Runs in: helper.
#pragma once
#include "engine/network/netlink.h"
#include "engine/network/subnet.h"

namespace taper::network {

struct Link
{
    std::uint32_t index = 0;
    std::uint32_t flags = 0;       ///< IFF_*
    std::uint16_t type = 0;        ///< ARPHRD_*
    std::string name, kind, alias; ///< kind: "bridge", "veth", "" for hardware and loopback
    std::string mac;
    std::uint32_t master = 0;
    std::uint32_t peer = 0;               ///< IFLA_LINK: a veth's other end, a macvlan's parent
    std::optional<std::int32_t> peerNsid; ///< where that is, if not in the same namespace

    bool up() const; ///< administratively and with a carrier
};

struct LinkAddress
{
    std::uint32_t index = 0;
    std::optional<Ipv4> ipv4;
    std::uint8_t prefix = 0;
    std::string text; ///< "10.83.0.4/20", "fe80::1/64"
};

struct Route
{
    Subnet destination;
    std::uint32_t interface = 0;
};

using Nsid = std::optional<std::int32_t>; ///< none: this namespace

/// At most `limit` of them: a container may have made thousands.
Result<std::vector<Link>> readLinks(Socket &socket, Nsid nsid = {}, std::size_t limit = SIZE_MAX);
Result<std::vector<LinkAddress>> readAddresses(Socket &socket, Nsid nsid = {}, std::size_t limit = SIZE_MAX);
/// IPv4 unicast routes of this namespace, all tables; the default route has prefix 0.
Result<std::vector<Route>> readRoutes(Socket &socket);
Result<std::optional<Link>> findLink(Socket &socket, const std::string &name);
/// The id that this namespace knows another by, made if there is none yet (ip-netns(8) "set").
Result<std::int32_t> nsidOf(Socket &socket, int netnsFd);

} // namespace taper::network
