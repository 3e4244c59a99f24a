// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/sessions.h"

#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>

namespace taper::daemon {

using protocol::Json;

namespace {
constexpr std::uint64_t keepResultUsec = 60'000'000;
constexpr std::size_t mostWaiters = 64;

/// Wait status as clients get it.
Json resultOf(int waitStatus)
{
    return {{"exitStatus", exitStatusOf(waitStatus)},
            {"signal", WIFSIGNALED(waitStatus) ? Json(WTERMSIG(waitStatus)) : Json()}};
}

/// The monitor reads and writes it with poll; our own flags must not surprise it.
void makeBlockingNeutral(int fd)
{
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

Status notRunning(const Container &container, const char *what)
{
    return fail(ErrorCode::ContainerWrongState, what, container.record.name,
                "the container is " + std::string(stateName(container.state)),
                container.state == State::Frozen ? "Unfreeze it first." : "Start it first.");
}
} // namespace

Sessions::Sessions(EventLoop &loop, Containers &containers, Tickets &tickets)
    // Monitors know sessions of the helper before us: numbers go on from the clock, not from 1.
    : m_loop(loop), m_containers(containers), m_tickets(tickets), m_next(loop.nowUsec())
{
}

void Sessions::addTo(Router &router)
{
    router.on("container.console", [this](Call call) { console(std::move(call)); });
    router.on("console.resize", [this](Call call) { resize(std::move(call)); });
    router.on("container.exec", [this](Call call) { exec(std::move(call)); });
    router.on("exec.wait", [this](Call call) { wait(std::move(call)); });
    router.on("exec.signal", [this](Call call) { signal(std::move(call)); });
}

void Sessions::console(Call call)
{
    protocol::Fields fields(call.params);
    auto container = m_containers.require(call.params);
    auto rows = fields.requireInteger("rows", 1, 1000), columns = fields.requireInteger("columns", 1, 1000);
    Status possible = !container              ? tl::unexpected(container.error())
                      : !rows                 ? tl::unexpected(rows.error())
                      : !columns              ? tl::unexpected(columns.error())
                      : (*container)->monitor ? Status()
                                              : notRunning(**container, "console");
    if (!possible) {
        call.reply(tl::unexpected(possible.error()));
        return;
    }
    const std::uint64_t number = m_next++;
    Session &session = m_sessions[number];
    session.container = (*container)->record.name;
    session.containerId = (*container)->record.id;
    session.uid = call.peer.uid;
    session.rows = static_cast<std::uint32_t>(*rows);
    session.columns = static_cast<std::uint32_t>(*columns);
    const std::string ticket = m_tickets.issue(
        Tickets::Kind::Stream, call.peer,
        [this, number](UniqueFd socket) { streamCame(number, std::move(socket), false); },
        [this, number] { expire(number); });
    call.reply(Json{{"ticket", ticket}, {"console", std::to_string(number)}});
}

Result<std::unique_ptr<monitor::ExecRequest>> Sessions::readExec(const Json &params, std::uint64_t number)
{
    protocol::Fields fields(params);
    auto request = std::make_unique<monitor::ExecRequest>();
    request->head.type = monitor::Type::Exec;
    request->head.session = number;
    auto argv = fields.strings("argv", 1024, 16384);
    auto user = fields.string("user", sizeof request->user - 1),
         directory = fields.string("directory", sizeof request->directory - 1);
    for (const Error *error : {argv ? nullptr : &argv.error(), user ? nullptr : &user.error(),
                               directory ? nullptr : &directory.error()})
        if (error)
            return tl::unexpected(*error);
    if (argv->empty())
        return fail(ErrorCode::InvalidArgument, "argv", "", "is empty", "Give a command after --.");
    if (auto terminal = params.find("terminal"); terminal != params.end() && !terminal->is_null()) {
        protocol::Fields size(*terminal);
        auto rows = size.requireInteger("rows", 1, 1000), columns = size.requireInteger("columns", 1, 1000);
        if (!rows || !columns)
            return tl::unexpected(rows ? columns.error() : rows.error());
        request->terminal = 1;
        request->head.rows = static_cast<std::uint32_t>(*rows);
        request->head.columns = static_cast<std::uint32_t>(*columns);
    }
    std::vector<std::string> environment;
    if (auto found = params.find("environment"); found != params.end() && found->is_object())
        for (const auto &[name, value] : found->items()) {
            if (!value.is_string() || name.empty() || name.find('=') != std::string::npos)
                return fail(ErrorCode::InvalidArgument, "environment", name.substr(0, 64),
                            "not a name and a string");
            environment.push_back(name + "=" + value.get<std::string>());
        }
    Status set =
        setStrings(request->arguments, sizeof request->arguments, request->argumentCount, *argv, "command");
    if (set)
        set = setStrings(request->environment, sizeof request->environment, request->environmentCount,
                         environment, "environment");
    if (set)
        set = setField(request->user, sizeof request->user, user->value_or(""), "user");
    if (set)
        set = setField(request->directory, sizeof request->directory, directory->value_or(""), "directory");
    if (!set)
        return tl::unexpected(set.error());
    return request;
}

void Sessions::exec(Call call)
{
    auto container = m_containers.require(call.params);
    const std::uint64_t number = m_next++;
    auto request = container ? readExec(call.params, number) : tl::unexpected(container.error());
    if (request && (!(*container)->monitor || (*container)->state != State::Running))
        request = tl::unexpected(notRunning(**container, "exec").error());
    if (!request) {
        call.reply(tl::unexpected(request.error()));
        return;
    }
    Session &session = m_sessions[number];
    session.container = (*container)->record.name;
    session.containerId = (*container)->record.id;
    session.uid = call.peer.uid;
    session.exec = true;
    session.terminal = (*request)->terminal != 0;
    session.request = std::move(*request);
    session.streamsLeft = session.terminal ? 1 : 2;
    auto ticket = [&](bool stderrStream) {
        return m_tickets.issue(
            Tickets::Kind::Stream, call.peer,
            [this, number, stderrStream](UniqueFd socket) {
                streamCame(number, std::move(socket), stderrStream);
            },
            [this, number] { expire(number); });
    };
    Json answer{{"exec", std::to_string(number)}, {"stdioTicket", ticket(false)}};
    answer["stderrTicket"] = session.terminal ? Json() : Json(ticket(true));
    call.reply(std::move(answer));
}

void Sessions::expire(std::uint64_t number)
{
    auto found = m_sessions.find(number);
    if (found != m_sessions.end() && !found->second.begun)
        finish(number, fail(ErrorCode::TimedOut, found->second.exec ? "exec" : "console",
                            found->second.container, "its streams were not attached within 10 s"));
}

void Sessions::streamCame(std::uint64_t number, UniqueFd socket, bool stderrStream)
{
    auto found = m_sessions.find(number);
    if (found == m_sessions.end())
        return;
    Session &session = found->second;
    if (session.ended)
        return; // its container has stopped meanwhile: it must not run in the next one
    if (!socket) {
        finish(number, fail(ErrorCode::ProtocolViolation, "attach", session.container,
                            "bytes came before the answer"));
        return;
    }
    makeBlockingNeutral(socket.get());
    (stderrStream ? session.stderrSocket : session.stdio) = std::move(socket);
    if (--session.streamsLeft == 0)
        begin(number);
}

void Sessions::begin(std::uint64_t number)
{
    Session &session = m_sessions.at(number);
    Container *container = containerOf(session);
    if (session.exec && container && container->state == State::Frozen) {
        finish(number, tl::unexpected(notRunning(*container, "exec").error()));
        return;
    }
    if (!container || !container->monitor) {
        finish(number, fail(ErrorCode::ContainerWrongState, session.exec ? "exec" : "console",
                            session.container, "it has stopped meanwhile", "Start it first."));
        return;
    }
    session.begun = true;
    Status sent;
    if (session.exec) {
        std::vector<int> fds{session.stdio.get()};
        if (!session.terminal)
            fds.push_back(session.stderrSocket.get());
        sent = container->monitor->send(*session.request, fds);
    } else {
        monitor::Message message;
        message.type = monitor::Type::AttachConsole;
        message.session = number;
        message.rows = session.rows;
        message.columns = session.columns;
        const int fds[] = {session.stdio.get()};
        sent = container->monitor->send(message, fds);
    }
    session.request.reset();
    session.stdio.reset();
    session.stderrSocket.reset();
    if (!sent)
        finish(number, tl::unexpected(sent.error()));
}

void Sessions::monitorSaid(Container &container, const monitor::Message &message)
{
    const std::uint64_t number = message.session;
    if (message.type == monitor::Type::ExecStarted)
        return;
    auto found = m_sessions.find(number);
    if (found == m_sessions.end()) { // of the helper before us: kept for an exec.wait that may still come
        Session &session = m_sessions[number];
        session.container = container.record.name;
        session.containerId = container.record.id;
        session.exec = message.type == monitor::Type::ExecEnded;
        session.begun = true;
    }
    if (message.type == monitor::Type::ConsoleClosed) {
        finish(number, Json::object());
        return;
    }
    if (message.errnoValue != 0) {
        Error error;
        error.code = ErrorCode::ExecFailed;
        error.errnoValue = message.errnoValue;
        error.operation = "exec";
        error.subject = container.record.name;
        error.detail = std::string(message.text[0] ? message.text : "the command") + ": " +
                       std::strerror(message.errnoValue);
        error.hint =
            message.errnoValue == ENOENT ? "Check the command's name and path inside the container." : "";
        finish(number, tl::unexpected(std::move(error)));
        return;
    }
    finish(number, resultOf(message.value));
}

void Sessions::finish(std::uint64_t number, Result<Json> result)
{
    auto found = m_sessions.find(number);
    if (found == m_sessions.end() || found->second.ended)
        return;
    Session &session = found->second;
    session.ended = true;
    session.request.reset();
    if (result)
        session.result = *result;
    else
        session.error = result.error();
    auto waiters = std::exchange(session.waiters, {});
    session.stdio.reset();
    session.stderrSocket.reset();
    session.forget = m_loop.after(keepResultUsec, [this, number] { m_sessions.erase(number); });
    for (auto &waiter : waiters)
        waiter(result);
}

void Sessions::containerStopped(Container &container)
{
    std::vector<std::uint64_t> open;
    for (const auto &[number, session] : m_sessions)
        if (session.containerId == container.record.id && !session.ended)
            open.push_back(number);
    for (std::uint64_t number : open) // the container's end killed them
        finish(number, Json{{"exitStatus", 128 + 9}, {"signal", 9}});
}

/// Null when it has gone, even if another one has its name by now.
Container *Sessions::containerOf(const Session &session)
{
    Container *container = m_containers.find(session.container);
    return container && container->record.id == session.containerId ? container : nullptr;
}

bool Sessions::isOf(const std::string &text, uid_t uid) const
{
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    const auto found = m_sessions.find(number);
    return found != m_sessions.end() && found->second.uid == uid;
}

Result<std::uint64_t> Sessions::require(const Call &call, std::string_view field, bool exec)
{
    auto text = protocol::Fields(call.params).requireString(field, 20);
    std::uint64_t number = 0;
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), number);
    auto found = m_sessions.find(number);
    // Somebody else's is as unknown as one that never was.
    const bool known = text && found != m_sessions.end() &&
                       (call.peer.uid == 0 || found->second.uid == call.peer.uid) &&
                       (!exec || found->second.exec);
    if (!known)
        return fail(ErrorCode::ExecUnknown, std::string(field), text ? *text : "",
                    "there is none of that number (any more)");
    return number;
}

