// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/router.h"

#include <spdlog/spdlog.h>

namespace taper::daemon {

using protocol::Json;

namespace {
std::string encoded(std::int64_t id, Result<Json> result)
{
    return protocol::encode(protocol::Response{id, std::move(result)});
}

void refuse(Connection &connection, std::int64_t id, const Error &error)
{
    connection.send(encoded(id, tl::unexpected(error)));
    connection.closeWhenSent();
}

/// What the request is about, for the journal.
std::string subjectOf(const Json &params)
{
    for (const char *field : {"name", "exec", "console"})
        if (auto found = params.find(field); found != params.end() && found->is_string())
            return found->get<std::string>().substr(0, 128);
    if (auto found = params.find("job"); found != params.end() && found->is_number_integer())
        return std::to_string(found->get<std::int64_t>());
    return "";
}
} // namespace

Router::Router(Authorizer &authorizer, Tickets &tickets, Journal &journal)
    : m_authorizer(authorizer), m_tickets(tickets), m_journal(journal)
{
}

std::vector<std::string> Router::missing() const
{
    std::vector<std::string> names;
    for (const auto &method : protocol::methods)
        if (method.action != protocol::Action::None && !m_handlers.contains(method.name))
            names.emplace_back(method.name);
    return names;
}

void Router::violated(Connection &connection, const Error &why)
{
    spdlog::warn("uid {}: {}", connection.peer().uid, why.message());
    refuse(connection, 0, why);
}

void Router::frameCame(Connection &connection, std::string body)
{
    auto request = protocol::parseRequest(body);
    if (!request) {
        violated(connection, request.error());
        return;
    }
    if (!connection.greeted)
        first(connection, *request);
    else
        dispatch(connection, std::move(*request));
}

void Router::first(Connection &connection, const protocol::Request &request)
{
    if (request.method == "hello")
        hello(connection, request);
    else if (request.method == "console.attach")
        redeemTicket(connection, request, Tickets::Kind::Stream);
    else if (request.method == "fd.pass")
        redeemTicket(connection, request, Tickets::Kind::PassedFd);
    else
        refuse(connection, request.id,
               fail(ErrorCode::ProtocolViolation, "first message", request.method.substr(0, 64),
                    "hello must come first")
                   .value());
}

void Router::hello(Connection &connection, const protocol::Request &request)
{
    auto major = protocol::Fields(request.params).requireInteger("major", 0, 1'000'000);
    if (!major) {
        refuse(connection, request.id, major.error());
        return;
    }
    if (*major != protocol::majorVersion) {
        refuse(connection, request.id,
               fail(ErrorCode::ProtocolVersion, "protocol version", std::to_string(*major),
                    "this helper speaks version " + std::to_string(protocol::majorVersion),
                    "Install the same release of the helper and its clients.")
                   .value());
        return;
    }
    connection.greeted = true;
    const Peer &peer = connection.peer();
    connection.send(encoded(request.id, Json{{"major", protocol::majorVersion},
                                             {"minor", protocol::minorVersion},
                                             {"features", Json::array()},
                                             {"helperVersion", TAPER_VERSION},
                                             {"uid", peer.uid},
                                             {"rights", m_authorizer.rights(peer)},
                                             {"rightsReason", m_authorizer.rightsReason(peer)}}));
}

void Router::redeemTicket(Connection &connection, const protocol::Request &request, Tickets::Kind kind)
{
    auto ticket = protocol::Fields(request.params).requireString("ticket", 64);
    auto redeem = ticket.and_then(
        [&](const std::string &text) { return m_tickets.take(text, kind, connection.peer()); });
    if (!redeem) {
        refuse(connection, request.id, redeem.error());
        return;
    }
    if (kind == Tickets::Kind::Stream) {
        (*redeem)(connection.giveAway(encoded(request.id, Json::object())));
        return;
    }
    UniqueFd fd = connection.takePassedFd();
    if (!fd) {
        refuse(connection, request.id,
               fail(ErrorCode::InvalidArgument, "fd.pass", "", "no file descriptor came with the request")
                   .value());
        (*redeem)(UniqueFd());
        return;
    }
    connection.send(encoded(request.id, Json::object()));
    connection.closeWhenSent();
    (*redeem)(std::move(fd));
}

void Router::dispatch(Connection &connection, protocol::Request request)
{
    const protocol::Method *method = protocol::findMethod(request.method);
    auto handler = method ? m_handlers.find(method->name) : m_handlers.end();
    if (handler == m_handlers.end()) {
        connection.send(
            encoded(request.id, fail(ErrorCode::MethodUnknown, "method", request.method.substr(0, 64),
                                     "this helper does not know it", "Use clients of the same release.")));
        return;
    }
    if (connection.requestsInFlight >= requestsInFlight) {
        connection.send(encoded(request.id, fail(ErrorCode::TooManyRequests, request.method, "",
                                                 "32 requests are already under way on this connection")));
        return;
    }
    ++connection.requestsInFlight;
    Call call;
    call.method = method;
    call.peer = connection.peer();
    call.connection = connection.id();
    call.params = std::move(request.params);
    call.reply = [weak = connection.weak_from_this(), id = request.id](Result<Json> result) {
        if (auto open = weak.lock()) {
            --open->requestsInFlight;
            open->send(encoded(id, std::move(result)));
        }
    };
    if (method->mutating && method->reply == protocol::Reply::Result) {
        call.reply = [this, inner = call.reply, uid = call.peer.uid, name = method->name,
                      subject = subjectOf(call.params), after = call.params](Result<Json> result) {
            m_journal.add(uid, name, subject,
                          result ? "done" : std::string(errorCodeName(result.error().code)), "",
                          protocol::dumpJson(after).substr(0, 4096));
            inner(std::move(result));
        };
    }
    // Asked before any change; the handler looks at state only after the answer.
    m_authorizer.check(call.peer, method->action, [&handler, &call](Status permitted) {
        if (permitted)
            handler->second(std::move(call));
        else
            call.reply(tl::unexpected(permitted.error()));
    });
}

} // namespace taper::daemon
