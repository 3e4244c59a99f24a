// SPDX-License-Identifier: GPL-3.0-or-later
// Network namespaces for tests: one that stands for the machine, and rooms that stand for containers.
// The real machine's network is never touched: everything begins with leaveTheMachine().
#pragma once
#include "engine/network/links.h"
#include <QtTest>
#include <functional>

namespace rooms {

using namespace taper;
using namespace taper::network;

/// A fresh network namespace with loopback up; mounts of this process are private from now on.
void leaveTheMachine();

/// A container's network namespace. It lives as long as its descriptor.
class Room
{
public:
    Room();
    static Room here(); ///< the namespace that stands for the machine
    int fd() const { return m_fd.get(); }
    /// Runs in a child inside the room; what it returns, or -1.
    int inside(const std::function<int()> &action) const;
    /// The same, without waiting: the child's pid.
    pid_t begin(const std::function<int()> &action) const;
    /// eth0 up with this address, and the default route: what a container's first steps do.
    void address(const Attachment &attachment, Ipv4 gateway) const;

private:
    explicit Room(UniqueFd fd) : m_fd(std::move(fd)) {}
    UniqueFd m_fd;
};
int end(pid_t child); ///< its exit status, -1 when a signal ended it

/// A directory that dnsmasq's user may enter, removed at the end.
class RunDirectory
{
public:
    RunDirectory();
    ~RunDirectory();
    std::string path;
};

std::unique_ptr<Network> open(const RunDirectory &directory, bool nat = true);
/// Asks until it is answered, as the helper does; false after five seconds.
bool resolves(Network &network, const std::string &container);
/// The A record that dnsmasq gives for a name right now, 0 without one.
Ipv4 look(const std::string &name, Ipv4 server);
/// What getaddrinfo(3) says in here, with that server in resolv.conf.
Ipv4 lookAsProgramsDo(const std::string &name, Ipv4 server);
pid_t dnsmasqOf(const RunDirectory &directory); ///< 0: none runs

Socket netlink();
std::optional<Link> link(const std::string &name);
std::vector<std::string> addressesOf(const std::string &name);
void makeBridge(const std::string &name, const std::string &alias = {});
void makePair(const std::string &name, const std::string &peer);
void setAddress(const std::string &name, Ipv4 address, int prefix);
void setUp(const std::string &name);
void addRoute(const Subnet &destination, const std::string &interface);
std::string errorText(const Error &error);

} // namespace rooms

/// QVERIFY for a Status or a Result: shows the error.
#define VERIFY_DONE(expression)                                                                              \
    do {                                                                                                     \
        const auto &outcome = (expression);                                                                  \
        QVERIFY2(outcome, outcome ? "" : rooms::errorText(outcome.error()).c_str());                         \
    } while (false)
