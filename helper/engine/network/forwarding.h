// SPDX-License-Identifier: GPL-3.0-or-later
// IPv4 forwarding of this network namespace: switched on when a bridge with NAT first needs it, put back when none
// does any more, also by the next helper: what was before is in a file of the run directory.
// Writing ip_forward sets it on every interface and turns accept_redirects around (devinet.c, inet_forward_change),
// so these are put back, too. IPv6 is not forwarded and its router advertisements are heeded as before.
// Runs in: helper.
#pragma once
#include "core/error.h"
#include <string>
#include <vector>

namespace taper::network {

class Forwarding
{
public:
    explicit Forwarding(int directory) : m_directory(directory) {} ///< <runDirectory>/network

    /// `bridges`: others' with an address, see restore(). NetworkSetupFailed.
    Status ensure(const std::vector<std::string> &bridges);
    /// Nothing unless ensure() had switched it on. A bridge of others that came since then may count on it (Docker,
    /// libvirt and LXC leave it as they find it when it is on): then it stays on.
    void restore(const std::vector<std::string> &bridges);
    static bool isOn();
    static bool canBeSet();
    /// Whether packets that come in through this interface are forwarded.
    static Status setInterface(const std::string &interface, bool on);

private:
    int m_directory;
};

} // namespace taper::network
