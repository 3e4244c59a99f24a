// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sys/process.h"

#include "engine/sys/kernel.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>

namespace taper {

std::uint64_t processStartTime(pid_t pid)
{
    char path[40], text[1024];
    std::snprintf(path, sizeof path, "/proc/%d/stat", int(pid));
    const UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC));
    if (!file)
        return 0;
    const ssize_t length = ::read(file.get(), text, sizeof text - 1);
    if (length <= 0)
        return 0;
    text[length] = 0;
    // Field 2 is the program's name in brackets and may hold anything, brackets too: count from the last one.
    const char *at = std::strrchr(text, ')');
    for (int field = 2; at && field < 22; ++field) {
        at = std::strchr(at + 1, ' ');
    }
    return at ? std::strtoull(at + 1, nullptr, 10) : 0;
}

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
