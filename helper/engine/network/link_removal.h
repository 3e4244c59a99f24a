// SPDX-License-Identifier: GPL-3.0-or-later
// Removing a bridge keeps its caller for 35 ms (unregister_netdevice waits for RCU). A worker waits in the helper's
// place: it gets the request's bytes and a socket to send them through, and nothing else. Runs in: helper.
#pragma once
#include "engine/network/netlink.h"
#include "engine/sys/process.h"

namespace taper::network {

class LinkRemoval
{
public:
    /// `program`: taper-worker; "" when there is none (tests): then begin() does not.
    explicit LinkRemoval(std::string program) : m_program(std::move(program)) {}

    /// False when it has to be done here.
    bool begin(std::uint32_t index);
    int pidFd() const { return m_process.fd(); }
    /// Reaps it when it has ended.
    bool underWay();
    void wait(); ///< bounded
    /// The worker could not do it: said once, and from then on begin() does not.
    bool takeFailed() { return std::exchange(m_failed, false); }

private:
    bool spawn(int request, int socket);

    std::string m_program;
    PidFd m_process;
    bool m_failed = false;
};

} // namespace taper::network
