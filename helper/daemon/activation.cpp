// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/activation.h"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>

namespace taper::daemon {

Result<UniqueFd> takeActivatedSocket()
{
    // 1: LISTEN_* leave the environment, or a child would take the numbers for its own. Sets FD_CLOEXEC.
    const int count = sd_listen_fds(1);
    if (count == 0)
        return UniqueFd();
    if (count < 0) {
        errno = -count;
        return systemError("take the socket that systemd passes");
    }
    if (count > 1)
        return fail(ErrorCode::InvalidArgument, "take the socket that systemd passes", "",
                    std::to_string(count) + " descriptors were passed instead of one",
                    "Give taper-helper.socket exactly one ListenStream=.");
    UniqueFd socket(SD_LISTEN_FDS_START);
    if (sd_is_socket_unix(socket.get(), SOCK_STREAM, 1, nullptr, 0) <= 0)
        return fail(ErrorCode::InvalidArgument, "take the socket that systemd passes", "",
                    "it is no listening Unix stream socket",
                    "Give taper-helper.socket a ListenStream= with a path, and Accept=no.");
    // A client that left between the event and accept4(2) must not make us wait for the next one.
    if (fcntl(socket.get(), F_SETFL, fcntl(socket.get(), F_GETFL) | O_NONBLOCK) < 0)
        return systemError("take the socket that systemd passes");
    return socket;
}

} // namespace taper::daemon
