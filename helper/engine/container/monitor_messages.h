// SPDX-License-Identifier: GPL-3.0-or-later
// What helper and monitor say to each other over a SOCK_SEQPACKET socket: one packet = one message, fds beside it.
// The meaning of a type never changes: monitors of the previous release run under a new helper.
//
//   helper                                          monitor
//   spawn (socketpair) ------------------------->   opens devices, a mount namespace of its own
//   makes groups, name, plan meanwhile
//        ---- LaunchRequest [plan, its fds] ----->   clone3
//        <--- Cloned {pid} [pidfd, netns fd] -----  (userns maps, overlay … go on meanwhile)
//   veth into the netns
//        ---- NetworkReady ---------------------->  tells the child
//        <--- Step {step, at, duration} ----------  one per step of the timeline
//        <--- Running  (init was executed) -------  or Failed {step, errno, detail}
//        <--- Ended {status} ---------------------  then the monitor ends itself
//   Until Running, the loss of the helper's end makes the monitor kill its child and undo. From Running on it waits
//   on <runDirectory>/monitors/<id> for the next helper, which says Hello first and gets Status.
#pragma once
#include <cstdint>

namespace taper::monitor {

inline constexpr std::uint32_t messageVersion = 1;

enum class Type : std::uint32_t {
    // helper -> monitor
    Hello = 1,        ///< after a reconnect; answered by Status [pidfd, netns fd]
    NetworkReady = 2,
    AttachConsole = 3,///< session, rows, columns [client socket]; scroll-back first, then live
    Resize = 4,       ///< session, rows, columns
    Exec = 5,         ///< ExecRequest [stdio socket, stderr socket unless terminal]
    SignalExec = 6,   ///< session, value = signal
    Kill = 7,         ///< SIGKILL to init through its pidfd (the helper kills the cgroup besides)
    Launch = 8,       ///< LaunchRequest; the first, to a monitor that was just spawned, and only once
    // monitor -> helper
    Cloned = 32,      ///< pid [pidfd, netns fd]
    Step = 33,        ///< step, atUsec, durationUsec
    Running = 34,
    Failed = 35,      ///< step, errnoValue, text
    Ended = 36,       ///< value = wait status (waitpid(2)); also in <runDirectory>/monitors/<id>.exit as "status STATUS\n"
    Status = 37,      ///< pid, startTime, value = 0 starting / 1 running [pidfd, netns fd]
    ExecStarted = 38, ///< session, pid
    ExecEnded = 39,   ///< session, value = wait status; or errnoValue != 0: could not be executed. Kept for the next helper if there is none.
    ConsoleClosed = 40,///< session
};

/// Every message begins so; the packet's length is sizeof(Message) or sizeof(ExecRequest).
struct Message
{
    std::uint32_t version = messageVersion;
    Type type = Type::Hello;
    std::uint64_t session = 0; ///< console or exec, numbered by the helper
    std::int64_t pid = 0;
    std::uint64_t startTime = 0; ///< /proc/PID/stat field 22
    std::uint32_t step = 0;    ///< LaunchStep
    std::int32_t errnoValue = 0;
    std::int32_t value = 0;
    std::uint32_t rows = 0, columns = 0;
    std::uint64_t atUsec = 0;  ///< CLOCK_MONOTONIC
    std::uint64_t durationUsec = 0;
    char text[256] = {};       ///< what failed: "mount overlay", a path inside; never a host path from the guest's hands
};

/// Beside it: the sealed plan, then the fds that the plan names, in the order of their numbers.
struct LaunchRequest
{
    std::uint32_t version = messageVersion;
    Type type = Type::Launch;
};

struct ExecRequest
{
    Message head;              ///< type Exec
    std::uint32_t terminal = 0;
    std::uint32_t argumentCount = 0, environmentCount = 0;
    char user[64] = {};        ///< looked up in the container's own /etc/passwd by the child; "" = root
    char directory[1024] = {}; ///< inside; "" = the user's home
    char arguments[32768] = {};  ///< 0-separated
    char environment[16384] = {};
};

} // namespace taper::monitor
