// SPDX-License-Identifier: GPL-3.0-or-later
// The table "inet taper": what may pass between the bridge and the outside, and the address it goes out with. One
// table for the bridge, none per container: a start costs nothing here. A table of that name without our mark is
// somebody else's and is never touched.
// libnftables only takes text; nft(8)'s own and not JSON, because it reads like the manual page and nothing but a
// checked interface name and numbers is ever put into it. Its context is kept: closing its socket after a deletion
// waits for RCU (20 ms, nft_rcv_nl_event). Runs in: helper.
#pragma once
#include "engine/network/subnet.h"

struct nft_ctx;

namespace taper::network {

struct FirewallRules
{
    std::string bridge;
    Subnet subnet;
    bool nat = true;
    bool operator==(const FirewallRules &) const = default;
};
/// The table's body in the language of nft(8).
std::string firewallText(const FirewallRules &rules);

class Firewall
{
public:
    Firewall();
    ~Firewall();
    Firewall(Firewall &&) noexcept;
    Firewall &operator=(Firewall &&) noexcept;

    /// One transaction: the old rules hold until the new ones do. NetworkSetupFailed; with EPROTONOSUPPORT where
    /// the kernel has no nf_tables.
    Status apply(const FirewallRules &rules);
    Status remove(); ///< no error when it is not there
    /// Looks only: chains of others at the forward hook whose policy is to drop.
    Result<std::vector<ForwardPolicy>> dropsForwarding();
    Status available(); ///< nf_tables can be used

private:
    Status open();
    Result<std::string> run(const std::string &commands, unsigned outputFlags = 0);
    Result<bool> ours(); ///< our table is there; NetworkSetupFailed when it is somebody else's

    struct Free
    {
        void operator()(nft_ctx *context) const;
    };
    std::unique_ptr<nft_ctx, Free> m_context;
};

} // namespace taper::network
