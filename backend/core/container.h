// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a container: what was asked for (ContainerConfig), and what is so right now (ContainerInfo).
#pragma once
#include "core/state.h"
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace taper {

/// Absent means "no limit", never a magic number.
struct Limits
{
    std::optional<std::uint64_t> memory;    ///< bytes, at least 4 MiB
    std::optional<std::uint32_t> cpuWeight; ///< 1..10000, 100 is everybody's share (cgroup v2's cpu.weight)
    std::optional<std::uint64_t> swap;      ///< bytes of swap beside the memory; 0: none at all
    std::optional<std::uint32_t> cpuCap;    ///< percent of one CPU: 150 is one and a half
    std::optional<std::string> cpus;        ///< which CPUs: "0-1,3", as formatCpuSet writes it
    std::optional<std::uint64_t> processes; ///< processes and threads together, at least 1
    bool operator==(const Limits &) const = default;
};

/// A change of limits: the outer optional is "leave it", the inner "no limit".
struct LimitsChange
{
    std::optional<std::optional<std::uint64_t>> memory;
    std::optional<std::optional<std::uint32_t>> cpuWeight;
    std::optional<std::optional<std::uint64_t>> swap;
    std::optional<std::optional<std::uint32_t>> cpuCap;
    std::optional<std::optional<std::string>> cpus;
    std::optional<std::optional<std::uint64_t>> processes;
};

inline constexpr std::uint64_t minimumMemoryLimit = 4ull << 20;
inline constexpr std::uint32_t minimumCpuWeight = 1, maximumCpuWeight = 10000, defaultCpuWeight = 100;
inline constexpr std::uint32_t minimumCpuCap = 1, maximumCpuCap = 409600; ///< 4096 CPUs
inline constexpr std::uint64_t maximumProcesses = 4'194'304;              ///< PID_MAX_LIMIT (proc(5), pid_max)

/// Applies a change; InvalidArgument with the permitted range when a value is outside it.
Result<Limits> applied(const Limits &limits, const LimitsChange &change);

/// Cumulative since the container's start.
struct Usage
{
    std::uint64_t memoryBytes = 0;
    std::uint64_t cpuUsec = 0;
    std::uint64_t processes = 0;
    std::uint64_t swapBytes = 0;
    std::uint64_t cpuPeriods = 0;          ///< of the CPU cap, in which it wanted to run (cpu.stat nr_periods)
    std::uint64_t cpuThrottledPeriods = 0; ///< of these, in which the cap stopped it (nr_throttled)
    std::uint64_t processesRefused = 0;    ///< forks that the limit of processes forbade
};

struct LimitEvents
{
    std::uint64_t oomKills = 0;
    std::uint64_t memoryHigh = 0;
    std::uint64_t throttledUsec = 0;
    std::uint64_t pidsRefused = 0;
};

/// 65536 ids from hostFirst on the host are 0..65535 inside (user_namespaces(7)).
struct IdMap
{
    std::uint32_t hostFirst = 0;
    std::uint32_t size = 65536;
};

struct LastFailure
{
    std::string when; ///< RFC 3339, UTC
    std::string step; ///< the timeline's step that failed
    std::string code; ///< errorCodeName
    std::string message;
};

struct TimelineStep
{
    std::string step;
    std::uint64_t atUsec = 0;       ///< since the start was asked for
    std::uint64_t durationUsec = 0;
};

struct Address
{
    std::string interface; ///< inside: "eth0"
    std::string address;   ///< "10.83.0.4"
    std::uint8_t prefix = 0;
};

struct ContainerInfo
{
    std::string name;
    std::uint32_t owner = 0; ///< uid that created it
    State state = State::Stopped;
    std::optional<LastFailure> lastFailure;
    std::string profile = "system";
    std::string image;                 ///< the image's name
    std::optional<std::int64_t> pid;   ///< init's, on the host; while it lives
    std::vector<Address> addresses;
    std::string network;               ///< bridge, "" = none
    std::string mac;
    bool addressFixed = false;         ///< the address was asked for, not chosen
    bool macFixed = false;             ///< the MAC was asked for, not chosen
    Limits limits;
    Usage usage;
    LimitEvents events;
    IdMap idMap;
    std::optional<std::int32_t> exitStatus; ///< of the last init: 0..255, 128 + signal
    std::vector<std::string> cgroups;       ///< absolute paths of its own groups, while it runs
    std::string createdAt;                  ///< RFC 3339, UTC
    std::optional<std::string> startedAt;
    std::vector<TimelineStep> timeline;     ///< of the last start
    bool ephemeral = false;                 ///< deleted when it stops
};

/// What an image was built from, so that it can be built again.
struct ImageRecipe
{
    std::string distribution; ///< "debian"
    std::string release;      ///< "bookworm"
    std::string mirror;       ///< "http://deb.debian.org/debian"
    std::string architecture; ///< "amd64"
    bool operator==(const ImageRecipe &) const = default;
};

/// What can be built on this computer.
struct ImageSource
{
    std::string distribution, release; ///< "debian", "bookworm"
    std::string title;                 ///< "Debian 12 (bookworm)"
    std::string mirror;                ///< where its packages come from unless told otherwise
    bool suggested = false;            ///< the machine's own release
};

/// One of an image store's entries.
struct ImageInfo
{
    std::string name;
    std::string fingerprint; ///< SHA-256 of what it was made from, 64 hex digits
    std::uint64_t sizeBytes = 0;
    std::string createdAt;
    std::string os;          ///< PRETTY_NAME of its os-release, "" where it has none
    std::string init;        ///< "systemd", "busybox", "other"
    std::vector<std::string> usedBy; ///< containers
    std::optional<ImageRecipe> recipe; ///< when it was built here
};

} // namespace taper