void Sessions::resize(Call call)
{
    protocol::Fields fields(call.params);
    auto number = require(call, "console", false);
    auto rows = fields.requireInteger("rows", 1, 1000), columns = fields.requireInteger("columns", 1, 1000);
    if (!number || !rows || !columns) {
        call.reply(tl::unexpected(!number ? number.error() : !rows ? rows.error() : columns.error()));
        return;
    }
    Session &session = m_sessions.at(*number);
    session.rows = static_cast<std::uint32_t>(*rows);
    session.columns = static_cast<std::uint32_t>(*columns);
    Container *container = containerOf(session);
    if (session.begun && container && container->monitor) {
        monitor::Message message;
        message.type = monitor::Type::Resize;
        message.session = *number;
        message.rows = session.rows;
        message.columns = session.columns;
        (void)container->monitor->send(message); // a container that ends now needs no size
    } else if (session.request) {
        session.request->head.rows = session.rows;
        session.request->head.columns = session.columns;
    }
    call.reply(Json::object());
}

void Sessions::wait(Call call)
{
    auto number = require(call, "exec", true);
    if (!number) {
        call.reply(tl::unexpected(number.error()));
        return;
    }
    Session &session = m_sessions.at(*number);
    if (!session.ended && session.waiters.size() >= mostWaiters)
        call.reply(fail(ErrorCode::TooManyRequests, "exec.wait", session.container,
                        "too many already wait for its end"));
    else if (!session.ended)
        session.waiters.push_back(call.reply);
    else if (session.error)
        call.reply(tl::unexpected(*session.error));
    else
        call.reply(session.result);
}

void Sessions::signal(Call call)
{
    auto number = require(call, "exec", true);
    auto signal = protocol::Fields(call.params).requireInteger("signal", 1, 64);
    if (!number || !signal) {
        call.reply(tl::unexpected(number ? signal.error() : number.error()));
        return;
    }
    Session &session = m_sessions.at(*number);
    Container *container = containerOf(session);
    if (session.begun && !session.ended && container && container->monitor) {
        monitor::Message message;
        message.type = monitor::Type::SignalExec;
        message.session = *number;
        message.value = static_cast<std::int32_t>(*signal);
        (void)container->monitor->send(message);
    }
    call.reply(Json::object());
}

} // namespace taper::daemon
