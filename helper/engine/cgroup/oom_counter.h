// SPDX-License-Identifier: GPL-3.0-or-later
// OOM kills of a v1 memory group and all groups below it. The kernel counts a kill only in the victim's own
// group (memory.oom_control), which may be gone a moment later; the eventfd at the limited group says that
// there was one but not whether it was counted. So: the counters are summed, never falling, and an event that
// no counter explains is a kill in a group that vanished.
//
// Order in the kernel (mm/memcontrol-v1.c): notify, then kill, then count. A scan right after the event can
// be too early: the event is held for a second, is reported at once and is taken back by the count that
// explains it. Several tasks running into one limit notify more than once: an event within a second after a
// count is that one's. Runs in: helper.
#pragma once
#include "engine/sys/unique_fd.h"
#include <cstdint>
#include <sys/types.h>
#include <unordered_map>

namespace taper::cgroup {

class OomCounter
{
public:
    OomCounter() = default;
    /// group: fd of the container's <id>, kept by the caller. Registers an eventfd (cgroup-v1/memory.rst 10).
    /// What was counted before is taken over, unless the group is fresh.
    OomCounter(int group, bool fresh);

    int eventFd() const { return m_event.get(); }
    /// Drains the eventfd and scans.
    void eventSeen();
    /// Scans and returns the kills so far.
    std::uint64_t kills();

private:
    void takeOver();
    void scan(bool event);
    void remember();

    int m_group = -1;
    UniqueFd m_event;
    std::unordered_map<ino_t, std::uint64_t> m_counts; ///< groups with kills: counter as last seen, by inode
    std::uint64_t m_counted = 0;                       ///< sum of all steps seen
    std::uint64_t m_lost = 0;                          ///< events that nothing explained
    std::uint64_t m_pending = 0;                       ///< events that something may still explain
    std::uint64_t m_pendingSince = 0, m_lastCounted = 0; ///< monotonic microseconds
    std::uint64_t m_remembered = 0;
};

} // namespace taper::cgroup
