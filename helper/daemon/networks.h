// SPDX-License-Identifier: GPL-3.0-or-later
// network.list and network.set; what is set of a bridge is saved in networks.json of the state directory.
// Runs in: helper.
#pragma once
#include "daemon/router.h"
#include "engine/network/network.h"

namespace taper::daemon {

/// Of taper0, as saved; NAT is on where nothing was saved yet, and off where that cannot be read: what was meant to
/// be closed must not open by a broken file.
bool savedNat(int stateDirectory);

class Networks
{
public:
    Networks(network::Network &network, int stateDirectory, std::function<void()> changed)
        : m_network(network), m_stateDirectory(stateDirectory), m_changed(std::move(changed))
    {
    }
    void addTo(Router &router);

private:
    void list(Call call);
    void set(Call call);
    Status setNat(const std::string &name, bool nat);

    network::Network &m_network;
    int m_stateDirectory;
    std::function<void()> m_changed;
};

} // namespace taper::daemon
