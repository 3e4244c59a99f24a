// SPDX-License-Identifier: GPL-3.0-or-later
// A container's control groups: one interface, drivers per controller chosen by what is mounted (v2; v1; hybrid).
//
//   <base>/            one scope (systemd: taper.scope, delegated, with an anchor process; else a plain directory)
//     <id>/            carries the limits; ours alone
//       payload/       the container's cgroup-namespace root: all that is delegated
//       exec/          processes entered from outside
//
// Runs in: helper. Groups are held as directory fds (cgroups(7); Documentation/admin-guide/cgroup-v2.rst, cgroup-v1/).
#pragma once
#include "core/container.h"
#include "engine/sys/unique_fd.h"
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace taper::cgroup {

/// What a monitor and its children need to enter a group without a foreign pid ever being written (8-10 ms of RCU).
struct JoinFds
{
    UniqueFd directory;          ///< v2 or unified: for CLONE_INTO_CGROUP; empty on pure v1
    std::vector<UniqueFd> tasks; ///< v1: "tasks" of each hierarchy, open for writing
    std::vector<std::string>
        controllers; ///< v1: mount options of each, same order ("cpu,cpuacct", "name=systemd")
};

/// Where memory has to be freed before a limit can be in force; the writer then waits for that (LimitWriter).
struct Reclaim
{
    UniqueFd group; ///< <id> in the hierarchy that has memory
    bool unified = false;
};

/// Freezing and Thawing are on their way: ask again.
enum class FreezerState { Thawed, Freezing, Frozen, Thawing };

/// One container's groups in all hierarchies.
class Group
{
public:
    virtual ~Group() = default;
    virtual Result<JoinFds> payload() = 0;
    virtual Result<JoinFds> exec() = 0;
    /// All of them or, if one cannot be enforced here (CgroupUnavailable) or the kernel refuses it
    /// (CgroupLimitRejected), none: the old values are written back.
    virtual Status setLimits(const Limits &limits) = 0;
    /// Something when more is in use than these limits allow: then setLimits blocks, perhaps for seconds.
    virtual std::optional<Reclaim> mustReclaim(const Limits &limits) = 0;
    /// Asks the kernel to stop everything inside, or to let it go on; freezerState() tells when that is so.
    virtual Status freeze() = 0;
    virtual Status thaw() = 0;
    virtual Result<FreezerState> freezerState() = 0;
    virtual std::string
    awakeProcesses() = 0;              ///< what does not freeze: "12 (dd), 13 (cp)"; "" when nothing is found
    virtual Result<Usage> usage() = 0; ///< kept fds + pread
    virtual Result<LimitEvents> events() = 0; ///< monotonic even when inner groups vanish
    /// SIGKILL to everything inside (cgroup.kill where there is v2, else each pid of each group, thawed first). Does not wait.
    virtual Status kill() = 0;
    virtual bool populated() = 0;
    /// rmdir of everything, inner groups first; EBUSY (System) while processes still leave: try again.
    virtual Status remove() = 0;
    virtual std::vector<std::string> paths() const = 0; ///< absolute, one per hierarchy: ".../<id>"
    /// -1 or an fd that polls (POLLIN/POLLPRI) when an OOM or limit event happened: v1's eventfd, v2's memory.events.
    virtual int eventFd() const = 0;
    virtual short eventPollMask() const = 0; ///< POLLIN or POLLPRI
    virtual void eventSeen() = 0;            ///< drains the fd and takes the counters over
};

class Cgroups
{
public:
    virtual ~Cgroups() = default;
    /// mkdir in all hierarchies, limits set, payload delegated to idFirst (uid and gid 0 inside). Undone on failure.
    virtual Result<std::unique_ptr<Group>> create(const std::string &id, std::uint32_t idFirst,
                                                  const Limits &limits) = 0;
    /// An existing one, after a restart of the helper.
    virtual Result<std::unique_ptr<Group>> adopt(const std::string &id) = 0;
    virtual std::set<std::string> list() = 0; ///< ids that have a group in any hierarchy
    /// This process alone uses the base from now on; ContainerBusy when another helper does.
    virtual Status claim() = 0;
    virtual std::string description() const = 0; ///< "v2", "v1", "hybrid (memory, cpu on v1)"
    virtual bool hasUnified() const = 0;         ///< a v2 tree is mounted (also hybrid's)
    virtual bool isHybrid() const = 0;           ///< v1 controllers with a unified tree beside
    /// Which limit works here and why not if not: ("memory", ""), ("cpuWeight", "the cpu controller is not mounted").
    virtual std::string unavailable(std::string_view limit) const = 0;
    /// Whether these can be enforced here at all; the error says which not, why, and what to do instead.
    virtual Status check(const std::string &subject, const Limits &limits) const = 0;
    virtual Status removeBase() = 0; ///< rmdir of an empty base (sandbox, uninstall)
};

/// Looks at what is mounted below root ("/sys/fs/cgroup") and makes the base. useSystemd: a delegated scope of that
/// name is asked for over the system bus (anchor: the program that sits in it), else plain directories.
struct Options
{
    std::string root = "/sys/fs/cgroup";
    std::string base = "taper";
    bool useSystemd = false;
    std::string anchorProgram; ///< absolute: taper-monitor, run with "--anchor"
};
Result<std::unique_ptr<Cgroups>> openCgroups(const Options &options);

/// What enforces a weight on v1: in proportion, 100 is 1024.
std::uint64_t sharesFromWeight(std::uint32_t weight);
/// What an old configuration's shares become, as in runc: 1024 is 100.
std::uint32_t weightFromShares(std::uint64_t shares);

} // namespace taper::cgroup
