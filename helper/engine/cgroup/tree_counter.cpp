// SPDX-License-Identifier: GPL-3.0-or-later
// Sums of counters. Runs in: helper.
#include "engine/cgroup/tree_counter.h"
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/group_tree.h"
#include <algorithm>
#include <string>
#include <sys/xattr.h>

namespace taper::cgroup {

namespace {
constexpr std::size_t largestScan = 4096; ///< the helper has others to serve
}

TreeCounter::TreeCounter(int group, const What &what, bool fresh) : m_group(group), m_what(what)
{
    if (fresh)
        return;
    char text[32];
    const ssize_t length = fgetxattr(m_group, m_what.attribute, text, sizeof text);
    m_remembered = length > 0 ? number({text, static_cast<std::size_t>(length)}).value_or(0) : 0;
    m_counted = scan();
    // What was seen in groups that are gone by now.
    m_earlier = m_remembered - std::min(m_remembered, m_counted);
}

std::uint64_t TreeCounter::sum()
{
    m_counted += scan();
    remember(m_counted + m_earlier);
    return m_counted + m_earlier;
}

/// How much was added since the last one.
std::uint64_t TreeCounter::scan()
{
    std::unordered_map<ino_t, std::uint64_t> counts;
    std::uint64_t step = 0;
    forEachGroup(m_group, largestScan, [&](int directory, ino_t inode) {
        const auto text = readControl(directory, m_what.file);
        const std::uint64_t count = text ? keyed(*text, m_what.key).value_or(0) : 0;
        if (count > 0) {
            counts[inode] = count;
            const auto before = m_counts.find(inode);
            step += count - std::min(count, before == m_counts.end() ? 0 : before->second);
        }
        return true;
    });
    m_counts = std::move(counts);
    return step;
}

void TreeCounter::remember(std::uint64_t sum)
{
    if (sum <= m_remembered)
        return;
    m_remembered = sum;
    const std::string text = std::to_string(sum);
    fsetxattr(m_group, m_what.attribute, text.data(), text.size(), 0);
}

} // namespace taper::cgroup
