// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/tickets.h"

#include <array>
#include <cstdlib>
#include <sys/random.h>

namespace taper::daemon {

std::string randomHex(std::size_t count)
{
    std::array<unsigned char, 64> bytes{};
    count = std::min(count, bytes.size());
    // With flags 0 and at most 256 bytes it cannot fall short once the pool is ready (getrandom(2)).
    if (getrandom(bytes.data(), count, 0) != static_cast<ssize_t>(count))
        std::abort();
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += "0123456789abcdef"[bytes[i] >> 4];
        text += "0123456789abcdef"[bytes[i] & 15];
    }
    return text;
}

std::string Tickets::issue(Kind kind, const Peer &peer, Redeem redeem, std::function<void()> expired)
{
    std::string ticket = randomHex(16);
    auto timeout = m_loop.after(10'000'000, [this, ticket, expired = std::move(expired)] {
        m_tickets.erase(ticket);
        if (expired)
            expired();
    });
    m_tickets.emplace(ticket, Entry{kind, peer.uid, std::move(redeem), std::move(timeout)});
    return ticket;
}

bool Tickets::waitsFor(Kind kind, uid_t uid) const
{
    for (const auto &[ticket, entry] : m_tickets)
        if (entry.kind == kind && entry.uid == uid)
            return true;
    return false;
}

Result<Tickets::Redeem> Tickets::take(const std::string &ticket, Kind kind, const Peer &peer)
{
    auto found = m_tickets.find(ticket);
    if (found == m_tickets.end() || found->second.kind != kind || found->second.uid != peer.uid)
        return fail(ErrorCode::TicketInvalid, "ticket", "", "it is not valid (any more)",
                    "Ask for a new one.");
    Redeem redeem = std::move(found->second.redeem);
    m_tickets.erase(found);
    return redeem;
}

} // namespace taper::daemon
