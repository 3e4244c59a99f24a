// SPDX-License-Identifier: GPL-3.0-or-later
// CPUs of a tree of v1 groups. Runs in: helper.
#include "engine/cgroup/cpuset_writer.h"
#include "core/cpu_set.h"
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/group_tree.h"
#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <iterator>
#include <sys/stat.h>
#include <unordered_map>
#include <vector>

namespace taper::cgroup {
namespace {

constexpr const char *file = "cpuset.cpus";
constexpr std::size_t mostGroups = 4096;
constexpr int rounds = 8;

using Cpus = std::vector<unsigned>;

struct Change
{
    Cpus before, after;
};
using Changes = std::unordered_map<ino_t, Change>;

std::optional<Cpus> read(int group)
{
    auto text = readControl(group, file);
    if (!text)
        return std::nullopt;
    while (!text->empty() && text->back() == '\n')
        text->pop_back();
    if (text->empty())
        return Cpus(); // nobody can be in such a group
    auto cpus = parseCpuSet(*text);
    if (!cpus)
        errno = EINVAL;
    return cpus ? std::optional(std::move(*cpus)) : std::nullopt;
}

bool write(int group, const Cpus &cpus)
{
    return writeControl(group, file, formatCpuSet(cpus));
}

Cpus both(const Cpus &one, const Cpus &other)
{
    Cpus all;
    std::set_union(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(all));
    return all;
}

Cpus after(const Cpus &own, const Change &parent)
{
    if (own.empty() || own == parent.before)
        return own.empty() ? own : parent.after;
    Cpus left;
    std::set_intersection(own.begin(), own.end(), parent.after.begin(), parent.after.end(),
                          std::back_inserter(left));
    return left.empty() ? parent.after : left;
}

ino_t parentOf(int group)
{
    struct stat status;
    return fstatat(group, "..", &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_ino : 0;
}

/// What each group is to have; wanted is the outermost's.
bool plan(int group, const Cpus &wanted, Changes &changes)
{
    bool good = true;
    std::size_t count = 0;
    forEachGroup(group, mostGroups + 1, [&](int directory, ino_t inode) {
        const auto own = read(directory);
        if (!own) {
            good = errno == ENOENT || errno == ENODEV; // gone meanwhile
            return good;
        }
        const auto parent = changes.find(parentOf(directory));
        const bool outermost = ++count == 1;
        if (!outermost && parent == changes.end())
            return true; // its parent came and went
        changes.emplace(inode, Change{*own, outermost ? wanted : after(*own, parent->second)});
        return true;
    });
    if (count > mostGroups) {
        errno = E2BIG;
        return false;
    }
    return good;
}

/// Both walks; to says which side of each change is wanted.
bool apply(int group, const Changes &changes, Cpus Change::*to)
{
    int problem = 0;
    const auto visit = [&](int directory, ino_t inode, bool narrow) {
        const auto change = changes.find(inode);
        const auto own = read(directory);
        if (change == changes.end() || !own || own->empty())
            return true;
        const Cpus &target = change->second.*to;
        const Cpus next = narrow ? target : both(*own, target);
        if (next != *own && !write(directory, next) && errno != ENODEV && problem == 0)
            problem = errno;
        return true;
    };
    forEachGroup(group, mostGroups,
                 [&](int directory, ino_t inode) { return visit(directory, inode, false); });
    forEachGroupInnerFirst(group, mostGroups,
                           [&](int directory, ino_t inode) { visit(directory, inode, true); });
    errno = problem;
    return problem == 0;
}

} // namespace

bool writeCpusets(int group, const std::optional<std::string> &cpus, int base)
{
    Cpus wanted;
    if (cpus) {
        auto parsed = parseCpuSet(*cpus);
        if (!parsed) {
            errno = EINVAL;
            return false;
        }
        wanted = std::move(*parsed);
    } else if (const auto all = read(base)) {
        wanted = *all;
    } else {
        return false;
    }
    Changes first;
    for (int round = 0; round < rounds; ++round) {
        Changes changes;
        if (!plan(group, wanted, changes))
            break;
        if (round == 0)
            first = changes;
        if (apply(group, changes, &Change::after))
            return true;
        if (errno != EBUSY)
            break;
    }
    const int problem = errno;
    apply(group, first, &Change::before);
    errno = problem;
    return false;
}

} // namespace taper::cgroup
