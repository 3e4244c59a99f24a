// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/server.h"

#include <cstring>
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace taper::daemon {

namespace {
constexpr int connectionsPerUid = 64, connectionsOfRoot = 1024;

bool somebodyListens(const sockaddr_un &address)
{
    UniqueFd probe(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    return connect(probe.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
}
} // namespace

Server::Server(EventLoop &loop, Connection::Handlers handlers) : m_loop(loop), m_handlers(std::move(handlers))
{
    m_handlers.onClosed = [this, closed = m_handlers.onClosed](Connection &connection) {
        closed(connection);
        if (--m_perUid[connection.peer().uid] <= 0)
            m_perUid.erase(connection.peer().uid);
        m_connections.erase(connection.id());
        if (m_source)
            m_source.setEvents(EPOLLIN); // room again
    };
}

Status Server::listen(const std::string &path, UniqueFd activated)
{
    if (activated) {
        m_socket = std::move(activated); // its file is systemd's
    } else {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path)
            return fail(ErrorCode::InvalidArgument, "socket", path, "the path is longer than 107 bytes");
        std::memcpy(address.sun_path, path.data(), path.size());
        if (somebodyListens(address))
            return fail(ErrorCode::System, "socket", path, "another helper already listens there",
                        "Stop it first, or give this one another --socket.");
        m_socket.reset(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (!m_socket)
            return systemError("socket");
        unlink(path.c_str());
        if (bind(m_socket.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) < 0)
            return systemError("bind", path);
        if (chmod(path.c_str(), 0666) < 0)
            return systemError("chmod", path);
        if (::listen(m_socket.get(), 128) < 0)
            return systemError("listen", path);
        m_path = path;
    }
    m_source = m_loop.watch(m_socket.get(), EPOLLIN, [this](std::uint32_t) { accept(); });
    return {};
}

void Server::accept()
{
    UniqueFd socket(accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket) {
        if (errno == EMFILE || errno == ENFILE) {
            m_source.setEvents(
                0); // until a connection ends or a while has passed: excess waits in the backlog
            m_retry = m_loop.after(200'000, [this] { m_source.setEvents(EPOLLIN); });
        }
        return;
    }
    auto peer = peerOf(socket.get());
    if (!peer)
        return;
    const int most = peer->uid == 0 ? connectionsOfRoot : connectionsPerUid;
    if (m_perUid[peer->uid] >= most) {
        spdlog::warn("uid {} has {} connections: one more refused", peer->uid, most);
        return;
    }
    ++m_perUid[peer->uid];
    auto connection = std::make_shared<Connection>(m_loop, std::move(socket), std::move(*peer), m_nextId++);
    m_connections.emplace(connection->id(), connection);
    connection->begin(m_handlers);
}

void Server::eachConnection(const std::function<void(Connection &)> &visit)
{
    auto connections = m_connections; // a visit may close some
    for (auto &[id, connection] : connections)
        if (connection->isOpen())
            visit(*connection);
}

std::shared_ptr<Connection> Server::find(std::uint64_t id)
{
    auto found = m_connections.find(id);
    return found == m_connections.end() ? nullptr : found->second;
}

void Server::stop()
{
    m_source.reset();
    if (!m_path.empty())
        unlink(m_path.c_str());
    m_socket.reset();
    eachConnection([](Connection &connection) { connection.close(); });
}

} // namespace taper::daemon
