// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/signals.h"

#include <sys/signalfd.h>

namespace taper::cli {

Signals::Signals()
{
    sigset_t set;
    sigemptyset(&set);
    for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH})
        sigaddset(&set, signal);
    sigprocmask(SIG_BLOCK, &set, &m_before);
    m_fd = Descriptor(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

Signals::~Signals()
{
    sigprocmask(SIG_SETMASK, &m_before, nullptr);
}

void Signals::addPolls(std::vector<pollfd> &polls)
{
    polls.push_back({m_fd.get(), POLLIN, 0});
}

Status Signals::handle(std::span<const pollfd> polls)
{
    signalfd_siginfo info;
    while (polls[0].revents != 0 && ::read(m_fd.get(), &info, sizeof info) == sizeof info) {
        if (!m_handler)
            continue;
        if (auto handled = m_handler(static_cast<int>(info.ssi_signo)); !handled)
            return handled;
    }
    return {};
}

} // namespace taper::cli
