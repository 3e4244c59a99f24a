// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/peer.h"

#include "engine/sys/kernel.h"
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace taper::daemon {

namespace {
constexpr int peerPidFd = 77; // SO_PEERPIDFD, asm-generic/socket.h of Linux 6.5

/// The effective uid in /proc/PID/status (proc(5)); nothing when it cannot be read.
std::optional<uid_t> effectiveUid(pid_t pid)
{
    UniqueFd file(open(("/proc/" + std::to_string(pid) + "/status").c_str(), O_RDONLY | O_CLOEXEC));
    char text[4096];
    const ssize_t count = file ? read(file.get(), text, sizeof text - 1) : -1;
    if (count <= 0)
        return std::nullopt;
    text[count] = '\0';
    const std::string_view status(text);
    unsigned real = 0, effective = 0;
    // A name cannot forge the line: in "Name:" the kernel escapes newlines.
    const auto line = status.find("\nUid:\t");
    if (line == std::string_view::npos || std::sscanf(text + line, "\nUid:\t%u\t%u", &real, &effective) != 2)
        return std::nullopt;
    return effective;
}

UniqueFd openPeer(int socket, pid_t pid)
{
    int fd = -1;
    socklen_t length = sizeof fd;
    if (getsockopt(socket, SOL_SOCKET, peerPidFd, &fd, &length) == 0)
        return UniqueFd(fd); // CLOEXEC from birth
    return UniqueFd(kernel::pidfd_open(pid));
}
} // namespace

Result<Peer> peerOf(int socket)
{
    ucred credentials{};
    socklen_t length = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) < 0)
        return systemError("SO_PEERCRED");
    Peer peer{credentials.uid, credentials.pid, nullptr};
    if (peer.uid == 0 ||
        peer.pid <= 0) // 0: of a pid namespace that cannot be seen from here (pid_namespaces(7))
        return peer;
    UniqueFd fd = openPeer(socket, peer.pid);
    if (!fd)
        return peer;
    const auto uid = effectiveUid(peer.pid);
    const std::uint64_t startTime = processStartTime(peer.pid);
    auto process = std::make_shared<const PidFd>(peer.pid, startTime, std::move(fd));
    // Still there after the reading: then what was read was its own.
    if (uid == peer.uid && startTime != 0 && !process->hasEnded())
        peer.process = std::move(process);
    return peer;
}

} // namespace taper::daemon
