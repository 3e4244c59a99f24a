// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sys/packet_socket.h"

#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>

namespace taper {

bool ReceivedFds::exactly(unsigned expected)
{
    if (count == expected)
        return true;
    for (UniqueFd &fd : fds)
        fd.reset();
    count = 0;
    return false;
}

ssize_t sendPacket(int socket, const void *data, std::size_t length, std::span<const int> fds, int flags)
{
    if (fds.size() > ReceivedFds::maximum) {
        errno = EINVAL;
        return -1;
    }
    iovec part{const_cast<void *>(data), length};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * ReceivedFds::maximum)] = {};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!fds.empty()) {
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(fds.size_bytes());
        cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(fds.size_bytes());
        std::memcpy(CMSG_DATA(head), fds.data(), fds.size_bytes());
    }
    ssize_t sent;
    do {
        sent = ::sendmsg(socket, &message, flags | MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent;
}

ssize_t receivePacket(int socket, void *data, std::size_t capacity, ReceivedFds &fds, int flags)
{
    iovec part{data, capacity};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * ReceivedFds::maximum)];
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    fds.exactly(0);
    ssize_t length;
    do {
        length = ::recvmsg(socket, &message, flags | MSG_CMSG_CLOEXEC);
    } while (length < 0 && errno == EINTR);
    if (length < 0)
        return -1;
    for (cmsghdr *head = CMSG_FIRSTHDR(&message); head; head = CMSG_NXTHDR(&message, head)) {
        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int fd;
            std::memcpy(&fd, CMSG_DATA(head) + i * sizeof fd, sizeof fd);
            UniqueFd owned(fd);
            if (fds.count < ReceivedFds::maximum)
                fds.fds[fds.count++] = std::move(owned);
        }
    }
    if (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) {
        fds.exactly(ReceivedFds::maximum + 1);
        errno = EMSGSIZE;
        return -1;
    }
    return length;
}

} // namespace taper
