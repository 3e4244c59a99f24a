// SPDX-License-Identifier: GPL-3.0-or-later
// polkit's agent for terminals, pkttyagent(1), beside this program: asks for the password where no desktop does.
// Started only when the helper has said that nobody is there to ask, so that it costs nothing else.
// Runs in: taperctl.
#pragma once
#include "cli/descriptor.h"
#include "core/error.h"

#include <optional>
#include <termios.h>

namespace taper::cli {

class TextAgent
{
public:
    TextAgent() = default;
    /// Ends the agent and gives the terminal back as it was: a prompt may have been open.
    ~TextAgent();
    TextAgent(const TextAgent &) = delete;
    TextAgent &operator=(const TextAgent &) = delete;

    /// Has this program a terminal to ask on, and has it not tried yet? Root is never asked.
    bool canStart() const;
    /// Returns when the agent is registered with polkit. AuthNoAgent: it is not installed, or was refused.
    Status start();

private:
    bool m_tried = false;
    int m_pid = -1;
    Descriptor m_terminal;
    std::optional<termios> m_before;
};

} // namespace taper::cli
