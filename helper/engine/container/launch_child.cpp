// SPDX-License-Identifier: GPL-3.0-or-later
//
//   monitor (launcher.cpp)                              child (this file)
//   devices opened, socket pair, clone3 ------------>   v1: joins its cgroups, makes its cgroup namespace; lo up
//   Cloned -> helper, which makes the veth
//   id maps; storage idmapped, attached; overlay;
//   its tree taken; both unmounted
//                         ---- Root [tree] -------->    ids 0, death signal; tree attached; proc, sys, dev, console
//                         <--- Console [pty] -------    cgroup mounts; pivot_root; old root off; masks; host name
//   NetworkReady <- helper
//                         ---- Go ----------------->    eth0: up, address, route; resolv.conf; bounding set; seccomp
//                         <--- Executing {times} ---    exec: the socket closes by itself
//   end of file: Running -> helper                or    <--- Failed {step, errno, detail}
//
#include "engine/container/launch_child.h"

#include "engine/container/confine.h"
#include "engine/sys/packet_socket.h"

#include <csignal>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace taper::launch {

void Child::report(Sync sync, const Failure &failure)
{
    ChildPacket packet;
    packet.sync = sync;
    packet.failure = failure;
    packet.steps = times;
    // write(2), not send(2): a worker's filter has no sockets, but may still have to say that the exec
    // failed.
    if (::write(socket, &packet, sizeof packet) != ssize_t(sizeof packet))
        ::_exit(125); // the parent has given up
}

void Child::fail(int error, const char *what)
{
    Failure failure;
    failure.set(step, error, what);
    report(Sync::Failed, failure);
    ::_exit(125);
}

int Child::receive(Sync expected, bool withFd)
{
    ParentPacket packet;
    ReceivedFds fds;
    const ssize_t length = receivePacket(socket, &packet, sizeof packet, fds);
    if (length != ssize_t(sizeof packet) || packet.sync != expected || !fds.exactly(withFd ? 1 : 0))
        ::_exit(125); // dead or gone mad: in both cases nothing is to be started
    return withFd ? fds.fds[0].release() : -1;
}

int openBeneath(int directory, const char *path, std::uint64_t flags)
{
    open_how how{};
    how.flags = flags | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    return kernel::openat2(directory, path, how);
}

