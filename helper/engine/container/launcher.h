// SPDX-License-Identifier: GPL-3.0-or-later
// The parent's side of a start, in the order that launch_child.cpp draws: all that can be opened and
// allocated is, then one clone3 with all namespaces. Whoever holds a Launcher that has cloned either sees
// Running or calls abort(). Runs in: monitor (single-threaded). Allocates nothing after prepare().
#pragma once
#include "engine/container/launch_child.h"
#include "engine/sys/unique_fd.h"

namespace taper::launch {

class Launcher
{
public:
    Launcher() = default;
    Launcher(const Launcher &) = delete;
    Launcher &operator=(const Launcher &) = delete;

    // Each returns false with failure() set. The steps' times grow meanwhile.
    bool prepareHost(); ///< what needs no plan: a private mount namespace, the devices
    bool prepare(
        const LaunchPlan &plan); ///< checks the plan, opens what the child needs; it must outlive the start
    bool clone();                ///< the process is there
    bool provideRoot();          ///< id maps, root
    bool networkReady();         ///< the child goes on to its end

    enum class Event { Nothing, ConsoleMade, Running, Failed };
    Event receive(); ///< one packet of the child, when childSocket() is readable

    /// SIGKILL and wait. The namespaces with all that is in them die with it.
    void abort();

    pid_t pid() const { return m_pid; }
    int pidFd() const { return m_pidFd.get(); }
    UniqueFd takePidFd() { return std::move(m_pidFd); }
    /// The mount namespace that the monitor came from, to go back to when there is time (setns(2)).
    UniqueFd takeHostMounts() { return std::move(m_hostMounts); }
    int childSocket() const { return m_socket.get(); }
    UniqueFd takeConsole() { return std::move(m_console); }
    UniqueFd takeConsolePeer() { return std::move(m_consolePeer); }
    const Failure &failure() const { return m_failure; }
    /// Something beside the launch itself went wrong: errno tells. Returns false.
    bool refuse(LaunchStep step, const char *what) { return fail(step, what); }
    const StepTimes &times() const { return m_times; }
    const StepTimes &childTimes() const { return m_childTimes; }

private:
    bool checkPlan();
    bool openDevices();
    bool enterPrivateMounts();
    bool openNullDevice();
    bool coverHostTrees();
    bool failSending(LaunchStep step, const char *what);
    bool writeIdMaps(int &userNamespace);
    bool fail(LaunchStep step, const char *what) { return m_failure.set(step, errno, what); }

    static constexpr unsigned maximumStrings = 1024;

    const LaunchPlan *m_plan = nullptr;
    ChildInputs m_inputs;
    Failure m_failure;
    StepTimes m_times, m_childTimes;
    UniqueFd m_socket, m_childEnd, m_nullDevice, m_hostMounts, m_pidFd, m_console, m_consolePeer;
    UniqueFd m_devices[ChildInputs::deviceCount];
    pid_t m_pid = -1;
    bool m_executing = false;
    char *m_arguments[maximumStrings + 1] = {};
    char *m_environment[maximumStrings + 1] = {};
};

} // namespace taper::launch
