// SPDX-License-Identifier: GPL-3.0-or-later
// The monitor's end of the conversation with the helper: the one that started it, and those that come after,
// through a socket in a directory of root's own. One helper at a time; a new one replaces the old.
#pragma once
#include "engine/container/monitor_messages.h"
#include "engine/sys/packet_socket.h"
#include "monitor/event_loop.h"

namespace taper::monitor {

/// An exec request with the places that its child needs, in memory of its own: given back as soon as the
/// child is there.
struct ExecScratch
{
    static constexpr unsigned maximumArguments = 4096, maximumEnvironment = 512;
    ExecRequest request;
    char *arguments[maximumArguments + 1];
    char *environment[maximumEnvironment + 8];
    char ours[2048]; ///< HOME=… and others that are added

    static ExecScratch *create();
    static void destroy(ExecScratch *scratch);
};

class HelperListener
{
public:
    /// `exec` is set for requests of that type only; the fds are the receiver's to keep.
    virtual void handleMessage(const Message &message, ExecScratch *exec, ReceivedFds &fds) = 0;
    virtual void helperLost() = 0;

protected:
    ~HelperListener() = default;
};

class HelperLink
{
public:
    explicit HelperLink(HelperListener &listener) : m_listener(listener) {}

    void attach(UniqueFd socket); ///< the end that the monitor was started with: trusted from birth
    /// Binds <runDirectory>/monitors/<id>; the directory is made (0700) if it is missing. False and errno.
    bool listen(const char *runDirectory, const char *id);
    void unlinkSocket();
    bool writeExitFile(int status); ///< <id>.exit, aside and renamed

    bool isConnected() const { return bool(m_peer); }
    void send(const Message &message, std::span<const int> fds = {});
    /// For news that must not be lost: kept (the latest 64) for the next helper when there is none.
    void sendOrKeep(const Message &message);

private:
    void accept();
    void receive();
    void dispatch(Message &message, ExecScratch *exec, ReceivedFds &fds);
    void lose();
    void sendKept();

    static constexpr unsigned maximumKept = 64;
    struct Kept
    {
        std::uint64_t session;
        std::int32_t value, errnoValue;
    };

    HelperListener &m_listener;
    Watched m_listening, m_peer;
    UniqueFd m_directory;
    char m_id[32] = {};
    bool m_saidHello = false;
    Kept m_kept[maximumKept];
    unsigned m_keptCount = 0;
};

} // namespace taper::monitor
