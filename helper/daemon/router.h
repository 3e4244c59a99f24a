// SPDX-License-Identifier: GPL-3.0-or-later
// From a frame to a handler: hello first, the method table, the caller's rights, then the handler; mutating
// calls go into the journal. Wire structs stop here. Runs in: helper.
#pragma once
#include "daemon/authorizer.h"
#include "daemon/connection.h"
#include "daemon/jobs.h"
#include "daemon/journal.h"
#include "daemon/tickets.h"
#include "protocol/messages.h"
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace taper::daemon {

/// A permitted request on its way through a handler.
struct Call
{
    const protocol::Method *method = nullptr;
    Peer peer;
    std::uint64_t connection = 0;
    protocol::Json params;
    std::function<void(Result<protocol::Json>)> reply; ///< exactly once; may outlive the connection
};

class Router
{
public:
    using Handler = std::function<void(Call)>;
    Router(Authorizer &authorizer, Tickets &tickets, Journal &journal);

    void on(std::string_view method, Handler handler) { m_handlers.emplace(method, std::move(handler)); }
    /// Methods of the table without a handler; empty when complete.
    std::vector<std::string> missing() const;

    void frameCame(Connection &connection, std::string body);
    void violated(Connection &connection, const Error &why);

private:
    void first(Connection &connection, const protocol::Request &request);
    void hello(Connection &connection, const protocol::Request &request);
    void redeemTicket(Connection &connection, const protocol::Request &request, Tickets::Kind kind);
    void journalAnswer(Call &call);
    void dispatch(Connection &connection, protocol::Request request);

    static constexpr int requestsInFlight = 32;
    Authorizer &m_authorizer;
    Tickets &m_tickets;
    Journal &m_journal;
    std::map<std::string_view, Handler> m_handlers;
};

} // namespace taper::daemon
