// SPDX-License-Identifier: GPL-3.0-or-later
// KernelNetwork's way to the outside: firewall table, forwarding and the resolver's upstream come with the bridge's
// first user, follow the switch, and go with the last. Runs in: helper.
#include "engine/network/kernel_network.h"

#include "engine/network/topology.h"
#include "engine/sys/beneath.h"

namespace taper::network {

namespace {
/// There while a table of ours may be: a helper that starts with nobody on the bridge looks for one only then.
constexpr const char *markerFile = "firewall";
} // namespace

std::vector<std::string> KernelNetwork::foreignBridges()
{
    std::vector<std::string> names;
    if (const auto bridges = readBridges(m_socket))
        for (const auto &bridge : *bridges)
            if (bridge.owner.empty() && !bridge.address.empty())
                names.push_back(bridge.name);
    return names;
}

/// Costs nothing once it is so. The rules first: nothing is forwarded that they do not permit.
Status KernelNetwork::ensureOutside()
{
    const FirewallRules wanted{m_options.bridge, m_subnet, m_options.nat};
    if (m_outside == wanted)
        return {};
    if (Status marked = beneath::writeFileAtomically(m_directory.get(), markerFile, "", 0600, false); !marked)
        return marked;
    Status applied = m_firewall.apply(wanted);
    // Without nf_tables there is no NAT; without NAT the bridge's own switch below keeps packets in.
    if (!applied && (wanted.nat || applied.error().errnoValue != EPROTONOSUPPORT))
        return applied;
    m_outside = wanted;
    Status done;
    if (wanted.nat)
        done = m_forwarding->ensure(foreignBridges());
    else
        m_forwarding->restore(foreignBridges());
    // After the switch for all, which sets it on every interface.
    if (done)
        done = Forwarding::setInterface(m_options.bridge, wanted.nat);
    if (!done)
        m_outside.reset();
    return done;
}

void KernelNetwork::removeOutside()
{
    if (!m_directory || (!m_outside && !beneath::exists(m_directory.get(), markerFile)))
        return;
    m_outside.reset();
    m_forwarding->restore(foreignBridges());
    if (m_firewall.remove())
        (void)beneath::removeFile(m_directory.get(), markerFile);
}

Status KernelNetwork::setNat(const std::string &bridge, bool nat)
{
    auto link = findLink(m_socket, bridge);
    if (!link)
        return tl::unexpected(std::move(link.error()));
    if (bridge != m_options.bridge || (*link && !isOurBridge(**link)))
        return fail(ErrorCode::NetworkUnknown, "set NAT of", bridge,
                    *link ? "it is not a bridge of Táper's: it is used and shown, never changed"
                          : "there is no such network",
                    "`taperctl network list` shows those there are.");
    const bool before = m_options.nat;
    m_options.nat = nat;
    if (nat == before || m_bridge == 0 || !m_dnsmasq)
        return {};
    Status done = ensureOutside();
    if (done)
        done = startService();
    if (!done) {
        m_options.nat = before;
        (void)ensureOutside();
        (void)startService();
    }
    return done;
}

Outside KernelNetwork::outside()
{
    Outside outside{.nat = m_options.nat,
                    .firewall = m_firewall.available(),
                    .forwarding = Forwarding::isOn(),
                    .forwardingCanBeSet = Forwarding::canBeSet()};
    if (auto obstacles = m_firewall.dropsForwarding())
        outside.obstacles = std::move(*obstacles);
    return outside;
}

} // namespace taper::network
