// SPDX-License-Identifier: GPL-3.0-or-later
// Counting OOM kills on v1. Runs in: helper.
#include "engine/cgroup/oom_counter.h"
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/group_tree.h"
#include "engine/sys/clock.h"
#include <algorithm>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/xattr.h>

namespace taper::cgroup {
namespace {

constexpr std::uint64_t second = 1000000;
/// A container that makes more groups than this is not counted to the last one; the helper has others to
/// serve.
constexpr std::size_t largestScan = 4096;
/// Kept with the group itself, readable by the host's root only: so that the sum does not fall when the
/// helper is started again (xattr(7), trusted).
constexpr const char *attribute = "trusted.taper.oom_kills";

} // namespace

OomCounter::OomCounter(int group, bool fresh) : m_group(group)
{
    if (!fresh)
        takeOver();
    UniqueFd event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    const UniqueFd control = openControl(group, "memory.oom_control", O_RDONLY);
    if (event && control &&
        writeControl(group, "cgroup.event_control",
                     std::to_string(event.get()) + " " + std::to_string(control.get())))
        m_event = std::move(event);
}

void OomCounter::takeOver()
{
    char text[32];
    const ssize_t length = fgetxattr(m_group, attribute, text, sizeof text);
    m_remembered = length > 0 ? number({text, static_cast<std::size_t>(length)}).value_or(0) : 0;
    scan(false);
    m_lastCounted = 0;
    if (m_remembered > m_counted)
        m_lost = m_remembered - m_counted;
}

void OomCounter::eventSeen()
{
    std::uint64_t events = 0;
    const bool event = read(m_event.get(), &events, sizeof events) == sizeof events && events > 0;
    // The kernel signals once more when the group itself is removed (memory.rst 10).
    scan(event && readControl(m_group, "memory.oom_control"));
}

std::uint64_t OomCounter::kills()
{
    scan(false);
    return m_counted + m_lost + m_pending;
}

void OomCounter::scan(bool event)
{
    std::unordered_map<ino_t, std::uint64_t> counts;
    std::uint64_t step = 0;
    forEachGroup(m_group, largestScan, [&](int directory, ino_t inode) {
        const auto text = readControl(directory, "memory.oom_control");
        const std::uint64_t count = text ? keyed(*text, "oom_kill").value_or(0) : 0;
        if (count > 0) {
            counts[inode] = count;
            const auto before = m_counts.find(inode);
            step += count - std::min(count, before == m_counts.end() ? 0 : before->second);
        }
        return true;
    });
    m_counts = std::move(counts);
    const std::uint64_t now = monotonicUsec();
    if (m_pending > 0 && now - m_pendingSince > second) {
        m_lost += m_pending;
        m_pending = 0;
    }
    if (step > 0) {
        m_counted += step;
        m_pending -= std::min(m_pending, step);
        m_lastCounted = now;
    } else if (event && (m_lastCounted == 0 || now - m_lastCounted > second)) {
        ++m_pending;
        m_pendingSince = now;
    }
    remember();
}

void OomCounter::remember()
{
    const std::uint64_t kills = m_counted + m_lost + m_pending;
    if (kills <= m_remembered)
        return;
    m_remembered = kills;
    const std::string text = std::to_string(kills);
    fsetxattr(m_group, attribute, text.data(), text.size(), 0);
}

} // namespace taper::cgroup
