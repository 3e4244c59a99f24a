// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitor/monitor.h"

#include "engine/sys/clock.h"
#include "engine/sys/process.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taper::monitor {

using launch::Failure;
using launch::Launcher;
using launch::StepTimes;

namespace {

/// What is left of the console is the clients' to take, but not for longer than this.
constexpr std::uint64_t lingerUsec = 1000000;
/// Leaving a mount namespace waits for RCU, milliseconds on a busy machine: not while somebody waits for the
/// start.
constexpr std::uint64_t leaveMountsUsec = 500000;

} // namespace

/// Blocks until the helper has made what the plan names; false when it is gone or says something else.
bool Monitor::receivePlan()
{
    pollfd waited{helperFd, POLLIN, 0};
    while (::poll(&waited, 1, -1) < 0)
        if (errno != EINTR)
            return false;
    LaunchRequest request;
    ReceivedFds fds;
    if (receivePacket(helperFd, &request, sizeof request, fds) != ssize_t(sizeof request) ||
        request.version != messageVersion || request.type != Type::Launch || fds.count == 0)
        return false;
    for (unsigned i = 0; i < fds.count; ++i)
        if (::dup3(fds.fds[i].get(), planFd + int(i), O_CLOEXEC) < 0)
            return false;
    return mapPlan();
}

bool Monitor::mapPlan()
{
    struct stat status;
    if (::fstat(planFd, &status) < 0 || status.st_size != off_t(sizeof(LaunchPlan)))
        return false;
    void *memory = ::mmap(nullptr, sizeof(LaunchPlan), PROT_READ, MAP_PRIVATE, planFd, 0);
    if (memory == MAP_FAILED)
        return false;
    m_plan = static_cast<const LaunchPlan *>(memory);
    m_isWorker = m_plan->worker != 0;
    return true;
}

int Monitor::run()
{
    if (!loop::open())
        return 1;
    {
        Launcher launcher;
        const bool hostReady = launcher.prepareHost(); // the helper makes groups and plan meanwhile
        const bool planCame = receivePlan();
        m_link.attach(UniqueFd(helperFd));
        if (!planCame || !hostReady) {
            Failure failure;
            failure.set(LaunchStep::Plan, errno, "the plan cannot be read");
            return fail(planCame ? launcher.failure() : failure);
        }
        if (!start(launcher))
            return 1;
    }
    while (m_phase == Phase::Running) {
        if (!loop::step(timeoutMs(monotonicUsec())))
            return 1; // init dies with us (PDEATHSIG)
        tick(monotonicUsec());
    }
    end();
    return 0;
}

int Monitor::timeoutMs(std::uint64_t nowUsec) const
{
    const int console = m_console.timeoutMs(nowUsec);
    if (!m_hostMounts)
        return console;
    const int mounts = nowUsec >= m_leaveMountsAt ? 0 : int((m_leaveMountsAt - nowUsec) / 1000 + 1);
    return console >= 0 && console < mounts ? console : mounts;
}

void Monitor::tick(std::uint64_t nowUsec)
{
    m_console.tick(nowUsec);
    if (!m_hostMounts || nowUsec < m_leaveMountsAt)
        return;
    // If it fails we merely stay in the private one: not worth a container.
    ::setns(m_hostMounts.get(), CLONE_NEWNS);
    m_hostMounts.reset();
}

/// The whole start. False: everything is undone and the helper, if it is there, has been told.
bool Monitor::start(Launcher &launcher)
{
    m_launcher = &launcher;
    const bool runs = launch(launcher);
    m_launcher = nullptr;
    m_childSocket.close();
    if (!runs) {
        launcher.abort();
        m_initPidFd.close();
        m_console.closeAll();
        m_link.unlinkSocket();
        if (m_phase != Phase::Aborted)
            fail(launcher.failure());
        return false;
    }
    announceRunning(launcher);
    keepRules();
    return true;
}

bool Monitor::launch(Launcher &launcher)
{
    if (!launcher.prepare(*m_plan) || !launcher.clone())
        return false;
    m_pid = launcher.pid();
    m_startTime = processStartTime(m_pid);
    sendStatus(Type::Cloned);
    m_networkTimes.begin();
    if (!launcher.provideRoot())
        return false;
    // While the child goes on. A worker has no later helper: it dies with the one that wants its work.
    if (!m_isWorker && !m_link.listen(m_plan->runDirectory, m_plan->id))
        return launcher.refuse(LaunchStep::Plan, "listen for helpers");
    if (!m_plan->network && !launcher.networkReady())
        return false;
    m_networkTold = !m_plan->network;
    m_childSocket.set(UniqueFd(::fcntl(launcher.childSocket(), F_DUPFD_CLOEXEC, 0)),
                      {[](void *self, std::uint32_t) {
                           auto *monitor = static_cast<Monitor *>(self);
                           monitor->childReady(*monitor->m_launcher);
                       },
                       this});
    if (!m_childSocket.want(EPOLLIN))
        return launcher.refuse(LaunchStep::Plan, "watch the child");
    while (m_phase == Phase::Starting)
        if (!loop::step(-1))
            return launcher.refuse(LaunchStep::Plan, "wait");
    return m_phase == Phase::Running;
}

