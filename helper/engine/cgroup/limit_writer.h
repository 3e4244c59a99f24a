// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a set of limits into control files: all of them or, when the kernel refuses one, none. This is the
// table of which limit is which file in which value:
//
//   limit        v1                                            v2
//   memory       memory.limit_in_bytes, none: -1               memory.high 15/16 of it, memory.max; none: max
//   swap         memory.memsw.limit_in_bytes memory + swap,    memory.swap.max, none: max
//                none: -1; only together with memory
//   cpuWeight    cpu.shares, none: 1024                        cpu.weight, none: 100
//   cpuCap       cpu.cfs_quota_us of cpu.cfs_period_us         cpu.max "quota 100000", none: "max 100000"
//                100000, none: -1
//   cpus         cpuset.cpus of <id> and all groups below,     cpuset.cpus, none: empty, or all of the base's
//                none: those of the base (cpuset_writer.h)
//   processes    pids.max, none: max                           pids.max, none: max
//
// v1's memsw can never be below memory, so which is written first depends on the direction.
// A memory limit below what is in use and cannot be freed: v1 refuses it (EBUSY after some rounds of reclaim,
// mem_cgroup_resize_max). v2 would take it and kill: there memory.high is written first, which frees what can
// be freed, and the limit is refused here when more is left than it allows. A container is not killed by a
// slider. Runs in: helper.
#pragma once
#include "core/container.h"
#include "engine/cgroup/control_changes.h"
#include <string>

namespace taper::cgroup {

class LimitWriter
{
public:
    /// groups of <id> in the hierarchy that has the controller; -1: no such controller here.
    struct Target
    {
        int group = -1;
        bool unified = false;
    };
    struct Targets
    {
        Target memory, cpu, cpuset, pids;
        int cpusetBase = -1; ///< the base in the hierarchy of cpuset
    };

    LimitWriter(std::string subject, const Targets &targets) : m_subject(std::move(subject)), m_to(targets) {}
    /// fresh: the groups are new, what has no limit has none already.
    Status write(const Limits &limits, bool fresh = false);

private:
    Status writeMemory(const Limits &limits);
    Status writeOldMemory(const Limits &limits);
    Status writeUnifiedMemory(const Limits &limits);
    Status writeWeight(const Limits &limits);
    Status writeCap(const Limits &limits);
    bool writeQuota(std::int64_t quotaUsec);
    Status writeProcesses(const Limits &limits);
    Status writeCpus(const Limits &limits);
    tl::unexpected<Error> missing(const char *limit, const char *controller) const;
    tl::unexpected<Error> refused(const char *limit, std::string detail, std::string hint = {}) const;
    tl::unexpected<Error> memoryRefused(const char *limit, std::uint64_t bytes, int errnoValue,
                                        const char *usageFile) const;

    std::string m_subject;
    Targets m_to;
    bool m_fresh = false;
    ControlChanges m_changes;
};

} // namespace taper::cgroup
