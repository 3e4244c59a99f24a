// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/addresses.h"

#include "engine/network/subnet.h"
#include <map>

namespace taper::daemon {

using network::Ipv4;
using protocol::Json;

namespace {
/// What is not valid may hold anything: it is shown on terminals.
std::string shown(const std::string &text)
{
    std::string result;
    for (char c : text.substr(0, 40))
        result += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    return result;
}

/// A field that is a string or null; nothing when it is not there.
Result<std::optional<std::optional<std::string>>> textOrNull(const Json &params, const char *field)
{
    const auto found = params.find(field);
    if (found == params.end())
        return std::optional<std::optional<std::string>>();
    if (found->is_null())
        return std::optional(std::optional<std::string>());
    if (!found->is_string())
        return fail(ErrorCode::InvalidArgument, field, "", "must be a string, or null to let it be chosen");
    return std::optional(std::optional(found->get<std::string>()));
}

/// Who has which address and MAC.
struct Holders
{
    std::map<Ipv4, std::string> addresses;
    std::map<std::string, std::string> macs;

    explicit Holders(const std::vector<storage::ContainerRecord> &others)
    {
        for (const auto &other : others) {
            if (const auto address = network::parseIpv4(other.address))
                addresses.emplace(*address, other.name);
            if (const auto mac = network::parseMac(other.mac))
                macs.emplace(network::formatMac(*mac), other.name);
        }
    }
    std::set<Ipv4> taken() const
    {
        std::set<Ipv4> result;
        for (const auto &[address, name] : addresses)
            result.insert(address);
        return result;
    }
};

tl::unexpected<Error> taken(const std::string &container, const std::string &value, const std::string &holder)
{
    return fail(ErrorCode::NetworkAddressTaken, "set the address of", container,
                value + " belongs to " + holder, "Choose another one, or let it be chosen: auto.");
}

/// The address's own MAC, or, if somebody asked for just that one, the next of the same shape.
std::string freeMac(Ipv4 address, const Holders &holders)
{
    auto bytes = *network::parseMac(network::macOf(address));
    while (holders.macs.contains(network::formatMac(bytes)))
        ++bytes[1];
    return network::formatMac(bytes);
}

Result<network::Attachment> attach(network::Network &network, const Holders &holders, const AddressWish &wish,
                                   const storage::ContainerRecord &record)
{
    const auto current = network::parseIpv4(record.address);
    if (wish.address && *wish.address) {
        const Ipv4 address = **wish.address;
        if (const auto holder = holders.addresses.find(address); holder != holders.addresses.end())
            return taken(record.name, network::formatIpv4(address), holder->second);
        return network.fixed(record.name, address, holders.taken());
    }
    if (!wish.address && current)
        return network::Attachment{record.network, *current, record.prefix, record.mac};
    return network.choose(record.name, holders.taken());
}
} // namespace

Result<AddressWish> readAddressWish(const Json &params)
{
    AddressWish wish;
    auto address = textOrNull(params, "address");
    auto mac = textOrNull(params, "mac");
    if (!address || !mac)
        return tl::unexpected(address ? mac.error() : address.error());
    if (*address) {
        wish.address.emplace();
        if (**address && !(*wish.address = network::parseIpv4(***address)))
            return fail(ErrorCode::InvalidArgument, "set the address of", "",
                        "'" + shown(***address) + "' is no IPv4 address",
                        "Write four numbers with dots, for example 10.83.0.50.");
    }
    if (*mac) {
        wish.mac.emplace();
        if (**mac) {
            const auto bytes = network::parseMac(***mac);
            if (!bytes)
                return fail(
                    ErrorCode::InvalidArgument, "set the address of", "",
                    "'" + shown(***mac) + "' is no unicast MAC address",
                    "Write six bytes with colons, the first an even number, for example 02:00:00:12:34:56.");
            *wish.mac = network::formatMac(*bytes);
        }
    }
    return wish;
}

Status settleAddress(network::Network &network, const std::vector<storage::ContainerRecord> &others,
                     const AddressWish &wish, storage::ContainerRecord &record)
{
    if (record.network.empty()) {
        if (wish.empty())
            return {};
        return fail(ErrorCode::InvalidArgument, "set the address of", record.name, "it has no network");
    }
    const Holders holders(others);
    const auto attachment = attach(network, holders, wish, record);
    if (!attachment)
        return tl::unexpected(attachment.error());
    const bool macFixed = wish.mac ? wish.mac->has_value() : record.macFixed;
    std::string mac = !macFixed ? freeMac(attachment->address, holders) : wish.mac ? **wish.mac : record.mac;
    if (wish.mac && macFixed) {
        if (mac == network::bridgeMac)
            return taken(record.name, mac, "the bridge");
        if (const auto holder = holders.macs.find(mac); holder != holders.macs.end())
            return taken(record.name, mac, holder->second);
    }
    if (wish.address)
        record.addressFixed = wish.address->has_value();
    record.macFixed = macFixed;
    record.address = network::formatIpv4(attachment->address);
    record.prefix = attachment->prefix;
    record.mac = std::move(mac);
    return {};
}

std::optional<network::Attachment> attachmentOf(const storage::ContainerRecord &record)
{
    const auto address = network::parseIpv4(record.address);
    if (!address || record.network.empty())
        return std::nullopt;
    return network::Attachment{record.network, *address, record.prefix, record.mac};
}

} // namespace taper::daemon
