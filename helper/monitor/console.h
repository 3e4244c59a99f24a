// SPDX-License-Identifier: GPL-3.0-or-later
// A container's console: the master of its pty is always drained, into a ring of 64 KiB that is the
// scroll-back. Clients are places in that ring: the slowest holds the container back for a moment, then it is
// dropped.
#pragma once
#include "monitor/event_loop.h"
#include <cstddef>

namespace taper::monitor {

class Console
{
public:
    /// Told of each session that ended.
    using ClosedCallback = void (*)(void *owner, std::uint64_t session);

    /// `peer`, a slave, is kept open: without one the master would report a hang-up whenever init closes its
    /// own.
    bool open(UniqueFd master, UniqueFd peer, ClosedCallback closed, void *owner);
    bool isOpen() const { return bool(m_master); }
    /// Scroll-back first, then what comes. False when there is no console or there are too many sessions.
    bool attach(std::uint64_t session, UniqueFd client);
    void resize(unsigned rows, unsigned columns);
    bool has(std::uint64_t session) const;

    /// Milliseconds until tick() is due, or -1.
    int timeoutMs(std::uint64_t nowUsec) const;
    void tick(std::uint64_t nowUsec);

    /// Init has ended: what is left in the pty is read. True while a client still has something to get.
    bool drain();
    void closeAll();

private:
    static constexpr std::size_t ringSize = 64 * 1024;
    static constexpr unsigned maximumClients = 32;
    static constexpr std::uint64_t stallUsec = 2000000;
    static constexpr std::size_t stuckBytes = 4096; ///< less than this taken in that time: nobody reads

    struct Client
    {
        Console *console = nullptr;
        std::uint64_t session = 0;
        Watched socket;
        std::uint64_t at = 0;      ///< next byte of the stream to send
        std::uint64_t stallAt = 0; ///< the same, when the ring became full
        bool inputEnded = false;
        char input[4096];
        std::size_t inputBegin = 0, inputEnd = 0;
    };

    bool readMaster();
    void sendTo(Client &client);
    void takeInput(Client &client);
    void clientReady(Client &client, std::uint32_t events);
    void drop(Client &client);
    void pump();
    void updateInterest();
    std::size_t space() const;

    Watched m_master;
    UniqueFd m_peer;
    ClosedCallback m_closed = nullptr;
    void *m_owner = nullptr;
    std::uint64_t m_end = 0;        ///< bytes read so far
    std::uint64_t m_stallUntil = 0; ///< 0: nobody holds the container back
    Client *m_clients[maximumClients] = {};
    char m_ring[ringSize];
};

} // namespace taper::monitor
