// SPDX-License-Identifier: GPL-3.0-or-later
// One program entered from outside: its process, and the bytes between it and the client's sockets.
// Back-pressure goes all the way: what the client does not read, the program cannot write.
#pragma once
#include "monitor/event_loop.h"
#include "monitor/exec_child.h"

namespace taper::monitor {

/// Bytes on their way in one direction.
struct Relay
{
    char bytes[16384];
    std::size_t begin = 0, end = 0;
    bool ended = false; ///< the source has no more

    bool isEmpty() const { return begin == end; }
    bool hasRoom() const { return !ended && end < sizeof bytes; }
    /// Reads what fits; sets `ended` at the end or on an error. True when something came.
    bool pull(int fd);
    /// Writes what it can. False when the target is gone: the bytes are dropped then.
    bool push(int fd);
};

class ExecSession
{
public:
    /// What a session tells its monitor.
    class Listener
    {
    public:
        virtual void execStarted(ExecSession &session) = 0;
        virtual void execEnded(ExecSession &session) = 0; ///< the last call: the session is to be destroyed

    protected:
        ~Listener() = default;
    };

    static ExecSession *create(Listener &listener); ///< nullptr without memory
    static void destroy(ExecSession *session);

    /// Clones. False with errno; nothing is left then.
    bool start(const ExecRules &rules, ExecScratch &scratch, ReceivedFds &fds);
    void resize(unsigned rows, unsigned columns);
    void sendSignal(int signal);
    /// The container is gone: whatever its process has left as a status is taken.
    void finish();

    std::uint64_t session() const { return m_session; }
    pid_t pid() const { return m_pid; }
    int status() const { return m_status; }
    int errnoValue() const { return m_errno; }
    const char *detail() const { return m_detail; }

private:
    explicit ExecSession(Listener &listener) : m_listener(listener) {}
    static Source source(ExecSession *self, void (*ready)(void *, std::uint32_t)) { return {ready, self}; }

    void controlReady();
    void reapUnannounced();
    void takeStreams(ReceivedFds &fds);
    void intermediateReady();
    void processReady();
    void clientReady(std::uint32_t events);
    void loseClient();
    void pump();
    void updateInterest();
    bool isFinished();

    Listener &m_listener;
    std::uint64_t m_session = 0;
    bool m_isTerminal = false;
    bool m_hasStreams = false, m_isStarted = false, m_hasEnded = false, m_clientGone = false;
    pid_t m_intermediate = -1, m_pid = -1;
    pid_t m_childPid = 0; ///< written by the kernel in the intermediate's clone3 (CLONE_PARENT_SETTID)
    int m_status = 0, m_errno = 0;
    std::uint64_t m_earlySignals = 0; ///< by bit, until the program runs
    char m_detail[64] = {};
    Watched m_control, m_intermediateFd, m_pidFd;
    Watched m_client, m_clientErr;
    Watched m_in, m_out, m_err; ///< a terminal: m_out is the pty's master, the others are empty
    Relay m_input, m_output, m_error;
};

} // namespace taper::monitor
