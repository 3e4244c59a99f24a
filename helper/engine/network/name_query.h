// SPDX-License-Identifier: GPL-3.0-or-later
// Asks the bridge's resolver for names without ever waiting: one connected, non-blocking UDP socket.
// fd() is an epoll descriptor around it and around dnsmasq's pidfd: it stays the same while both change, so
// that the helper's loop watches one thing. Runs in: helper.
#pragma once
#include "engine/network/dns_message.h"
#include <map>

namespace taper::network {

class NameQuery
{
public:
    static Result<NameQuery> open();
    int fd() const { return m_epoll.get(); }

    Status connectTo(Ipv4 server); ///< port 53
    void disconnect();
    void watch(int pidFd); ///< a dnsmasq's; it leaves by itself when it is closed

    Status ask(const std::string &container);
    void forget(const std::string &container) { m_asked.erase(lowerCase(container)); }
    struct Resolved
    {
        std::string container;
        Ipv4 address;
    };
    /// Reads all that came. A refused port (nobody listens yet) is no error here: the question is asked
    /// again.
    std::vector<Resolved> answers();

private:
    struct Question
    {
        std::uint16_t id;
        std::string container;
    };
    UniqueFd m_epoll, m_socket;
    std::map<std::string, Question> m_asked; ///< by the name in lower case
};

} // namespace taper::network
