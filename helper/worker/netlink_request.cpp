// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/netlink_request.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <linux/capability.h>
#include <linux/netlink.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace taper::worker {

namespace {
Status keepNetAdmin()
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2] = {};
    data[0].effective = data[0].permitted = 1u << CAP_NET_ADMIN;
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || ::syscall(SYS_capset, &header, data) < 0)
        return systemError("confine: capabilities");
    return {};
}
} // namespace

Status sendRequest(int request, int socket)
{
    alignas(nlmsghdr) std::array<char, 4096> bytes;
    const ssize_t size = ::read(request, bytes.data(), bytes.size());
    if (size < static_cast<ssize_t>(sizeof(nlmsghdr)))
        return fail(ErrorCode::InvalidArgument, "request", "", "there is none");
    if (Status confined = keepNetAdmin(); !confined)
        return confined;
    if (::send(socket, bytes.data(), static_cast<std::size_t>(size), 0) != size)
        return systemError("send the request");
    const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), 0);
    nlmsghdr header;
    if (got < static_cast<ssize_t>(sizeof header + sizeof(nlmsgerr)))
        return systemError("receive the answer");
    std::memcpy(&header, bytes.data(), sizeof header);
    nlmsgerr answer;
    std::memcpy(&answer, bytes.data() + NLMSG_HDRLEN, sizeof answer);
    // ENODEV: it has gone already.
    if (header.nlmsg_type == NLMSG_ERROR && (answer.error == 0 || answer.error == -ENODEV))
        return {};
    errno = header.nlmsg_type == NLMSG_ERROR ? -answer.error : EPROTO;
    return systemError("request");
}

} // namespace taper::worker
