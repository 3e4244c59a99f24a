// SPDX-License-Identifier: GPL-3.0-or-later
// Making, measuring and removing a container's groups. Killing is in host_group_kill.cpp. Runs in: helper.
#include "engine/cgroup/host_group.h"
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/group_tree.h"
#include "engine/cgroup/limit_check.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace taper::cgroup {

namespace {
constexpr std::string_view mostDescendants = "4096";
}

HostGroup::HostGroup(std::shared_ptr<const Hierarchies> hierarchies, std::string id)
    : m_hierarchies(std::move(hierarchies)), m_id(std::move(id))
{
}

Status HostGroup::make(std::uint32_t idFirst, const Limits &limits)
{
    Status made;
    for (std::size_t i = 0; made && i < m_hierarchies->size(); ++i)
        made = makeIn(i, idFirst);
    if (made)
        made = checkLimits(*m_hierarchies, m_id, limits);
    if (made)
        made = LimitWriter(m_id, targets()).write(limits, true);
    if (!made) {
        remove();
        return passOn(std::move(made.error()), "make the control groups of container " + m_id);
    }
    watch(true);
    return {};
}

Status HostGroup::makeIn(std::size_t hierarchy, std::uint32_t idFirst)
{
    const Hierarchy &where = (*m_hierarchies)[hierarchy];
    auto group = where.makeGroup(where.baseFd(), m_id, true);
    if (!group)
        return tl::unexpected(std::move(group.error()));
    m_parts.push_back({hierarchy, std::move(*group)});
    const int fd = m_parts.back().group.get();
    // What is below is the guest's to make, but ours to walk and remove (cgroup-v2.rst). v1 has no such file.
    if (where.unified())
        writeControl(fd, "cgroup.max.descendants", mostDescendants);
    auto payload = where.makeGroup(fd, "payload", false);
    if (!payload)
        return tl::unexpected(std::move(payload.error()));
    if (Status delegated = where.delegate(payload->get(), idFirst); !delegated)
        return delegated;
    auto exec = where.makeGroup(fd, "exec", false);
    if (!exec)
        return tl::unexpected(std::move(exec.error()));
    return {};
}

Status HostGroup::open()
{
    for (std::size_t i = 0; i < m_hierarchies->size(); ++i) {
        UniqueFd group = openDirectory((*m_hierarchies)[i].baseFd(), m_id.c_str());
        if (group)
            m_parts.push_back({i, std::move(group)});
        else if (errno != ENOENT)
            return systemError("open control group", m_id);
    }
    if (m_parts.empty())
        return fail(ErrorCode::ContainerUnknown, "open control group", m_id,
                    "no hierarchy has a group of that name");
    watch(false);
    return {};
}

void HostGroup::watch(bool fresh)
{
    // pids.events.local beside it: then pids.events counts what is below, too (Linux 6.10, v2).
    if (const Part *pids = controlling("pids");
        pids && faccessat(pids->group.get(), "pids.events.local", F_OK, 0) != 0)
        m_refusedForks = std::make_unique<TreeCounter>(
            pids->group.get(), TreeCounter::What{"pids.events", "max", "trusted.taper.forks_refused"}, fresh);
    const Part *memory = controlling("memory");
    if (!memory)
        return;
    if (!of(*memory).unified()) {
        m_oom = std::make_unique<OomCounter>(memory->group.get(), fresh);
        return;
    }
    m_memoryEvents = openControl(memory->group.get(), "memory.events", O_RDONLY);
    // A kernfs file polls as changed until it has been read once.
    if (m_memoryEvents)
        readAt(m_memoryEvents.get());
}

const HostGroup::Part *HostGroup::unified() const
{
    for (const Part &part : m_parts)
        if (of(part).unified())
            return &part;
    return nullptr;
}

const HostGroup::Part *HostGroup::controlling(std::string_view controller) const
{
    for (const Part &part : m_parts)
        if (of(part).controls(controller))
            return &part;
    return nullptr;
}

