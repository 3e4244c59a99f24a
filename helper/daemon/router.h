// SPDX-License-Identifier: GPL-3.0-or-later
// From a frame to a handler: hello first, the method table, the caller's rights, then the handler; mutating
// calls go into the journal. Wire structs stop here. Runs in: helper.
#pragma once
#include "daemon/authorizer.h"
#include "daemon/connection.h"
#include "daemon/denials.h"
#include "daemon/jobs.h"
#include "daemon/journal.h"
#include "daemon/tickets.h"
#include "protocol/messages.h"
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace taper::daemon {

/// What a handler knows better than the request: JSON objects for the journal, "" = nothing to say.
struct JournalNote
{
    std::string before, after;
};

/// A permitted request on its way through a handler.
struct Call
{
    const protocol::Method *method = nullptr;
    Peer peer;
    std::uint64_t connection = 0;
    protocol::Json params;
    std::shared_ptr<JournalNote> note; ///< of a call that goes into the journal with its answer; else null
    std::function<void(Result<protocol::Json>)> reply; ///< exactly once; may outlive the connection
};

class Router
{
public:
    using Handler = std::function<void(Call)>;
    Router(EventLoop &loop, Authorizer &authorizer, Tickets &tickets, Journal &journal);
    /// Whose containers, sessions and jobs are.
    void setSources(Deeds::Sources sources) { m_deeds.setSources(std::move(sources)); }

    void on(std::string_view method, Handler handler) { m_handlers.emplace(method, std::move(handler)); }
    /// Methods of the table without a handler; empty when complete.
    std::vector<std::string> missing() const;

    void connectionClosed(const Connection &connection) { m_authorizer.connectionClosed(connection.id()); }
    void frameCame(Connection &connection, std::string body);
    void violated(Connection &connection, const Error &why);

private:
    void first(Connection &connection, const protocol::Request &request);
    void hello(Connection &connection, const protocol::Request &request);
    void redeemTicket(Connection &connection, const protocol::Request &request, Tickets::Kind kind);
    void journalAnswer(Call &call);
    void dispatch(Connection &connection, protocol::Request request);
    void askFirst(Connection &connection, const Handler &handler, Call call);
    Status stillSo(const Call &call, const Deed &asked) const;
    void refused(const Call &call, const Error &why);
    void run(const Handler &handler, Call call, const Deed &permitted);

    static constexpr int requestsInFlight = 32;
    Authorizer &m_authorizer;
    Tickets &m_tickets;
    Journal &m_journal;
    Denials m_denials;
    Deeds m_deeds;
    std::map<std::string_view, Handler> m_handlers;
};

} // namespace taper::daemon
