// SPDX-License-Identifier: GPL-3.0-or-later
// Refused attempts in log and journal, bounded: per user the first ten of an hour one by one, the others as one line
// with their number when the hour is over. Who may nothing cannot fill either. Runs in: helper.
#pragma once
#include "daemon/event_loop.h"
#include "daemon/journal.h"
#include "daemon/peer.h"
#include "protocol/methods.h"
#include <map>

namespace taper::daemon {

class Denials
{
public:
    Denials(EventLoop &loop, Journal &journal) : m_loop(loop), m_journal(journal) {}
    void note(const Peer &peer, const protocol::Method &method, const std::string &subject, const Error &why);

private:
    struct Hour
    {
        int written = 0;
        std::uint64_t more = 0;
        std::string_view last; ///< method
        EventLoop::Source end;
    };
    void summarise(uid_t uid);

    EventLoop &m_loop;
    Journal &m_journal;
    std::map<uid_t, Hour> m_hours;
};

} // namespace taper::daemon
