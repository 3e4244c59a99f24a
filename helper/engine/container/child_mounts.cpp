// SPDX-License-Identifier: GPL-3.0-or-later
// proc, sys, dev, console and masks of a container. Every component of its root file system is hostile: mount
// points are opened without following links and entered by fd; nothing of the host is named. Runs in:
// monitor's child, in the container's namespaces, as its root.
#include "engine/container/launch_child.h"

#include "engine/sys/packet_socket.h"

#include <linux/magic.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/statfs.h>
#include <unistd.h>

namespace taper::launch {

namespace {

constexpr unsigned long quiet = MS_NOSUID | MS_NODEV | MS_NOEXEC;

/// A mount as it is now, taken to be put over something else.
int cloneTree(int directory, const char *path)
{
    return kernel::open_tree(directory, path,
                             OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (*path ? 0 : AT_EMPTY_PATH));
}

void attach(Child &child, int tree, int target, const char *what)
{
    child.check(kernel::move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH),
                what);
}

void makeReadOnly(Child &child, int tree, const char *what)
{
    mount_attr attribute{};
    attribute.attr_set = MOUNT_ATTR_RDONLY;
    child.check(kernel::mount_setattr(tree, "", AT_EMPTY_PATH, &attribute), what);
}

/// `path` below `directory`, which is a fresh proc or sysfs, becomes read-only. Not there: nothing to do.
int bindReadOnly(Child &child, int directory, const char *path)
{
    const int target = openBeneath(directory, path, O_PATH);
    if (target < 0)
        return errno == ENOENT ? -1 : child.check(-1, path);
    const int tree = child.check(cloneTree(target, ""), path);
    makeReadOnly(child, tree, path);
    attach(child, tree, target, path);
    ::close(target);
    return tree;
}

/// A writable island (`path` of `directory`) that stays when the tree around it becomes read-only.
void keepWritable(Child &child, int directory, const char *path, int island)
{
    const int target = child.check(openBeneath(directory, path, O_PATH | O_DIRECTORY), path);
    attach(child, island, target, path);
    ::close(target);
    ::close(island);
}

/// Host's node `index`, put over an empty file of the fresh /dev.
void placeDevice(Child &child, const DeviceTree &device)
{
    child.check(kernel::mknodat(child.dev, device.name, S_IFREG | 0666, 0), device.name);
    child.check(kernel::move_mount(device.tree, "", child.dev, device.name, MOVE_MOUNT_F_EMPTY_PATH),
                device.name);
}

void maskFile(Child &child, const char *path)
{
    const int target = openBeneath(child.proc, path, O_PATH);
    if (target < 0) {
        if (errno != ENOENT)
            child.check(-1, path);
        return;
    }
    // The host's null device, opened and looked at by the parent: never what lies at dev/null by name.
    const int tree = child.check(cloneTree(child.inputs.devices[0].tree, ""), path);
    attach(child, tree, target, path);
    ::close(tree);
    ::close(target);
}

void maskDirectory(Child &child, int directory, const char *path)
{
    const int target = openBeneath(directory, path, O_PATH | O_DIRECTORY);
    if (target < 0) {
        if (errno != ENOENT)
            child.check(-1, path);
        return;
    }
    mountAt(child, target, "tmpfs", quiet | MS_RDONLY, "size=4k,mode=555", path);
    ::close(target);
}

void requireType(Child &child, int directory, long type, const char *what)
{
    struct statfs found;
    child.check(::fstatfs(directory, &found), what);
    if (found.f_type != type)
        child.fail(EUCLEAN, what);
}

} // namespace

int mountPoint(Child &child, int directory, const char *name, const char *what)
{
    if (kernel::mkdirat(directory, name, 0755) < 0 && errno != EEXIST)
        child.fail(errno, what);
    return child.check(openBeneath(directory, name, O_PATH | O_DIRECTORY), what);
}

void mountAt(Child &child, int directory, const char *type, unsigned long flags, const char *options,
             const char *what)
{
    child.check(kernel::fchdir(directory), what);
    child.check(kernel::mount(type, ".", type, flags, options), what);
}

