// SPDX-License-Identifier: GPL-3.0-or-later
#include "world.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <nftables/libnftables.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>

namespace rooms {

namespace {
void must(bool good, const char *what)
{
    if (!good)
        qFatal("%s: %s", what, strerror(errno));
}

sockaddr_in inetAddress(Ipv4 address, std::uint16_t port)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    result.sin_addr.s_addr = htonl(address);
    return result;
}

void route(const Subnet &destination, Ipv4 gateway)
{
    Socket socket = netlink();
    Message message(RTM_NEWROUTE, NLM_F_CREATE);
    rtmsg header{.rtm_family = AF_INET,
                 .rtm_dst_len = destination.prefix,
                 .rtm_table = RT_TABLE_MAIN,
                 .rtm_protocol = RTPROT_BOOT,
                 .rtm_type = RTN_UNICAST};
    message.header(header).put(RTA_DST, htonl(destination.network)).put(RTA_GATEWAY, htonl(gateway));
    must(bool(socket.request(message, "route", destination.text())), "route");
}

UniqueFd startConnecting(UniqueFd socket, Ipv4 address, std::uint16_t port)
{
    const sockaddr_in to = inetAddress(address, port);
    const int result = connect(socket.get(), reinterpret_cast<const sockaddr *>(&to), sizeof to);
    must(result == 0 || errno == EINPROGRESS || errno == ENETUNREACH || errno == EHOSTUNREACH, "connect");
    return socket;
}
} // namespace

World::World()
{
    makePair("up0", "wan0");
    Socket socket = netlink();
    Message move(RTM_NEWLINK, 0);
    move.header(ifinfomsg{}).putString(IFLA_IFNAME, "wan0").put(IFLA_NET_NS_FD, room.fd());
    must(bool(socket.request(move, "move", "wan0")), "move wan0");
    setAddress("up0", outerAddress, 24);
    setUp("up0");
    const int done = room.inside([] {
        setAddress("wan0", worldAddress, 24);
        setUp("wan0");
        route({*parseIpv4("10.83.0.0"), 20}, outerAddress);
        return 0;
    });
    must(done == 0, "world");
    route({0, 0}, worldAddress);
}

Guest::Guest(Network &network, const std::string &name, const std::string &id)
{
    const auto chosen = network.choose(name, {});
    if (!chosen)
        qFatal("%s", errorText(chosen.error()).c_str());
    attachment = *chosen;
    if (const Status entered = network.enter(name, attachment); !entered)
        qFatal("%s", errorText(entered.error()).c_str());
    if (const auto plugged = network.plug(id, 1, attachment, room.fd()); !plugged)
        qFatal("%s", errorText(plugged.error()).c_str());
    room.address(attachment, network.gateway());
}

UniqueFd socketIn(const Room &room, int type)
{
    const UniqueFd home(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    must(setns(room.fd(), CLONE_NEWNET) == 0, "setns");
    UniqueFd made(::socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    must(setns(home.get(), CLONE_NEWNET) == 0, "setns");
    must(bool(made), "socket");
    return made;
}

UniqueFd listenIn(const Room &room, Ipv4 address, std::uint16_t port)
{
    UniqueFd server = socketIn(room, SOCK_STREAM);
    const sockaddr_in at = inetAddress(address, port);
    must(bind(server.get(), reinterpret_cast<const sockaddr *>(&at), sizeof at) == 0, "bind");
    must(listen(server.get(), 16) == 0, "listen");
    return server;
}

UniqueFd connectFrom(const Room &room, Ipv4 address, std::uint16_t port)
{
    return startConnecting(socketIn(room, SOCK_STREAM), address, port);
}

UniqueFd connectHere(Ipv4 address, std::uint16_t port)
{
    UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    must(bool(socket), "socket");
    return startConnecting(std::move(socket), address, port);
}

bool isConnected(int socket, int timeoutMs)
{
    pollfd entry{socket, POLLOUT, 0};
    if (poll(&entry, 1, timeoutMs) != 1)
        return false;
    sockaddr_in peer{};
    socklen_t length = sizeof peer;
    return getpeername(socket, reinterpret_cast<sockaddr *>(&peer), &length) == 0;
}

UniqueFd acceptOn(int server, Ipv4 *peer)
{
    pollfd entry{server, POLLIN, 0};
    must(poll(&entry, 1, 2000) == 1, "nobody came");
    sockaddr_in from{};
    socklen_t length = sizeof from;
    UniqueFd accepted(
        accept4(server, reinterpret_cast<sockaddr *>(&from), &length, SOCK_CLOEXEC | SOCK_NONBLOCK));
    must(bool(accepted), "accept");
    if (peer != nullptr)
        *peer = ntohl(from.sin_addr.s_addr);
    return accepted;
}

bool passes(int from, int to, int timeoutMs)
{
    char byte = 'x';
    if (send(from, &byte, 1, MSG_NOSIGNAL) != 1)
        return false;
    pollfd entry{to, POLLIN, 0};
    return poll(&entry, 1, timeoutMs) == 1 && recv(to, &byte, 1, 0) == 1;
}

char sysctl(const std::string &name)
{
    const std::string path = "/proc/sys/net/ipv4/" + name;
    const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    char value = 0;
    must(read(file.get(), &value, 1) == 1, path.c_str());
    return value;
}

void setSysctl(const std::string &name, char value)
{
    const std::string path = "/proc/sys/net/ipv4/" + name;
    const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    must(write(file.get(), &value, 1) == 1, path.c_str());
}

std::string nft(std::string commands)
{
    nft_ctx *context = nft_ctx_new(NFT_CTX_DEFAULT);
    nft_ctx_buffer_output(context);
    nft_ctx_buffer_error(context);
    if (commands.starts_with("-a ")) {
        nft_ctx_output_set_flags(context, NFT_CTX_OUTPUT_HANDLE);
        commands.erase(0, 3);
    }
    if (nft_run_cmd_from_buffer(context, commands.c_str()) != 0)
        qFatal("%s", nft_ctx_get_error_buffer(context));
    std::string output = nft_ctx_get_output_buffer(context);
    nft_ctx_free(context);
    return output;
}

bool tableThere(const std::string &name)
{
    const std::string tables = nft("list tables") + "\n";
    return tables.find(" " + name + "\n") != std::string::npos;
}

} // namespace rooms
