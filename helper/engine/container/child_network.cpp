// SPDX-License-Identifier: GPL-3.0-or-later
// The container's own network, set from inside its namespace before its init runs: a few rtnetlink messages
// (rtnetlink(7)) written in place, for the monitor links no libnl. And the resolver's file, where the image
// has none. Runs in: monitor's child, in the container's namespaces, as its root.
#include "engine/container/launch_child.h"

#include <cstdio>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace taper::launch {

namespace {

/// One request with its attributes.
struct Request
{
    alignas(nlmsghdr) char bytes[256] = {};
    nlmsghdr *head() { return reinterpret_cast<nlmsghdr *>(bytes); }

    template <typename Body> Request(unsigned short type, unsigned short flags, const Body &body)
    {
        head()->nlmsg_type = type;
        head()->nlmsg_flags = static_cast<unsigned short>(NLM_F_REQUEST | NLM_F_ACK | flags);
        head()->nlmsg_len = NLMSG_LENGTH(sizeof body);
        std::memcpy(NLMSG_DATA(head()), &body, sizeof body);
    }
    void add(unsigned short type, const void *data, std::size_t length)
    {
        auto *attribute = reinterpret_cast<rtattr *>(bytes + NLMSG_ALIGN(head()->nlmsg_len));
        attribute->rta_type = type;
        attribute->rta_len = static_cast<unsigned short>(RTA_LENGTH(length));
        std::memcpy(RTA_DATA(attribute), data, length);
        head()->nlmsg_len = unsigned(NLMSG_ALIGN(head()->nlmsg_len) + RTA_ALIGN(attribute->rta_len));
    }
};

/// Sends it; the kernel answers at once. The answer's length, or the end.
ssize_t ask(Child &child, Request &request, void *answer, std::size_t capacity, const char *what)
{
    child.check(::send(child.netlink, request.bytes, request.head()->nlmsg_len, 0), what);
    const ssize_t length = child.check(::recv(child.netlink, answer, capacity, 0), what);
    const auto *head = static_cast<const nlmsghdr *>(answer);
    if (length < ssize_t(sizeof(nlmsghdr)))
        child.fail(EPROTO, what);
    if (head->nlmsg_type == NLMSG_ERROR && length >= ssize_t(NLMSG_LENGTH(sizeof(nlmsgerr)))) {
        const int error = static_cast<const nlmsgerr *>(NLMSG_DATA(head))->error;
        if (error != 0)
            child.fail(-error, what);
    }
    return length;
}

void tell(Child &child, Request &request, const char *what)
{
    alignas(nlmsghdr) char answer[512];
    if (kernel::faultNow())
        child.fail(errno, what);
    ask(child, request, answer, sizeof answer, what);
}

void setUp(Child &child, int index, const char *what)
{
    ifinfomsg link{};
    link.ifi_index = index;
    link.ifi_flags = link.ifi_change = IFF_UP;
    Request request(RTM_NEWLINK, 0, link);
    tell(child, request, what);
}

int indexOf(Child &child, const char *name)
{
    ifinfomsg link{};
    Request request(RTM_GETLINK, 0, link);
    request.head()->nlmsg_flags = NLM_F_REQUEST; // the answer is the link itself or an error
    request.add(IFLA_IFNAME, name, std::strlen(name) + 1);
    alignas(nlmsghdr) char answer[8192];
    ask(child, request, answer, sizeof answer, "look for eth0");
    const auto *head = reinterpret_cast<const nlmsghdr *>(answer);
    if (head->nlmsg_type != RTM_NEWLINK)
        child.fail(EPROTO, "look for eth0");
    return static_cast<const ifinfomsg *>(NLMSG_DATA(head))->ifi_index;
}

void addAddress(Child &child, int index)
{
    ifaddrmsg message{};
    message.ifa_family = AF_INET;
    message.ifa_prefixlen = static_cast<unsigned char>(child.plan.prefix);
    message.ifa_index = unsigned(index);
    Request request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, message);
    const std::uint32_t hostBits =
        child.plan.prefix >= 32 ? 0 : __builtin_bswap32(0xffffffffU >> child.plan.prefix);
    const std::uint32_t broadcast = child.plan.address | hostBits;
    request.add(IFA_LOCAL, &child.plan.address, 4);
    request.add(IFA_ADDRESS, &child.plan.address, 4);
    if (child.plan.prefix < 31)
        request.add(IFA_BROADCAST, &broadcast, 4);
    tell(child, request, "add the address");
}

void addDefaultRoute(Child &child)
{
    rtmsg message{};
    message.rtm_family = AF_INET;
    message.rtm_table = RT_TABLE_MAIN;
    message.rtm_protocol = RTPROT_BOOT;
    message.rtm_type = RTN_UNICAST;
    Request request(RTM_NEWROUTE, NLM_F_CREATE, message);
    request.add(RTA_GATEWAY, &child.plan.gateway, 4);
    tell(child, request, "add the default route");
}

/// ICMP sockets for everybody inside, else ping needs a capability there. A namespace begins with "1 0":
/// nobody.
void permitPing(Child &child)
{
    const int file = openBeneath(child.proc, "sys/net/ipv4/ping_group_range", O_WRONLY);
    if (file < 0)
        return; // a kernel without IPv4's ping sockets
    char range[32];
    const std::uint32_t last = child.plan.idCount - 1 > 0x7fffffffU ? 0x7fffffffU : child.plan.idCount - 1;
    const int length = std::snprintf(range, sizeof range, "0 %u", last);
    child.check(kernel::write(file, range, std::size_t(length)), "ping_group_range");
    ::close(file);
}

} // namespace

void bringLoopbackUp(Child &child)
{
    child.netlink =
        child.check(kernel::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), "netlink socket");
    setUp(child, 1, "loopback up"); // its index is 1 in every namespace
}

void configureAddress(Child &child)
{
    child.begin(LaunchStep::Address);
    permitPing(child);
    if (child.plan.network) {
        const int index = indexOf(child, "eth0");
        setUp(child, index, "eth0 up");
        if (child.plan.address)
            addAddress(child, index);
        if (child.plan.gateway)
            addDefaultRoute(child);
    }
    ::close(child.netlink);
    child.done();
}

void writeResolvConf(Child &child)
{
    if (child.plan.resolvConf[0] == 0)
        return;
    child.begin(LaunchStep::ResolvConf);
    const int directory = openBeneath(child.root, "etc", O_PATH | O_DIRECTORY);
    if (directory >= 0) {
        // A link (systemd-resolved's) or a file with something in it is the image's own choice.
        int file = openBeneath(directory, "resolv.conf", O_WRONLY | O_NONBLOCK);
        struct stat status;
        if (file < 0 && errno == ENOENT)
            file = ::openat(directory, "resolv.conf", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                            0644);
        if (file >= 0 && ::fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size == 0)
            child.check(kernel::write(file, child.plan.resolvConf, std::strlen(child.plan.resolvConf)),
                        "resolv.conf");
        if (file >= 0)
            ::close(file);
        ::close(directory);
    }
    child.done();
}

} // namespace taper::launch
