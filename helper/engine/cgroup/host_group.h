// SPDX-License-Identifier: GPL-3.0-or-later
// A container's groups in the hierarchies of this host: <id>, <id>/payload, <id>/exec in each.
// Runs in: helper.
#pragma once
#include "engine/cgroup/cgroups.h"
#include "engine/cgroup/hierarchy.h"
#include "engine/cgroup/limit_writer.h"
#include "engine/cgroup/oom_counter.h"
#include "engine/cgroup/tree_counter.h"
#include <memory>
#include <string>
#include <vector>

namespace taper::cgroup {

class HostGroup : public Group
{
public:
    HostGroup(std::shared_ptr<const Hierarchies> hierarchies, std::string id);
    HostGroup(const HostGroup &) = delete;
    HostGroup &operator=(const HostGroup &) = delete;

    Status make(std::uint32_t idFirst, const Limits &limits); ///< undoes what it made when it fails
    Status open();                                            ///< ContainerUnknown when no hierarchy has it

    Result<JoinFds> payload() override { return joinFds("payload"); }
    Result<JoinFds> exec() override { return joinFds("exec"); }
    Status setLimits(const Limits &limits) override;
    std::optional<Reclaim> mustReclaim(const Limits &limits) override;
    Status freeze() override { return setFrozen(true); }
    Status thaw() override { return setFrozen(false); }
    Result<FreezerState> freezerState() override;
    std::string awakeProcesses() override;
    Result<Usage> usage() override;
    Result<LimitEvents> events() override;
    Status kill() override;
    bool populated() override;
    Status remove() override;
    std::vector<std::string> paths() const override;
    int eventFd() const override;
    short eventPollMask() const override;
    void eventSeen() override;

private:
    struct Part
    {
        std::size_t hierarchy = 0;
        UniqueFd group; ///< <id>
    };

    const Hierarchy &of(const Part &part) const { return (*m_hierarchies)[part.hierarchy]; }
    const Part *unified() const;
    const Part *controlling(std::string_view controller) const;
    LimitWriter::Target target(std::string_view controller) const;
    LimitWriter::Targets targets() const;
    struct Freezer
    {
        int group = -1;
        bool unified = false;
    };
    Freezer freezer() const;
    Status setFrozen(bool frozen);
    Status makeIn(std::size_t hierarchy, std::uint32_t idFirst);
    void watch(bool fresh);
    Result<JoinFds> joinFds(const char *which) const;
    std::optional<std::uint64_t> counter(UniqueFd &kept, const Part *part, const char *file) const;
    Result<std::uint64_t> cpuUsec();
    std::uint64_t swapBytes(std::uint64_t memoryBytes);
    std::optional<std::string> text(UniqueFd &kept, const Part *part, const char *file) const;
    std::uint64_t refusedForks();
    void setFreezer(const char *state, bool inner) const;
    Status killEach() const;
    bool sendKill(int pid, const Part &part) const;

    std::shared_ptr<const Hierarchies> m_hierarchies;
    std::string m_id;
    std::vector<Part> m_parts;
    UniqueFd m_memoryUsage, m_cpuUsage, m_processes; ///< opened at the first use, kept
    UniqueFd m_memoryEvents, m_cpuStat, m_pidsEvents, m_swapUsage;
    std::unique_ptr<OomCounter> m_oom;           ///< memory on v1
    std::unique_ptr<TreeCounter> m_refusedForks; ///< where the kernel counts them by group
};

} // namespace taper::cgroup
