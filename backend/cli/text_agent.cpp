// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/text_agent.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace taper::cli {

namespace {
constexpr int registrationTimeoutMs = 10'000;
constexpr const char *program = "/usr/bin/pkttyagent";

tl::unexpected<Error> noAgent(std::string why)
{
    return fail(ErrorCode::AuthNoAgent, "ask for a password", "", std::move(why),
                "Install polkit's programs (package polkitd), or run it with sudo");
}

/// As systemctl(1) starts it, but without --fallback: it is known by now that there is no other agent, and polkit 122
/// passes over such an agent when the process belongs to no session.
[[noreturn]] void runAgent(int parent, int notifyFd)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(0);
    const std::string process = std::to_string(parent), fd = std::to_string(notifyFd);
    const char *const argv[] = {program, "--process", process.c_str(), "--notify-fd", fd.c_str(), nullptr};
    ::execv(program, const_cast<char *const *>(argv));
    _exit(127);
}
} // namespace

bool TextAgent::canStart() const
{
    return !m_tried && ::geteuid() != 0 && (::isatty(STDIN_FILENO) || ::isatty(STDERR_FILENO));
}

Status TextAgent::start()
{
    m_tried = true;
    if (::access(program, X_OK) < 0)
        return noAgent("a password is needed, and pkttyagent, which would ask for it, is not installed");
    m_terminal = Descriptor(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    termios before;
    if (!m_terminal || ::tcgetattr(m_terminal.get(), &before) < 0)
        return noAgent("a password is needed, and there is no terminal to ask for it on");
    m_before = before;
    int ends[2];
    if (::pipe(ends) < 0)
        return systemError("pipe");
    const Descriptor registered(ends[0]);
    Descriptor notify(ends[1]);
    ::fcntl(registered.get(), F_SETFD, FD_CLOEXEC);
    const int self = ::getpid();
    m_pid = ::fork();
    if (m_pid < 0)
        return systemError("fork");
    if (m_pid == 0)
        runAgent(self, notify.get());
    notify.close();
    // The agent closes its end when it is registered; so does its death.
    pollfd end{registered.get(), 0, 0};
    while (::poll(&end, 1, registrationTimeoutMs) < 0 && errno == EINTR) {
    }
    if (::waitpid(m_pid, nullptr, WNOHANG) != m_pid)
        return {};
    m_pid = -1;
    return noAgent("a password is needed, and polkit did not take pkttyagent, which would ask for it");
}

TextAgent::~TextAgent()
{
    if (m_pid > 0) {
        ::kill(m_pid, SIGTERM);
        ::kill(m_pid, SIGCONT); // it may have been stopped by the terminal
        while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    if (m_before)
        ::tcsetattr(m_terminal.get(), TCSADRAIN, &*m_before);
}

} // namespace taper::cli
