// SPDX-License-Identifier: GPL-3.0-or-later
// Role request: sends one netlink request that the helper wrote and waits in its place for the answer.
// Runs in: worker, role request, with CAP_NET_ADMIN alone.
#pragma once
#include "core/error.h"

namespace taper::worker {

/// The bytes of `request`, through `socket`.
Status sendRequest(int request, int socket);

} // namespace taper::worker
