// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitor/exec_session.h"

#include "engine/sys/kernel.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taper::monitor {

namespace {

void setNonBlocking(int fd)
{
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
}

bool isTemporary(int error)
{
    return error == EAGAIN || error == EINTR;
}

} // namespace

bool Relay::pull(int fd)
{
    if (!hasRoom() || fd < 0)
        return false;
    if (begin > 0) {
        std::memmove(bytes, bytes + begin, end - begin);
        end -= begin;
        begin = 0;
    }
    const ssize_t length = ::read(fd, bytes + end, sizeof bytes - end);
    if (length > 0) {
        end += std::size_t(length);
        return true;
    }
    if (length == 0 || !isTemporary(errno)) // a pty whose last slave was closed says EIO
        ended = true;
    return false;
}

bool Relay::push(int fd)
{
    while (!isEmpty()) {
        const ssize_t length = ::write(fd, bytes + begin, end - begin); // SIGPIPE is ignored in the monitor
        if (length < 0) {
            if (isTemporary(errno))
                return true;
            begin = end = 0;
            return false;
        }
        begin += std::size_t(length);
    }
    begin = end = 0;
    return true;
}

ExecSession *ExecSession::create(Listener &listener)
{
    void *memory =
        // Shared, so that the kernel's note of the program's pid (m_childPid) reaches us whatever becomes of the
        // intermediate that cloned it.
        ::mmap(nullptr, sizeof(ExecSession), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? nullptr : new (memory) ExecSession(listener);
}

void ExecSession::destroy(ExecSession *session)
{
    session->~ExecSession();
    ::munmap(static_cast<void *>(session), sizeof *session);
}

bool ExecSession::start(const ExecRules &rules, ExecScratch &scratch, ReceivedFds &fds)
{
    int pair[2];
    if (kernel::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return false;
    UniqueFd ours(pair[0]), theirs(pair[1]);
    int pidFd = -1;
    clone_args arguments{};
    arguments.flags = CLONE_PIDFD;
    arguments.pidfd = reinterpret_cast<std::uint64_t>(&pidFd);
    arguments.exit_signal = SIGCHLD;
    if (rules.execCgroupFd >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = std::uint64_t(rules.execCgroupFd);
    }
    const long pid = kernel::clone3(&arguments);
    if (pid < 0)
        return false;
    if (pid == 0)
        runExecIntermediate(rules, scratch, theirs.get(), &m_childPid);
    m_intermediate = pid_t(pid);
    m_session = scratch.request.head.session;
    m_isTerminal = scratch.request.terminal != 0;
    m_intermediateFd.set(UniqueFd(pidFd), source(this, [](void *self, std::uint32_t) {
                             static_cast<ExecSession *>(self)->intermediateReady();
                         }));
    m_control.set(std::move(ours), source(this, [](void *self, std::uint32_t) {
                      static_cast<ExecSession *>(self)->controlReady();
                  }));
    const Source client = source(this, [](void *self, std::uint32_t events) {
        static_cast<ExecSession *>(self)->clientReady(events);
    });
    // Non-blocking for the file description, which the other side does not share: it has its own end of the
    // pair.
    setNonBlocking(fds.fds[0].get());
    m_client.set(std::move(fds.fds[0]), client);
    if (!m_isTerminal) {
        setNonBlocking(fds.fds[1].get());
        m_clientErr.set(std::move(fds.fds[1]), client);
    }
    return m_intermediateFd.want(EPOLLIN) && m_control.want(EPOLLIN);
}

void ExecSession::controlReady()
{
    ExecPacket packet;
    ReceivedFds fds;
    const ssize_t length = receivePacket(m_control.get(), &packet, sizeof packet, fds, MSG_DONTWAIT);
    if (length < 0 && isTemporary(errno))
        return;
    if (length != ssize_t(sizeof packet)) { // the exec closed it, or somebody died
        m_control.close();
        if (m_pid >= 0 && m_errno == 0 && m_hasStreams) {
            m_isStarted = true;
            m_listener.execStarted(*this);
            for (int signal = 1; signal <= SIGRTMAX; ++signal) // those that came before there was a program
                if (m_earlySignals >> (signal - 1) & 1)
                    sendSignal(signal);
        } else if (m_errno == 0) {
            m_errno = ECHILD;
        }
        reapUnannounced();
        return pump();
    }
    if (packet.sync == ExecSync::Started && fds.exactly(1)) {
        m_pid = packet.pid;
        m_pidFd.set(std::move(fds.fds[0]), source(this, [](void *self, std::uint32_t) {
                        static_cast<ExecSession *>(self)->processReady();
                    }));
        m_pidFd.want(EPOLLIN);
    } else if (packet.sync == ExecSync::Streams && fds.exactly(m_isTerminal ? 1 : 3)) {
        takeStreams(fds);
    } else {
        m_errno = packet.sync == ExecSync::Failed && packet.errnoValue != 0 ? packet.errnoValue : EPROTO;
        std::memcpy(m_detail, packet.detail, sizeof m_detail - 1);
    }
}

/// The intermediate was killed between its clone3 and its word about it: the program is our child all the same, and
/// init cannot end while nobody waits for it (pid_namespaces(7)).
void ExecSession::reapUnannounced()
{
    if (m_pid >= 0 || m_childPid <= 0)
        return;
    ::kill(m_childPid, SIGKILL); // unreaped: still ours
    while (::waitpid(m_childPid, nullptr, 0) < 0 && errno == EINTR) {
    }
    m_childPid = 0;
}

void ExecSession::takeStreams(ReceivedFds &fds)
{
    const Source pumped =
        source(this, [](void *self, std::uint32_t) { static_cast<ExecSession *>(self)->pump(); });
    m_hasStreams = true;
    for (unsigned i = 0; i < fds.count; ++i)
        setNonBlocking(fds.fds[i].get());
    if (m_clientGone)
        return; // closed here: the program finds that out
    if (m_isTerminal) {
        m_out.set(std::move(fds.fds[0]), pumped);
        m_error.ended = true;
    } else {
        m_in.set(std::move(fds.fds[0]), pumped);
        m_out.set(std::move(fds.fds[1]), pumped);
        m_err.set(std::move(fds.fds[2]), pumped);
    }
    pump();
}

void ExecSession::intermediateReady()
{
    ::waitpid(m_intermediate, nullptr, 0);
    m_intermediate = -1;
    m_intermediateFd.close();
    pump();
}

void ExecSession::processReady()
{
    if (::waitpid(m_pid, &m_status, WNOHANG) == 0)
        return;
    m_hasEnded = true;
    m_pidFd.close();
    pump();
}

void ExecSession::clientReady(std::uint32_t events)
{
    if (events & (EPOLLHUP | EPOLLERR))
        loseClient();
    pump();
}

/// Nobody is there any more: the program reads end of file and writes into a closed pipe; a terminal hangs
/// up.
void ExecSession::loseClient()
{
    m_clientGone = true;
    m_client.close();
    m_clientErr.close();
    m_in.close();
    m_out.close();
    m_err.close();
    m_input = Relay{};
    m_output = Relay{};
    m_error = Relay{};
}

void ExecSession::pump()
{
    if (m_client && m_isStarted && !m_clientGone) {
        const Watched &input = m_isTerminal ? m_out : m_in;
        m_input.pull(m_client.get());
        if (input && !m_input.push(input.get())) {
            m_in.close();
            ::shutdown(m_client.get(),
                       SHUT_RD); // the program reads no more: the client's next write tells it so
            m_input.ended = true;
        }
        if (m_input.ended && m_input.isEmpty())
            m_in.close(); // end of file for the program; a terminal has none but ^D
    }
    if (m_client && !m_clientGone) {
        if (m_out)
            m_output.pull(m_out.get());
        if (m_err)
            m_error.pull(m_err.get());
        if (!m_output.push(m_client.get()) || (m_clientErr && !m_error.push(m_clientErr.get())))
            loseClient();
    }
    if (isFinished())
        return m_listener.execEnded(*this); // we are gone after this
    updateInterest();
}

bool ExecSession::isFinished()
{
    if (m_control || m_intermediate >= 0 || (m_pid >= 0 && !m_hasEnded))
        return false;
    if (m_clientGone || m_errno != 0)
        return true;
    if (!m_output.isEmpty() || !m_error.isEmpty())
        return false;
    // What it wrote last is still in the pipes; what others hold open (daemons it left behind) is not waited
    // for.
    return !(m_out && m_output.pull(m_out.get())) && !(m_err && m_error.pull(m_err.get()));
}

void ExecSession::updateInterest()
{
    const bool hasInput = !m_input.isEmpty();
    m_client.want((m_isStarted && m_input.hasRoom() ? EPOLLIN : 0U) | (m_output.isEmpty() ? 0U : EPOLLOUT),
                  true);
    if (m_clientErr)
        m_clientErr.want(m_error.isEmpty() ? 0U : EPOLLOUT, true);
    const std::uint32_t out = m_output.hasRoom() ? EPOLLIN : 0U;
    m_out.want(out | (m_isTerminal && hasInput ? EPOLLOUT : 0U));
    m_in.want(hasInput ? EPOLLOUT : 0U);
    m_err.want(m_error.hasRoom() ? EPOLLIN : 0U);
    // After its end the pipes wake nobody when a daemon keeps them; what is left to flush is the client's to
    // take.
    if (m_hasEnded && m_output.isEmpty() && m_error.isEmpty() && !m_out)
        m_err.want(0);
}

void ExecSession::resize(unsigned rows, unsigned columns)
{
    if (!m_isTerminal || !m_out || rows == 0 || columns == 0)
        return;
    winsize size{};
    size.ws_row = static_cast<unsigned short>(rows);
    size.ws_col = static_cast<unsigned short>(columns);
    ::ioctl(m_out.get(), TIOCSWINSZ, &size);
}

void ExecSession::sendSignal(int signal)
{
    if (signal <= 0 || signal > SIGRTMAX)
        return;
    if (m_isStarted && m_pidFd)
        kernel::pidfd_send_signal(m_pidFd.get(), signal);
    else
        m_earlySignals |= std::uint64_t(1) << (signal - 1);
}

void ExecSession::finish()
{
    if (m_pid >= 0 && !m_hasEnded)
        ::waitpid(m_pid, &m_status, 0); // its pid namespace is gone: it has ended
    m_hasEnded = true;
}

} // namespace taper::monitor
