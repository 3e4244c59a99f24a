// SPDX-License-Identifier: GPL-3.0-or-later
// Who is at the other end of a connection, as the kernel says (SO_PEERCRED, SO_PEERPIDFD, unix(7)); never from the
// payload. Runs in: helper.
#pragma once
#include "engine/sys/process.h"
#include <memory>
#include <sys/types.h>

namespace taper::daemon {

struct Peer
{
    uid_t uid = static_cast<uid_t>(-1);
    pid_t pid = 0;
    /// The program that connected, held so that its number cannot become another's. Null for root, whom nobody asks,
    /// and when it had ended, or was another user's, before it could be looked at: then polkit cannot be asked about it.
    std::shared_ptr<const PidFd> process;
};

/// Of a connected socket, right after accept(2): the shorter the time, the less a pid alone can be somebody else's on
/// kernels without SO_PEERPIDFD.
Result<Peer> peerOf(int socket);

} // namespace taper::daemon