LimitWriter::Target HostGroup::target(std::string_view controller) const
{
    const Part *part = controlling(controller);
    return part ? LimitWriter::Target{part->group.get(), of(*part).unified()} : LimitWriter::Target{};
}

LimitWriter::Targets HostGroup::targets() const
{
    LimitWriter::Targets targets{target("memory"), target("cpu"), target("cpuset"), target("pids"), -1};
    if (const Part *cpuset = controlling("cpuset"))
        targets.cpusetBase = of(*cpuset).baseFd();
    return targets;
}

Result<JoinFds> HostGroup::joinFds(const char *which) const
{
    JoinFds fds;
    for (const Part &part : m_parts) {
        UniqueFd directory = openDirectory(part.group.get(), which);
        if (!directory)
            return systemError("open control group", m_id + "/" + which);
        if (of(part).unified()) {
            fds.directory = std::move(directory);
            continue;
        }
        UniqueFd tasks = openControl(directory.get(), "tasks", O_WRONLY);
        if (!tasks)
            return systemError("open control file", m_id + "/" + which + "/tasks");
        fds.tasks.push_back(std::move(tasks));
        fds.controllers.push_back(of(part).options());
    }
    return fds;
}

Status HostGroup::setLimits(const Limits &limits)
{
    if (Status possible = checkLimits(*m_hierarchies, m_id, limits); !possible)
        return possible;
    return LimitWriter(m_id, targets()).write(limits);
}

std::optional<Reclaim> HostGroup::mustReclaim(const Limits &limits)
{
    const Part *part = limits.memory ? controlling("memory") : nullptr;
    if (!part)
        return std::nullopt;
    const bool v2 = of(*part).unified();
    const int group = part->group.get();
    const std::uint64_t memory = *limits.memory;
    const auto used = [&](const char *file) {
        return number(readControl(group, file).value_or("")).value_or(0);
    };
    const bool more = v2 ? used("memory.current") > memory - memory / 16
                         : used("memory.usage_in_bytes") > memory ||
                               (limits.swap && used("memory.memsw.usage_in_bytes") > memory + *limits.swap);
    if (!more)
        return std::nullopt;
    return Reclaim{openDirectory(group, "."), v2};
}

std::optional<std::uint64_t> HostGroup::counter(UniqueFd &kept, const Part *part, const char *file) const
{
    if (!kept && part)
        kept = openControl(part->group.get(), file, O_RDONLY);
    if (!kept)
        return std::nullopt;
    const auto text = readAt(kept.get());
    return text ? number(*text) : std::nullopt;
}

Result<std::uint64_t> HostGroup::cpuUsec()
{
    if (const Part *v1 = controlling("cpuacct")) {
        if (const auto nanoseconds = counter(m_cpuUsage, v1, "cpuacct.usage"))
            return *nanoseconds / 1000;
        return systemError("read control file", "cpuacct.usage");
    }
    // A unified tree counts time in every group, with the cpu controller and without.
    const Part *v2 = unified();
    if (!m_cpuUsage && v2)
        m_cpuUsage = openControl(v2->group.get(), "cpu.stat", O_RDONLY);
    const auto text = m_cpuUsage ? readAt(m_cpuUsage.get()) : std::nullopt;
    if (!text)
        return systemError("read control file", "cpu.stat");
    return keyed(*text, "usage_usec").value_or(0);
}

/// v1 counts memory and swap together (cgroup-v1/memory.rst, "memsw").
std::uint64_t HostGroup::swapBytes(std::uint64_t memoryBytes)
{
    const Part *memory = controlling("memory");
    if (!memory)
        return 0;
    if (of(*memory).unified())
        return counter(m_swapUsage, memory, "memory.swap.current").value_or(0);
    const std::uint64_t both = counter(m_swapUsage, memory, "memory.memsw.usage_in_bytes").value_or(0);
    return both > memoryBytes ? both - memoryBytes : 0;
}

std::optional<std::string> HostGroup::text(UniqueFd &kept, const Part *part, const char *file) const
{
    if (!kept && part)
        kept = openControl(part->group.get(), file, O_RDONLY);
    return kept ? readAt(kept.get()) : std::nullopt;
}

