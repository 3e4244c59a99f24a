// SPDX-License-Identifier: GPL-3.0-or-later
// KernelNetwork's addresses: which subnet the bridge has or would have, and which of its addresses a container gets.
// Runs in: helper.
#include "engine/network/kernel_network.h"

#include <algorithm>

namespace taper::network {

/// That of the bridge, or which it would have if it were made now.
Result<Subnet> KernelNetwork::chooseSubnet(const std::string &container, const std::set<Ipv4> &taken)
{
    auto bridge = ownBridge();
    if (!bridge)
        return tl::unexpected(std::move(bridge.error()));
    std::optional<Subnet> subnet;
    if (*bridge) {
        auto current = subnetOf(**bridge);
        if (!current)
            return tl::unexpected(std::move(current.error()));
        subnet = *current;
    }
    if (!subnet) {
        auto occupied = occupiedSubnets(m_socket, *bridge ? (*bridge)->index : 0);
        if (!occupied)
            return tl::unexpected(std::move(occupied.error()));
        // The subnet of the containers that there are already, unless it meanwhile collides with something.
        for (const Ipv4 address : taken) {
            const Subnet candidate = Subnet::of(address, m_subnet.prefix);
            if (std::none_of(occupied->begin(), occupied->end(),
                             [&](const Subnet &other) { return candidate.overlaps(other); })) {
                subnet = candidate;
                break;
            }
        }
        if (!subnet)
            subnet = freeSubnet(*occupied);
    }
    if (!subnet)
        return fail(ErrorCode::NetworkNoAddress, "choose an address", container,
                    "all private address ranges are in use on this computer",
                    "Remove an address or a route of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 that is not "
                    "needed.");
    if (m_users.empty())
        m_subnet = *subnet;
    return *subnet;
}

Result<Attachment> KernelNetwork::choose(const std::string &container, const std::set<Ipv4> &taken)
{
    const auto subnet = chooseSubnet(container, taken);
    if (!subnet)
        return tl::unexpected(subnet.error());
    std::set<Ipv4> used = taken;
    for (const auto &[name, user] : m_users)
        used.insert(user.address);
    const auto address = freeAddress(*subnet, used);
    if (!address)
        return fail(ErrorCode::NetworkNoAddress, "choose an address", container,
                    "all addresses of " + subnet->text() + " belong to a container",
                    "Delete a container that is not needed.");
    return Attachment{m_options.bridge, *address, subnet->prefix, macOf(*address)};
}

Result<Attachment> KernelNetwork::fixed(const std::string &container, Ipv4 address,
                                        const std::set<Ipv4> &taken)
{
    const auto subnet = chooseSubnet(container, taken);
    if (!subnet)
        return tl::unexpected(subnet.error());
    const std::string text = formatIpv4(address);
    if (address <= subnet->gateway() || address >= subnet->broadcast())
        return fail(ErrorCode::InvalidArgument, "set the address of", container,
                    text + (address == subnet->gateway()
                                ? " is the bridge's own"
                                : " is no container's address on " + m_options.bridge),
                    "Choose one from " + formatIpv4(subnet->gateway() + 1) + " to " +
                        formatIpv4(subnet->broadcast() - 1) + ".");
    const auto addresses = readAddresses(m_socket);
    if (!addresses)
        return tl::unexpected(addresses.error());
    const auto taker = [&](const std::string &who) {
        return fail(ErrorCode::NetworkAddressTaken, "set the address of", container,
                    text + " belongs to " + who, "Choose another one, or let it be chosen: auto.");
    };
    for (const auto &other : *addresses)
        if (other.ipv4 == address)
            return taker("this computer");
    for (const auto &[name, user] : m_users)
        if (user.address == address && name != container)
            return taker(isPrivateUser(name) ? "a build that is under way" : name);
    return Attachment{m_options.bridge, address, subnet->prefix, macOf(address)};
}

} // namespace taper::network
