// SPDX-License-Identifier: GPL-3.0-or-later
// Network on this machine's kernel: keeps who uses the bridge, and makes and removes bridge and dnsmasq by
// that. Runs in: helper.
#pragma once
#include "engine/network/bridge.h"
#include "engine/network/dnsmasq.h"
#include "engine/network/firewall.h"
#include "engine/network/forwarding.h"
#include "engine/network/link_removal.h"
#include "engine/network/name_files.h"
#include "engine/network/name_query.h"
#include "engine/network/network.h"
#include <chrono>

namespace taper::network {

class KernelNetwork : public Network
{
public:
    static Result<std::unique_ptr<Network>> open(const Options &options);

    Result<Attachment> choose(const std::string &container, const std::set<Ipv4> &taken) override;
    Result<Attachment> fixed(const std::string &container, Ipv4 address,
                             const std::set<Ipv4> &taken) override;
    Ipv4 gateway() const override { return m_subnet.gateway(); }
    Status enter(const std::string &container, const Attachment &attachment) override;
    Result<std::string> plug(const std::string &id, std::uint32_t generation, const Attachment &attachment,
                             int netnsFd) override;
    void leave(const std::string &container) override;
    Status askName(const std::string &container) override;
    int resolverFd() const override { return m_query.fd(); }
    std::vector<std::string> namesAnswered() override;
    bool hasOtherUsers(const std::string &container) const override;
    Status adopt(const std::vector<std::pair<std::string, Attachment>> &running) override;
    std::optional<int> housekeeping() override;
    void shutdown() override;
    Status setNat(const std::string &bridge, bool nat) override;
    bool nat() const override { return m_options.nat; }
    Outside outside() override;
    Result<Topology> topology(const std::vector<Member> &members) override;
    Result<std::vector<BridgeInfo>> bridges() override;
    int changesFd() const override { return m_events.fd(); }
    void changesSeen() override { (void)m_events.drain(); }

private:
    using Clock = std::chrono::steady_clock;

    KernelNetwork(Options options, Socket socket, Socket events, NameQuery query)
        : m_options(std::move(options)),
          m_socket(std::move(socket)),
          m_events(std::move(events)),
          m_query(std::move(query)),
          m_removal(m_options.workerProgram)
    {
    }

    Result<std::optional<Link>> ownBridge();
    Result<std::optional<Subnet>> subnetOf(const Link &bridge);
    Result<Subnet> chooseSubnet(const std::string &container, const std::set<Ipv4> &taken);
    Status prepareDirectory();
    Status checkAttachment(const std::string &container, const Attachment &attachment) const;
    Status ensureSubnet(const std::string &container, const Subnet &subnet);
    Service service() const { return {m_options.bridge, m_subnet, m_options.nat}; }
    Status ensureService();
    Status startService();
    void serviceReady();
    void revive();
    Status takeOver(const std::vector<std::pair<std::string, Attachment>> &running);
    enum class Wait { No, Yes };
    void removeAll(Wait wait = Wait::Yes);
    std::vector<std::string> foreignBridges();
    Status ensureOutside();
    void removeOutside();

    Options m_options;
    Socket m_socket, m_events;
    NameQuery m_query;
    UniqueFd m_directory; ///< <runDirectory>/network
    std::optional<Dnsmasq> m_dnsmasq;
    Firewall m_firewall;
    std::optional<Forwarding> m_forwarding;
    std::optional<FirewallRules> m_outside; ///< the rules that this helper has set
    NameFiles m_names;
    LinkRemoval m_removal;
    Subnet m_subnet;
    std::uint32_t m_bridge = 0; ///< its index; 0: not there, as far as known
    std::map<std::string, Attachment> m_users;
    Clock::time_point m_startedAt{};             ///< dnsmasq, last
    std::optional<Clock::time_point> m_removeAt; ///< nobody uses the bridge since a second before
    unsigned m_deaths = 0;                       ///< of dnsmasq, each within a second of its start
    std::optional<Clock::time_point> m_reviveAt; ///< dnsmasq ended at once: not again before
};

} // namespace taper::network