namespace {

/// v1: a cgroup namespace made by clone3 would have the parent's cgroups as its roots (facts: performance).
void joinCgroups(Child &child)
{
    child.begin(LaunchStep::JoinCgroups);
    for (int i = 0; i < child.plan.tasksCount; ++i)
        child.check(kernel::write(child.plan.tasksFds[i], "0", 1), child.plan.v1Controllers[i]);
    if (child.plan.tasksCount > 0)
        child.check(kernel::unshare(CLONE_NEWCGROUP), "unshare the cgroup namespace");
    if (!child.plan.worker || child.plan.network)
        bringLoopbackUp(child);
    child.done();
}

/// From host ids that mean nothing here to the container's root; its root attached over the old one.
void enterRoot(Child &child)
{
    const int tree = child.receive(Sync::Root, true);
    child.begin(LaunchStep::Root);
    child.times.begin();
    child.check(kernel::setgroups(0, nullptr), "setgroups");
    child.check(kernel::setresgid(0, 0, 0), "setresgid");
    child.check(kernel::setresuid(0, 0, 0), "setresuid");
    // After the change of ids, which clears it (prctl(2)). Before that the parent's death is seen at the next
    // receive.
    child.check(kernel::prctl(PR_SET_PDEATHSIG, SIGKILL), "death signal");
    child.check(kernel::setsid(), "setsid");
    ::umask(0);
    if (child.plan.rootKind == RootKind::HostPrograms) {
        makeHostProgramsRoot(child, tree);
    } else {
        child.check(kernel::move_mount(tree, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH), "attach the root");
        child.root = tree;
    }
    child.done();
}

void pivot(Child &child)
{
    child.begin(LaunchStep::Pivot);
    child.check(kernel::fchdir(child.root), "enter the root");
    // Both at one place: the old root is stacked over the new one and taken off at once (pivot_root(2),
    // NOTES).
    child.check(kernel::pivot_root(".", "."), "pivot_root");
    child.check(kernel::umount2(".", MNT_DETACH), "unmount the old root");
    child.check(kernel::chdir("/"), "chdir to the new root");
    child.done();
}

void setHostName(Child &child)
{
    child.begin(LaunchStep::HostName);
    child.check(kernel::sethostname(child.plan.name, std::strlen(child.plan.name)), "sethostname");
    child.done();
}

/// Order: loading the filter needs CAP_SYS_ADMIN here or no_new_privs; the sets are dropped last.
void confine(Child &child)
{
    child.begin(LaunchStep::Capabilities);
    child.check(dropBoundingSet(child.plan.capabilities), "bounding set");
    if (child.plan.noNewPrivileges)
        child.check(kernel::prctl(PR_SET_NO_NEW_PRIVS, 1), "no_new_privs");
    child.done();
    child.begin(LaunchStep::Seccomp);
    child.check(loadFilter(child.plan.filter.data(), child.plan.filterLength), "load the filter");
    child.check(clearInheritable(), "clear inheritable capabilities");
    child.done();
}

/// 3, 4, 5, 6: away from there first, one of them may be what another is to become.
void placeWorkerFds(Child &child)
{
    int away[4];
    for (int i = 0; i < 4; ++i)
        away[i] = child.plan.workerFds[i] < 0
                      ? -1
                      : child.check(::fcntl(child.plan.workerFds[i], F_DUPFD_CLOEXEC, 64),
                                    "duplicate a descriptor");
    for (int i = 0; i < 4; ++i)
        if (away[i] >= 0)
            child.check(kernel::dup3(away[i], 3 + i, 0), "place a descriptor");
}

[[noreturn]] void executeWorker(Child &child)
{
    child.begin(LaunchStep::Exec);
    const int program =
        child.check(::fcntl(child.plan.workerFd, F_DUPFD_CLOEXEC, 64), "duplicate the program");
    const int nothing = child.inputs.nullDevice;
    // Descriptors 3-6 may be the socket: it moves out of the way.
    child.socket = child.check(::fcntl(child.socket, F_DUPFD_CLOEXEC, 64), "duplicate the socket");
    child.check(standardDescriptors(nothing, nothing, nothing), "standard descriptors");
    placeWorkerFds(child);
    confine(child);
    child.begin(LaunchStep::Exec);
    child.done();
    child.report(Sync::Executing);
    kernel::execveat(program, "", child.inputs.arguments, child.inputs.environment, AT_EMPTY_PATH);
    child.fail(errno, "execute the worker");
}

[[noreturn]] void executeInit(Child &child)
{
    child.begin(LaunchStep::Exec);
    int standard = child.console;
    if (standard < 0)
        standard = child.check(kernel::openat(child.dev, "null", O_RDWR | O_CLOEXEC), "open /dev/null");
    else if (child.plan.controllingTerminal)
        child.check(kernel::ioctl(standard, TIOCSCTTY, 0), "controlling terminal");
    child.check(standardDescriptors(standard, standard, standard), "standard descriptors");
    ::umask(022);
    // Mount points were entered on the way; the program begins in the new root and nowhere else (CVE-2024-21626).
    child.check(kernel::chdir("/"), "chdir to the root");
    child.done();
    child.report(Sync::Executing);
    kernel::execveat(AT_FDCWD, child.inputs.arguments[0], child.inputs.arguments, child.inputs.environment,
                     0);
    child.fail(errno, child.inputs.arguments[0]);
}

/// One that has only a directory needs nothing more. One with the host's programs gets what they expect; no
/// masks: they would keep mmdebstrap from mounting a proc for the system it makes (mount_namespaces(7)), and
/// what they hide belongs to the host's root, who is nobody here.
[[noreturn]] void runWorker(Child &child)
{
    const bool hasPrograms = child.plan.rootKind == RootKind::HostPrograms;
    if (hasPrograms) {
        mountProcAndSys(child);
        mountDevices(child);
    }
    pivot(child);
    setHostName(child);
    child.receive(Sync::Go, false);
    child.times.begin();
    if (hasPrograms) {
        configureAddress(child);
        writeResolvConf(child);
    }
    executeWorker(child);
}

} // namespace

void runLaunchChild(const ChildInputs &inputs)
{
    kernel::enterFaultChild();
    ::close(inputs.parentEnd);
    Child child(inputs);
    child.times.begin();
    resetSignals();
    joinCgroups(child);
    enterRoot(child);
    if (child.plan.worker)
        runWorker(child);
    mountProcAndSys(child);
    mountDevices(child);
    if (child.plan.console)
        makeConsole(child);
    mountCgroups(child);
    pivot(child);
    maskPaths(child);
    setHostName(child);
    child.receive(Sync::Go, false);
    child.times.begin();
    configureAddress(child);
    writeResolvConf(child);
    confine(child);
    executeInit(child);
}

} // namespace taper::launch
