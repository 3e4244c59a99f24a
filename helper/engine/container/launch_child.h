// SPDX-License-Identifier: GPL-3.0-or-later
// The child's side of a start: from its first instruction after clone3 to the exec. Allocates nothing, logs
// nothing, resolves no path of the host: what it needs of the host it inherits as descriptors. Runs in:
// monitor's child, in the container's namespaces.
#pragma once
#include "engine/container/launch_sync.h"
#include "engine/sys/kernel.h"

namespace taper::launch {

/// A device node of the host as a mount that is attached nowhere; opened and looked at by the parent.
struct DeviceTree
{
    const char *name;
    unsigned major, minor;
    int tree = -1;
};

/// What RootKind::HostPrograms shows of the host, at the same place.
struct HostTree
{
    const char *path; ///< absolute on the host
    bool isRequired, hasPrograms;
};
inline constexpr HostTree hostTrees[] = {
    {"/usr", true, true},
    {"/etc/ssl/certs", false, false}, ///< authorities, for mirrors that speak https; public
};

/// All that the parent has ready before clone3.
struct ChildInputs
{
    const LaunchPlan *plan = nullptr;
    int socket = -1;     ///< the child's end
    int parentEnd = -1;  ///< closed first, so that the parent's death is seen as end of file
    int nullDevice = -1; ///< /dev/null, for a worker's standard descriptors
    static constexpr unsigned deviceCount = 6;
    DeviceTree devices[deviceCount] = {{"null", 1, 3}, {"zero", 1, 5},   {"full", 1, 7},
                                       {"tty", 5, 0},  {"random", 1, 8}, {"urandom", 1, 9}};
    char **arguments = nullptr;
    char **environment = nullptr;
};

/// What the steps share. check() is how every kernel call's failure ends the child: one packet, _exit.
struct Child
{
    const ChildInputs &inputs;
    const LaunchPlan &plan;
    LaunchStep step = LaunchStep::JoinCgroups;
    StepTimes times;
    int root = -1; ///< the new root directory
    int proc = -1, sys = -1, dev = -1;
    int console = -1; ///< the pty's slave
    int netlink = -1;
    int socket; ///< to the parent

    explicit Child(const ChildInputs &given) : inputs(given), plan(*given.plan), socket(given.socket) {}
    [[noreturn]] void fail(int error, const char *what);
    /// The call's result, when it is not negative.
    int check(long result, const char *what)
    {
        if (result < 0)
            fail(errno, what);
        return int(result);
    }
    void begin(LaunchStep next) { step = next; }
    void done() { times.done(step); }
    void report(Sync sync, const Failure &failure = {});
    /// Waits for the parent's packet; an fd if it has to bring one. Its absence is the end.
    int receive(Sync expected, bool withFd);
};

[[noreturn]] void runLaunchChild(const ChildInputs &inputs);

// Steps, in their own files
int openBeneath(int directory, const char *path,
                std::uint64_t flags); ///< no links, not out of it; -1 and errno
int mountPoint(Child &child, int directory, const char *name,
               const char *what); ///< a real directory, made if missing
void mountAt(Child &child, int directory, const char *type, unsigned long flags, const char *options,
             const char *what);
void makeHostProgramsRoot(Child &child, int image); ///< RootKind::HostPrograms; child.root is it
void mountProcAndSys(Child &child);
void mountDevices(Child &child);
void makeConsole(Child &child);
void mountCgroups(Child &child);
void maskPaths(Child &child);
void bringLoopbackUp(Child &child);
void configureAddress(Child &child);
void writeResolvConf(Child &child);

} // namespace taper::launch
