// SPDX-License-Identifier: GPL-3.0-or-later
// The one bridge of ours and the cables into it. A link that has the bridge's name but not our mark is
// somebody else's and is never touched. Runs in: helper.
#pragma once
#include "engine/network/links.h"

namespace taper::network {

inline constexpr std::string_view ownAlias = "taper";
bool isOurBridge(const Link &link);
/// "tp<id>g<generation>"; InvalidArgument when that has more than 15 characters (IFNAMSIZ).
Result<std::string> cableName(const std::string &id, std::uint32_t generation);
bool isCableName(std::string_view name);

/// What overlaps may not: all addresses and routes of this namespace, but those of the link `except`.
Result<std::vector<Subnet>> occupiedSubnets(Socket &socket, std::uint32_t except);

/// Bridge with the gateway's address, up; its index. Made if it is not there, completed if it is half made.
Result<std::uint32_t> ensureBridge(Socket &socket, const std::string &name, const Subnet &subnet);
/// Unregistering waits for RCU: 35 ms, not on any container's path.
Status removeBridge(Socket &socket, std::uint32_t index, const std::string &name);
/// One message: the pair, host side up and in the bridge, "eth0" with its MAC already in netnsFd.
Status makeCable(Socket &socket, const std::string &hostSide, std::uint32_t bridge, const std::string &mac,
                 int netnsFd, const std::string &container);

} // namespace taper::network