void Monitor::childReady(Launcher &launcher)
{
    switch (launcher.receive()) {
    case Launcher::Event::ConsoleMade:
        m_console.open(
            launcher.takeConsole(), launcher.takeConsolePeer(),
            [](void *self, std::uint64_t session) {
                Message message;
                message.type = Type::ConsoleClosed;
                message.session = session;
                static_cast<Monitor *>(self)->m_link.send(message);
            },
            this);
        break;
    case Launcher::Event::Running:
        m_phase = Phase::Running;
        break;
    case Launcher::Event::Failed:
        m_phase = Phase::Ended;
        break;
    case Launcher::Event::Nothing:
        break;
    }
}

void Monitor::announceRunning(Launcher &launcher)
{
    m_initPidFd.set(launcher.takePidFd(),
                    {[](void *self, std::uint32_t) { static_cast<Monitor *>(self)->initReady(); }, this});
    m_initPidFd.want(EPOLLIN);
    m_hostMounts = launcher.takeHostMounts();
    m_leaveMountsAt = monotonicUsec() + leaveMountsUsec;
    const StepTimes *const all[] = {&launcher.times(), &m_networkTimes, &launcher.childTimes()};
    for (const StepTimes *times : all) {
        for (unsigned i = 0; i < times->count && i < StepTimes::maximum; ++i) {
            Message message;
            message.type = Type::Step;
            message.step = times->times[i].step;
            message.atUsec = times->times[i].atUsec;
            message.durationUsec = times->times[i].durationUsec;
            m_link.send(message);
        }
    }
    Message message;
    message.type = Type::Running;
    message.pid = m_pid;
    message.startTime = m_startTime;
    m_link.send(message);
}

/// The plan is 70 KiB; what execs need of it is a few.
void Monitor::keepRules()
{
    m_rules.initPidFd = m_initPidFd.get();
    m_rules.execCgroupFd = m_plan->execCgroupFd;
    m_rules.tasksCount = m_plan->tasksCount;
    std::memcpy(m_rules.execTasksFds, m_plan->execTasksFds, sizeof m_rules.execTasksFds);
    m_rules.capabilities = m_plan->capabilities;
    m_rules.noNewPrivileges = m_plan->noNewPrivileges != 0;
    if (m_plan->filterLength > 0 && !m_isWorker) {
        const std::size_t bytes = m_plan->filterLength * sizeof(sock_filter);
        if (void *copy = std::malloc(bytes)) {
            std::memcpy(copy, m_plan->filter.data(), bytes);
            m_rules.filter = static_cast<const sock_filter *>(copy);
            m_rules.filterLength = m_plan->filterLength;
        } else {
            m_rules.initPidFd = -1; // no exec without its filter
        }
    }
    if (m_plan->cgroupFd >= 0)
        ::close(m_plan->cgroupFd);
    for (int i = 0; i < m_plan->tasksCount; ++i)
        ::close(m_plan->tasksFds[i]);
    ::munmap(const_cast<LaunchPlan *>(m_plan), sizeof *m_plan);
    m_plan = nullptr;
    ::close(planFd);
}

int Monitor::fail(const Failure &failure)
{
    Message message;
    message.type = Type::Failed;
    message.step = std::uint32_t(failure.step);
    message.errnoValue = failure.errnoValue;
    std::strncpy(message.text, failure.detail, sizeof message.text - 1);
    m_link.send(message);
    return 1;
}

void Monitor::initReady()
{
    if (::waitpid(m_pid, &m_status, WNOHANG) == 0)
        return;
    m_phase = Phase::Ended;
}

void Monitor::end()
{
    m_initPidFd.close();
    for (ExecSession *&session : m_execs) {
        if (!session)
            continue;
        session->finish(); // they died with their pid namespace, before init's end could be seen
        execEnded(*session);
    }
    m_link.writeExitFile(m_status);
    Message message;
    message.type = Type::Ended;
    message.pid = m_pid;
    message.value = m_status;
    m_link.unlinkSocket(); // first: a restart that follows Ended at once binds the same name
    m_link.send(message);
    const std::uint64_t until = monotonicUsec() + lingerUsec;
    while (m_console.drain() && monotonicUsec() < until)
        loop::step(50);
    m_console.closeAll();
}

} // namespace taper::monitor
