// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/exec_session.h"

#include "cli/streams.h"
#include "cli/terminal.h"

#include <cstdlib>
#include <sys/socket.h>

namespace taper::cli {

namespace {
/// A program's children may keep its output open after its end: what it wrote itself is here long before
/// this.
constexpr std::chrono::milliseconds silenceAfterEnd{1000};
constexpr int statusNotExecutable = 126, statusNotFound = 127; // as in sh(1)

class ExecSession
{
public:
    ExecSession(Helper &helper, Signals &signals, const ExecRequest &request)
        : m_helper(helper), m_signals(signals), m_request(request)
    {
    }
    ~ExecSession() { m_signals.onSignal({}); }
    ExecSession(const ExecSession &) = delete;
    ExecSession &operator=(const ExecSession &) = delete;

    Result<int> run();

private:
    Status begin();
    Status attach(const Json &answer);
    void connectStreams(std::string stdioRest, std::string stderrRest);
    Stream inputStream();
    Stream outputStream(int from, int to, std::string rest);
    Status onSignal(int signal);
    bool ended();

    Helper &m_helper;
    Signals &m_signals;
    const ExecRequest &m_request;
    std::string m_exec;
    std::optional<Attachment> m_stdio, m_stderr;
    StreamSet m_streams;
    std::int64_t m_waitId = 0;
    std::optional<Result<Json>> m_end;
};

Json paramsOf(const ExecRequest &request)
{
    Json params{{"name", request.name}, {"argv", request.argv}};
    if (!request.environment.empty())
        params["environment"] = request.environment;
    if (request.user)
        params["user"] = *request.user;
    if (request.directory)
        params["directory"] = *request.directory;
    if (request.terminal) {
        const TerminalSize size = terminalSize();
        params["terminal"] = {{"rows", size.rows}, {"columns", size.columns}};
        if (const char *kind = std::getenv("TERM"); kind && *kind && !request.environment.contains("TERM"))
            params["environment"]["TERM"] = kind;
    }
    return params;
}

Status ExecSession::begin()
{
    auto answer = m_helper.call("container.exec", paramsOf(m_request));
    if (!answer)
        return pass(answer.error());
    auto exec = protocol::Fields(*answer).requireString("exec", 256);
    if (!exec)
        return pass(exec.error());
    m_exec = *exec;
    // Asked for at once, so that no end is missed.
    auto waiting = m_helper.send("exec.wait", {{"exec", m_exec}});
    if (!waiting)
        return pass(waiting.error());
    m_waitId = *waiting;
    return attach(*answer);
}

Status ExecSession::attach(const Json &answer)
{
    const protocol::Fields fields(answer);
    auto stdioTicket = fields.requireString("stdioTicket", 256);
    if (!stdioTicket)
        return pass(stdioTicket.error());
    auto stderrTicket = fields.string("stderrTicket", 256);
    if (!stderrTicket)
        return pass(stderrTicket.error());
    auto stdio = Attachment::begin(m_helper.path(), "console.attach", *stdioTicket);
    if (!stdio)
        return pass(stdio.error());
    m_stdio = std::move(*stdio);
    if (*stderrTicket) {
        auto errors = Attachment::begin(m_helper.path(), "console.attach", **stderrTicket);
        if (!errors)
            return pass(errors.error());
        m_stderr = std::move(*errors);
    }
    if (auto done = m_stdio->finish(); !done)
        return done;
    if (m_stderr)
        if (auto done = m_stderr->finish(); !done)
            return done;
    connectStreams(m_stdio->takeRest(), m_stderr ? m_stderr->takeRest() : std::string());
    return {};
}

Stream ExecSession::inputStream()
{
    Stream input{STDIN_FILENO, m_stdio->fd()};
    const int socket = m_stdio->fd();
    if (m_request.terminal)
        // A terminal inside has no end of file to hand over; it knows the key for it (termios(3), VEOF).
        input.onEnd = [socket] { (void)::send(socket, "\x04", 1, MSG_DONTWAIT | MSG_NOSIGNAL); };
    else
        input.onEnd = [socket] { ::shutdown(socket, SHUT_WR); };
    return input;
}

Stream ExecSession::outputStream(int from, int to, std::string rest)
{
    Stream output{from, to};
    // Nobody reads ours any more (a pipe to head(1)): the program inside shall learn it by its own EPIPE.
    output.onBroken = [from] { ::shutdown(from, SHUT_RD); };
    output.waiting = std::move(rest);
    return output;
}

void ExecSession::connectStreams(std::string stdioRest, std::string stderrRest)
{
    m_streams.add(inputStream(), false);
    m_streams.add(outputStream(m_stdio->fd(), STDOUT_FILENO, std::move(stdioRest)), true);
    if (m_stderr)
        m_streams.add(outputStream(m_stderr->fd(), STDERR_FILENO, std::move(stderrRest)), true);
}

Status ExecSession::onSignal(int signal)
{
    if (signal == SIGWINCH) {
        if (!m_request.terminal || m_exec.empty())
            return {};
        const TerminalSize size = terminalSize();
        auto sent = m_helper.send("console.resize",
                                  {{"console", m_exec}, {"rows", size.rows}, {"columns", size.columns}});
        return sent ? Status() : pass(sent.error());
    }
    // Before it runs there is nobody to pass a signal to; with a terminal the keys are the signals, and what
    // still comes here means us.
    if (m_exec.empty() || m_request.terminal)
        return fail(ErrorCode::Interrupted, "exec in", m_request.name,
                    "ended by signal " + std::to_string(signal));
    auto sent = m_helper.send("exec.signal", {{"exec", m_exec}, {"signal", signal}});
    return sent ? Status() : pass(sent.error());
}

bool ExecSession::ended()
{
    if (!m_end) {
        m_end = m_helper.takeAnswer(m_waitId);
        if (m_end)
            m_streams.noteEnd();
    }
    return m_end && (!*m_end || m_streams.drained(silenceAfterEnd));
}

Result<int> ExecSession::run()
{
    m_signals.onSignal([this](int signal) { return onSignal(signal); });
    if (auto begun = begin(); !begun)
        return pass(begun.error());
    std::optional<RawTerminal> raw;
    if (m_request.terminal && ::isatty(STDIN_FILENO))
        raw.emplace(STDIN_FILENO);
    std::vector<Watch *> watches{&m_signals, &m_streams};
    const auto waited = m_helper.wait([&] { return ended(); }, watches);
    raw.reset();
    if (!waited)
        return tl::unexpected<Error>(waited.error());
    if (!*m_end)
        return pass(m_end->error());
    auto status = protocol::Fields(**m_end).requireInteger("exitStatus", 0, 255);
    if (!status)
        return pass(status.error());
    return static_cast<int>(*status);
}
} // namespace

Result<int> execInside(Context &context, const ExecRequest &request)
{
    ::signal(SIGPIPE, SIG_IGN); // ours would end the program before its terminal is put back
    auto helper = context.helper();
    if (!helper)
        return pass(helper.error());
    ExecSession session(**helper, context.signals(), request);
    auto status = session.run();
    if (!status && status.error().code == ErrorCode::ExecFailed) {
        context.report(status.error());
        const bool missing = status.error().errnoValue == 0 || status.error().errnoValue == ENOENT ||
                             status.error().errnoValue == ENOTDIR;
        return missing ? statusNotFound : statusNotExecutable;
    }
    return status;
}

} // namespace taper::cli
