// SPDX-License-Identifier: GPL-3.0-or-later
// One program of the host, executed without a shell: its output in one pipe, its end by a pidfd. Runs in: worker, role
// build, the first process of its process namespace.
#pragma once
#include "core/error.h"
#include "engine/sys/unique_fd.h"
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace taper::worker {

class Program
{
public:
    static Result<Program> start(const std::vector<std::string> &arguments,
                                 const std::vector<std::string> &environment);
    /// Waits until there is output or an end, or the time is over. The output that came; empty is none.
    std::string_view read(int timeoutMs);
    bool hasEnded() const { return m_ended; } ///< and all its output was read
    int status() const { return m_status; }   ///< waitpid(2)'s

private:
    Program() : m_buffer(16384) {}
    void collect();

    pid_t m_pid = -1;
    UniqueFd m_output, m_pidFd;
    std::vector<char> m_buffer;
    bool m_exited = false, m_ended = false;
    int m_status = 0;
};

/// Everybody else in this process namespace dies: what a package's script left running, too. Only as its process 1.
void killOthers();

} // namespace taper::worker
