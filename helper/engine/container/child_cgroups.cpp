// SPDX-License-Identifier: GPL-3.0-or-later
// The container's own cgroup trees under sys/fs/cgroup, as its init expects them: v2 alone; v1 hierarchies on
// a tmpfs; hybrid with the unified tree beside (systemd's layout; cgroups(7)). The namespace makes its own
// group their root. Runs in: monitor's child, in the container's namespaces, as its root.
#include "engine/container/launch_child.h"

#include <sys/mount.h>
#include <unistd.h>

namespace taper::launch {

namespace {

constexpr unsigned long quiet = MS_NOSUID | MS_NODEV | MS_NOEXEC;

/// "name=systemd" is mounted at "systemd", "cpu,cpuacct" at "cpu,cpuacct" with a link for each.
void mountHierarchy(Child &child, int directory, const char *controllers)
{
    constexpr const char *named = "name=";
    const bool isNamed = std::strncmp(controllers, named, 5) == 0;
    const char *name = isNamed ? controllers + 5 : controllers;
    char options[64] = "none,";
    if (isNamed)
        std::strncat(options, controllers, sizeof options - 6);
    const int place = mountPoint(child, directory, name, controllers);
    mountAt(child, place, "cgroup", quiet, isNamed ? options : controllers, controllers);
    ::close(place);
    if (isNamed || !std::strchr(controllers, ','))
        return;
    char one[sizeof child.plan.v1Controllers[0]];
    for (const char *at = controllers; *at;) {
        const std::size_t length = std::strcspn(at, ",");
        std::memcpy(one, at, length);
        one[length] = 0;
        child.check(kernel::symlinkat(controllers, directory, one), controllers);
        at += length + (at[length] == ',');
    }
}

} // namespace

void mountCgroups(Child &child)
{
    const bool onlyV2 = child.plan.tasksCount == 0;
    if (onlyV2 && child.plan.cgroupFd < 0)
        return;
    child.begin(LaunchStep::CgroupMounts);
    const int place =
        child.check(openBeneath(child.sys, "fs/cgroup", O_PATH | O_DIRECTORY), "open sys/fs/cgroup");
    if (onlyV2) {
        mountAt(child, place, "cgroup2", quiet, nullptr, "mount cgroup2");
        child.done();
        return;
    }
    mountAt(child, place, "tmpfs", quiet, "mode=755,size=64k", "mount sys/fs/cgroup");
    const int directory =
        child.check(openBeneath(child.sys, "fs/cgroup", O_PATH | O_DIRECTORY), "open sys/fs/cgroup");
    for (int i = 0; i < child.plan.tasksCount; ++i)
        mountHierarchy(child, directory, child.plan.v1Controllers[i]);
    if (child.plan.cgroup2InHybrid) {
        const int unified = mountPoint(child, directory, "unified", "sys/fs/cgroup/unified");
        mountAt(child, unified, "cgroup2", quiet, nullptr, "mount cgroup2 at unified");
        ::close(unified);
    }
    // Left writable: systemd puts its own links there and closes it by itself.
    child.done();
}

} // namespace taper::launch
