// SPDX-License-Identifier: GPL-3.0-or-later
// The life of one container as its monitor sees it: the start, then console, exec'd programs and helpers that
// come and go, then the end. One thread, one loop; small, because there is one per container. Runs in:
// taper-monitor, root of the host.
#pragma once
#include "engine/container/launcher.h"
#include "monitor/console.h"
#include "monitor/exec_session.h"
#include "monitor/helper_link.h"

namespace taper::monitor {

class Monitor final : private HelperListener, private ExecSession::Listener
{
public:
    Monitor() : m_link(*this) {}
    /// The program's exit status: 0 after a container that ran, 1 when it could not be started.
    int run();

private:
    enum class Phase { Starting, Running, Ended, Aborted };

    bool receivePlan();
    bool mapPlan();
    bool start(launch::Launcher &launcher);
    bool launch(launch::Launcher &launcher);
    void childReady(launch::Launcher &launcher);
    void announceRunning(launch::Launcher &launcher);
    void keepRules();
    int fail(const launch::Failure &failure);
    void initReady();
    void end();
    int timeoutMs(std::uint64_t nowUsec) const;
    void tick(std::uint64_t nowUsec);

    void handleMessage(const Message &message, ExecScratch *exec, ReceivedFds &fds) override;
    void helperLost() override;
    void sendStatus(Type type);
    void attachConsole(const Message &message, ReceivedFds &fds);
    void resize(const Message &message);
    void startExec(ExecScratch &scratch, ReceivedFds &fds);
    void refuseExec(std::uint64_t session, int error);
    ExecSession *findExec(std::uint64_t session);

    void execStarted(ExecSession &session) override;
    void execEnded(ExecSession &session) override;

    static constexpr unsigned maximumExecs = 128;

    HelperLink m_link;
    Phase m_phase = Phase::Starting;
    const LaunchPlan *m_plan = nullptr;     ///< until it runs
    launch::Launcher *m_launcher = nullptr; ///< the same
    launch::StepTimes m_networkTimes;
    bool m_networkTold = false;
    bool m_isWorker = false;
    pid_t m_pid = -1;
    std::uint64_t m_startTime = 0;
    int m_status = 0;
    Watched m_childSocket, m_initPidFd;
    UniqueFd m_hostMounts; ///< until we are back in it
    std::uint64_t m_leaveMountsAt = 0;
    ExecRules m_rules;
    Console m_console;
    ExecSession *m_execs[maximumExecs] = {};
};

} // namespace taper::monitor
