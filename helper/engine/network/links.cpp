// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/links.h"

#include <arpa/inet.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>

namespace taper::network {

namespace {

/// Reads a table again when it changed meanwhile (NLM_F_DUMP_INTR), three times at most.
template <typename Row, typename Parse>
Result<std::vector<Row>> readTable(Socket &socket, const Message &message, std::string_view operation,
                                   std::size_t limit, Parse parse)
{
    std::vector<Row> rows;
    for (int attempt = 0;; ++attempt) {
        rows.clear();
        const Status asked = socket.ask(message, operation, {}, [&](const nlmsghdr *answer) {
            if (rows.size() >= limit)
                return;
            if (std::optional<Row> row = parse(answer))
                rows.push_back(std::move(*row));
        });
        if (asked)
            return rows;
        if (asked.error().errnoValue != EINTR)
            return tl::unexpected(asked.error());
        if (attempt == 2)
            return rows; // still changing: what was seen is as good as anything
    }
}

std::optional<Link> parseLink(const nlmsghdr *message)
{
    if (message->nlmsg_type != RTM_NEWLINK || nlmsg_datalen(message) < static_cast<int>(sizeof(ifinfomsg)))
        return std::nullopt;
    const auto *header = static_cast<const ifinfomsg *>(nlmsg_data(message));
    const Attributes attributes(message, sizeof(ifinfomsg), IFLA_MAX);
    Link link;
    link.index = static_cast<std::uint32_t>(header->ifi_index);
    link.flags = header->ifi_flags;
    link.type = header->ifi_type;
    link.name = attributes.text(IFLA_IFNAME);
    link.alias = attributes.text(IFLA_IFALIAS);
    link.mac = formatMac(attributes.bytes(IFLA_ADDRESS));
    link.master = attributes.number<std::uint32_t>(IFLA_MASTER, 0);
    link.peer = attributes.number<std::uint32_t>(IFLA_LINK, 0);
    if (attributes.find(IFLA_LINK_NETNSID) != nullptr)
        link.peerNsid = attributes.number<std::int32_t>(IFLA_LINK_NETNSID, -1);
    link.kind = Attributes(attributes.find(IFLA_LINKINFO), IFLA_INFO_KIND).text(IFLA_INFO_KIND);
    return link;
}

std::optional<LinkAddress> parseAddress(const nlmsghdr *message)
{
    if (message->nlmsg_type != RTM_NEWADDR || nlmsg_datalen(message) < static_cast<int>(sizeof(ifaddrmsg)))
        return std::nullopt;
    const auto *header = static_cast<const ifaddrmsg *>(nlmsg_data(message));
    const Attributes attributes(message, sizeof(ifaddrmsg), IFA_MAX);
    LinkAddress address;
    address.index = header->ifa_index;
    address.prefix = header->ifa_prefixlen;
    // On point-to-point links IFA_ADDRESS is the other side's (rtnetlink(7)).
    auto bytes = attributes.bytes(IFA_LOCAL);
    if (bytes.empty())
        bytes = attributes.bytes(IFA_ADDRESS);
    char text[INET6_ADDRSTRLEN] = {};
    if (header->ifa_family == AF_INET && bytes.size() == 4)
        address.ipv4 = Ipv4{bytes[0]} << 24 | Ipv4{bytes[1]} << 16 | Ipv4{bytes[2]} << 8 | Ipv4{bytes[3]};
    else if (header->ifa_family != AF_INET6 || bytes.size() != 16)
        return std::nullopt;
    if (inet_ntop(header->ifa_family, bytes.data(), text, sizeof text) == nullptr)
        return std::nullopt;
    address.text = std::string(text) + "/" + std::to_string(address.prefix);
    return address;
}

std::optional<Route> parseRoute(const nlmsghdr *message)
{
    if (message->nlmsg_type != RTM_NEWROUTE || nlmsg_datalen(message) < static_cast<int>(sizeof(rtmsg)))
        return std::nullopt;
    const auto *header = static_cast<const rtmsg *>(nlmsg_data(message));
    if (header->rtm_family != AF_INET || header->rtm_type != RTN_UNICAST)
        return std::nullopt;
    const Attributes attributes(message, sizeof(rtmsg), RTA_MAX);
    Route route;
    route.destination = Subnet::of(ntohl(attributes.number<std::uint32_t>(RTA_DST, 0)), header->rtm_dst_len);
    route.interface = attributes.number<std::uint32_t>(RTA_OIF, 0);
    return route;
}

Result<std::int32_t> askNsid(Socket &socket, int netnsFd)
{
    Message message(RTM_GETNSID, 0);
    message.header(rtgenmsg{AF_UNSPEC}).put(NETNSA_FD, netnsFd);
    std::int32_t nsid = NETNSA_NSID_NOT_ASSIGNED;
    Status asked =
        socket.ask(message, "ask for the id of a network namespace", {}, [&](const nlmsghdr *answer) {
            if (answer->nlmsg_type == RTM_NEWNSID)
                nsid = Attributes(answer, NLMSG_ALIGN(sizeof(rtgenmsg)), NETNSA_MAX)
                           .number<std::int32_t>(NETNSA_NSID, NETNSA_NSID_NOT_ASSIGNED);
        });
    if (!asked)
        return tl::unexpected(std::move(asked.error()));
    return nsid;
}

} // namespace

bool Link::up() const
{
    return (flags & IFF_UP) != 0 && (flags & IFF_RUNNING) != 0;
}

Result<std::vector<Link>> readLinks(Socket &socket, Nsid nsid, std::size_t limit)
{
    Message message(RTM_GETLINK, NLM_F_DUMP);
    message.header(ifinfomsg{});
    // No counters, please. Not in another namespace: a filter mask makes the kernel size its buffer by all
    // links of this one (rtnl_calcit), which with 200 containers costs tens of µs for each.
    if (nsid)
        message.put(IFLA_TARGET_NETNSID, *nsid);
    else
        message.put(IFLA_EXT_MASK, std::uint32_t{RTEXT_FILTER_SKIP_STATS});
    return readTable<Link>(socket, message, "list network interfaces", limit, parseLink);
}

Result<std::vector<LinkAddress>> readAddresses(Socket &socket, Nsid nsid, std::size_t limit)
{
    Message message(RTM_GETADDR, NLM_F_DUMP);
    message.header(ifaddrmsg{});
    if (nsid)
        message.put(IFA_TARGET_NETNSID, *nsid);
    return readTable<LinkAddress>(socket, message, "list network addresses", limit, parseAddress);
}

Result<std::vector<Route>> readRoutes(Socket &socket)
{
    Message message(RTM_GETROUTE, NLM_F_DUMP);
    message.header(rtmsg{.rtm_family = AF_INET});
    return readTable<Route>(socket, message, "list routes", SIZE_MAX, parseRoute);
}

Result<std::optional<Link>> findLink(Socket &socket, const std::string &name)
{
    Message message(RTM_GETLINK, 0);
    message.header(ifinfomsg{})
        .put(IFLA_EXT_MASK, std::uint32_t{RTEXT_FILTER_SKIP_STATS})
        .putString(IFLA_IFNAME, name);
    std::optional<Link> link;
    Status asked = socket.ask(message, "look up network interface", name,
                              [&](const nlmsghdr *answer) { link = parseLink(answer); });
    if (!asked && asked.error().errnoValue == ENODEV)
        return std::nullopt;
    if (!asked)
        return tl::unexpected(std::move(asked.error()));
    return link;
}

Result<std::int32_t> nsidOf(Socket &socket, int netnsFd)
{
    Result<std::int32_t> nsid = askNsid(socket, netnsFd);
    if (!nsid || *nsid >= 0)
        return nsid;
    Message message(RTM_NEWNSID, 0);
    message.header(rtgenmsg{AF_UNSPEC}).put(NETNSA_FD, netnsFd).put(NETNSA_NSID, std::int32_t{-1});
    const Status made = socket.request(message, "give an id to a network namespace", {});
    // EEXIST: somebody (a veth that was just made) was faster.
    if (!made && made.error().errnoValue != EEXIST)
        return tl::unexpected(made.error());
    return askNsid(socket, netnsFd);
}

} // namespace taper::network
