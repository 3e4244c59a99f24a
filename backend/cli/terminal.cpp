// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/terminal.h"

#include <algorithm>
#include <sys/ioctl.h>
#include <unistd.h>

namespace taper::cli {

TerminalSize terminalSize()
{
    winsize size{};
    for (int fd : {STDOUT_FILENO, STDIN_FILENO, STDERR_FILENO})
        if (::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
            return {std::min<int>(size.ws_row, 1000), std::min<int>(size.ws_col, 1000)};
    return {};
}

RawTerminal::RawTerminal(int fd) : m_fd(fd)
{
    termios mode{};
    if (::tcgetattr(fd, &mode) != 0)
        return;
    m_before = mode;
    ::cfmakeraw(&mode);
    ::tcsetattr(fd, TCSADRAIN, &mode);
}

void RawTerminal::restore()
{
    if (!m_before)
        return;
    ::tcsetattr(m_fd, TCSADRAIN, &*m_before);
    m_before.reset();
}

} // namespace taper::cli
