// SPDX-License-Identifier: GPL-3.0-or-later
// Changes that can be taken back. Runs in: helper.
#include "engine/cgroup/control_changes.h"
#include "engine/cgroup/control_file.h"
#include <cerrno>

namespace taper::cgroup {

bool ControlChanges::write(int group, const char *name, const std::string &value)
{
    auto old = readControl(group, name);
    if (!old)
        return false;
    if (*old == value || *old == value + "\n")
        return true;
    if (!writeControl(group, name, value))
        return false;
    m_old.push_back({group, name, std::move(*old)});
    return true;
}

void ControlChanges::putBack()
{
    const int kept = errno;
    for (auto old = m_old.rbegin(); old != m_old.rend(); ++old)
        writeControl(old->group, old->name, old->value);
    m_old.clear();
    errno = kept;
}

} // namespace taper::cgroup
