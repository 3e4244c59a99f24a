// SPDX-License-Identifier: GPL-3.0-or-later
// Signals as events of the one loop (signalfd(2)): none is lost between a check and a wait.
// Runs in: taperctl.
#pragma once
#include "cli/helper.h"

#include <csignal>

namespace taper::cli {

/// While it lives, INT, TERM, HUP, QUIT and WINCH do not end the program but arrive here.
class Signals final : public Watch
{
public:
    Signals();
    ~Signals() override;
    Signals(const Signals &) = delete;
    Signals &operator=(const Signals &) = delete;

    /// Who is told. Set before each wait.
    void onSignal(std::function<Status(int)> handler) { m_handler = std::move(handler); }

    void addPolls(std::vector<pollfd> &polls) override;
    Status handle(std::span<const pollfd> polls) override;

private:
    sigset_t m_before;
    Descriptor m_fd;
    std::function<Status(int)> m_handler;
};

} // namespace taper::cli
