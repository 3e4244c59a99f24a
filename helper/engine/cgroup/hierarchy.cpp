// SPDX-License-Identifier: GPL-3.0-or-later
// The base of a hierarchy and groups below it. Runs in: helper.
#include "engine/cgroup/hierarchy.h"
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/group_tree.h"
#include "engine/sys/kernel.h"
#include <algorithm>
#include <array>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>

namespace taper::cgroup {
namespace {

/// What containers get on v2 where the host has it. The others (hugetlb, rdma, misc) nobody limits here.
constexpr std::array wantedControllers = {"cpu", "cpuset", "io", "memory", "pids"};

bool contains(const std::vector<std::string> &list, std::string_view word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// A v1 cpuset without cpus or memory nodes lets nobody in (ENOSPC; cpuset(7)).
Status fillCpuset(int group, int parent)
{
    for (const char *file : {"cpuset.cpus", "cpuset.mems"}) {
        const auto own = readControl(group, file);
        if (!own)
            return systemError("read control file", file);
        if (own->find_first_of("0123456789") != std::string::npos)
            continue;
        const auto above = readControl(parent, file);
        if (!above)
            return systemError("read control file", file);
        if (!writeControl(group, file, *above))
            return systemError("fill control file", file);
    }
    return {};
}

} // namespace

Result<Hierarchy> Hierarchy::open(Mount mount, const std::string &base)
{
    Hierarchy hierarchy;
    hierarchy.m_mount = std::move(mount);
    hierarchy.m_base = base;
    const std::string &path = hierarchy.m_mount.path;
    hierarchy.m_mountFd = UniqueFd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!hierarchy.m_mountFd)
        return systemError("open control groups", path);
    if (Status opened = hierarchy.openBase(); !opened)
        return passOn(std::move(opened.error()), "prepare " + hierarchy.basePath());
    return hierarchy;
}

Status Hierarchy::openBase()
{
    UniqueFd current = openDirectory(m_mountFd.get(), ".");
    if (!current)
        return systemError("open control groups", m_mount.path);
    if (unified())
        enableControllers(current.get(), m_enabled);
    for (const std::string &name : words(m_base, '/')) {
        if (kernel::mkdirat(current.get(), name.c_str(), 0755) != 0 && errno != EEXIST)
            return systemError("make control group", name);
        UniqueFd next = openDirectory(current.get(), name.c_str());
        if (!next)
            return systemError("open control group", name);
        if (unified()) {
            enableControllers(next.get(), m_enabled);
        } else if (Status prepared = prepareV1(next.get(), current.get()); !prepared) {
            return prepared;
        }
        current = std::move(next);
    }
    m_baseFd = std::move(current);
    // Below a group of systemd's each group that empties would start a program (cgroup-v1/cgroups.rst 1.4).
    m_quiet =
        !unified() && number(readControl(m_baseFd.get(), "notify_on_release").value_or("")).value_or(0) != 0;
    return {};
}

void Hierarchy::enableControllers(int group, std::vector<std::string> &enabled)
{
    const auto available = words(readControl(group, "cgroup.controllers").value_or(""));
    enabled = words(readControl(group, "cgroup.subtree_control").value_or(""));
    for (const char *controller : wantedControllers) {
        if (!contains(available, controller) || contains(enabled, controller))
            continue;
        // One by one: cpu is refused alone where real-time processes run.
        if (writeControl(group, "cgroup.subtree_control", std::string("+") + controller))
            enabled.emplace_back(controller);
        else
            m_obstacles.push_back(std::string(controller) + ": " + strerror(errno));
    }
    std::erase_if(enabled, [](const std::string &name) {
        return std::find(wantedControllers.begin(), wantedControllers.end(), name) == wantedControllers.end();
    });
}

Status Hierarchy::prepareV1(int group, int parent) const
{
    if (contains(m_mount.controllers, "cpuset")) {
        if (Status filled = fillCpuset(group, parent); !filled)
            return filled;
        // From here on a new group starts with its parent's values (cpusets.rst 1.8).
        writeControl(group, "cgroup.clone_children", "1");
    }
    // Before 5.11 a parent's limit did not count its children unless told to.
    if (contains(m_mount.controllers, "memory") &&
        readControl(group, "memory.use_hierarchy").value_or("") == "0\n" &&
        !writeControl(group, "memory.use_hierarchy", "1"))
        return systemError("write control file", "memory.use_hierarchy");
    return {};
}

bool Hierarchy::controls(std::string_view controller) const
{
    return contains(unified() ? m_enabled : m_mount.controllers, controller);
}

std::string Hierarchy::obstacle(std::string_view controller) const
{
    for (const std::string &text : m_obstacles)
        if (text.starts_with(std::string(controller) + ": "))
            return text.substr(controller.size() + 2);
    return {};
}

Result<UniqueFd> Hierarchy::makeGroup(int parent, const std::string &name, bool inner) const
{
    if (kernel::mkdirat(parent, name.c_str(), 0755) != 0)
        return systemError("make control group", name);
    UniqueFd group = openDirectory(parent, name.c_str());
    Status prepared;
    if (!group)
        prepared = systemError("open control group", name);
    else if (!unified() && contains(m_mount.controllers, "cpuset"))
        prepared = fillCpuset(group.get(), parent);
    if (prepared && group && inner && unified() && !m_enabled.empty()) {
        std::string all = "+" + joined(m_enabled, " +");
        if (!writeControl(group.get(), "cgroup.subtree_control", all))
            prepared = systemError("enable controllers " + all, name);
    }
    if (prepared && inner && m_quiet && !writeControl(group.get(), "notify_on_release", "0"))
        prepared = systemError("write control file", "notify_on_release");
    if (!prepared) {
        unlinkat(parent, name.c_str(), AT_REMOVEDIR);
        return tl::unexpected(std::move(prepared.error()));
    }
    return group;
}

Status Hierarchy::delegate(int group, std::uint32_t owner) const
{
    // cgroup-v2.rst "Delegation Containment": the directory (to make groups in it) and what moves processes.
    // v1's notify_on_release and release_agent would run a program of the host: they stay root's.
    static constexpr std::array v2Files = {"cgroup.procs", "cgroup.threads", "cgroup.subtree_control"};
    static constexpr std::array v1Files = {"cgroup.procs", "tasks"};
    const auto give = [&](const char *name) {
        return fchownat(group, name, owner, owner, name[0] == '\0' ? AT_EMPTY_PATH : AT_SYMLINK_NOFOLLOW) ==
               0;
    };
    if (!give(""))
        return systemError("delegate control group");
    for (const char *name : v2Files)
        if (unified() && !give(name))
            return systemError("delegate control file", name);
    for (const char *name : v1Files)
        if (!unified() && !give(name))
            return systemError("delegate control file", name);
    return {};
}

Status Hierarchy::removeBase()
{
    const std::vector<std::string> path = words(m_base, '/');
    UniqueFd current = openDirectory(m_mountFd.get(), ".");
    for (std::size_t i = 0; current && i + 1 < path.size(); ++i)
        current = openDirectory(current.get(), path[i].c_str());
    if (!current)
        return errno == ENOENT ? Status() : systemError("open control group", basePath());
    m_baseFd.reset();
    if (unlinkat(current.get(), path.back().c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT)
        return systemError("remove control group", basePath());
    return {};
}

} // namespace taper::cgroup
