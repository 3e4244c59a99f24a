// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitor/console.h"

#include "engine/sys/clock.h"

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace taper::monitor {

bool Console::open(UniqueFd master, UniqueFd peer, ClosedCallback closed, void *owner)
{
    const int flags = ::fcntl(master.get(), F_GETFL);
    if (flags < 0 || ::fcntl(master.get(), F_SETFL, flags | O_NONBLOCK) < 0)
        return false;
    m_peer = std::move(peer);
    m_closed = closed;
    m_owner = owner;
    m_master.set(std::move(master),
                 {[](void *self, std::uint32_t) { static_cast<Console *>(self)->pump(); }, this});
    return m_master.want(EPOLLIN);
}

bool Console::attach(std::uint64_t session, UniqueFd client)
{
    if (!m_master || has(session))
        return false;
    for (Client *&place : m_clients) {
        if (place)
            continue;
        void *memory = std::calloc(1, sizeof(Client));
        if (!memory)
            return false;
        place = new (memory) Client;
        place->console = this;
        place->session = session;
        place->at = m_end - (m_end < ringSize ? m_end : ringSize);
        place->stallAt = place->at;
        place->socket.set(std::move(client), {[](void *self, std::uint32_t events) {
                                                  auto *ready = static_cast<Client *>(self);
                                                  ready->console->clientReady(*ready, events);
                                              },
                                              place});
        if (!place->socket.want(EPOLLIN, true)) {
            drop(*place);
            return true; // its end has been told
        }
        pump();
        return true;
    }
    return false;
}

void Console::resize(unsigned rows, unsigned columns)
{
    if (!m_master || rows == 0 || columns == 0)
        return;
    winsize size{};
    size.ws_row = static_cast<unsigned short>(rows);
    size.ws_col = static_cast<unsigned short>(columns);
    ::ioctl(m_master.get(), TIOCSWINSZ, &size); // the kernel tells the foreground (SIGWINCH)
}

bool Console::has(std::uint64_t session) const
{
    for (const Client *client : m_clients)
        if (client && client->session == session)
            return true;
    return false;
}

std::size_t Console::space() const
{
    std::uint64_t oldest = m_end;
    for (const Client *client : m_clients)
        if (client && client->at < oldest)
            oldest = client->at;
    return ringSize - std::size_t(m_end - oldest);
}

/// One read; true when there may be more.
bool Console::readMaster()
{
    const std::size_t at = m_end % ringSize;
    std::size_t room = space();
    if (room > ringSize - at)
        room = ringSize - at;
    if (room == 0)
        return false;
    const ssize_t length = ::read(m_master.get(), m_ring + at, room);
    if (length <= 0)
        return false;
    m_end += std::uint64_t(length);
    return true;
}

void Console::sendTo(Client &client)
{
    while (client.at < m_end) {
        const std::size_t at = client.at % ringSize;
        std::size_t length = std::size_t(m_end - client.at);
        if (length > ringSize - at)
            length = ringSize - at;
        const ssize_t sent = ::send(client.socket.get(), m_ring + at, length, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno != EAGAIN && errno != EINTR)
                drop(client);
            return;
        }
        client.at += std::uint64_t(sent);
    }
}

void Console::takeInput(Client &client)
{
    for (;;) {
        if (client.inputBegin == client.inputEnd) {
            if (client.inputEnded)
                return;
            const ssize_t length =
                ::recv(client.socket.get(), client.input, sizeof client.input, MSG_DONTWAIT);
            client.inputEnded = length == 0;
            if (length < 0 && errno != EAGAIN && errno != EINTR)
                return drop(client);
            if (length <= 0)
                return;
            client.inputBegin = 0;
            client.inputEnd = std::size_t(length);
        }
        const ssize_t written =
            ::write(m_master.get(), client.input + client.inputBegin, client.inputEnd - client.inputBegin);
        if (written <= 0)
            return; // nobody reads inside: the rest waits, and so does the client
        client.inputBegin += std::size_t(written);
    }
}

void Console::clientReady(Client &client, std::uint32_t events)
{
    if (events & (EPOLLHUP | EPOLLERR)) // both directions: it has gone (half a close is EPOLLRDHUP only)
        drop(client);
    pump();
}

void Console::drop(Client &client)
{
    for (Client *&place : m_clients) {
        if (place != &client)
            continue;
        place = nullptr;
        const std::uint64_t session = client.session;
        client.~Client();
        std::free(&client);
        m_closed(m_owner, session);
        return;
    }
}

void Console::pump()
{
    // A bounded number of rounds: other sources want their turn too.
    for (int round = 0; round < 4; ++round) {
        const bool more = m_master && readMaster();
        for (Client *&client : m_clients) {
            if (client)
                sendTo(*client);
            if (client)
                takeInput(*client);
        }
        if (!more)
            break;
    }
    if (m_stallUntil == 0 && space() == 0) {
        m_stallUntil = monotonicUsec() + stallUsec;
        for (Client *client : m_clients)
            if (client)
                client->stallAt = client->at;
    }
    updateInterest();
}

void Console::updateInterest()
{
    bool isInputWaiting = false;
    for (Client *client : m_clients) {
        if (!client)
            continue;
        const bool hasInput = client->inputBegin != client->inputEnd;
        isInputWaiting = isInputWaiting || hasInput;
        client->socket.want(
            (client->at < m_end ? EPOLLOUT : 0U) | (hasInput || client->inputEnded ? 0U : EPOLLIN), true);
    }
    m_master.want((space() > 0 ? EPOLLIN : 0U) | (isInputWaiting ? EPOLLOUT : 0U));
}

int Console::timeoutMs(std::uint64_t nowUsec) const
{
    if (m_stallUntil == 0)
        return -1;
    return nowUsec >= m_stallUntil ? 0 : int((m_stallUntil - nowUsec) / 1000 + 1);
}

/// Whoever took next to nothing while the container had to wait is stuck, and would keep it waiting for ever.
void Console::tick(std::uint64_t nowUsec)
{
    if (m_stallUntil == 0 || nowUsec < m_stallUntil)
        return;
    m_stallUntil = 0;
    for (Client *&client : m_clients)
        if (client && m_end - client->at > ringSize / 2 && client->at - client->stallAt < stuckBytes)
            drop(*client);
    pump();
}

bool Console::drain()
{
    if (m_master) {
        pump();
        while (readMaster())
            pump();
    }
    for (const Client *client : m_clients)
        if (client && client->at < m_end)
            return true;
    return false;
}

void Console::closeAll()
{
    for (Client *&client : m_clients)
        if (client)
            drop(*client);
    m_master.close();
    m_peer.reset();
}

} // namespace taper::monitor
