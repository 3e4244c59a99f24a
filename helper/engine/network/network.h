// SPDX-License-Identifier: GPL-3.0-or-later
// Bridge, cables, addresses and names of containers, by netlink (rtnetlink(7)) in the helper's own network
// namespace. Runs in: helper. Nothing is ever deleted synchronously on the stop path: a veth dies with its
// namespace.
#pragma once
#include "core/error.h"
#include "core/topology.h"
#include "engine/sys/unique_fd.h"
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace taper::network {

/// IPv4 in host byte order.
using Ipv4 = std::uint32_t;
std::string formatIpv4(Ipv4 address);
std::optional<Ipv4> parseIpv4(std::string_view text);

/// What a container has on a bridge; kept in its container.json so that it stays.
struct Attachment
{
    std::string bridge; ///< "taper0"
    Ipv4 address = 0;
    std::uint8_t prefix = 20;
    std::string mac; ///< "02:..": locally administered
};

/// A running container's network namespace, for the picture.
struct Member
{
    std::string container;
    int netnsFd = -1;
};

struct BridgeInfo
{
    std::string name, kind, owner, address, state; ///< state: "up", "down", "absent"
    std::vector<std::string> ports;
    std::optional<bool> nat; ///< of ours only
};

/// A user of the bridge that is no container (a build): "." and a name that no container can have. It gets an
/// address, a cable and the way out, but no name in the resolver and no DHCP.
bool isPrivateUser(std::string_view name);

/// Another program's chain that packets of containers have to pass, too.
struct ForwardPolicy
{
    std::string family, table, chain;
    std::string program; ///< "Docker", "ufw", "firewalld", or ""
};

/// What the way to the outside needs from this computer.
struct Outside
{
    bool nat = true;
    Status firewall;         ///< nf_tables can be used
    bool forwarding = false; ///< is on now
    bool forwardingCanBeSet = false;
    std::vector<ForwardPolicy> obstacles; ///< drop what none of their rules accepts
};

class Network
{
public:
    virtual ~Network() = default;

    /// The subnet ("10.83.0.0/20" or, if that is taken on this machine, another free private /20) and its
    /// gateway (.0.1). `taken`: of all containers on record; those of who is on the bridge now count by themselves.
    virtual Result<Attachment> choose(const std::string &container, const std::set<Ipv4> &taken) = 0;
    /// The same for an address that was asked for. InvalidArgument when it does not lie in the bridge's subnet or is
    /// one of its own three; NetworkAddressTaken when this computer or somebody else on the bridge has it.
    virtual Result<Attachment> fixed(const std::string &container, Ipv4 address,
                                     const std::set<Ipv4> &taken) = 0;
    virtual Ipv4 gateway() const = 0;

    /// Makes taper0 with its address if it is not there, starts its dnsmasq; the name resolves from then on
    /// (and DHCP gives the same address). First user: makes; further users: only the name. HostMissingProgram
    /// without dnsmasq, NetworkSetupFailed when the way to the outside (NAT) cannot be set.
    virtual Status enter(const std::string &container, const Attachment &attachment) = 0;
    /// The pair "tp<id>g<generation>" <-> "eth0", one message, the peer already inside netnsFd. Host side's
    /// name.
    virtual Result<std::string> plug(const std::string &id, std::uint32_t generation,
                                     const Attachment &attachment, int netnsFd) = 0;
    /// The name is forgotten. The last user's leaving takes dnsmasq and bridge along, a second later
    /// (housekeeping).
    virtual void leave(const std::string &container) = 0;
    /// Does the bridge's resolver answer for it yet? One UDP question, answered later through resolverFd().
    /// Ask again every few milliseconds until it is answered: the resolver may only be starting. An error
    /// when it cannot run (its own last words: another DNS server has the port, …).
    virtual Status askName(const std::string &container) = 0;
    /// Polls POLLIN when an answer came or dnsmasq ended; the same descriptor from openNetwork on.
    /// namesAnswered() reads what came (names that resolve) and starts a dead dnsmasq again, at once or
    /// later: see housekeeping().
    virtual int resolverFd() const = 0;
    virtual std::vector<std::string> namesAnswered() = 0;
    /// Does somebody else than this container use the bridge? If not, RUNNING need not wait for its name.
    virtual bool hasOtherUsers(const std::string &container) const = 0;

    /// After the helper's restart: who is still there. Bridge and dnsmasq are taken over; without users they
    /// go.
    virtual Status adopt(const std::vector<std::pair<std::string, Attachment>> &running) = 0;
    /// Removes what nobody uses. Milliseconds until the next call, or none. Call it when due, and after
    /// leave() and namesAnswered(). Removing the bridge takes the kernel 35 ms (unregister_netdevice waits
    /// for RCU).
    virtual std::optional<int> housekeeping() = 0;
    /// The end of a helper that leaves no containers: bridge and dnsmasq go now.
    virtual void shutdown() = 0;

    /// Whether containers reach the outside: NAT, forwarding, names of the world. Live: running ones gain or lose
    /// it at once. NetworkUnknown unless it is a bridge of ours; on failure all is as before.
    virtual Status setNat(const std::string &bridge, bool nat) = 0;
    virtual bool nat() const = 0;
    virtual Outside outside() = 0; ///< looks only

    virtual Result<Topology> topology(const std::vector<Member> &members) = 0;
    virtual Result<std::vector<BridgeInfo>> bridges() = 0;
    /// Polls POLLIN when links or addresses changed here or in a member's namespace
    /// (NETLINK_LISTEN_ALL_NSID).
    virtual int changesFd() const = 0;
    virtual void changesSeen() = 0; ///< drains it
};

struct Options
{
    std::string bridge = "taper0";
    std::string runDirectory = "/run/taper"; ///< <runDirectory>/network: dnsmasq's conf, hosts, pid, leases
    bool nat = true;
    std::string workerProgram; ///< taper-worker, which waits for the bridge's removal; "": nobody else does
};
Result<std::unique_ptr<Network>> openNetwork(const Options &options);

} // namespace taper::network
