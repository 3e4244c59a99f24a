// SPDX-License-Identifier: GPL-3.0-or-later
// The listening socket: takes connections, knows who they are, caps them per uid (64; root 1024).
// Runs in: helper.
#pragma once
#include "daemon/connection.h"
#include <map>
#include <memory>

namespace taper::daemon {

class Server
{
public:
    Server(EventLoop &loop, Connection::Handlers handlers);
    /// Takes systemd's socket (activation.h) if there is one, else binds path with mode 0666: who may do what
    /// is the authorizer's business. A socket file that nobody listens on any more is replaced.
    Status listen(const std::string &path, UniqueFd activated = {});
    void eachConnection(const std::function<void(Connection &)> &visit);
    std::shared_ptr<Connection> find(std::uint64_t id);
    void stop();

private:
    void accept();

    EventLoop &m_loop;
    Connection::Handlers m_handlers;
    UniqueFd m_socket;
    std::string m_path;
    EventLoop::Source m_source, m_retry;
    std::uint64_t m_nextId = 1;
    std::map<std::uint64_t, std::shared_ptr<Connection>> m_connections;
    std::map<uid_t, int> m_perUid;
};

} // namespace taper::daemon
