// SPDX-License-Identifier: GPL-3.0-or-later
// The smallest piece of DNS (RFC 1035): a question for one name's address, and whether a datagram answers it.
// Answers are foreign bytes: every step is checked against their end.
// Runs in: helper. Pure.
#pragma once
#include "engine/network/network.h"
#include <span>

namespace taper::network {

inline constexpr std::size_t maximumDnsMessage = 512; ///< over UDP without EDNS

/// A question for the A record of a single label ("web").
std::vector<std::uint8_t> dnsQuestion(std::uint16_t id, std::string_view name);

struct DnsAnswer
{
    std::uint16_t id = 0;
    std::string name;            ///< what was asked, in lower case
    std::vector<Ipv4> addresses; ///< empty: there is no such name (yet)
};
/// Nothing when the bytes are no answer to a question of ours.
std::optional<DnsAnswer> parseDnsAnswer(std::span<const std::uint8_t> bytes);

std::string lowerCase(std::string_view text); ///< ASCII, as DNS compares

} // namespace taper::network
