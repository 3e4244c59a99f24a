// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sys/process.h"

#include "engine/sys/kernel.h"

#include <poll.h>

namespace taper {

Result<PidFd> PidFd::open(pid_t pid, std::uint64_t startTime)
{
    UniqueFd fd(kernel::pidfd_open(pid));
    if (!fd)
        return systemError("open process", std::to_string(pid));
    // Read after opening: if the pid was given to somebody else in between, the pidfd has ended by now.
    const std::uint64_t found = processStartTime(pid);
    PidFd process(pid, found, std::move(fd));
    if (found == 0 || (startTime != 0 && found != startTime) || process.hasEnded()) {
        errno = ESRCH;
        return systemError("open process", std::to_string(pid));
    }
    return process;
}

Status PidFd::sendSignal(int signal) const
{
    if (kernel::pidfd_send_signal(m_fd.get(), signal) < 0)
        return systemError("signal process", std::to_string(m_pid));
    return {};
}

bool PidFd::hasEnded() const
{
    pollfd entry{m_fd.get(), POLLIN, 0};
    return ::poll(&entry, 1, 0) == 1 && (entry.revents & POLLIN);
}

} // namespace taper
