// SPDX-License-Identifier: GPL-3.0-or-later
// All that a monitor needs to know to make a container (or a worker in a container of its own): resolved and
// validated by the helper, handed over in a sealed memfd. Plain bytes with fixed bounds, so that the child after
// clone3 only reads. Version it: a monitor of the previous release never gets a newer plan (it is spawned with it).
#pragma once
#include "core/error.h"
#include "engine/sys/unique_fd.h"
#include <array>
#include <cstdint>
#include <linux/filter.h>
#include <string>
#include <type_traits>
#include <vector>

namespace taper {

inline constexpr std::uint32_t launchPlanVersion = 1;

enum class RootKind : std::uint32_t {
    Overlay,   ///< lower + upper + work below the storage
    Directory, ///< one directory of the storage, writable: a worker's whole world
    HostPrograms, ///< a fresh tmpfs with the host's /usr, read-only, and one directory of the storage at /image
};

/// Where the monitor has what comes from outside: fixed numbers, because the plan names them.
enum MonitorFd : int {
    helperFd = 3,     ///< SOCK_SEQPACKET pair with the helper, the only one it is started with
    planFd = 63,      ///< the sealed memfd, first of those beside monitor::LaunchRequest
    firstExtraFd = 64 ///< then, in the order of LaunchPlan: cgroup fds, worker fds
};

struct LaunchPlan
{
    std::uint32_t version = launchPlanVersion;
    std::uint32_t size = sizeof(LaunchPlan);

    char id[32] = {};            ///< "3": the container's short id; the monitor's socket is <runDirectory>/monitors/<id>
    char name[64] = {};          ///< host name inside
    char runDirectory[256] = {}; ///< "/run/taper"

    // Identity
    std::uint32_t idFirst = 0;   ///< first host id of the range
    std::uint32_t idCount = 65536;

    // Root file system: paths relative to the storage directory, without "..".
    RootKind rootKind = RootKind::Overlay;
    char storageDirectory[256] = {}; ///< absolute; cloned, idmapped, and gone again before the child runs
    char lower[2048] = {};       ///< "images/ab12/rootfs", top layer first, separated by ':'
    char upper[128] = {};        ///< "layers/7/upper"
    char work[128] = {};
    char directory[256] = {};    ///< RootKind::Directory, HostPrograms: the directory itself

    // Cgroups: numbers of fds that came with the plan, -1 = none.
    std::int32_t cgroupFd = -1;  ///< v2 (or hybrid's unified) payload directory, for CLONE_INTO_CGROUP
    std::int32_t execCgroupFd = -1; ///< the same for processes entered later
    std::int32_t tasksCount = 0; ///< v1: fds of <payload>/tasks, opened for writing by the helper
    std::int32_t tasksFds[16] = {};
    std::int32_t execTasksFds[16] = {}; ///< v1: the same for processes entered later; as many
    char v1Controllers[16][48] = {};    ///< mount options of each v1 hierarchy, by the order of tasksFds: "cpu,cpuacct", "name=systemd"
    std::uint32_t cgroup2InHybrid = 0;  ///< v1 with a unified tree beside: mount that at sys/fs/cgroup/unified too

    // Network: the helper makes the veth when it has the netns, then says NetworkReady.
    std::uint32_t network = 0;   ///< 0: own empty namespace with loopback; 1: eth0 will come
    std::uint32_t address = 0;   ///< network byte order
    std::uint32_t gateway = 0;   ///< network byte order, 0 = none
    std::uint32_t prefix = 0;
    char resolvConf[256] = {};   ///< written where the image has none; "" = not at all

    // Isolation
    std::uint64_t capabilities = 0; ///< kept in the bounding set, by bit (capabilities(7))
    std::uint32_t filterLength = 0; ///< seccomp BPF instructions, 0 = none
    std::uint32_t noNewPrivileges = 0;
    std::array<sock_filter, 4096> filter = {};

    // Program: 0-separated strings; argv[0] is also the path inside.
    std::uint32_t worker = 0;    ///< 1: execute workerFd instead of a path of the root; no console; proc, sys, dev only with HostPrograms
    std::int32_t workerFd = -1;
    std::int32_t workerFds[4] = {-1, -1, -1, -1}; ///< become 3, 4, 5, 6 of the worker
    std::uint32_t argumentCount = 0, environmentCount = 0;
    std::uint32_t console = 1;   ///< a pty as /dev/console
    std::uint32_t pipes = 0;     ///< unused: 0
    std::uint32_t controllingTerminal = 0; ///< 1: the console is init's controlling terminal: for a shell as init; systemd's getty could not take it over
    char arguments[16384] = {};
    char environment[16384] = {};
};
static_assert(std::is_trivially_copyable_v<LaunchPlan>);

/// Steps of a start, in their order; names are on the wire (timeline) and in errors.
enum class LaunchStep : std::uint32_t {
    None, Plan, Clone, IdMaps, StorageView, Overlay, Network, JoinCgroups, Root, Proc, Devices, Console, CgroupMounts, Pivot,
    Masks, HostName, Address, ResolvConf, Capabilities, Seccomp, Exec, Name /* resolvable: the helper's step */
};
std::string_view launchStepName(LaunchStep step); ///< "clone", "id maps", "overlay" …

/// Copies text into a plan's field; InvalidArgument when it does not fit.
Status setField(char *field, std::size_t size, std::string_view text, std::string_view what);
/// argv or environment; InvalidArgument above the bound.
Status setStrings(char *field, std::size_t size, std::uint32_t &count, const std::vector<std::string> &strings, std::string_view what);

/// A memfd with the plan, sealed against every change (memfd_create(2), F_SEAL_*).
Result<UniqueFd> sealPlan(const LaunchPlan &plan);

} // namespace taper
