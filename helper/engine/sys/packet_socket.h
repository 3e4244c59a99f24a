// SPDX-License-Identifier: GPL-3.0-or-later
// One packet of a SOCK_SEQPACKET (or SOCK_DGRAM) socket, with file descriptors beside it (unix(7)).
// The receiver says how many it expects; others are closed, never kept by accident.
// Runs in: helper, monitor, and in children after clone3 (the functions that return ssize_t neither allocate
// nor log).
#pragma once
#include "core/error.h"
#include "engine/sys/unique_fd.h"
#include <cstddef>
#include <span>
#include <sys/types.h>

namespace taper {

/// Descriptors that came with a packet; all CLOEXEC.
struct ReceivedFds
{
    static constexpr unsigned maximum = 48; ///< a launch: plan, 2 + 2 * 16 groups, 5 of a worker
    UniqueFd fds[maximum];
    unsigned count = 0;

    /// True when exactly that many came. If not, all are closed: the packet is to be refused.
    bool exactly(unsigned expected);
};

/// Sends one packet whole or not at all. -1 and errno: EAGAIN (would block), EPIPE (peer gone).
ssize_t sendPacket(int socket, const void *data, std::size_t length, std::span<const int> fds = {},
                   int flags = 0);

/// Receives one packet. 0 when the peer has closed; -1 and errno: EAGAIN, EMSGSIZE when the packet or its
/// descriptors did not fit (all are closed then).
ssize_t receivePacket(int socket, void *data, std::size_t capacity, ReceivedFds &fds, int flags = 0);

/// The same as a Result, with exactly as many descriptors as `fds` has places; ProtocolViolation else.
/// 0 when the peer has closed.
Result<std::size_t> receiveExactly(int socket, void *data, std::size_t capacity, std::span<UniqueFd> fds = {},
                                   int flags = 0);

} // namespace taper
