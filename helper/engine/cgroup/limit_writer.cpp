// SPDX-License-Identifier: GPL-3.0-or-later
// Writing limits. Runs in: helper.
#include "engine/cgroup/limit_writer.h"
#include "core/units.h"
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/cpuset_writer.h"
#include "engine/cgroup/group_tree.h"
#include "engine/cgroup/weight.h"
#include <cerrno>

namespace taper::cgroup {

namespace {
constexpr std::int64_t periodUsec = 100'000; ///< the kernel's own (sched-bwc.rst)
constexpr std::uint64_t unlimitedV1 =
    INT64_MAX / 4096 * 4096 - 65536; ///< -1 reads as about 2^63, whole pages
constexpr std::size_t mostGroups = 4096;

std::string orMax(const std::optional<std::uint64_t> &value)
{
    return value ? std::to_string(*value) : "max";
}
} // namespace

Status LimitWriter::write(const Limits &limits, bool fresh)
{
    m_fresh = fresh;
    Status done = writeMemory(limits);
    if (done)
        done = writeWeight(limits);
    if (done)
        done = writeCap(limits);
    if (done)
        done = writeProcesses(limits);
    if (done)
        done = writeCpus(limits); // last: it takes itself back
    if (done)
        m_changes.keep();
    else
        m_changes.putBack();
    return done;
}

Status LimitWriter::writeMemory(const Limits &limits)
{
    if (m_fresh && !limits.memory && !limits.swap)
        return {};
    if (m_to.memory.group < 0) {
        if (limits.memory || limits.swap)
            return missing(limits.memory ? "memory limit" : "swap limit", "memory");
        return {};
    }
    return m_to.memory.unified ? writeUnifiedMemory(limits) : writeOldMemory(limits);
}

Status LimitWriter::writeOldMemory(const Limits &limits)
{
    const int group = m_to.memory.group;
    constexpr const char *memoryFile = "memory.limit_in_bytes", *sumFile = "memory.memsw.limit_in_bytes";
    const std::string memory = limits.memory ? std::to_string(*limits.memory) : "-1";
    std::string sum = "-1";
    if (limits.swap && limits.memory)
        sum = std::to_string(*limits.swap > INT64_MAX - *limits.memory ? INT64_MAX
                                                                       : *limits.memory + *limits.swap);
    const auto oldSum = readControl(group, sumFile);
    if (!oldSum && limits.swap)
        return refused("swap limit", "this kernel does not count swap",
                       "Start it with swapaccount=1, or remove the swap limit");
    const std::uint64_t before = oldSum ? number(*oldSum).value_or(UINT64_MAX) : UINT64_MAX;
    const auto writeSum = [&]() -> Status {
        if (!oldSum || (sum == "-1" && before >= unlimitedV1) || m_changes.write(group, sumFile, sum))
            return {};
        return memoryRefused("memory and swap together", number(sum).value_or(0), errno,
                             "memory.memsw.usage_in_bytes");
    };
    const bool sumFirst = !limits.memory || *limits.memory > before;
    if (sumFirst)
        if (Status done = writeSum(); !done)
            return done;
    if (!m_changes.write(group, memoryFile, memory))
        return memoryRefused("memory limit", limits.memory.value_or(0), errno, "memory.usage_in_bytes");
    return sumFirst ? Status() : writeSum();
}

Status LimitWriter::writeUnifiedMemory(const Limits &limits)
{
    const int group = m_to.memory.group;
    const auto bytes = limits.memory;
    // Swap first: what memory.high pushes out may go there only as far as is wanted from now on.
    const bool countsSwap = readControl(group, "memory.swap.max").has_value();
    if (!countsSwap && limits.swap)
        return refused("swap limit", "this kernel does not count swap",
                       "Start it with swapaccount=1, or remove the swap limit");
    if (countsSwap && !m_changes.write(group, "memory.swap.max", orMax(limits.swap)))
        return refused("swap limit",
                       "the kernel refused " + (limits.swap ? formatBytes(*limits.swap) : "none"));
    if (!m_changes.write(group, "memory.high", bytes ? std::to_string(*bytes - *bytes / 16) : "max"))
        return memoryRefused("memory limit", bytes.value_or(0), errno, "memory.current");
    const auto usage = number(readControl(group, "memory.current").value_or(""));
    if (bytes && usage && *usage > *bytes)
        return memoryRefused("memory limit", *bytes, EBUSY, "memory.current");
    if (!m_changes.write(group, "memory.max", orMax(bytes)))
        return memoryRefused("memory limit", bytes.value_or(0), errno, "memory.current");
    return {};
}

Status LimitWriter::writeWeight(const Limits &limits)
{
    if (m_fresh && !limits.cpuWeight)
        return {};
    if (m_to.cpu.group < 0)
        return limits.cpuWeight ? Status(missing("CPU weight", "cpu")) : Status();
    const std::uint32_t wanted = limits.cpuWeight.value_or(defaultCpuWeight);
    const bool written =
        m_to.cpu.unified
            ? m_changes.write(m_to.cpu.group, "cpu.weight", std::to_string(wanted))
            : m_changes.write(m_to.cpu.group, "cpu.shares", std::to_string(sharesFromWeight(wanted)));
    return written ? Status()
                   : Status(refused("CPU weight", "the kernel refused the weight " + std::to_string(wanted)));
}

Status LimitWriter::writeCap(const Limits &limits)
{
    if (m_fresh && !limits.cpuCap)
        return {};
    if (m_to.cpu.group < 0)
        return limits.cpuCap ? Status(missing("CPU cap", "cpu")) : Status();
    const std::int64_t quota = limits.cpuCap ? *limits.cpuCap * periodUsec / 100 : -1;
    bool written = false;
    if (m_to.cpu.unified)
        written =
            m_changes.write(m_to.cpu.group, "cpu.max",
                            (quota < 0 ? "max" : std::to_string(quota)) + " " + std::to_string(periodUsec));
    else
        written = writeQuota(quota);
    // A kernel without CONFIG_CFS_BANDWIDTH has no such file: fine as long as nothing is to be capped.
    if (written || (errno == ENOENT && !limits.cpuCap))
        return {};
    if (errno == ENOENT)
        return refused("CPU cap", "this kernel has no CPU bandwidth control",
                       "Remove the cap; a weight works without");
    return refused("CPU cap", "the kernel refused " + std::to_string(limits.cpuCap.value_or(0)) + "%");
}

bool LimitWriter::writeQuota(std::int64_t quotaUsec)
{
    const int group = m_to.cpu.group;
    if (quotaUsec >= 0 && !m_changes.write(group, "cpu.cfs_period_us", std::to_string(periodUsec)))
        return false;
    if (m_changes.write(group, "cpu.cfs_quota_us", std::to_string(quotaUsec)))
        return true;
    if (errno != EINVAL || quotaUsec < 0)
        return false;
    // v1 refuses a group less than a group below it has (tg_cfs_schedulable_down), and those below payload the
    // guest makes itself: what is above the new cap falls back to "as much as the parent".
    forEachGroup(group, mostGroups, [&](int directory, ino_t) {
        const auto inner = number(readControl(directory, "cpu.cfs_quota_us").value_or(""));
        const auto period = number(readControl(directory, "cpu.cfs_period_us").value_or(""));
        if (inner && period && *period > 0 &&
            static_cast<double>(*inner) / static_cast<double>(*period) >
                static_cast<double>(quotaUsec) / static_cast<double>(periodUsec))
            writeControl(directory, "cpu.cfs_quota_us", "-1");
        return true;
    });
    return m_changes.write(group, "cpu.cfs_quota_us", std::to_string(quotaUsec));
}

Status LimitWriter::writeProcesses(const Limits &limits)
{
    if (m_fresh && !limits.processes)
        return {};
    if (m_to.pids.group < 0)
        return limits.processes ? Status(missing("process limit", "pids")) : Status();
    if (m_changes.write(m_to.pids.group, "pids.max", orMax(limits.processes)))
        return {};
    return refused("process limit", "the kernel refused " + orMax(limits.processes));
}

Status LimitWriter::writeCpus(const Limits &limits)
{
    if (m_fresh && !limits.cpus)
        return {};
    const Target &to = m_to.cpuset;
    if (to.group < 0)
        return limits.cpus ? Status(missing("CPUs", "cpuset")) : Status();
    if (to.unified) {
        bool written = m_changes.write(to.group, "cpuset.cpus", limits.cpus.value_or("\n"));
        // Linux 6.1 lets no group with processes have an empty one (validate_change: ENOSPC): then by their numbers.
        if (!written && errno == ENOSPC && !limits.cpus)
            if (const auto all = readControl(m_to.cpusetBase, "cpuset.cpus.effective"))
                written = m_changes.write(to.group, "cpuset.cpus", *all);
        if (written)
            return {};
    } else if (writeCpusets(to.group, limits.cpus, m_to.cpusetBase)) {
        return {};
    }
    if (errno == EBUSY)
        return refused("CPUs", "programs inside make groups of their own too fast",
                       "Try again, or freeze it first");
    if (errno == E2BIG)
        return refused("CPUs", "it has made more control groups of its own than can be changed at once",
                       "Stop it, then set it");
    return refused("CPUs", "the kernel refused " + limits.cpus.value_or("all"));
}

tl::unexpected<Error> LimitWriter::missing(const char *limit, const char *controller) const
{
    return fail(ErrorCode::CgroupUnavailable, std::string("set ") + limit, m_subject,
                std::string("the ") + controller + " controller is not available on this host",
                std::string("Remove the ") + limit);
}

tl::unexpected<Error> LimitWriter::refused(const char *limit, std::string detail, std::string hint) const
{
    const int errnoValue = errno;
    auto error = fail(ErrorCode::CgroupLimitRejected, std::string("set ") + limit, m_subject,
                      std::move(detail), std::move(hint));
    error.value().errnoValue = errnoValue;
    return error;
}

tl::unexpected<Error> LimitWriter::memoryRefused(const char *limit, std::uint64_t bytes, int errnoValue,
                                                 const char *usageFile) const
{
    const std::string value = bytes ? formatBytes(bytes) : "no limit";
    const auto usage = number(readControl(m_to.memory.group, usageFile).value_or(""));
    std::string detail = "the kernel refused " + value, hint;
    if (errnoValue == EBUSY && usage) {
        detail =
            value + " is less than the " + formatBytes(*usage) + " in use, and the rest cannot be freed now";
        hint = "Choose a limit above " + formatBytes(*usage) + ", or end a program inside first";
    }
    errno = errnoValue;
    return refused(limit, std::move(detail), std::move(hint));
}

} // namespace taper::cgroup
