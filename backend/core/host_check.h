// SPDX-License-Identifier: GPL-3.0-or-later
// What the running kernel and this computer offer to containers, line by line, as lxc-checkconfig(1) asks.
#pragma once
#include <cstdint>
#include <map>
#include <string>

namespace taper {

struct HostCheck
{
    std::string id;     ///< stable: "namespace.user"
    std::string title;  ///< "User namespaces"
    std::string group;  ///< lines of one group stand together
    std::string state;  ///< "ok", "missing", "warning"
    std::string detail; ///< what was found
    std::string what;   ///< what it is for
    std::string breaks; ///< what does not work without
    std::string repair; ///< one command or step; "" when nothing is to be done
    bool required = false; ///< without it no system container runs
};

struct HostInfo
{
    std::string hostname, os, kernel, cgroups, helperVersion;
    unsigned cpus = 1; ///< those that are online
    std::string cpuSet; ///< which these are: "0-3"
    std::uint64_t memoryBytes = 0, uptimeSec = 0;
    std::string storagePath;
    std::uint64_t storageFreeBytes = 0, storageTotalBytes = 0;
    std::map<std::string, std::string> unavailableLimits; ///< "swap" -> why this host cannot enforce it
};

} // namespace taper
