// SPDX-License-Identifier: GPL-3.0-or-later
// A counter that the kernel keeps in the group where something happened, summed over a group and all below it;
// it never falls, whatever groups vanish. pids.events is so on v1 and before Linux 6.10: a refused fork is counted
// in the group that forked, which may be one of the guest's. Runs in: helper.
#pragma once
#include <cstdint>
#include <sys/types.h>
#include <unordered_map>

namespace taper::cgroup {

class TreeCounter
{
public:
    struct What
    {
        const char *file, *key;
        const char *attribute; ///< where the sum is kept for the next helper (xattr(7), trusted)
    };
    /// group: fd of the container's <id>, kept by the caller.
    TreeCounter(int group, const What &what, bool fresh);
    /// Scans and returns the sum so far.
    std::uint64_t sum();

private:
    std::uint64_t scan();
    void remember(std::uint64_t sum);

    int m_group;
    What m_what;
    std::unordered_map<ino_t, std::uint64_t> m_counts; ///< as last seen, by inode
    std::uint64_t m_counted = 0, m_earlier = 0, m_remembered = 0;
};

} // namespace taper::cgroup
