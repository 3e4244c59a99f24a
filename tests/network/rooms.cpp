// SPDX-License-Identifier: GPL-3.0-or-later
#include "rooms.h"

#include "engine/network/dns_message.h"

#include <arpa/inet.h>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <netdb.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace rooms {

namespace {
void must(bool good, const char *what)
{
    if (!good)
        qFatal("%s: %s", what, strerror(errno));
}
void must(const Status &status, const char *what)
{
    if (!status)
        qFatal("%s: %s", what, errorText(status.error()).c_str());
}
std::uint32_t indexOf(const std::string &name)
{
    const auto found = link(name);
    must(found.has_value(), name.c_str());
    return found->index;
}
} // namespace

std::string errorText(const Error &error)
{
    return std::string(errorCodeName(error.code)) + ": " + error.message() + " | " + error.hint;
}

void leaveTheMachine()
{
    must(unshare(CLONE_NEWNET | CLONE_NEWNS) == 0, "unshare");
    must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "private mounts");
    setUp("lo");
}

Room::Room()
{
    const UniqueFd home(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    must(unshare(CLONE_NEWNET) == 0, "unshare");
    m_fd.reset(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    setUp("lo");
    must(setns(home.get(), CLONE_NEWNET) == 0, "setns");
}

Room Room::here()
{
    return Room(UniqueFd(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)));
}

pid_t Room::begin(const std::function<int()> &action) const
{
    const pid_t child = fork();
    must(child >= 0, "fork");
    if (child == 0) {
        if (setns(m_fd.get(), CLONE_NEWNET) != 0)
            _exit(255);
        _exit(action());
    }
    return child;
}

int end(pid_t child)
{
    int status = 0;
    must(waitpid(child, &status, 0) == child, "waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int Room::inside(const std::function<int()> &action) const
{
    return end(begin(action));
}

void Room::address(const Attachment &attachment, Ipv4 gateway) const
{
    const int done = inside([&] {
        setUp("eth0");
        setAddress("eth0", attachment.address, attachment.prefix);
        Socket socket = netlink();
        Message route(RTM_NEWROUTE, NLM_F_CREATE);
        rtmsg header{.rtm_family = AF_INET,
                     .rtm_table = RT_TABLE_MAIN,
                     .rtm_protocol = RTPROT_BOOT,
                     .rtm_type = RTN_UNICAST};
        route.header(header).put(RTA_GATEWAY, htonl(gateway));
        must(socket.request(route, "default route", {}), "default route");
        return 0;
    });
    QCOMPARE(done, 0);
}

RunDirectory::RunDirectory()
{
    char pattern[] = "/tmp/taper-test-network.XXXXXX";
    must(mkdtemp(pattern) != nullptr, "mkdtemp");
    must(chmod(pattern, 0711) == 0, "chmod");
    path = pattern;
}

RunDirectory::~RunDirectory()
{
    if (const pid_t left = dnsmasqOf(*this)) {
        qWarning("a dnsmasq was left behind");
        kill(left, SIGKILL);
    }
    std::filesystem::remove_all(path);
}

std::unique_ptr<Network> open(const RunDirectory &directory, bool nat)
{
    auto network = openNetwork({.runDirectory = directory.path, .nat = nat});
    if (!network)
        qFatal("%s", errorText(network.error()).c_str());
    return std::move(*network);
}

bool resolves(Network &network, const std::string &container)
{
    QDeadlineTimer deadline(5000);
    while (!deadline.hasExpired()) {
        if (const Status asked = network.askName(container); !asked)
            return false;
        pollfd entry{network.resolverFd(), POLLIN, 0};
        (void)poll(&entry, 1, 5);
        for (const auto &name : network.namesAnswered())
            if (name == container)
                return true;
    }
    return false;
}

Ipv4 look(const std::string &name, Ipv4 server)
{
    const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(53);
    to.sin_addr.s_addr = htonl(server);
    must(connect(socket.get(), reinterpret_cast<sockaddr *>(&to), sizeof to) == 0, "connect");
    const auto question = dnsQuestion(7, name);
    (void)!send(socket.get(), question.data(), question.size(), 0);
    pollfd entry{socket.get(), POLLIN, 0};
    std::uint8_t bytes[512];
    if (poll(&entry, 1, 1000) != 1)
        return 0;
    const ssize_t length = recv(socket.get(), bytes, sizeof bytes, 0);
    if (length <= 0)
        return 0;
    const auto answer = parseDnsAnswer({bytes, static_cast<std::size_t>(length)});
    return answer && !answer->addresses.empty() ? answer->addresses.front() : 0;
}

Ipv4 lookAsProgramsDo(const std::string &name, Ipv4 server)
{
    // A mount namespace of this (child) process only: resolv.conf as a container has it.
    char file[] = "/tmp/taper-test-resolv.XXXXXX";
    const UniqueFd made(mkostemp(file, O_CLOEXEC));
    const std::string text = "nameserver " + formatIpv4(server) + "\noptions timeout:2 attempts:1\n";
    must(write(made.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()), "write");
    must(unshare(CLONE_NEWNS) == 0 && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0,
         "unshare");
    must(mount(file, "/etc/resolv.conf", nullptr, MS_BIND, nullptr) == 0, "bind resolv.conf");
    unlink(file);
    addrinfo hints{}, *found = nullptr;
    hints.ai_family = AF_UNSPEC; // A and AAAA, as most programs ask
    hints.ai_socktype = SOCK_DGRAM;
    if (getaddrinfo(name.c_str(), nullptr, &hints, &found) != 0)
        return 0;
    Ipv4 address = 0;
    for (const addrinfo *entry = found; entry != nullptr; entry = entry->ai_next)
        if (entry->ai_family == AF_INET)
            address = ntohl(reinterpret_cast<sockaddr_in *>(entry->ai_addr)->sin_addr.s_addr);
    freeaddrinfo(found);
    return address;
}

pid_t dnsmasqOf(const RunDirectory &directory)
{
    pid_t pid = 0;
    std::ifstream(directory.path + "/network/dnsmasq.pid") >> pid;
    if (pid <= 0)
        return 0;
    std::string command;
    std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/cmdline"), command);
    return command.find("dnsmasq") != std::string::npos ? pid : 0;
}

Socket netlink()
{
    auto socket = Socket::open();
    if (!socket)
        qFatal("%s", errorText(socket.error()).c_str());
    return std::move(*socket);
}

std::optional<Link> link(const std::string &name)
{
    Socket socket = netlink();
    const auto found = findLink(socket, name);
    if (!found)
        qFatal("%s", errorText(found.error()).c_str());
    return *found;
}

std::vector<std::string> addressesOf(const std::string &name)
{
    Socket socket = netlink();
    const auto index = indexOf(name);
    std::vector<std::string> texts;
    const auto addresses = readAddresses(socket);
    if (!addresses)
        qFatal("%s", errorText(addresses.error()).c_str());
    for (const auto &address : *addresses)
        if (address.index == index)
            texts.push_back(address.text);
    return texts;
}

void makeBridge(const std::string &name, const std::string &alias)
{
    Socket socket = netlink();
    Message message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    message.header(ifinfomsg{}).putString(IFLA_IFNAME, name);
    message.nest(IFLA_LINKINFO, [](Message &info) { info.putString(IFLA_INFO_KIND, "bridge"); });
    must(socket.request(message, "make bridge", name), "make bridge");
    if (alias.empty())
        return;
    Message second(RTM_NEWLINK, 0);
    second.header(ifinfomsg{}).putString(IFLA_IFNAME, name).putString(IFLA_IFALIAS, alias);
    must(socket.request(second, "alias", name), "alias");
}

void makePair(const std::string &name, const std::string &peer)
{
    Socket socket = netlink();
    Message message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
    message.header(ifinfomsg{}).putString(IFLA_IFNAME, name);
    message.nest(IFLA_LINKINFO, [&](Message &info) {
        info.putString(IFLA_INFO_KIND, "veth");
        info.nest(IFLA_INFO_DATA, [&](Message &data) {
            data.nest(VETH_INFO_PEER,
                      [&](Message &end) { end.header(ifinfomsg{}).putString(IFLA_IFNAME, peer); });
        });
    });
    must(socket.request(message, "make pair", name), "make pair");
}

void setAddress(const std::string &name, Ipv4 address, int prefix)
{
    Socket socket = netlink();
    Message message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
    ifaddrmsg header{};
    header.ifa_family = AF_INET;
    header.ifa_prefixlen = static_cast<std::uint8_t>(prefix);
    header.ifa_index = indexOf(name);
    message.header(header).put(IFA_LOCAL, htonl(address)).put(IFA_ADDRESS, htonl(address));
    must(socket.request(message, "address", name), "address");
}

void setUp(const std::string &name)
{
    Socket socket = netlink();
    Message message(RTM_NEWLINK, 0);
    ifinfomsg header{};
    header.ifi_flags = header.ifi_change = IFF_UP;
    message.header(header).putString(IFLA_IFNAME, name);
    must(socket.request(message, "up", name), "up");
}

void addRoute(const Subnet &destination, const std::string &interface)
{
    Socket socket = netlink();
    Message message(RTM_NEWROUTE, NLM_F_CREATE);
    rtmsg header{.rtm_family = AF_INET,
                 .rtm_dst_len = destination.prefix,
                 .rtm_table = RT_TABLE_MAIN,
                 .rtm_protocol = RTPROT_BOOT,
                 .rtm_scope = RT_SCOPE_LINK,
                 .rtm_type = RTN_UNICAST};
    message.header(header).put(RTA_DST, htonl(destination.network)).put(RTA_OIF, indexOf(interface));
    must(socket.request(message, "route", destination.text()), "route");
}

} // namespace rooms
