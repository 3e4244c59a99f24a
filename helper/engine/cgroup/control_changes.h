// SPDX-License-Identifier: GPL-3.0-or-later
// Writes into control files that can be taken back: all of them or none. Runs in: helper.
#pragma once
#include <string>
#include <vector>

namespace taper::cgroup {

class ControlChanges
{
public:
    /// Writes value unless it is there already; false with errno set. name is a literal: it is kept.
    bool write(int group, const char *name, const std::string &value);
    /// Puts the old values back, the last written first: so no order between two files is broken.
    void putBack();
    void keep() { m_old.clear(); }

private:
    struct Old
    {
        int group;
        const char *name;
        std::string value;
    };
    std::vector<Old> m_old;
};

} // namespace taper::cgroup
