// SPDX-License-Identifier: GPL-3.0-or-later
// A route netlink request in a fixed buffer, and the kernel's answer (netlink(7), rtnetlink(7)). Runs in:
// mini7.
#pragma once
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace taper::bench {

class RouteSocket
{
public:
    RouteSocket() : m_fd(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)) {}
    ~RouteSocket() { close(m_fd); }
    RouteSocket(const RouteSocket &) = delete;
    RouteSocket &operator=(const RouteSocket &) = delete;

    /// Both ends in one message: ours up and in the bridge, the other as eth0 in the namespace of pid.
    bool makeCable(const char *name, int bridge, int pid)
    {
        ifinfomsg link{};
        link.ifi_flags = link.ifi_change = IFF_UP;
        begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, link);
        add(IFLA_IFNAME, name, strlen(name) + 1);
        add(IFLA_MASTER, &bridge, sizeof bridge);
        rtattr *info = open(IFLA_LINKINFO);
        add(IFLA_INFO_KIND, "veth", 4);
        rtattr *data = open(IFLA_INFO_DATA);
        rtattr *peer = open(VETH_INFO_PEER);
        const ifinfomsg peerLink{};
        append(&peerLink, sizeof peerLink);
        add(IFLA_NET_NS_PID, &pid, sizeof pid);
        add(IFLA_IFNAME, "eth0", 5);
        for (rtattr *nest : {peer, data, info})
            shut(nest);
        return ask();
    }

    bool switchOn(int index)
    {
        ifinfomsg link{};
        link.ifi_index = index;
        link.ifi_flags = link.ifi_change = IFF_UP;
        begin(RTM_NEWLINK, 0, link);
        return ask();
    }

    bool addAddress(int index, in_addr address, unsigned char prefix)
    {
        ifaddrmsg message{};
        message.ifa_family = AF_INET;
        message.ifa_prefixlen = prefix;
        message.ifa_index = static_cast<unsigned>(index);
        begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, message);
        add(IFA_LOCAL, &address, sizeof address);
        add(IFA_ADDRESS, &address, sizeof address);
        return ask();
    }

    bool addDefaultRoute(in_addr gateway)
    {
        rtmsg message{};
        message.rtm_family = AF_INET;
        message.rtm_table = RT_TABLE_MAIN;
        message.rtm_protocol = RTPROT_BOOT;
        message.rtm_type = RTN_UNICAST;
        begin(RTM_NEWROUTE, NLM_F_CREATE, message);
        add(RTA_GATEWAY, &gateway, sizeof gateway);
        return ask();
    }

private:
    nlmsghdr *header() { return reinterpret_cast<nlmsghdr *>(m_buffer); }

    template <typename Body> void begin(unsigned short type, int flags, const Body &body)
    {
        memset(m_buffer, 0, sizeof m_buffer);
        header()->nlmsg_type = type;
        header()->nlmsg_flags = static_cast<unsigned short>(NLM_F_REQUEST | NLM_F_ACK | flags);
        header()->nlmsg_len = NLMSG_HDRLEN;
        append(&body, sizeof body);
    }

    void append(const void *bytes, std::size_t size)
    {
        memcpy(m_buffer + NLMSG_ALIGN(header()->nlmsg_len), bytes, size);
        header()->nlmsg_len = NLMSG_ALIGN(header()->nlmsg_len) + static_cast<unsigned>(size);
    }

    void add(int type, const void *bytes, std::size_t size)
    {
        rtattr *attribute = open(type);
        append(bytes, size);
        shut(attribute);
    }

    rtattr *open(int type)
    {
        auto *attribute = reinterpret_cast<rtattr *>(m_buffer + NLMSG_ALIGN(header()->nlmsg_len));
        const rtattr empty{RTA_LENGTH(0), static_cast<unsigned short>(type)};
        append(&empty, sizeof empty);
        return attribute;
    }

    void shut(rtattr *attribute)
    {
        attribute->rta_len =
            static_cast<unsigned short>(m_buffer + header()->nlmsg_len - reinterpret_cast<char *>(attribute));
    }

    bool ask()
    {
        alignas(nlmsghdr) char answer[8192];
        if (send(m_fd, m_buffer, header()->nlmsg_len, 0) < 0 || recv(m_fd, answer, sizeof answer, 0) < 0)
            return false;
        const auto *reply = reinterpret_cast<const nlmsghdr *>(answer);
        if (reply->nlmsg_type != NLMSG_ERROR)
            return false;
        errno = -static_cast<const nlmsgerr *>(NLMSG_DATA(reply))->error;
        return errno == 0;
    }

    int m_fd;
    alignas(nlmsghdr) char m_buffer[2048];
};

} // namespace taper::bench
