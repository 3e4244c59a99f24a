// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/container/launcher.h"

#include "engine/container/root_view.h"
#include "engine/sys/packet_socket.h"

#include <csignal>
#include <cstdio>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taper::launch {

namespace {

template <std::size_t size> bool isTerminated(const char (&field)[size])
{
    return std::memchr(field, 0, size) != nullptr;
}

/// "a\0b\0" -> pointers; false when there are fewer than `count` strings in the field.
template <std::size_t size> bool split(const char (&field)[size], std::uint32_t count, char **to)
{
    const char *at = field, *const end = field + size;
    for (std::uint32_t i = 0; i < count; ++i) {
        const void *zero = std::memchr(at, 0, std::size_t(end - at));
        if (!zero)
            return false;
        to[i] = const_cast<char *>(at);
        at = static_cast<const char *>(zero) + 1;
    }
    to[count] = nullptr;
    return true;
}

} // namespace

bool Launcher::checkPlan()
{
    errno = EINVAL;
    if (m_plan->version != launchPlanVersion || m_plan->size != sizeof(LaunchPlan))
        return fail(LaunchStep::Plan, "the plan has another version");
    bool whole = isTerminated(m_plan->id) && isTerminated(m_plan->name) &&
                 isTerminated(m_plan->runDirectory) && isTerminated(m_plan->storageDirectory) &&
                 isTerminated(m_plan->lower) && isTerminated(m_plan->upper) && isTerminated(m_plan->work) &&
                 isTerminated(m_plan->directory) && isTerminated(m_plan->resolvConf);
    for (const auto &controllers : m_plan->v1Controllers)
        whole = whole && isTerminated(controllers) && !std::strchr(controllers, '/');
    if (!whole)
        return fail(LaunchStep::Plan, "a text of the plan has no end");
    // Root inside is never root outside; the range ends below the two reserved ids.
    if (m_plan->idFirst < 1000 || m_plan->idCount < 1 || m_plan->idCount > 0xfffffffeU - m_plan->idFirst)
        return fail(LaunchStep::Plan, "the id range is not one of a container");
    if (m_plan->tasksCount < 0 || m_plan->tasksCount > 16 || m_plan->filterLength > m_plan->filter.size() ||
        m_plan->prefix > 32)
        return fail(LaunchStep::Plan, "a number of the plan is out of its range");
    if (m_plan->argumentCount < 1 || m_plan->argumentCount > maximumStrings ||
        m_plan->environmentCount > maximumStrings ||
        !split(m_plan->arguments, m_plan->argumentCount, m_arguments) ||
        !split(m_plan->environment, m_plan->environmentCount, m_environment))
        return fail(LaunchStep::Plan, "arguments or environment of the plan are not whole");
    return checkRootPaths(*m_plan, m_failure);
}

