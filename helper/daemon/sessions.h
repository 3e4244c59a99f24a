// SPDX-License-Identifier: GPL-3.0-or-later
// Consoles and executed programs: tickets for their streams, whose sockets go to the monitor, so that they
// outlive this helper; results for exec.wait. Runs in: helper.
#pragma once
#include "daemon/containers.h"
#include "daemon/router.h"
#include <map>

namespace taper::daemon {

class Sessions
{
public:
    Sessions(EventLoop &loop, Containers &containers, Tickets &tickets);
    void addTo(Router &router);
    void monitorSaid(Container &container, const monitor::Message &message);
    void containerStopped(Container &container);
    /// Did this uid open it?
    bool isOf(const std::string &number, uid_t uid) const;

private:
    struct Session
    {
        std::string container, containerId;
        uid_t uid = 0;
        bool exec = false, terminal = false, begun = false, ended = false;
        std::uint32_t rows = 24, columns = 80;
        std::unique_ptr<monitor::ExecRequest> request;
        UniqueFd stdio, stderrSocket;
        int streamsLeft = 1;
        protocol::Json result; ///< once ended
        std::optional<Error> error;
        std::vector<std::function<void(Result<protocol::Json>)>> waiters;
        EventLoop::Source forget;
    };
    void console(Call call);
    void resize(Call call);
    void exec(Call call);
    void wait(Call call);
    void signal(Call call);
    Result<std::unique_ptr<monitor::ExecRequest>> readExec(const protocol::Json &params,
                                                           std::uint64_t session);
    Result<std::uint64_t> require(const Call &call, std::string_view field, bool exec);
    void streamCame(std::uint64_t number, UniqueFd socket, bool stderrStream);
    void begin(std::uint64_t number);
    void finish(std::uint64_t number, Result<protocol::Json> result);
    void expire(std::uint64_t number);
    Container *containerOf(const Session &session);

    EventLoop &m_loop;
    Containers &m_containers;
    Tickets &m_tickets;
    std::uint64_t m_next;
    std::map<std::uint64_t, Session> m_sessions;
};

} // namespace taper::daemon