Result<Usage> HostGroup::usage()
{
    Usage usage;
    // memory: all that counts against the limit, file cache too, as lxc-info and lxc-top show it.
    if (const Part *memory = controlling("memory")) {
        const auto bytes = counter(m_memoryUsage, memory,
                                   of(*memory).unified() ? "memory.current" : "memory.usage_in_bytes");
        if (!bytes)
            return systemError("read memory usage", m_id);
        usage.memoryBytes = *bytes;
    }
    const auto cpu = cpuUsec();
    if (!cpu)
        return tl::unexpected(cpu.error());
    usage.cpuUsec = *cpu;
    if (const Part *pids = controlling("pids"))
        usage.processes = counter(m_processes, pids, "pids.current").value_or(0);
    else if (!m_parts.empty())
        usage.processes = pidsBelow(m_parts.front().group.get()).size();
    usage.swapBytes = swapBytes(usage.memoryBytes);
    if (const auto stat = text(m_cpuStat, controlling("cpu"), "cpu.stat")) {
        usage.cpuPeriods = keyed(*stat, "nr_periods").value_or(0);
        usage.cpuThrottledPeriods = keyed(*stat, "nr_throttled").value_or(0);
    }
    usage.processesRefused = refusedForks();
    return usage;
}

Result<LimitEvents> HostGroup::events()
{
    LimitEvents events;
    if (m_oom) {
        events.oomKills = m_oom->kills();
    } else if (m_memoryEvents) {
        const auto text = readAt(m_memoryEvents.get());
        if (!text)
            return systemError("read control file", "memory.events");
        events.oomKills = keyed(*text, "oom_kill").value_or(0);
        events.memoryHigh = keyed(*text, "high").value_or(0);
    }
    if (const Part *cpu = controlling("cpu")) {
        if (const auto stat = text(m_cpuStat, cpu, "cpu.stat"))
            events.throttledUsec = of(*cpu).unified() ? keyed(*stat, "throttled_usec").value_or(0)
                                                      : keyed(*stat, "throttled_time").value_or(0) / 1000;
    }
    events.pidsRefused = refusedForks();
    return events;
}

std::uint64_t HostGroup::refusedForks()
{
    if (m_refusedForks)
        return m_refusedForks->sum();
    const auto events = text(m_pidsEvents, controlling("pids"), "pids.events");
    return events ? keyed(*events, "max").value_or(0) : 0;
}

int HostGroup::eventFd() const
{
    return m_oom ? m_oom->eventFd() : m_memoryEvents.get();
}

short HostGroup::eventPollMask() const
{
    return m_oom ? POLLIN : POLLPRI;
}

void HostGroup::eventSeen()
{
    if (m_oom)
        m_oom->eventSeen();
    else if (m_memoryEvents)
        readAt(m_memoryEvents.get());
}

bool HostGroup::populated()
{
    if (const Part *part = unified())
        return keyed(readControl(part->group.get(), "cgroup.events").value_or(""), "populated").value_or(0) !=
               0;
    return !m_parts.empty() && !pidsBelow(m_parts.front().group.get()).empty();
}

Status HostGroup::remove()
{
    Status first;
    for (const Part &part : m_parts) {
        Status removed = removeTree(of(part).baseFd(), m_id);
        // Through a removed base nothing is found: gone is what was asked for.
        if (!removed && removed.error().errnoValue != ENODEV && first)
            first = std::move(removed);
    }
    if (!first)
        return passOn(std::move(first.error()), "remove the control groups of container " + m_id);
    m_oom.reset();
    m_refusedForks.reset();
    m_memoryEvents.reset();
    m_parts.clear();
    return {};
}

std::vector<std::string> HostGroup::paths() const
{
    std::vector<std::string> paths;
    for (const Part &part : m_parts)
        paths.push_back(of(part).basePath() + "/" + m_id);
    return paths;
}

} // namespace taper::cgroup
