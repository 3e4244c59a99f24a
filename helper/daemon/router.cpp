// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/router.h"

#include <spdlog/spdlog.h>

namespace taper::daemon {

using protocol::Json;

namespace {
/// The client's own bytes may be in it: no line of the log is theirs to forge.
std::string printable(std::string text)
{
    for (char &c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = '?';
    return text.substr(0, 256);
}

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
/// What it is changed to. Named fields only: arguments and environments hold secrets, and the journal is for all who
/// may look.
std::string changeOf(const Json &params)
{
    Json change = Json::object();
    for (const char *field : {"limits", "user", "signal"})
        if (auto found = params.find(field); found != params.end() && !found->is_null())
            change[field] = *found;
    if (auto argv = params.find("argv");
        argv != params.end() && argv->is_array() && !argv->empty() && argv->front().is_string())
        change["program"] = argv->front();
    return change.empty() ? std::string() : protocol::dumpJson(change).substr(0, 1024);
}
} // namespace

Router::Router(EventLoop &loop, Authorizer &authorizer, Tickets &tickets, Journal &journal)
    : m_authorizer(authorizer), m_tickets(tickets), m_journal(journal), m_denials(loop, journal)
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
    spdlog::warn("uid {}: {}", connection.peer().uid, printable(why.message()));
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

/// Only of permitted calls: who may nothing must not be able to fill the journal.
void Router::journalAnswer(Call &call)
{
    call.note = std::make_shared<JournalNote>(JournalNote{"", changeOf(call.params)});
    call.reply = [this, inner = call.reply, uid = call.peer.uid, name = call.method->name,
                  subject = subjectOf(call.params), note = call.note](Result<Json> result) {
        m_journal.add(uid, name, subject, result ? "done" : std::string(errorCodeName(result.error().code)),
                      note->before, note->after);
        inner(std::move(result));
    };
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
    if (m_authorizer.mayEverything(call.peer))
        run(handler->second, std::move(call), Deed());
    else
        askFirst(connection, handler->second, std::move(call));
}

/// Asked before any change; the handler looks at state only after the answer. Others are served meanwhile.
void Router::askFirst(Connection &connection, const Handler &handler, Call call)
{
    const Peer peer = call.peer;
    const std::uint64_t number = call.connection;
    auto deed = m_deeds.of(*call.method, call.params, peer);
    if (!deed) {
        call.reply(tl::unexpected(deed.error()));
        return;
    }
    m_authorizer.check(peer, number, *deed,
                       [this, weak = connection.weak_from_this(), &handler, call = std::move(call),
                        asked = *deed](Status permitted) mutable {
                           const auto open = weak.lock();
                           if (!open || !open->isOpen())
                               return; // who asked has gone: nothing is done
                           if (permitted)
                               permitted = stillSo(call, asked);
                           if (permitted)
                               run(handler, std::move(call), asked);
                           else
                               refused(call, permitted.error());
                       });
}

/// The yes was for that container and its owner: another one of the same name is another question.
Status Router::stillSo(const Call &call, const Deed &asked) const
{
    auto now = m_deeds.of(*call.method, call.params, call.peer);
    if (now && now->action == asked.action && now->about == asked.about)
        return {};
    return fail(ErrorCode::ContainerUnknown, call.method->name.data(), printable(subjectOf(call.params)),
                "it is not the same container any more that you were asked about",
                "Look at it, and try again.");
}

void Router::refused(const Call &call, const Error &why)
{
    switch (why.code) {
    case ErrorCode::AuthDenied:
    case ErrorCode::AuthDismissed:
    case ErrorCode::AuthUnavailable:
        m_denials.note(call.peer, *call.method, printable(subjectOf(call.params)), why);
        break;
    default: // nobody there to ask: the client's own business
        spdlog::debug("uid {}: {}: {}", call.peer.uid, call.method->name, printable(why.message()));
    }
    call.reply(tl::unexpected(why));
}

void Router::run(const Handler &handler, Call call, const Deed &permitted)
{
    // Who may only look cannot change anything, whatever the method: such calls end in an error, and must not be able
    // to fill the journal.
    if (permitted.action == protocol::actionName(protocol::Action::Observe)) {
        call.reply = [this, inner = call.reply, method = call.method, peer = call.peer,
                      subject = printable(subjectOf(call.params))](Result<Json> result) {
            if (!result && result.error().code == ErrorCode::AuthDenied)
                m_denials.note(peer, *method, subject, result.error());
            inner(std::move(result));
        };
    } else if (call.method->mutating && call.method->reply == protocol::Reply::Result) {
        journalAnswer(call);
    }
    handler(std::move(call));
}

} // namespace taper::daemon
