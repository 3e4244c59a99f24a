// SPDX-License-Identifier: GPL-3.0-or-later
// Who is at the other end of a connection, as the kernel says (SO_PEERCRED, unix(7)); never from the payload.
// Runs in: helper.
#pragma once
#include "engine/sys/unique_fd.h"
#include <sys/types.h>

namespace taper::daemon {

struct Peer
{
    uid_t uid = static_cast<uid_t>(-1);
    pid_t pid = 0;
};

} // namespace taper::daemon
