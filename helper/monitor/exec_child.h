// SPDX-License-Identifier: GPL-3.0-or-later
// A program entered into a running container from outside.
//
//   monitor                     intermediate                            the program's process (child of the
//   monitor) clone3 into the exec  --->  v1: writes 0 to the exec groups' tasks cgroup (v2) setns(init's
//   pidfd, everything)
//                               clone3(CLONE_PARENT)  --------------->  root inside; user looked up;
//                               capabilities, seccomp
//              <-- Started ---  _exit                                   groups, ids; pty or pipes made as
//              that user
//              <-- Streams [pty, or stdin stdout stderr] -------------  chdir, exec: the socket closes by
//              itself
//   end of file: it runs                              or  <-- Failed -
//
// No host program runs inside as root of the host: the user namespace is entered together with the others,
// the process is not dumpable until its exec, and what executes then is the container's own file
// (CVE-2019-5736). Runs in: monitor's children after clone3. Allocates nothing, logs nothing.
#pragma once
#include "monitor/helper_link.h"
#include <linux/filter.h>

namespace taper::monitor {

enum class ExecSync : std::uint32_t { Started = 1, Streams = 2, Failed = 3 };

struct ExecPacket
{
    ExecSync sync = ExecSync::Failed;
    std::int32_t pid = 0;
    std::int32_t errnoValue = 0;
    char detail[64] = {};
};

/// What of the container's plan is needed for as long as it runs.
struct ExecRules
{
    int initPidFd = -1;
    int execCgroupFd = -1;
    int tasksCount = 0;
    int execTasksFds[16] = {};
    std::uint64_t capabilities = 0;
    bool noNewPrivileges = false;
    const sock_filter *filter = nullptr;
    unsigned filterLength = 0;
};

/// The intermediate's whole life. `socket`: SOCK_SEQPACKET to the monitor.
[[noreturn]] void runExecIntermediate(const ExecRules &rules, ExecScratch &scratch, int socket, pid_t *childPid);

} // namespace taper::monitor
