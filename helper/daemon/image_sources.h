// SPDX-License-Identifier: GPL-3.0-or-later
// What can be built on this computer and where its packages come from: the host's own release and the mirrors of its
// own apt, where it is a Debian; deb.debian.org else. Nothing is guessed about other distributions. Runs in: helper.
#pragma once
#include "core/container.h"
#include <string>
#include <string_view>
#include <vector>

namespace taper::daemon {

/// Where Debian's packages come from, as this host's sources.list(5) has it.
struct DebianMirrors
{
    std::string archive = "http://deb.debian.org/debian";
    std::string security = "http://deb.debian.org/debian-security";
};

struct HostSystem
{
    std::string id, codename, version; ///< of os-release(5)
};

HostSystem hostSystem(const std::string &root = {});
/// Reads <root>/etc/apt/sources.list and sources.list.d, both formats; the host's release says which entries are
/// Debian's own.
DebianMirrors debianMirrors(const HostSystem &host, const std::string &root = {});
std::vector<ImageSource> imageSources(const HostSystem &host, const DebianMirrors &mirrors);

/// This program's own architecture, in Debian's words.
std::string_view debianArchitecture();

} // namespace taper::daemon
