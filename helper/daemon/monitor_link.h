// SPDX-License-Identifier: GPL-3.0-or-later
// The helper's end of the talk with one monitor (engine/container/monitor_messages.h): spawned with a plan,
// or found by its socket after a restart. Runs in: helper.
#pragma once
#include "daemon/spawn.h"
#include "engine/container/launch_plan.h"
#include "engine/container/monitor_messages.h"
#include "engine/sys/packet_socket.h"
#include <functional>
#include <memory>
#include <span>

namespace taper::daemon {

class MonitorLink
{
public:
    struct Handlers
    {
        std::function<void(const monitor::Message &, ReceivedFds &)> onMessage;
        std::function<void()> onLost; ///< the monitor has gone, after all it said has been told
    };

    /// A monitor that prepares itself and waits for its plan; it ends when the link goes before.
    static Result<std::unique_ptr<MonitorLink>> spawn(EventLoop &loop, const std::string &program,
                                                      Handlers handlers);
    /// Once, the first word. extra: what the plan's fd numbers name, from MonitorFd::firstExtraFd on.
    Status launch(const LaunchPlan &plan, const std::vector<int> &extra);
    /// Both at once.
    static Result<std::unique_ptr<MonitorLink>> start(EventLoop &loop, const std::string &program,
                                                      const LaunchPlan &plan, const std::vector<int> &extra,
                                                      Handlers handlers);
    /// To a running monitor; says Hello. System(ECONNREFUSED, ENOENT) when nobody is there.
    static Result<std::unique_ptr<MonitorLink>> reconnect(EventLoop &loop, const std::string &socketPath,
                                                          Handlers handlers);

    Status send(const monitor::Message &message, std::span<const int> fds = {});
    Status send(const monitor::ExecRequest &request, std::span<const int> fds);
    /// SIGKILL to the monitor itself, when it does not answer any more.
    void killMonitor();
    /// Waits for one message and handles it; false when none came in time. Only before the loop runs.
    bool receiveOne(int timeoutMs);

private:
    MonitorLink(EventLoop &loop, UniqueFd socket, Handlers handlers);
    bool receive(); ///< false when nothing came or the monitor is gone

    EventLoop &m_loop;
    UniqueFd m_socket;
    Handlers m_handlers;
    ChildProcess m_child;
    EventLoop::Source m_source;
};

} // namespace taper::daemon
