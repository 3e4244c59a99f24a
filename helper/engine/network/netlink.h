// SPDX-License-Identifier: GPL-3.0-or-later
// A thin rtnetlink socket: one request and its acknowledgement, or one dump. Errors carry the kernel's own
// sentence (NETLINK_EXT_ACK). libnl builds the messages; the answers are read here, because libnl turns errno
// into numbers of its own and drops that sentence. Runs in: helper. Blocking, but the kernel answers
// rtnetlink inside sendmsg(2): nothing is waited for.
#pragma once
#include "core/error.h"
#include <cstdint>
#include <functional>
#include <memory>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taper::network {

/// A request being built. What does not fit is remembered and reported when it is sent.
class Message
{
public:
    Message(int type, int flags) : m_message(nlmsg_alloc_simple(type, flags), &nlmsg_free) {}

    template <typename Header> Message &header(const Header &value)
    {
        return check(
            nlmsg_append(m_message.get(), const_cast<Header *>(&value), sizeof(Header), NLMSG_ALIGNTO));
    }
    template <typename Value> Message &put(int type, const Value &value)
    {
        return check(nla_put(m_message.get(), type, sizeof(Value), &value));
    }
    Message &putBytes(int type, std::span<const std::uint8_t> bytes)
    {
        return check(nla_put(m_message.get(), type, static_cast<int>(bytes.size()), bytes.data()));
    }
    Message &putString(int type, const std::string &text)
    {
        return check(nla_put_string(m_message.get(), type, text.c_str()));
    }
    /// Attributes inside an attribute: what `inside` puts.
    template <typename Inside> Message &nest(int type, Inside inside)
    {
        nlattr *outer = nla_nest_start(m_message.get(), type);
        if (outer == nullptr)
            return check(-NLE_NOMEM);
        inside(*this);
        return check(nla_nest_end(m_message.get(), outer));
    }

    nl_msg *get() const { return m_message.get(); }
    bool good() const { return m_message != nullptr && m_good; }

private:
    Message &check(int result)
    {
        m_good = m_good && result >= 0;
        return *this;
    }

    std::unique_ptr<nl_msg, decltype(&nlmsg_free)> m_message;
    bool m_good = true;
};

/// The attributes of an answer, by type; views into the buffer of the socket.
class Attributes
{
public:
    Attributes(const nlmsghdr *message, int headerSize, int maximum);
    Attributes(const nlattr *outer, int maximum);

    const nlattr *find(int type) const;
    /// A number of exactly this size, or the other value.
    template <typename Value> Value number(int type, Value otherwise) const
    {
        const nlattr *attribute = find(type);
        if (attribute == nullptr || nla_len(attribute) < static_cast<int>(sizeof(Value)))
            return otherwise;
        Value value;
        nla_memcpy(&value, attribute, sizeof value);
        return value;
    }
    /// Printable ASCII only: names inside a container are chosen by the container, and end in JSON and on
    /// terminals.
    std::string text(int type) const;
    std::span<const std::uint8_t> bytes(int type) const;

private:
    std::vector<nlattr *> m_table;
};

class Socket
{
public:
    static Result<Socket> open();
    /// For events: member of these groups, in all namespaces with an id here (NETLINK_LISTEN_ALL_NSID),
    /// non-blocking.
    static Result<Socket> openEvents(std::span<const int> groups);

    /// Sends and waits for the acknowledgement.
    Status request(const Message &message, std::string_view operation, const std::string &subject);
    /// Sends; `answer` sees each message of the answer or dump.
    using Answer = std::function<void(const nlmsghdr *)>;
    Status ask(const Message &message, std::string_view operation, const std::string &subject,
               const Answer &answer);
    /// Reads and forgets all that is queued. Lost events (ENOBUFS) count as events. True if there was
    /// something.
    bool drain();
    int fd() const { return nl_socket_get_fd(m_socket.get()); }

private:
    Socket() : m_socket(nl_socket_alloc(), &nl_socket_free), m_buffer(64 * 1024) {}
    Status connect();
    Status receive(std::uint32_t sequence, bool dump, std::string_view operation, const std::string &subject,
                   const Answer &answer, bool &interrupted);

    std::unique_ptr<nl_sock, decltype(&nl_socket_free)> m_socket;
    std::vector<char> m_buffer;
};

} // namespace taper::network
