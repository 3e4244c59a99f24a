// SPDX-License-Identifier: GPL-3.0-or-later
// What helpers ask of a monitor, and what it tells them: the other half of class Monitor.
#include "monitor/monitor.h"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>

namespace taper::monitor {

namespace {

UniqueFd openNetworkNamespace(pid_t pid)
{
    char path[40];
    std::snprintf(path, sizeof path, "/proc/%d/ns/net", int(pid));
    return UniqueFd(::open(path, O_RDONLY | O_CLOEXEC));
}

/// "a\0b\0" -> pointers; false when the field does not hold that many.
template <std::size_t size> bool split(char (&field)[size], std::uint32_t count, char **to)
{
    char *at = field, *const end = field + size;
    for (std::uint32_t i = 0; i < count; ++i) {
        void *zero = std::memchr(at, 0, std::size_t(end - at));
        if (!zero)
            return false;
        to[i] = at;
        at = static_cast<char *>(zero) + 1;
    }
    to[count] = nullptr;
    return true;
}

} // namespace

void Monitor::helperLost()
{
    if (m_phase == Phase::Starting) {
        m_phase = Phase::Aborted; // nobody is there to end what was begun
    } else if (m_isWorker && m_initPidFd) {
        kernel::pidfd_send_signal(m_initPidFd.get(), SIGKILL);
    }
}

void Monitor::sendStatus(Type type)
{
    Message message;
    message.type = type;
    message.pid = m_pid;
    message.startTime = m_startTime;
    message.value = m_phase == Phase::Running;
    const UniqueFd network = openNetworkNamespace(m_pid);
    const int fds[2] = {m_launcher ? m_launcher->pidFd() : m_initPidFd.get(), network.get()};
    if (fds[0] >= 0 && fds[1] >= 0)
        m_link.send(message, fds);
}

void Monitor::handleMessage(const Message &message, ExecScratch *exec, ReceivedFds &fds)
{
    switch (message.type) {
    case Type::Hello:
        return sendStatus(Type::Status);
    case Type::NetworkReady:
        if (m_phase != Phase::Starting || m_networkTold || !m_launcher)
            return;
        m_networkTold = true;
        m_networkTimes.done(LaunchStep::Network);
        if (!m_launcher->networkReady())
            m_phase = Phase::Ended;
        return;
    case Type::AttachConsole:
        return attachConsole(message, fds);
    case Type::Resize:
        return resize(message);
    case Type::Exec:
        return startExec(*exec, fds);
    case Type::SignalExec:
        if (ExecSession *session = findExec(message.session))
            session->sendSignal(message.value);
        return;
    case Type::Kill:
        if (const int fd = m_launcher ? m_launcher->pidFd() : m_initPidFd.get(); fd >= 0)
            kernel::pidfd_send_signal(fd, SIGKILL);
        return;
    default:
        return; // of a newer helper: it knows from our version that we cannot
    }
}

void Monitor::attachConsole(const Message &message, ReceivedFds &fds)
{
    if (fds.exactly(1)) {
        m_console.resize(message.rows, message.columns);
        if (m_console.attach(message.session, std::move(fds.fds[0])))
            return;
    }
    Message answer;
    answer.type = Type::ConsoleClosed;
    answer.session = message.session;
    m_link.send(answer);
}

void Monitor::resize(const Message &message)
{
    if (ExecSession *session = findExec(message.session))
        session->resize(message.rows, message.columns);
    else if (m_console.has(message.session))
        m_console.resize(message.rows, message.columns);
}

ExecSession *Monitor::findExec(std::uint64_t session)
{
    for (ExecSession *candidate : m_execs)
        if (candidate && candidate->session() == session)
            return candidate;
    return nullptr;
}

void Monitor::refuseExec(std::uint64_t session, int error)
{
    Message message;
    message.type = Type::ExecEnded;
    message.session = session;
    message.errnoValue = error;
    m_link.sendOrKeep(message);
}

void Monitor::startExec(ExecScratch &scratch, ReceivedFds &fds)
{
    ExecRequest &request = scratch.request;
    const std::uint64_t session = request.head.session;
    request.user[sizeof request.user - 1] = request.directory[sizeof request.directory - 1] = 0;
    if (m_phase != Phase::Running || m_isWorker || m_rules.initPidFd < 0)
        return refuseExec(session, ESRCH);
    if (request.argumentCount < 1 || request.argumentCount > ExecScratch::maximumArguments ||
        request.environmentCount > ExecScratch::maximumEnvironment ||
        !split(request.arguments, request.argumentCount, scratch.arguments) ||
        !split(request.environment, request.environmentCount, scratch.environment))
        return refuseExec(session, E2BIG);
    if (findExec(session) || !fds.exactly(request.terminal ? 1 : 2))
        return refuseExec(session, EINVAL);
    for (ExecSession *&place : m_execs) {
        if (place)
            continue;
        place = ExecSession::create(*this);
        if (place && place->start(m_rules, scratch, fds))
            return;
        const int error = place ? errno : ENOMEM;
        if (place)
            ExecSession::destroy(place);
        place = nullptr;
        return refuseExec(session, error);
    }
    refuseExec(session, EAGAIN);
}

void Monitor::execStarted(ExecSession &session)
{
    Message message;
    message.type = Type::ExecStarted;
    message.session = session.session();
    message.pid = session.pid();
    m_link.send(message);
}

void Monitor::execEnded(ExecSession &session)
{
    Message message;
    message.type = Type::ExecEnded;
    message.session = session.session();
    message.pid = session.pid();
    message.value = session.status();
    message.errnoValue = session.errnoValue();
    std::strncpy(message.text, session.detail(), sizeof message.text - 1);
    for (ExecSession *&place : m_execs)
        if (place == &session)
            place = nullptr;
    ExecSession::destroy(&session);
    m_link.sendOrKeep(message);
}

} // namespace taper::monitor
