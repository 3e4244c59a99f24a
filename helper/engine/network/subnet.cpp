// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/subnet.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstdio>

namespace taper::network {

namespace {
constexpr std::uint8_t bridgePrefix = 20;

constexpr Ipv4 dotted(unsigned a, unsigned b, unsigned c, unsigned d)
{
    return a << 24 | b << 16 | c << 8 | d;
}
} // namespace

std::string formatIpv4(Ipv4 address)
{
    char text[INET_ADDRSTRLEN] = {};
    std::snprintf(text, sizeof text, "%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255,
                  address & 255);
    return text;
}

std::optional<Ipv4> parseIpv4(std::string_view text)
{
    in_addr address{};
    if (inet_pton(AF_INET, std::string(text).c_str(), &address) != 1 || text.find('\0') != text.npos)
        return std::nullopt;
    return ntohl(address.s_addr);
}

Subnet Subnet::of(Ipv4 address, std::uint8_t prefix)
{
    Subnet subnet{0, static_cast<std::uint8_t>(std::min<unsigned>(prefix, 32))};
    subnet.network = address & subnet.mask();
    return subnet;
}

Ipv4 Subnet::mask() const
{
    return prefix == 0 ? 0 : ~Ipv4{0} << (32 - prefix);
}

bool Subnet::overlaps(const Subnet &other) const
{
    return prefix <= other.prefix ? contains(other.network) : other.contains(network);
}

std::string Subnet::text() const
{
    return formatIpv4(network) + "/" + std::to_string(prefix);
}

std::optional<Subnet> freeSubnet(const std::vector<Subnet> &occupied)
{
    struct Range
    {
        Ipv4 first, last;
    };
    constexpr Range ranges[] = {
        {dotted(10, 83, 0, 0), dotted(10, 255, 240, 0)},
        {dotted(10, 0, 0, 0), dotted(10, 82, 240, 0)},
        {dotted(172, 16, 0, 0), dotted(172, 31, 240, 0)},
        {dotted(192, 168, 0, 0), dotted(192, 168, 240, 0)},
    };
    for (const auto &range : ranges) {
        for (Ipv4 network = range.first; network <= range.last; network += 1u << (32 - bridgePrefix)) {
            const Subnet candidate{network, bridgePrefix};
            if (std::none_of(occupied.begin(), occupied.end(),
                             [&](const Subnet &other) { return candidate.overlaps(other); }))
                return candidate;
        }
    }
    return std::nullopt;
}

std::optional<Ipv4> freeAddress(const Subnet &subnet, const std::set<Ipv4> &taken)
{
    for (Ipv4 address = subnet.gateway() + 1; address < subnet.broadcast(); ++address)
        if (!taken.contains(address))
            return address;
    return std::nullopt;
}

std::string macOf(Ipv4 address)
{
    const std::array<std::uint8_t, 6> bytes{0x02,
                                            0x74,
                                            static_cast<std::uint8_t>(address >> 24),
                                            static_cast<std::uint8_t>(address >> 16),
                                            static_cast<std::uint8_t>(address >> 8),
                                            static_cast<std::uint8_t>(address)};
    return formatMac(bytes);
}

std::optional<std::array<std::uint8_t, 6>> parseMac(std::string_view text)
{
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9')
            return c - '0';
        c |= 0x20;
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    if (text.size() != 17)
        return std::nullopt;
    std::array<std::uint8_t, 6> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = digit(text[i * 3]), low = digit(text[i * 3 + 1]);
        if (high < 0 || low < 0 || (i < 5 && text[i * 3 + 2] != ':'))
            return std::nullopt;
        bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    if ((bytes[0] & 1) != 0 || std::all_of(bytes.begin(), bytes.end(), [](auto byte) { return byte == 0; }))
        return std::nullopt;
    return bytes;
}

std::string formatMac(std::span<const std::uint8_t> bytes)
{
    std::string text;
    char pair[4];
    for (const std::uint8_t byte : bytes) {
        std::snprintf(pair, sizeof pair, "%02x", byte);
        text += (text.empty() ? "" : ":") + std::string(pair);
    }
    return text;
}

} // namespace taper::network
