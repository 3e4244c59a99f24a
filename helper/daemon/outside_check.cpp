// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of host.check about the way to the outside: nftables, forwarding, other programs' firewalls.
// Runs in: helper.
#include "daemon/check_line.h"
#include "daemon/host_check.h"

namespace taper::daemon {

using protocol::Json;

namespace {
/// How each program is told to let the bridge's packets pass.
std::string repairOf(const network::ForwardPolicy &policy)
{
    if (policy.program == "Docker")
        return "iptables -I DOCKER-USER -i taper0 -j ACCEPT; iptables -I DOCKER-USER -o taper0 -m conntrack "
               "--ctstate RELATED,ESTABLISHED -j ACCEPT";
    if (policy.program == "ufw")
        return "ufw route allow in on taper0";
    if (policy.program == "firewalld")
        return "firewall-cmd --permanent --zone=trusted --add-interface=taper0 && firewall-cmd --reload";
    const std::string chain = policy.family + " " + policy.table + " " + policy.chain;
    return "nft insert rule " + chain + " iifname taper0 accept; nft insert rule " + chain +
           " oifname taper0 ct state established,related accept";
}

Json othersLine(const std::vector<network::ForwardPolicy> &obstacles)
{
    std::string found, repair;
    for (const auto &policy : obstacles) {
        found += (found.empty() ? "" : "; ") + (policy.program.empty() ? "" : policy.program + ": ") +
                 "chain " + policy.chain + " of table " + policy.family + " " + policy.table;
        if (repair.find(repairOf(policy)) == std::string::npos)
            repair += (repair.empty() ? "" : "; ") + repairOf(policy);
    }
    return line({"network.firewall", "Other firewalls", "Network", false,
                 "What they drop is dropped, whatever Táper permits.",
                 "Containers do not reach the outside unless a rule there lets them.", repair.c_str()},
                obstacles.empty() ? Finding::Ok : Finding::Warning,
                obstacles.empty() ? "none drops what is forwarded"
                                  : found + " drops what no rule of it accepts");
}
} // namespace

void addOutside(Json &lines, const network::Outside &outside)
{
    lines.push_back(line({"network.nftables", "nftables", "Network", false,
                          "Lets containers reach the outside (NAT) and keeps the outside from them.",
                          "Containers start only with NAT switched off: taperctl network set taper0 nat=off.",
                          "Boot a kernel with nf_tables (Debian's has it)."},
                         outside.firewall ? Finding::Ok : Finding::Missing,
                         outside.firewall ? "there" : outside.firewall.error().detail));
    const bool possible = outside.forwarding || outside.forwardingCanBeSet;
    const std::string detail = outside.forwarding ? "on"
                               : !possible        ? "off, and /proc/sys is not writable for the helper"
                               : outside.nat      ? "off; switched on with the first container that needs it"
                                                  : "off; not needed, NAT is off";
    lines.push_back(line({"network.forwarding", "IPv4 forwarding", "Network", false,
                          "Packets pass from the bridge to the outside and back.",
                          "Containers do not reach the outside.", "sysctl -w net.ipv4.ip_forward=1"},
                         possible ? Finding::Ok : Finding::Missing, detail));
    lines.push_back(othersLine(outside.obstacles));
}

} // namespace taper::daemon
