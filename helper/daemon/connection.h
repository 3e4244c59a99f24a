// SPDX-License-Identifier: GPL-3.0-or-later
// One client's connection: whole frames in, a bounded queue of frames out, the fds that came along.
// A client that lets 1 MiB pile up is cut off; it reconnects and takes a new snapshot.
// Runs in: helper.
#pragma once
#include "daemon/event_loop.h"
#include "daemon/peer.h"
#include "protocol/frame.h"
#include <functional>
#include <memory>
#include <string>

namespace taper::daemon {

class Connection : public std::enable_shared_from_this<Connection>
{
public:
    struct Handlers
    {
        std::function<void(Connection &, std::string body)> onFrame;
        std::function<void(Connection &, Error why)> onViolation;
        std::function<void(Connection &)> onClosed;
        /// Has this uid a ticket for fd.pass? Only then are descriptors taken: closing one of a hostile file system
        /// or socket can block whoever holds the last reference.
        std::function<bool(uid_t)> mayPassFd;
    };

    Connection(EventLoop &loop, UniqueFd socket, Peer peer, std::uint64_t id);
    void begin(Handlers handlers);

    std::uint64_t id() const { return m_id; }
    const Peer &peer() const { return m_peer; }
    bool isOpen() const { return static_cast<bool>(m_socket); }
    bool greeted = false; ///< hello has been answered
    int requestsInFlight = 0;

    void send(const std::string &body);
    void close();
    /// Ends after what is queued has been sent.
    void closeWhenSent();

    UniqueFd takePassedFd() { return std::move(m_passedFd); }
    /// For console.attach: sends the response at once and gives the bare socket away; empty when the client
    /// already sent more than its request (it must wait for the answer) or does not read.
    UniqueFd giveAway(const std::string &response);

private:
    void ready(std::uint32_t events);
    void receive();
    void handleFrames();
    void flush();

    static constexpr std::size_t maximumQueue = 1u << 20;
    EventLoop &m_loop;
    UniqueFd m_socket;
    Peer m_peer;
    std::uint64_t m_id;
    Handlers m_handlers;
    protocol::FrameReader m_reader{protocol::maximumRequest};
    std::string m_out;
    UniqueFd m_passedFd;
    bool m_closing = false, m_takesFds = false, m_handling = false;
    EventLoop::Source m_source;
};

} // namespace taper::daemon