/// Opened by us, before there is anything hostile in sight, and looked at: what is bound into a container as
/// null must be the null device (CVE-2025-31133).
bool Launcher::openDevices()
{
    for (unsigned i = 0; i < ChildInputs::deviceCount; ++i) {
        DeviceTree &device = m_inputs.devices[i];
        char path[32];
        std::snprintf(path, sizeof path, "/dev/%s", device.name);
        const UniqueFd node(kernel::openat(AT_FDCWD, path, O_PATH | O_NOFOLLOW | O_CLOEXEC));
        struct stat status;
        if (!node || kernel::fstat(node.get(), &status) < 0)
            return fail(LaunchStep::Plan, path);
        if (!S_ISCHR(status.st_mode) || status.st_rdev != ::makedev(device.major, device.minor)) {
            errno = ENODEV;
            return fail(LaunchStep::Plan, path);
        }
        m_devices[i].reset(
            kernel::open_tree(node.get(), "", AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
        if (!m_devices[i])
            return fail(LaunchStep::Plan, path);
        device.tree = m_devices[i].get();
    }
    return true;
}

/// The storage's view is attached where nobody else sees it. The monitor goes back later: it would pin every
/// mount of the host for as long as its container runs.
bool Launcher::enterPrivateMounts()
{
    m_hostMounts.reset(kernel::openat(AT_FDCWD, "/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC));
    if (!m_hostMounts)
        return fail(LaunchStep::Plan, "open the mount namespace");
    if (kernel::unshare(CLONE_NEWNS) < 0)
        return fail(LaunchStep::Plan, "unshare the mount namespace");
    if (kernel::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0)
        return fail(LaunchStep::Plan, "make mounts private");
    return true;
}

bool Launcher::openNullDevice()
{
    m_nullDevice.reset(kernel::openat(AT_FDCWD, "/dev/null", O_RDWR | O_NOFOLLOW | O_CLOEXEC));
    struct stat status;
    if (!m_nullDevice || ::fstat(m_nullDevice.get(), &status) < 0 || !S_ISCHR(status.st_mode))
        return fail(LaunchStep::Plan, "/dev/null");
    return true;
}

/// What RootKind::HostPrograms shows of the host is made read-only here, in our private mount namespace, and
/// not by the child: mounts that a less privileged namespace inherits at its making keep their flags for good,
/// those that it attaches itself could be made writable again (mount_namespaces(7)). Not recursive: a second
/// file system mounted somewhere below is not shown.
bool Launcher::coverHostTrees()
{
    for (const HostTree &host : hostTrees) {
        const UniqueFd tree(
            kernel::open_tree(AT_FDCWD, host.path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_SYMLINK_NOFOLLOW));
        if (!tree && errno == ENOENT && !host.isRequired)
            continue;
        mount_attr attribute{};
        attribute.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV |
                             (host.hasPrograms ? 0 : MOUNT_ATTR_NOEXEC);
        if (!tree || kernel::mount_setattr(tree.get(), "", AT_EMPTY_PATH, &attribute) < 0 ||
            kernel::move_mount(tree.get(), "", AT_FDCWD, host.path, MOVE_MOUNT_F_EMPTY_PATH) < 0)
            return fail(LaunchStep::Plan, host.path);
    }
    return true;
}

bool Launcher::prepareHost()
{
    return enterPrivateMounts() && openDevices();
}

bool Launcher::prepare(const LaunchPlan &plan)
{
    m_times.begin();
    m_plan = &plan;
    if (!checkPlan())
        return false;
    int pair[2];
    if (kernel::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return fail(LaunchStep::Plan, "socket pair");
    m_socket.reset(pair[0]);
    m_childEnd.reset(pair[1]);
    if (m_plan->worker && !openNullDevice())
        return false;
    if (m_plan->rootKind == RootKind::HostPrograms && !coverHostTrees())
        return false;
    m_inputs.plan = m_plan;
    m_inputs.socket = m_childEnd.get();
    m_inputs.parentEnd = m_socket.get();
    m_inputs.nullDevice = m_nullDevice.get();
    m_inputs.arguments = m_arguments;
    m_inputs.environment = m_environment;
    m_times.done(LaunchStep::Plan);
    return true;
}

bool Launcher::clone()
{
    int pidFd = -1;
    clone_args arguments{};
    arguments.flags =
        CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_PIDFD;
    arguments.pidfd = reinterpret_cast<std::uint64_t>(&pidFd);
    arguments.exit_signal = SIGCHLD;
    if (m_plan->tasksCount == 0) // v1: the child makes it after it has joined its groups
        arguments.flags |= CLONE_NEWCGROUP;
    if (m_plan->cgroupFd >= 0) {
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = std::uint64_t(m_plan->cgroupFd);
    }
    const long pid = kernel::clone3(&arguments);
    if (pid < 0)
        return fail(LaunchStep::Clone, "clone3");
    if (pid == 0)
        runLaunchChild(m_inputs);
    m_pid = pid_t(pid);
    m_pidFd.reset(pidFd);
    m_childEnd.reset(); // its death is now seen as end of file
    for (UniqueFd &device : m_devices)
        device.reset();
    m_times.done(LaunchStep::Clone);
    return true;
}

bool Launcher::writeIdMaps(int &userNamespace)
{
    // Our own unreaped child: its pid cannot be somebody else's.
    char path[48], map[48];
    const int length = std::snprintf(map, sizeof map, "0 %u %u\n", m_plan->idFirst, m_plan->idCount);
    for (const char *kind : {"uid_map", "gid_map"}) {
        std::snprintf(path, sizeof path, "/proc/%d/%s", int(m_pid), kind);
        const UniqueFd file(kernel::openat(AT_FDCWD, path, O_WRONLY | O_CLOEXEC));
        if (!file || kernel::write(file.get(), map, std::size_t(length)) != length)
            return fail(LaunchStep::IdMaps, kind);
    }
    std::snprintf(path, sizeof path, "/proc/%d/ns/user", int(m_pid));
    userNamespace = kernel::openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (userNamespace < 0)
        return fail(LaunchStep::IdMaps, "open the user namespace");
    m_times.done(LaunchStep::IdMaps);
    return true;
}

bool Launcher::provideRoot()
{
    m_times.begin();
    int userNamespace = -1;
    if (!writeIdMaps(userNamespace))
        return false;
    const UniqueFd owned(userNamespace);
    const UniqueFd tree(makeRoot(*m_plan, userNamespace, m_times, m_failure));
    if (!tree)
        return false;
    const ParentPacket packet{Sync::Root};
    const int fd = tree.get();
    if (sendPacket(m_socket.get(), &packet, sizeof packet, {&fd, 1}) < 0)
        return failSending(LaunchStep::Root, "hand over the root");
    return true;
}

bool Launcher::networkReady()
{
    const ParentPacket packet{Sync::Go};
    if (sendPacket(m_socket.get(), &packet, sizeof packet) < 0)
        return failSending(LaunchStep::Network, "tell the child");
    return true;
}

/// The child is gone: what it said last tells more than our EPIPE.
bool Launcher::failSending(LaunchStep step, const char *what)
{
    fail(step, what);
    if (errno == EPIPE || errno == ECONNRESET)
        while (receive() != Event::Failed) {
        }
    return false;
}

Launcher::Event Launcher::receive()
{
    ChildPacket packet;
    ReceivedFds fds;
    ssize_t length = receivePacket(m_socket.get(), &packet, sizeof packet, fds);
    if (length < 0 &&
        errno == ECONNRESET) // told once when it left something unread; its last packet comes after
        length = receivePacket(m_socket.get(), &packet, sizeof packet, fds);
    if (length == 0 && m_executing) {
        m_socket.reset();
        return Event::Running;
    }
    if (length != ssize_t(sizeof packet)) {
        errno = length == 0 ? ECHILD : length < 0 ? errno : EPROTO;
        fail(LaunchStep::Clone, "the child ended before its program ran");
        return Event::Failed;
    }
    m_childTimes = packet.steps;
    switch (packet.sync) {
    case Sync::Console:
        if (!fds.exactly(2))
            break;
        m_console = std::move(fds.fds[0]);
        m_consolePeer = std::move(fds.fds[1]);
        return Event::ConsoleMade;
    case Sync::Executing:
        m_executing = true;
        return Event::Nothing;
    case Sync::Failed:
        m_failure = packet.failure;
        m_failure.detail[sizeof m_failure.detail - 1] = 0;
        return Event::Failed;
    default:
        break;
    }
    errno = EPROTO;
    fail(LaunchStep::Clone, "the child said something unexpected");
    return Event::Failed;
}

void Launcher::abort()
{
    if (m_pid < 0)
        return;
    ::kill(m_pid, SIGKILL); // unreaped: still ours
    while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    m_pid = -1;
    m_pidFd.reset();
    m_socket.reset();
}

} // namespace taper::launch
