// SPDX-License-Identifier: GPL-3.0-or-later
// The caller's terminal: its size, and raw mode that is undone on every way out.
// Runs in: taperctl.
#pragma once

#include <optional>
#include <termios.h>

namespace taper::cli {

struct TerminalSize
{
    int rows = 24, columns = 80; ///< where there is none
};
TerminalSize terminalSize();

/// Every key goes through uninterpreted while it lives (termios(3), cfmakeraw).
class RawTerminal
{
public:
    explicit RawTerminal(int fd);
    ~RawTerminal() { restore(); }
    RawTerminal(const RawTerminal &) = delete;
    RawTerminal &operator=(const RawTerminal &) = delete;
    void restore();

private:
    int m_fd;
    std::optional<termios> m_before;
};

} // namespace taper::cli
