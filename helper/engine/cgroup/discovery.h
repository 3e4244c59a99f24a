// SPDX-License-Identifier: GPL-3.0-or-later
// Which hierarchies of control groups are mounted below a directory, and what each controls. What is mounted
// decides, never the kernel's version: a hybrid host can have some controllers on v1 and the rest in the
// unified tree. Runs in: helper.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace taper::cgroup {

struct Mount
{
    std::string path;                     ///< absolute
    bool unified = false;                 ///< cgroup v2
    std::vector<std::string> controllers; ///< "cpu", "cpuacct"; of a named v1 hierarchy none
    std::string options;                  ///< v1: what mounts it again: "cpu,cpuacct", "name=systemd"
};

/// From /proc/self/mountinfo where something is mounted below root, else (fixture trees of tests, binds of
/// single directories) from what the directories hold.
std::vector<Mount> findMounts(const std::string &root);
/// The lines of proc(5)'s mountinfo that are control groups at or below root; of two at one place the upper
/// one.
std::vector<Mount> parseMountInfo(std::string_view text, std::string_view root);
/// A directory with cgroup.controllers is a unified tree; a child directory with cgroup.procs is a hierarchy.
std::vector<Mount> lookAtTree(const std::string &root);

} // namespace taper::cgroup
