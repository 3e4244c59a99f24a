// SPDX-License-Identifier: GPL-3.0-or-later
// What dnsmasq knows of containers: one file each in hosts/ (name and address) and dhcp/ (MAC and address).
// dnsmasq watches both directories (inotify); a file is written outside of them and renamed into them, so
// that it never sees half of one. Measured with dnsmasq 2.90: a renamed or deleted file of hosts/ counts
// within 1 ms; deletion of one in dhcp/ is not noticed, which does no harm, because a MAC stays with its
// address. Runs in: helper.
#pragma once
#include "engine/network/network.h"
#include <map>

namespace taper::network {

inline constexpr std::string_view domainName = "taper"; ///< "web" is also "web.taper"

class NameFiles
{
public:
    /// `directory`: <runDirectory>/network. The two directories inside are made for the group that dnsmasq
    /// runs as.
    Status open(int directory, gid_t group);

    Status put(const std::string &container, const Attachment &attachment);
    void remove(const std::string &container);
    /// Removes all but these.
    void keepOnly(const std::set<std::string> &containers);
    /// dnsmasq has read a MAC or an address that now belongs to another one: it needs a SIGHUP. Says so once.
    bool takeStale() { return std::exchange(m_stale, false); }
    void forgetWhatWasRead() { m_read.clear(); } ///< dnsmasq was started anew

private:
    Status write(const std::string &path, const std::string &content);

    UniqueFd m_directory;
    gid_t m_group = 0;
    std::map<std::string, Ipv4> m_read; ///< MAC -> address, as dnsmasq has it
    bool m_stale = false;
};

} // namespace taper::network
