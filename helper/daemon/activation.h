// SPDX-License-Identifier: GPL-3.0-or-later
// The socket that systemd made for us (sd_listen_fds(3), systemd.socket(5)): taken before anything is started, so
// that no child inherits it, and looked at before it is believed. Runs in: helper, first thing.
#pragma once
#include "core/error.h"
#include "engine/sys/unique_fd.h"

namespace taper::daemon {

/// The one listening Unix stream socket that was passed; an empty descriptor when nothing was.
/// Errors: more than one, or something else than such a socket.
Result<UniqueFd> takeActivatedSocket();

} // namespace taper::daemon
