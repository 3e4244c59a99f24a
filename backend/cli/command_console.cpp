// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl console: the container's /dev/console on our terminal; Ctrl-a q leaves it, as with lxc-console(1).
#include "cli/commands.h"
#include "cli/streams.h"
#include "cli/terminal.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <sys/socket.h>

namespace taper::cli {

namespace {
constexpr std::chrono::milliseconds silenceAfterInput{1000};
constexpr char prefix = '\x01'; // Ctrl-a

/// Takes the escape keys out of what is typed.
class Escape
{
public:
    /// False: leave.
    bool operator()(std::string &typed)
    {
        std::string through;
        for (const char c : typed) {
            if (!m_afterPrefix && c == prefix) {
                m_afterPrefix = true;
                continue;
            }
            if (m_afterPrefix && c == 'q') {
                typed = std::move(through);
                return false;
            }
            if (m_afterPrefix && c != prefix)
                through += prefix;
            m_afterPrefix = false;
            through += c;
        }
        typed = std::move(through);
        return true;
    }

private:
    bool m_afterPrefix = false;
};

class ConsoleSession
{
public:
    ConsoleSession(Helper &helper, Signals &signals, std::string name)
        : m_helper(helper), m_signals(signals), m_name(std::move(name)), m_interactive(::isatty(STDIN_FILENO))
    {
    }
    ~ConsoleSession() { m_signals.onSignal({}); }
    ConsoleSession(const ConsoleSession &) = delete;
    ConsoleSession &operator=(const ConsoleSession &) = delete;

    Status run()
    {
        m_signals.onSignal([this](int signal) { return onSignal(signal); });
        if (auto attached = attach(); !attached)
            return attached;
        if (m_interactive)
            std::fprintf(stderr, "Console of %s. Ctrl-a q leaves it, Ctrl-a Ctrl-a sends one Ctrl-a.\n",
                         m_name.c_str());
        std::optional<RawTerminal> raw;
        if (m_interactive)
            raw.emplace(STDIN_FILENO);
        std::vector<Watch *> watches{&m_signals, &m_streams};
        const auto waited = m_helper.wait([&] { return over(); }, watches);
        raw.reset();
        if (m_interactive && waited)
            std::fprintf(stderr,
                         m_streams.left() ? "\nLeft the console; %s goes on.\n"
                                          : "\nThe console of %s has closed.\n",
                         m_name.c_str());
        return waited;
    }

private:
    Status attach()
    {
        const TerminalSize size = terminalSize();
        auto answer = m_helper.call("container.console",
                                    {{"name", m_name}, {"rows", size.rows}, {"columns", size.columns}});
        if (!answer)
            return pass(answer.error());
        auto ticket = protocol::Fields(*answer).requireString("ticket", 256);
        auto console = protocol::Fields(*answer).requireString("console", 256);
        if (!ticket || !console)
            return pass(!ticket ? ticket.error() : console.error());
        m_console = *console;
        auto attachment = Attachment::begin(m_helper.path(), "console.attach", *ticket);
        if (!attachment)
            return pass(attachment.error());
        m_stream = std::move(*attachment);
        if (auto done = m_stream->finish(); !done)
            return done;
        Stream input{STDIN_FILENO, m_stream->fd()};
        if (m_interactive)
            input.filter = Escape();
        input.onEnd = [this] {
            ::shutdown(m_stream->fd(), SHUT_WR);
            m_streams.noteEnd();
        };
        Stream output{m_stream->fd(), STDOUT_FILENO};
        output.waiting = m_stream->takeRest();
        m_streams.add(std::move(input), false);
        m_streams.add(std::move(output), true);
        return {};
    }
    bool over() const { return m_streams.left() || m_streams.drained(silenceAfterInput); }
    Status onSignal(int signal)
    {
        if (signal != SIGWINCH)
            return fail(ErrorCode::Interrupted, "console of", m_name,
                        "left by signal " + std::to_string(signal));
        if (m_console.empty())
            return {};
        const TerminalSize size = terminalSize();
        auto sent = m_helper.send("console.resize",
                                  {{"console", m_console}, {"rows", size.rows}, {"columns", size.columns}});
        return sent ? Status() : pass(sent.error());
    }

    Helper &m_helper;
    Signals &m_signals;
    std::string m_name, m_console;
    bool m_interactive;
    std::optional<Attachment> m_stream;
    StreamSet m_streams;
};

int console(Context &context, const std::string &name)
{
    ::signal(SIGPIPE, SIG_IGN); // ours would end the program before its terminal is put back
    auto helper = context.helper();
    if (!helper)
        return context.report(helper.error());
    const auto done = ConsoleSession(**helper, context.signals(), name).run();
    return done ? exitOk : context.report(done.error());
}
} // namespace

void addConsole(CLI::App &app, Program &program)
{
    auto *command =
        app.add_subcommand("console", "Connect this terminal to the console of a running container");
    auto name = std::make_shared<std::string>();
    command->add_option("NAME", *name, "Container")->required();
    command->footer("Ctrl-a q leaves it. Without a terminal: standard input is typed, the end of it leaves.\n"
                    "Example: taperctl console web");
    command->callback(
        [=, &program] { program.run = [=](Context &context) { return console(context, *name); }; });
}

} // namespace taper::cli
