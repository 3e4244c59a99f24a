// SPDX-License-Identifier: GPL-3.0-or-later
// SIGKILL to everything in a container's groups. Runs in: helper.
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/group_tree.h"
#include "engine/cgroup/host_group.h"
#include "engine/sys/kernel.h"
#include <csignal>
#include <fcntl.h>
#include <set>
#include <unistd.h>

namespace taper::cgroup {
namespace {

/// The path of a process in the hierarchy with these mount options, from /proc/PID/cgroup:
/// "4:memory:/taper/3".
std::string pathOf(int pid, const std::string &options, bool unified)
{
    const UniqueFd file(open(("/proc/" + std::to_string(pid) + "/cgroup").c_str(), O_RDONLY | O_CLOEXEC));
    const auto text = file ? readAt(file.get()) : std::nullopt;
    for (const std::string &line : words(text.value_or(""), '\n')) {
        const std::size_t first = line.find(':'), second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos)
            continue;
        const std::string name = line.substr(first + 1, second - first - 1);
        if (unified ? line.starts_with("0::") : name == options)
            return line.substr(second + 1);
    }
    return {};
}

} // namespace

Status HostGroup::kill()
{
    // A process that v1 has frozen dies only when it is thawed.
    setFreezer("THAWED", true);
    if (const Part *part = unified()) {
        if (writeControl(part->group.get(), "cgroup.kill", "1"))
            return {};
        if (errno == ENODEV)
            return {}; // gone, and so is everything in it
        if (errno != ENOENT)
            return systemError("kill control group", m_id);
        // Before 5.14 there is no cgroup.kill.
    }
    return killEach();
}

void HostGroup::setFreezer(const char *state, bool inner) const
{
    const Part *part = controlling("freezer");
    if (!part || of(*part).unified())
        return;
    // Outer groups first: a group below stays frozen by itself, or by the container's own wish.
    forEachGroup(part->group.get(), SIZE_MAX, [&](int directory, ino_t) {
        writeControl(directory, "freezer.state", state);
        return inner;
    });
}

Status HostGroup::killEach() const
{
    if (m_parts.empty())
        return {};
    const Part *listed = unified();
    if (!listed)
        listed = &m_parts.front();
    // Frozen, nobody can fork away while the list is read; the signals act at the thaw.
    setFreezer("FROZEN", false);
    std::set<pid_t> seen;
    bool more = true;
    for (int round = 0; more && round < 100; ++round) {
        more = false;
        for (const pid_t pid : pidsBelow(listed->group.get()))
            if (seen.insert(pid).second)
                more = sendKill(pid, *listed) || more;
    }
    setFreezer("THAWED", true);
    return {};
}

bool HostGroup::sendKill(int pid, const Part &part) const
{
    const UniqueFd process(kernel::pidfd_open(pid));
    if (!process)
        return false;
    // The pid may be somebody else's by now. After pidfd_open: what is read is of this process or a later
    // one, and a signal to an ended one goes nowhere.
    const std::string path = pathOf(pid, of(part).options(), of(part).unified());
    const std::string own = "/" + of(part).base() + "/" + m_id;
    const std::size_t at = path.find(own);
    const bool inside =
        at != std::string::npos && (path.size() == at + own.size() || path[at + own.size()] == '/');
    return inside && kernel::pidfd_send_signal(process.get(), SIGKILL) == 0;
}

} // namespace taper::cgroup
