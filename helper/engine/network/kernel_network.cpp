// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/kernel_network.h"

#include "core/names.h"
#include "engine/network/topology.h"
#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"

#include <algorithm>
#include <fcntl.h>
#include <linux/rtnetlink.h>
#include <sys/stat.h>

namespace taper::network {

namespace {

constexpr auto lingering = std::chrono::seconds(1); ///< between the last user's leaving and the bridge's end
constexpr auto leavingCheck = std::chrono::milliseconds(100); ///< a dnsmasq that was told to end
constexpr auto foreignDelay = std::chrono::seconds(30); ///< somebody else's port is in our bridge: look again

/// The path goes into dnsmasq's configuration: no character that means something there.
bool isPlainPath(const std::string &path)
{
    return path.starts_with('/') && path.size() < 200 && std::all_of(path.begin(), path.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      std::string_view("/._+-").find(c) != std::string_view::npos;
           });
}

int millisecondsUntil(std::chrono::steady_clock::time_point due, std::chrono::steady_clock::time_point now)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - now).count();
    return static_cast<int>(std::max<std::int64_t>(left, 0));
}

} // namespace

bool isPrivateUser(std::string_view name)
{
    return name.starts_with('.') && checkContainerName(name.substr(1)).has_value();
}

Result<std::unique_ptr<Network>> openNetwork(const Options &options)
{
    return KernelNetwork::open(options);
}

Result<std::unique_ptr<Network>> KernelNetwork::open(const Options &options)
{
    if (!isPlainPath(options.runDirectory))
        return fail(ErrorCode::InvalidArgument, "open the network", options.runDirectory,
                    "the run directory's path may only have letters, digits and ._+-");
    auto socket = Socket::open();
    if (!socket)
        return tl::unexpected(std::move(socket.error()));
    constexpr int groups[] = {RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR};
    auto events = Socket::openEvents(groups);
    if (!events)
        return tl::unexpected(std::move(events.error()));
    auto query = NameQuery::open();
    if (!query)
        return tl::unexpected(std::move(query.error()));
    std::unique_ptr<KernelNetwork> network(
        new KernelNetwork(options, std::move(*socket), std::move(*events), std::move(*query)));
    // So that gateway() is right before the first container chooses.
    if (auto chosen = network->choose({}, {}); !chosen && chosen.error().code != ErrorCode::NetworkNoAddress)
        return tl::unexpected(std::move(chosen.error()));
    return network;
}

Result<std::optional<Link>> KernelNetwork::ownBridge()
{
    auto link = findLink(m_socket, m_options.bridge);
    if (link && *link && !isOurBridge(**link))
        return std::nullopt;
    return link;
}

Result<std::optional<Subnet>> KernelNetwork::subnetOf(const Link &bridge)
{
    auto addresses = readAddresses(m_socket);
    if (!addresses)
        return tl::unexpected(std::move(addresses.error()));
    for (const auto &address : *addresses) {
        if (address.index != bridge.index || !address.ipv4)
            continue;
        if (const Subnet subnet = Subnet::of(*address.ipv4, address.prefix);
            subnet.gateway() == *address.ipv4)
            return subnet;
    }
    return std::nullopt;
}

