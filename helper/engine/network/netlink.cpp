// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/netlink.h"

#include <cerrno>
#include <cstring>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace taper::network {

namespace {

/// The kernel's sentence in an error message, "" without one (NLMSGERR_ATTR_MSG, linux/netlink.h).
std::string extendedText(const nlmsghdr *message)
{
    if ((message->nlmsg_flags & NLM_F_ACK_TLVS) == 0)
        return {};
    const auto *error = static_cast<const nlmsgerr *>(nlmsg_data(message));
    std::size_t offset = sizeof(nlmsgerr);
    // Without NETLINK_CAP_ACK the whole request is repeated after the header.
    if ((message->nlmsg_flags & NLM_F_CAPPED) == 0 && error->msg.nlmsg_len >= sizeof(nlmsghdr))
        offset += NLMSG_ALIGN(error->msg.nlmsg_len - sizeof(nlmsghdr));
    if (static_cast<std::size_t>(nlmsg_datalen(message)) <= offset)
        return {};
    return Attributes(message, static_cast<int>(offset), NLMSGERR_ATTR_MSG).text(NLMSGERR_ATTR_MSG);
}

tl::unexpected<Error> kernelError(int number, const nlmsghdr *message, std::string_view operation,
                                  const std::string &subject)
{
    errno = number;
    auto error = systemError(std::string(operation), subject);
    if (message != nullptr) {
        const std::string text = extendedText(message);
        error.value().detail = std::strerror(number) + (text.empty() ? std::string() : ": " + text);
    }
    return error;
}

} // namespace

Attributes::Attributes(const nlmsghdr *message, int headerSize, int maximum) : m_table(maximum + 1)
{
    if (nlmsg_datalen(message) >= headerSize)
        nla_parse(m_table.data(), maximum, nlmsg_attrdata(message, headerSize),
                  nlmsg_attrlen(message, headerSize), nullptr);
}

Attributes::Attributes(const nlattr *outer, int maximum) : m_table(maximum + 1)
{
    if (outer != nullptr)
        nla_parse(m_table.data(), maximum, static_cast<nlattr *>(nla_data(outer)), nla_len(outer), nullptr);
}

const nlattr *Attributes::find(int type) const
{
    return static_cast<std::size_t>(type) < m_table.size() ? m_table[type] : nullptr;
}

std::string Attributes::text(int type) const
{
    std::string text;
    for (const std::uint8_t byte : bytes(type)) {
        if (byte == 0)
            break;
        text.push_back(byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '?');
    }
    return text;
}

std::span<const std::uint8_t> Attributes::bytes(int type) const
{
    const nlattr *attribute = find(type);
    if (attribute == nullptr)
        return {};
    return {static_cast<const std::uint8_t *>(nla_data(attribute)),
            static_cast<std::size_t>(nla_len(attribute))};
}

Status Socket::connect()
{
    if (!m_socket) {
        errno = ENOMEM;
        return systemError("open a netlink socket");
    }
    errno = 0;
    // libnl opens with SOCK_CLOEXEC.
    if (nl_connect(m_socket.get(), NETLINK_ROUTE) < 0)
        return systemError("open a netlink socket");
    return {};
}

Result<Socket> Socket::open()
{
    Socket socket;
    if (Status connected = socket.connect(); !connected)
        return tl::unexpected(std::move(connected.error()));
    const int one = 1;
    // Sentences for errors; the request is not repeated in them; filters of dumps that are obeyed, not
    // ignored: without the last one a kernel answers IFA_TARGET_NETNSID with the addresses of this namespace
    // (netlink(7)).
    for (const int option : {NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK})
        if (setsockopt(socket.fd(), SOL_NETLINK, option, &one, sizeof one) < 0)
            return systemError("prepare a netlink socket");
    // Answers are there before sendmsg returns; this only keeps a kernel bug from hanging the helper.
    const timeval limit{2, 0};
    if (setsockopt(socket.fd(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) < 0)
        return systemError("prepare a netlink socket");
    return socket;
}

Result<Socket> Socket::openEvents(std::span<const int> groups)
{
    Socket socket;
    if (Status connected = socket.connect(); !connected)
        return tl::unexpected(std::move(connected.error()));
    const int one = 1;
    if (setsockopt(socket.fd(), SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, &one, sizeof one) < 0)
        return systemError("listen to the containers' networks");
    for (const int group : groups)
        if (setsockopt(socket.fd(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) < 0)
            return systemError("listen to network changes");
    if (nl_socket_set_nonblocking(socket.m_socket.get()) < 0)
        return systemError("listen to network changes");
    return socket;
}

Status Socket::request(const Message &message, std::string_view operation, const std::string &subject)
{
    return ask(message, operation, subject, {});
}

Status Socket::ask(const Message &message, std::string_view operation, const std::string &subject,
                   const Answer &answer)
{
    if (!message.good()) {
        errno = EMSGSIZE;
        return systemError(std::string(operation), subject);
    }
    nlmsghdr *header = nlmsg_hdr(message.get());
    const bool dump = (header->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
    header->nlmsg_seq = NL_AUTO_SEQ;
    nl_complete_msg(m_socket.get(), message.get());
    const std::uint32_t sequence = header->nlmsg_seq;
    if (::send(fd(), header, header->nlmsg_len, 0) < 0)
        return systemError(std::string(operation), subject);
    bool interrupted = false;
    if (Status received = receive(sequence, dump, operation, subject, answer, interrupted); !received)
        return received;
    if (interrupted) {
        // The tables changed while they were read (NLM_F_DUMP_INTR): the caller reads again.
        errno = EINTR;
        return systemError(std::string(operation), subject);
    }
    return {};
}

Status Socket::receive(std::uint32_t sequence, bool dump, std::string_view operation,
                       const std::string &subject, const Answer &answer, bool &interrupted)
{
    for (;;) {
        sockaddr_nl sender{};
        socklen_t length = sizeof sender;
        const ssize_t received = recvfrom(fd(), m_buffer.data(), m_buffer.size(), 0,
                                          reinterpret_cast<sockaddr *>(&sender), &length);
        if (received < 0 && errno == EINTR)
            continue;
        if (received < 0)
            return systemError(std::string(operation), subject);
        if (sender.nl_pid != 0)
            continue; // only the kernel is believed
        int left = static_cast<int>(received);
        for (auto *message = reinterpret_cast<nlmsghdr *>(m_buffer.data()); nlmsg_ok(message, left);
             message = nlmsg_next(message, &left)) {
            if (message->nlmsg_seq != sequence)
                continue; // the rest of an earlier answer that was given up
            interrupted = interrupted || (message->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
            if (message->nlmsg_type == NLMSG_ERROR || message->nlmsg_type == NLMSG_DONE) {
                int error = 0;
                if (nlmsg_datalen(message) >= static_cast<int>(sizeof error))
                    std::memcpy(&error, nlmsg_data(message), sizeof error);
                if (error < 0)
                    return kernelError(-error, message->nlmsg_type == NLMSG_ERROR ? message : nullptr,
                                       operation, subject);
                return {};
            }
            if (answer)
                answer(message);
        }
    }
}

bool Socket::drain()
{
    bool something = false;
    // Bounded: under a storm of changes the rest stays readable and is drained at the next turn of the loop.
    for (int turn = 0; turn < 256; ++turn) {
        const ssize_t received = recv(fd(), m_buffer.data(), m_buffer.size(), MSG_TRUNC);
        if (received < 0 && errno != ENOBUFS && errno != EINTR)
            break;
        something = true;
    }
    return something;
}

} // namespace taper::network
