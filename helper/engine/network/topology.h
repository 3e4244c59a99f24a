// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of the network from the kernel's own lists: this namespace's and, through their nsids, the
// members'. Members are only read: a request with a target nsid that changes something would change the host
// instead. Runs in: helper.
#pragma once
#include "engine/network/links.h"

namespace taper::network {

Result<Topology> readTopology(Socket &socket, const std::vector<Member> &members);
Result<std::vector<BridgeInfo>> readBridges(Socket &socket);

} // namespace taper::network
