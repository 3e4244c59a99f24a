// SPDX-License-Identifier: GPL-3.0-or-later
// Apart from packet_socket.cpp so that the static monitor does not pull in strings and exceptions.
#include "engine/sys/packet_socket.h"

namespace taper {

Result<std::size_t> receiveExactly(int socket, void *data, std::size_t capacity, std::span<UniqueFd> fds,
                                   int flags)
{
    ReceivedFds received;
    const ssize_t length = receivePacket(socket, data, capacity, received, flags);
    if (length < 0)
        return systemError("receive packet");
    if (length == 0 && received.count == 0)
        return std::size_t(0);
    if (!received.exactly(unsigned(fds.size())))
        return fail(ErrorCode::ProtocolViolation, "receive packet", {},
                    "unexpected number of file descriptors");
    for (std::size_t i = 0; i < fds.size(); ++i)
        fds[i] = std::move(received.fds[i]);
    return std::size_t(length);
}

} // namespace taper