Status KernelNetwork::prepareDirectory()
{
    if (m_directory)
        return {};
    UniqueFd run(
        kernel::openat(AT_FDCWD, m_options.runDirectory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!run)
        return systemError("open", m_options.runDirectory);
    if (Status made = beneath::makeDirectories(run.get(), "network", 0711); !made)
        return made;
    auto directory = beneath::openDirectory(run.get(), "network");
    if (!directory)
        return tl::unexpected(std::move(directory.error()));
    // dnsmasq's user passes through; nobody lists it.
    if (kernel::fchmod(directory->get(), 0711) < 0)
        return systemError("set the rights of", m_options.runDirectory + "/network");
    m_directory = std::move(*directory);
    m_dnsmasq.emplace(m_options.runDirectory + "/network", m_directory.get());
    m_forwarding.emplace(m_directory.get());
    return {};
}

Status KernelNetwork::checkAttachment(const std::string &container, const Attachment &attachment) const
{
    if (Status checked = checkContainerName(container); !checked && !isPrivateUser(container))
        return checked;
    if (attachment.bridge != m_options.bridge)
        return fail(ErrorCode::NetworkUnknown, "enter network", attachment.bridge,
                    "there is no such network");
    const Subnet subnet = Subnet::of(attachment.address, attachment.prefix);
    if (attachment.prefix < 8 || attachment.prefix > 29 || attachment.address <= subnet.gateway() ||
        attachment.address >= subnet.broadcast() || !parseMac(attachment.mac))
        return fail(ErrorCode::InvalidArgument, "enter network", container,
                    "its address " + formatIpv4(attachment.address) + "/" +
                        std::to_string(attachment.prefix) + " or its MAC is not valid");
    for (const auto &[name, other] : m_users)
        if (name != container && other.address == attachment.address)
            return fail(ErrorCode::NetworkNoAddress, "enter network", container,
                        "its address " + formatIpv4(attachment.address) + " is in use by " + name);
    return {};
}

/// The bridge has this subnet afterwards, or may be made with it.
Status KernelNetwork::ensureSubnet(const std::string &container, const Subnet &subnet)
{
    auto bridge = findLink(m_socket, m_options.bridge);
    if (!bridge)
        return tl::unexpected(std::move(bridge.error()));
    if (*bridge) {
        if (!isOurBridge(**bridge))
            return {}; // ensureBridge says what is wrong
        auto current = subnetOf(**bridge);
        if (!current)
            return tl::unexpected(std::move(current.error()));
        if (*current == subnet)
            return {};
        if (*current && !m_users.empty())
            return fail(ErrorCode::NetworkNoAddress, "enter network", container,
                        "its address lies in " + subnet.text() + ", but the bridge has " + (*current)->text(),
                        "Stop the other containers, or let it have another address: taperctl set " +
                            container + " address=auto.");
        if (*current) {
            m_bridge = (*bridge)->index;
            removeAll();
        }
    }
    auto occupied = occupiedSubnets(m_socket, *bridge ? (*bridge)->index : 0);
    if (!occupied)
        return tl::unexpected(std::move(occupied.error()));
    for (const auto &other : *occupied)
        if (subnet.overlaps(other))
            return fail(ErrorCode::NetworkNoAddress, "enter network", container,
                        "its network " + subnet.text() + " overlaps " + other.text() +
                            ", which this computer reaches elsewhere",
                        "Let it have another address (taperctl set " + container +
                            " address=auto), or leave that network.");
    return {};
}

Status KernelNetwork::enter(const std::string &container, const Attachment &attachment)
{
    if (Status checked = checkAttachment(container, attachment); !checked)
        return checked;
    if (Status directory = prepareDirectory(); !directory)
        return directory;
    if (Status program = m_dnsmasq->prepare(); !program)
        return program;
    m_removal.wait(); // it came back within the milliseconds of the bridge's end
    const Subnet subnet = Subnet::of(attachment.address, attachment.prefix);
    if (Status fits = ensureSubnet(container, subnet); !fits)
        return fits;
    auto bridge = ensureBridge(m_socket, m_options.bridge, subnet);
    if (!bridge)
        return tl::unexpected(std::move(bridge.error()));
    m_bridge = *bridge;
    m_subnet = subnet;
    Status done = ensureService(); // first: it comes up while the rest is done
    if (done)
        done = ensureOutside();
    if (done && !isPrivateUser(container))
        done = m_names.put(container, attachment);
    if (!done) {
        if (m_users.empty())
            removeAll();
        return done;
    }
    if (m_names.takeStale())
        (void)m_dnsmasq->readAgain();
    m_query.forget(container);
    m_users[container] = attachment;
    m_removeAt.reset();
    return {};
}

Result<std::string> KernelNetwork::plug(const std::string &id, std::uint32_t generation,
                                        const Attachment &attachment, int netnsFd)
{
    auto name = cableName(id, generation);
    if (!name)
        return name;
    std::string container = id;
    for (const auto &[user, other] : m_users)
        if (other.address == attachment.address)
            container = user;
    if (m_bridge == 0)
        return fail(ErrorCode::NetworkUnknown, "plug", container, "the bridge is not there");
    if (Status made = makeCable(m_socket, *name, m_bridge, attachment.mac, netnsFd, container); !made)
        return tl::unexpected(std::move(made.error()));
    return name;
}

void KernelNetwork::leave(const std::string &container)
{
    if (m_users.erase(container) == 0)
        return;
    m_names.remove(container);
    m_query.forget(container);
    if (m_users.empty())
        m_removeAt = Clock::now() + lingering;
}

bool KernelNetwork::hasOtherUsers(const std::string &container) const
{
    return std::any_of(m_users.begin(), m_users.end(),
                       [&](const auto &user) { return user.first != container; });
}

Status KernelNetwork::adopt(const std::vector<std::pair<std::string, Attachment>> &running)
{
    if (Status directory = prepareDirectory(); !directory)
        return directory;
    // Without the program there may still be a bridge to remove.
    const Status program = m_dnsmasq->prepare();
    auto bridge = ownBridge();
    if (!bridge)
        return tl::unexpected(std::move(bridge.error()));
    m_bridge = *bridge ? (*bridge)->index : 0;
    if (running.empty()) {
        removeAll();
        return {};
    }
    m_subnet = Subnet::of(running.front().second.address, running.front().second.prefix);
    Status first = program ? takeOver(running) : program;
    // They use the bridge whatever went wrong: only their leaving may take it away.
    for (const auto &[name, attachment] : running)
        m_users.try_emplace(name, attachment);
    return first;
}

Status KernelNetwork::takeOver(const std::vector<std::pair<std::string, Attachment>> &running)
{
    if (Status opened = m_names.open(m_directory.get(), m_dnsmasq->group()); !opened)
        return opened;
    if (m_dnsmasq->adopt(service())) {
        m_startedAt = Clock::now();
        serviceReady();
        if (Status connected = m_query.connectTo(m_subnet.gateway()); !connected)
            return connected;
    }
    std::set<std::string> names;
    for (const auto &[name, attachment] : running)
        names.insert(name);
    m_names.keepOnly(names);
    Status first;
    for (const auto &[name, attachment] : running) {
        Status entered = enter(name, attachment);
        if (!entered && first)
            first = std::move(entered);
    }
    return first;
}

std::optional<int> KernelNetwork::housekeeping()
{
    const auto now = Clock::now();
    (void)m_removal.underWay();
    if (m_removal.takeFailed() && m_users.empty())
        m_removeAt = now;
    if (m_removeAt && *m_removeAt <= now)
        removeAll(Wait::No);
    if (m_dnsmasq && !m_users.empty())
        revive();
    std::optional<Clock::time_point> due = m_removeAt;
    if (m_dnsmasq && !m_dnsmasq->hasLeft() && (!due || now + leavingCheck < *due))
        due = now + leavingCheck;
    if (m_reviveAt && (!due || *m_reviveAt < *due))
        due = m_reviveAt;
    if (!due)
        return std::nullopt;
    return millisecondsUntil(*due, now);
}

/// A bridge that somebody plugged something else into stays, with its address; it is looked at again later.
void KernelNetwork::removeAll(Wait wait)
{
    m_removeAt.reset();
    m_reviveAt.reset();
    removeOutside();
    if (m_dnsmasq) {
        m_query.disconnect();
        m_dnsmasq->stop(wait == Wait::Yes);
        for (const char *folder : {"hosts", "dhcp"})
            (void)beneath::removeTree(m_directory.get(), folder);
    }
    auto bridge = ownBridge();
    auto links = readLinks(m_socket);
    if (!bridge || !links || !*bridge) {
        m_bridge = 0;
        return;
    }
    const bool foreignPort = std::any_of(links->begin(), links->end(), [&](const Link &link) {
        return link.master == (*bridge)->index && !isCableName(link.name);
    });
    if (foreignPort) {
        m_removeAt = Clock::now() + foreignDelay;
        return;
    }
    if (wait == Wait::No && m_removal.begin((*bridge)->index))
        m_query.watch(m_removal.pidFd());
    else
        (void)removeBridge(m_socket, (*bridge)->index, m_options.bridge);
    m_bridge = 0;
}

void KernelNetwork::shutdown()
{
    m_users.clear();
    m_removal.wait();
    removeAll();
    m_removeAt.reset();
}

Result<Topology> KernelNetwork::topology(const std::vector<Member> &members)
{
    return readTopology(m_socket, members);
}

Result<std::vector<BridgeInfo>> KernelNetwork::bridges()
{
    auto bridges = readBridges(m_socket);
    if (!bridges)
        return bridges;
    bool there = false;
    for (auto &bridge : *bridges) {
        there = there || bridge.name == m_options.bridge;
        if (bridge.name == m_options.bridge && bridge.owner == ownAlias)
            bridge.nat = m_options.nat;
    }
    if (!there)
        bridges->push_back({.name = m_options.bridge,
                            .kind = "bridge",
                            .owner = std::string(ownAlias),
                            .address = {},
                            .state = "absent",
                            .ports = {},
                            .nat = m_options.nat});
    return bridges;
}

} // namespace taper::network
