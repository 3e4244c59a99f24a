// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a set of limits into control files: all of them or, when the kernel refuses one, none. This is the
// table of which limit is which file in which value:
//
//   limit        v1                                  v2
//   memory       memory.limit_in_bytes, none: -1     memory.high 15/16 of it, memory.max; none: max
//   cpuWeight    cpu.shares, none: 1024              cpu.weight; none: 100
//
// memory.memsw.limit_in_bytes and memory.swap.max stay what they are: swap is a limit of its own.
// A memory limit below what is in use and cannot be freed: v1 refuses it (EBUSY after some rounds of reclaim,
// mem_cgroup_resize_max). v2 would take it and kill: there memory.high is written first, which frees what can
// be freed, and the limit is refused here when more is left than it allows. A container is not killed by a
// slider. Runs in: helper.
#pragma once
#include "core/container.h"
#include <string>
#include <vector>

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

    LimitWriter(std::string subject, Target memory, Target cpu)
        : m_subject(std::move(subject)), m_memory(memory), m_cpu(cpu)
    {
    }
    Status write(const Limits &limits);

private:
    struct Old
    {
        int group;
        const char *file;
        std::string value;
    };
    Status writeMemory(std::optional<std::uint64_t> bytes);
    Status writeUnifiedMemory(std::optional<std::uint64_t> bytes);
    Status writeWeight(std::optional<std::uint32_t> weight);
    bool change(int group, const char *file, const std::string &value);
    tl::unexpected<Error> memoryRefused(std::uint64_t bytes, int errnoValue, const char *usageFile);
    void putBack();

    std::string m_subject;
    Target m_memory, m_cpu;
    std::vector<Old> m_old;
};

} // namespace taper::cgroup
