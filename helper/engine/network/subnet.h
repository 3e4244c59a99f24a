// SPDX-License-Identifier: GPL-3.0-or-later
// IPv4 subnets: which private /20 is free on this machine, which address and MAC a new container gets.
// Runs in: helper. Pure: no kernel calls.
#pragma once
#include "engine/network/network.h"
#include <span>

namespace taper::network {

/// 02 + "taper": given in the creating message, where an alias would be ignored. So a bridge that was made by
/// a helper which died before its second message is still known as ours.
inline constexpr std::string_view bridgeMac = "02:74:61:70:65:72";

struct Subnet
{
    Ipv4 network = 0;
    std::uint8_t prefix = 20;

    static Subnet of(Ipv4 address, std::uint8_t prefix);
    Ipv4 mask() const;
    Ipv4 gateway() const { return network + 1; }
    Ipv4 broadcast() const { return network | ~mask(); }
    bool contains(Ipv4 address) const { return (address & mask()) == network; }
    bool overlaps(const Subnet &other) const;
    std::string text() const; ///< "10.83.0.0/20"
    bool operator==(const Subnet &) const = default;
};

/// 10.83.0.0/20 if nothing occupied overlaps it, else the next free /20 of 10/8, then of 172.16/12 and
/// 192.168/16.
std::optional<Subnet> freeSubnet(const std::vector<Subnet> &occupied);
/// The lowest address that is neither network, gateway, broadcast nor taken.
std::optional<Ipv4> freeAddress(const Subnet &subnet, const std::set<Ipv4> &taken);
/// 02:74 + address: locally administered, as unique as the address, and it stays with it, so that neighbours'
/// caches and DHCP leases are right even when an address passes from a deleted container to a new one.
std::string macOf(Ipv4 address);
/// Six bytes of "02:74:0a:53:00:02"; only unicast.
std::optional<std::array<std::uint8_t, 6>> parseMac(std::string_view text);
std::string formatMac(std::span<const std::uint8_t> bytes);

} // namespace taper::network
