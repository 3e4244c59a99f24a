// SPDX-License-Identifier: GPL-3.0-or-later
// A room that stands for the internet, behind the namespace that stands for this computer; containers as plugged
// rooms; sockets in any of them. Sockets stay in the namespace they were made in, so one process holds all of them.
#pragma once
#include "rooms.h"

namespace rooms {

inline constexpr Ipv4 outerAddress = 0xCB007101; ///< 203.0.113.1, this computer's
inline constexpr Ipv4 worldAddress = 0xCB007102; ///< 203.0.113.2

/// up0 here, wan0 there, a default route here, and there a route to the containers' network.
class World
{
public:
    World();
    Room room;
};

/// Chosen, entered, plugged, eth0 up.
class Guest
{
public:
    Guest(Network &network, const std::string &name, const std::string &id);
    Room room;
    Attachment attachment;
};

UniqueFd socketIn(const Room &room, int type);
UniqueFd listenIn(const Room &room, Ipv4 address, std::uint16_t port);
/// Begins to connect; isConnected tells.
UniqueFd connectFrom(const Room &room, Ipv4 address, std::uint16_t port);
UniqueFd connectHere(Ipv4 address, std::uint16_t port);
bool isConnected(int socket, int timeoutMs);
UniqueFd acceptOn(int server, Ipv4 *peer = nullptr);
/// A byte written here arrives there.
bool passes(int from, int to, int timeoutMs);

char sysctl(const std::string &name); ///< the first character of /proc/sys/net/ipv4/<name>
void setSysctl(const std::string &name, char value);
/// What nft(8) would print; aborts the test when it fails. A leading "-a " shows handles.
std::string nft(std::string commands);
bool tableThere(const std::string &name);

} // namespace rooms
