// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the hierarchies of this host, makes and lists containers' groups in them. Runs in: helper.
#include "engine/cgroup/cgroups.h"
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/group_tree.h"
#include "engine/cgroup/host_group.h"
#include "engine/cgroup/limit_check.h"
#include "engine/cgroup/scope.h"
#include <algorithm>
#include <sys/file.h>
#include <sys/stat.h>

namespace taper::cgroup {
namespace {

bool isGroupName(const std::string &name)
{
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    return !name.empty() && name.size() <= 64 && name != anchorGroup &&
           std::all_of(name.begin(), name.end(), plain);
}

Status checkName(const std::string &name, const char *operation)
{
    if (isGroupName(name))
        return {};
    return fail(ErrorCode::InvalidArgument, operation, name, "not a name for a control group");
}

class HostCgroups : public Cgroups
{
public:
    explicit HostCgroups(Options options) : m_options(std::move(options)) {}
    Status open();

    Result<std::unique_ptr<Group>> create(const std::string &id, std::uint32_t idFirst,
                                          const Limits &limits) override;
    Result<std::unique_ptr<Group>> adopt(const std::string &id) override;
    std::set<std::string> list() override;
    Status claim() override;
    std::string description() const override;
    bool hasUnified() const override { return has(true); }
    bool isHybrid() const override { return has(true) && has(false); }
    std::string unavailable(std::string_view limit) const override;
    Status check(const std::string &subject, const Limits &limits) const override;
    Status removeBase() override;

private:
    bool has(bool unified) const;
    bool baseIsGone() const;

    Options m_options;
    std::shared_ptr<Hierarchies> m_hierarchies = std::make_shared<Hierarchies>();
};

Status HostCgroups::open()
{
    std::vector<Mount> mounts = findMounts(m_options.root);
    if (mounts.empty())
        return fail(ErrorCode::CgroupUnavailable, "look for control groups", m_options.root,
                    "no hierarchy of control groups is mounted there",
                    "Mount it: mount -t cgroup2 none " + m_options.root);
    std::string scope;
    if (m_options.useSystemd) {
        auto opened = openScope(m_options.base + ".scope", m_options.anchorProgram, mounts);
        if (!opened)
            return tl::unexpected(std::move(opened.error()));
        scope = std::move(*opened);
    }
    auto hierarchies = std::make_shared<Hierarchies>();
    for (Mount &mount : mounts) {
        // systemd makes the scope in the hierarchies it manages; cpuset and freezer of v1 it leaves alone.
        struct stat status;
        const bool inScope = !scope.empty() && stat((mount.path + "/" + scope).c_str(), &status) == 0;
        auto hierarchy = Hierarchy::open(std::move(mount), inScope ? scope : m_options.base);
        if (!hierarchy)
            return tl::unexpected(std::move(hierarchy.error()));
        hierarchies->push_back(std::move(*hierarchy));
    }
    m_hierarchies = std::move(hierarchies);
    return {};
}

bool HostCgroups::has(bool unified) const
{
    return std::any_of(m_hierarchies->begin(), m_hierarchies->end(),
                       [&](const Hierarchy &hierarchy) { return hierarchy.unified() == unified; });
}

bool HostCgroups::baseIsGone() const
{
    // The anchor was killed while no container ran, or somebody cleared the directory away.
    return std::any_of(m_hierarchies->begin(), m_hierarchies->end(), [](const Hierarchy &hierarchy) {
        struct stat status;
        return stat(hierarchy.basePath().c_str(), &status) != 0;
    });
}

Result<std::unique_ptr<Group>> HostCgroups::create(const std::string &id, std::uint32_t idFirst,
                                                   const Limits &limits)
{
    if (Status valid = checkName(id, "make control group"); !valid)
        return tl::unexpected(std::move(valid.error()));
    auto group = std::make_unique<HostGroup>(m_hierarchies, id);
    Status made = group->make(idFirst, limits);
    if (!made && baseIsGone()) {
        if (Status opened = open(); !opened)
            return tl::unexpected(std::move(opened.error()));
        group = std::make_unique<HostGroup>(m_hierarchies, id);
        made = group->make(idFirst, limits);
    }
    if (!made)
        return tl::unexpected(std::move(made.error()));
    return group;
}

Result<std::unique_ptr<Group>> HostCgroups::adopt(const std::string &id)
{
    if (Status valid = checkName(id, "take over control group"); !valid)
        return tl::unexpected(std::move(valid.error()));
    auto group = std::make_unique<HostGroup>(m_hierarchies, id);
    if (Status opened = group->open(); !opened)
        return tl::unexpected(std::move(opened.error()));
    return group;
}

std::set<std::string> HostCgroups::list()
{
    std::set<std::string> ids;
    for (const Hierarchy &hierarchy : *m_hierarchies)
        for (std::string &name : childGroups(hierarchy.baseFd()))
            if (isGroupName(name))
                ids.insert(std::move(name));
    return ids;
}

std::string HostCgroups::description() const
{
    if (!isHybrid())
        return hasUnified() ? "v2" : "v1";
    std::vector<std::string> old, fresh;
    for (const char *controller : {"memory", "cpu", "cpuset", "pids", "freezer", "blkio", "io", "devices"})
        for (const Hierarchy &hierarchy : *m_hierarchies)
            if (hierarchy.controls(controller))
                (hierarchy.unified() ? fresh : old).emplace_back(controller);
    return "hybrid (" + joined(old, ", ") + " on v1" +
           (fresh.empty() ? "" : "; " + joined(fresh, ", ") + " on v2") + ")";
}

std::string HostCgroups::unavailable(std::string_view limit) const
{
    return unavailableReason(*m_hierarchies, limit);
}

Status HostCgroups::check(const std::string &subject, const Limits &limits) const
{
    return checkLimits(*m_hierarchies, subject, limits);
}

Status HostCgroups::claim()
{
    // The lock lies on the base's own directory (flock(2)): whoever sees the same groups sees it.
    if (flock(m_hierarchies->front().baseFd(), LOCK_EX | LOCK_NB) < 0)
        return fail(ErrorCode::ContainerBusy, "use control groups", m_options.base,
                    "another helper already uses this base",
                    "Stop that one first, or give this one another --cgroup-base.");
    return {};
}

Status HostCgroups::removeBase()
{
    if (const auto left = list(); !left.empty())
        return fail(ErrorCode::ContainerBusy, "remove control groups", m_options.base,
                    "there are still groups of containers: " + joined({left.begin(), left.end()}, ", "));
    if (m_options.useSystemd)
        if (Status closed = closeScope(m_options.base + ".scope"); !closed)
            return closed;
    Status first;
    for (Hierarchy &hierarchy : *m_hierarchies) {
        Status removed = hierarchy.removeBase();
        if (!removed && first)
            first = std::move(removed);
    }
    return first;
}

} // namespace

Result<std::unique_ptr<Cgroups>> openCgroups(const Options &options)
{
    for (const std::string &part : words(options.base, '/'))
        if (!isGroupName(part))
            return fail(ErrorCode::InvalidArgument, "open control groups", options.base,
                        "not a name for a base group");
    auto cgroups = std::make_unique<HostCgroups>(options);
    if (Status opened = cgroups->open(); !opened)
        return tl::unexpected(std::move(opened.error()));
    return cgroups;
}

} // namespace taper::cgroup
