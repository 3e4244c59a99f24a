// SPDX-License-Identifier: GPL-3.0-or-later
// Limits that cannot be enforced. Runs in: helper.
#include "engine/cgroup/limit_check.h"
#include "core/cpu_set.h"
#include "engine/cgroup/control_file.h"
#include <algorithm>
#include <array>
#include <fcntl.h>
#include <unistd.h>

namespace taper::cgroup {
namespace {

/// The file that must be there, beside the controller itself, in a group that is not the root.
struct Need
{
    std::string_view limit, controller;
    const char *v1File, *v2File;
    const char *lacking;
};
constexpr std::array needs{
    Need{"memory", "memory", nullptr, nullptr, ""},
    Need{"swap", "memory", "memory.memsw.limit_in_bytes", "memory.swap.max",
         "this kernel does not count swap (it was started with swapaccount=0, or built without)"},
    Need{"cpuWeight", "cpu", nullptr, nullptr, ""},
    Need{"cpuCap", "cpu", "cpu.cfs_quota_us", "cpu.max", "this kernel has no CPU bandwidth control"},
    Need{"cpus", "cpuset", nullptr, nullptr, ""},
    Need{"processes", "pids", nullptr, nullptr, ""},
};

const Hierarchy *controlling(const Hierarchies &hierarchies, std::string_view controller)
{
    for (const Hierarchy &hierarchy : hierarchies)
        if (hierarchy.controls(controller))
            return &hierarchy;
    return nullptr;
}

Status available(const Hierarchies &hierarchies, const std::string &subject, bool asked,
                 std::string_view limit, const char *shown)
{
    const std::string reason = asked ? unavailableReason(hierarchies, limit) : std::string();
    if (reason.empty())
        return {};
    return fail(ErrorCode::CgroupUnavailable, std::string("set ") + shown, subject, reason,
                std::string("Leave the ") + shown + " out; `taperctl check` shows what this computer offers");
}

Status checkCpus(const Hierarchies &hierarchies, const std::string &subject, const std::string &text)
{
    const Hierarchy *cpuset = controlling(hierarchies, "cpuset");
    auto allowedText =
        readControl(cpuset->baseFd(), cpuset->unified() ? "cpuset.cpus.effective" : "cpuset.cpus");
    while (allowedText && !allowedText->empty() && allowedText->back() == '\n')
        allowedText->pop_back();
    auto wanted = parseCpuSet(text);
    if (!wanted)
        return tl::unexpected(std::move(wanted.error()));
    const auto allowed = allowedText ? parseCpuSet(*allowedText) : tl::unexpected(Error{});
    if (!allowed)
        return {}; // the kernel decides
    for (const unsigned cpu : *wanted)
        if (!std::binary_search(allowed->begin(), allowed->end(), cpu))
            return fail(ErrorCode::CgroupLimitRejected, "set CPUs", subject,
                        "CPU " + std::to_string(cpu) +
                            " is not there, is offline or may not be used by containers",
                        "Choose among " + *allowedText);
    return {};
}

} // namespace

std::string unavailableReason(const Hierarchies &hierarchies, std::string_view limit)
{
    const auto need =
        std::find_if(needs.begin(), needs.end(), [&](const Need &n) { return n.limit == limit; });
    if (need == needs.end())
        return "Táper has no limit of that name";
    const std::string controller(need->controller);
    if (const Hierarchy *hierarchy = controlling(hierarchies, controller)) {
        const char *file = hierarchy->unified() ? need->v2File : need->v1File;
        if (file && faccessat(hierarchy->baseFd(), file, F_OK, 0) != 0)
            return need->lacking;
        return {};
    }
    for (const Hierarchy &hierarchy : hierarchies)
        if (const std::string obstacle = hierarchy.obstacle(controller); !obstacle.empty())
            return "the " + controller + " controller cannot be enabled for containers: " + obstacle;
    return "the " + controller + " controller is not mounted";
}

Status checkLimits(const Hierarchies &hierarchies, const std::string &subject, const Limits &limits)
{
    struct Asked
    {
        bool set;
        const char *limit, *shown;
    };
    for (const Asked &asked : {Asked{limits.memory.has_value(), "memory", "memory limit"},
                               Asked{limits.swap.has_value(), "swap", "swap limit"},
                               Asked{limits.cpuWeight.has_value(), "cpuWeight", "CPU weight"},
                               Asked{limits.cpuCap.has_value(), "cpuCap", "CPU cap"},
                               Asked{limits.cpus.has_value(), "cpus", "CPUs"},
                               Asked{limits.processes.has_value(), "processes", "process limit"}})
        if (Status good = available(hierarchies, subject, asked.set, asked.limit, asked.shown); !good)
            return good;
    if (limits.swap && !limits.memory && !controlling(hierarchies, "memory")->unified())
        return fail(ErrorCode::CgroupUnavailable, "set swap limit", subject,
                    "this computer's control groups (v1) limit swap only together with memory",
                    "Set a memory limit, too, or remove the swap limit");
    return limits.cpus ? checkCpus(hierarchies, subject, *limits.cpus) : Status();
}

} // namespace taper::cgroup
