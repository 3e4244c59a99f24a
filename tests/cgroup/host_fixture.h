// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests in the running kernel share: a base of this process's own name, groups in it, and the
// certainty that nothing of them stays behind.
#pragma once
#include "cgroup/group_process.h"
#include "engine/cgroup/cgroups.h"
#include <QObject>
#include <memory>
#include <string>
#include <vector>

namespace taper::test {

inline constexpr std::uint32_t idFirst = 0x70000000;
inline constexpr std::uint64_t MiB = 1ull << 20;
inline constexpr int patience = 60000; ///< milliseconds; an emulated machine is slow

class HostFixture : public QObject
{
    Q_OBJECT
protected slots:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();

protected:
    std::unique_ptr<cgroup::Group> made(const std::string &id, const Limits &limits = {});
    void end(cgroup::Group &group);
    /// A group below payload in the hierarchy that has memory, as a guest's systemd makes them; limited: with
    /// limits of its own. (On v2 nothing enters payload itself from then on.)
    std::string inner(const std::vector<std::string> &paths, const std::string &name,
                      bool limited = false) const;
    std::vector<std::string> leftovers() const;

    std::string m_base;
    std::unique_ptr<cgroup::Cgroups> m_cgroups;
};

/// The first of paths that has this file: "<path>/<file>", or "".
std::string firstOf(const std::vector<std::string> &paths, const std::string &file);
/// One group of one hierarchy.
cgroup::JoinFds into(const std::string &group);
/// rmdir. Asked again after a success it says the same: QTRY_VERIFY does so.
bool isRemoved(const std::string &path);

} // namespace taper::test