void mountProcAndSys(Child &child)
{
    child.begin(LaunchStep::Proc);
    mountAt(child, mountPoint(child, child.root, "proc", "proc is not a directory"), "proc", quiet, nullptr,
            "mount proc");
    child.proc = child.check(openBeneath(child.root, "proc", O_PATH | O_DIRECTORY), "open proc");
    requireType(child, child.proc, PROC_SUPER_MAGIC, "proc is not proc");

    mountAt(child, mountPoint(child, child.root, "sys", "sys is not a directory"), "sysfs", quiet, nullptr,
            "mount sysfs");
    child.sys = child.check(openBeneath(child.root, "sys", O_PATH | O_DIRECTORY), "open sys");
    requireType(child, child.sys, SYSFS_MAGIC, "sys is not sysfs");
    // As LXC's sys:mixed: read-only, but the namespace's own network cards.
    const int cards = cloneTree(child.sys, "devices/virtual/net");
    makeReadOnly(child, child.sys, "sys read-only");
    if (cards >= 0)
        keepWritable(child, child.sys, "devices/virtual/net", cards);
    child.done();
}

void mountDevices(Child &child)
{
    child.begin(LaunchStep::Devices);
    mountAt(child, mountPoint(child, child.root, "dev", "dev is not a directory"), "tmpfs", MS_NOSUID,
            "mode=755,size=4m", "mount dev");
    child.dev = child.check(openBeneath(child.root, "dev", O_PATH | O_DIRECTORY), "open dev");
    mountAt(child, mountPoint(child, child.dev, "pts", "dev/pts"), "devpts", MS_NOSUID | MS_NOEXEC,
            "newinstance,ptmxmode=0666,mode=0620,gid=5", "mount devpts");
    mountAt(child, mountPoint(child, child.dev, "shm", "dev/shm"), "tmpfs", quiet, "mode=1777",
            "mount dev/shm");
    mountAt(child, mountPoint(child, child.dev, "mqueue", "dev/mqueue"), "mqueue", quiet, nullptr,
            "mount mqueue");
    for (const DeviceTree &device : child.inputs.devices)
        placeDevice(child, device);
    static constexpr const char *links[][2] = {{"pts/ptmx", "ptmx"},
                                               {"/proc/self/fd", "fd"},
                                               {"/proc/self/fd/0", "stdin"},
                                               {"/proc/self/fd/1", "stdout"},
                                               {"/proc/self/fd/2", "stderr"}};
    for (const auto &link : links)
        child.check(kernel::symlinkat(link[0], child.dev, link[1]), link[1]);
    child.done();
}

void makeConsole(Child &child)
{
    child.begin(LaunchStep::Console);
    const int master = child.check(openBeneath(child.dev, "pts/ptmx", O_RDWR | O_NOCTTY), "open ptmx");
    const int locked = 0;
    child.check(kernel::ioctl(master, TIOCSPTLCK, reinterpret_cast<unsigned long>(&locked)),
                "unlock the console");
    // The peer by the master itself: a name in /dev/pts could be something else by now (CVE-2025-52565).
    child.console =
        child.check(kernel::ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC), "open the console");
    child.check(kernel::mknodat(child.dev, "console", S_IFREG | 0620, 0), "dev/console");
    const int tree = child.check(cloneTree(child.console, ""), "clone the console");
    child.check(kernel::move_mount(tree, "", child.dev, "console", MOVE_MOUNT_F_EMPTY_PATH),
                "attach the console");
    ::close(tree);

    ChildPacket packet;
    packet.sync = Sync::Console;
    const int fds[2] = {master, child.console};
    child.check(sendPacket(child.socket, &packet, sizeof packet, fds), "send the console");
    ::close(master);
    child.done();
}

void maskPaths(Child &child)
{
    child.begin(LaunchStep::Masks);
    for (const char *file : {"kcore", "keys", "latency_stats", "timer_list", "timer_stats", "sched_debug"})
        maskFile(child, file);
    for (const char *directory : {"acpi", "asound", "scsi"})
        maskDirectory(child, child.proc, directory);
    for (const char *directory : {"firmware", "devices/virtual/powercap"})
        maskDirectory(child, child.sys, directory);
    for (const char *path : {"bus", "fs", "irq", "sysrq-trigger"})
        if (const int tree = bindReadOnly(child, child.proc, path); tree >= 0)
            ::close(tree);
    const int network = child.check(cloneTree(child.proc, "sys/net"), "clone proc/sys/net");
    const int settings = bindReadOnly(child, child.proc, "sys");
    if (settings >= 0)
        keepWritable(child, settings, "net", network);
    child.done();
}

} // namespace taper::launch
