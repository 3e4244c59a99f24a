// SPDX-License-Identifier: GPL-3.0-or-later
// A process as pid + start time + pidfd: a pid alone may be somebody else's by now (pidfd_open(2)).
// Runs in: helper, monitor.
#pragma once
#include "core/error.h"
#include "engine/sys/unique_fd.h"
#include <cstdint>
#include <sys/types.h>

namespace taper {

/// Field 22 of /proc/PID/stat (proc(5)), in clock ticks since boot; 0 when there is no such process.
std::uint64_t processStartTime(pid_t pid);

class PidFd
{
public:
    PidFd() = default;
    /// A pidfd that came from clone3 or from somebody trusted.
    PidFd(pid_t pid, std::uint64_t startTime, UniqueFd fd)
        : m_pid(pid), m_startTime(startTime), m_fd(std::move(fd))
    {
    }

    /// Opens a running process; with startTime != 0 only if it is still that one. System(ESRCH) else.
    static Result<PidFd> open(pid_t pid, std::uint64_t startTime = 0);

    pid_t pid() const { return m_pid; }
    std::uint64_t startTime() const { return m_startTime; }
    int fd() const { return m_fd.get(); } ///< polls POLLIN when it has ended
    explicit operator bool() const { return bool(m_fd); }

    Status sendSignal(int signal) const; ///< System(ESRCH) when it has ended
    bool hasEnded() const;

private:
    pid_t m_pid = -1;
    std::uint64_t m_startTime = 0;
    UniqueFd m_fd;
};

} // namespace taper
