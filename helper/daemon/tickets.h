// SPDX-License-Identifier: GPL-3.0-or-later
// One-time tickets that tie a second connection to what was permitted on the first: 128 random bits, ten
// seconds, the same uid. Runs in: helper.
#pragma once
#include "daemon/event_loop.h"
#include "daemon/peer.h"
#include <functional>
#include <map>
#include <string>

namespace taper::daemon {

class Tickets
{
public:
    /// What is done with the socket (console.attach) or the passed fd (fd.pass).
    using Redeem = std::function<void(UniqueFd)>;
    enum class Kind { Stream, PassedFd };

    explicit Tickets(EventLoop &loop) : m_loop(loop) {}
    /// expired is called when nobody came.
    std::string issue(Kind kind, const Peer &peer, Redeem redeem, std::function<void()> expired = {});
    /// TicketInvalid: unknown, used, expired, of another kind or uid: all with the same words.
    Result<Redeem> take(const std::string &ticket, Kind kind, const Peer &peer);
    /// Does a ticket of that kind wait for this uid?
    bool waitsFor(Kind kind, uid_t uid) const;
    void revoke(const std::string &ticket) { m_tickets.erase(ticket); }

private:
    struct Entry
    {
        Kind kind;
        uid_t uid;
        Redeem redeem;
        EventLoop::Source timeout;
    };
    EventLoop &m_loop;
    std::map<std::string, Entry> m_tickets;
};

/// Lower-case hexadecimal of count random bytes (getrandom(2)).
std::string randomHex(std::size_t count);

} // namespace taper::daemon
