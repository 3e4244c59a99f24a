// SPDX-License-Identifier: GPL-3.0-or-later
// One mounted hierarchy with Táper's base in it, ready to have containers' groups made in it.
// Runs in: helper.
#pragma once
#include "core/error.h"
#include "engine/cgroup/discovery.h"
#include "engine/sys/unique_fd.h"
#include <memory>
#include <string>
#include <vector>

namespace taper::cgroup {

class Hierarchy
{
public:
    /// Opens the mount, makes the directories of base ("taper", "machine.slice/taper.scope") and prepares
    /// them so that processes can join what is made below: cpuset filled (v1), controllers enabled (v2).
    static Result<Hierarchy> open(Mount mount, const std::string &base);

    bool unified() const { return m_mount.unified; }
    const std::string &options() const { return m_mount.options; }
    const std::string &mountPoint() const { return m_mount.path; }
    const std::string &base() const { return m_base; }
    std::string basePath() const { return m_mount.path + "/" + m_base; }
    int baseFd() const { return m_baseFd.get(); }

    /// Is this controller here and may be used in a container's group?
    bool controls(std::string_view controller) const;
    /// "" or why a controller that the mount has is of no use here.
    std::string obstacle(std::string_view controller) const;

    /// A group below parent, ready to be joined; the fd is the group's. Inside of <id> makes no further
    /// levels possible on v2 unless inner: then the controllers are enabled for its children.
    Result<UniqueFd> makeGroup(int parent, const std::string &name, bool inner) const;
    /// Gives the directory and the files that move processes to a user, never a limit.
    Status delegate(int group, std::uint32_t owner) const;
    /// rmdir of the base; a base that is gone is fine.
    Status removeBase();

private:
    Status openBase();
    Status prepareV1(int group, int parent) const;
    void enableControllers(int group, std::vector<std::string> &enabled);

    Mount m_mount;
    std::string m_base;
    UniqueFd m_mountFd, m_baseFd;
    std::vector<std::string> m_enabled;   ///< unified: what groups below the base have
    std::vector<std::string> m_obstacles; ///< unified: "cpu: Device or resource busy"
    bool m_quiet = false; ///< v1: a release agent would be run for each group of ours that empties
};

/// The hierarchies of a host, shared by the groups in them.
using Hierarchies = std::vector<Hierarchy>;

} // namespace taper::cgroup
