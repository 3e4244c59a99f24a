// SPDX-License-Identifier: GPL-3.0-or-later
// Stops everything in a container's groups where it is, and lets it go on. The unified tree's freezer needs no
// controller and is there on hybrid hosts, too: it is taken where it is, because frozen processes can be killed
// there (cgroup-v2.rst, cgroup.freeze); else v1's (freezer-subsystem.rst). Both freeze what is below, the guest's
// own groups included, and leave alone what the guest has frozen itself. Runs in: helper.
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/group_tree.h"
#include "engine/cgroup/host_group.h"
#include <algorithm>
#include <fcntl.h>
#include <unistd.h>

namespace taper::cgroup {
namespace {

std::string procFile(pid_t pid, const char *name)
{
    const UniqueFd file(::open(("/proc/" + std::to_string(pid) + "/" + name).c_str(), O_RDONLY | O_CLOEXEC));
    return file ? readAt(file.get()).value_or("") : std::string();
}

/// "12 (name)" of a process that is not frozen, else "". A frozen one sleeps: S on v2, D in __refrigerator on v1.
std::string awake(pid_t pid)
{
    const std::string stat = procFile(pid, "stat");
    const std::size_t open = stat.find('('), close = stat.rfind(')');
    if (open == std::string::npos || close == std::string::npos || close + 2 >= stat.size())
        return {};
    const char state = stat[close + 2];
    if (state != 'R' && (state != 'D' || procFile(pid, "wchan") == "__refrigerator"))
        return {};
    std::string name = stat.substr(open + 1, close - open - 1);
    for (char &c : name) // the guest's own words
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f)
            c = '?';
    return std::to_string(pid) + " (" + name + ")";
}

} // namespace

HostGroup::Freezer HostGroup::freezer() const
{
    if (const Part *part = unified(); part && faccessat(part->group.get(), "cgroup.freeze", F_OK, 0) == 0)
        return {part->group.get(), true};
    const Part *old = controlling("freezer");
    return old && !of(*old).unified() ? Freezer{old->group.get(), false} : Freezer{};
}

Status HostGroup::setFrozen(bool frozen)
{
    const Freezer here = freezer();
    const char *operation = frozen ? "freeze" : "unfreeze";
    if (here.group < 0)
        return fail(ErrorCode::CgroupUnavailable, operation, m_id, "no freezer is mounted on this host",
                    "Mount the unified hierarchy, or v1's freezer");
    const bool written = here.unified
                             ? writeControl(here.group, "cgroup.freeze", frozen ? "1" : "0")
                             : writeControl(here.group, "freezer.state", frozen ? "FROZEN" : "THAWED");
    return written ? Status() : Status(systemError(operation, m_id));
}

Result<FreezerState> HostGroup::freezerState()
{
    const Freezer here = freezer();
    if (here.group < 0)
        return FreezerState::Thawed;
    if (!here.unified) {
        const auto text = readControl(here.group, "freezer.state");
        if (!text)
            return systemError("read control file", "freezer.state");
        return text->starts_with("FROZEN")     ? FreezerState::Frozen
               : text->starts_with("FREEZING") ? FreezerState::Freezing
                                               : FreezerState::Thawed;
    }
    const auto asked = readControl(here.group, "cgroup.freeze"),
               events = readControl(here.group, "cgroup.events");
    if (!asked || !events)
        return systemError("read control file", "cgroup.freeze");
    const bool frozen = keyed(*events, "frozen").value_or(0) != 0;
    if (number(*asked).value_or(0) == 0)
        return frozen ? FreezerState::Thawing : FreezerState::Thawed;
    return frozen ? FreezerState::Frozen : FreezerState::Freezing;
}

std::string HostGroup::awakeProcesses()
{
    constexpr std::size_t mostNamed = 3, mostLookedAt = 512;
    const Freezer here = freezer();
    std::vector<pid_t> pids = here.group < 0 ? std::vector<pid_t>() : pidsBelow(here.group);
    pids.resize(std::min(pids.size(), mostLookedAt));
    std::vector<std::string> names;
    for (const pid_t pid : pids)
        if (std::string name = awake(pid); !name.empty() && names.size() < mostNamed)
            names.push_back(std::move(name));
    return joined(names, ", ");
}

} // namespace taper::cgroup
