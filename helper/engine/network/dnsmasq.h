// SPDX-License-Identifier: GPL-3.0-or-later
// The one dnsmasq of the bridge: names of containers and their DHCP, with a configuration that depends on no
// file of the machine, as a user of its own. It outlives the helper and is taken over by the next one. Runs
// in: helper.
#pragma once
#include "engine/network/subnet.h"
#include "engine/sys/process.h"
#include <chrono>

namespace taper::network {

struct Service
{
    std::string bridge;
    Subnet subnet;
    bool forward = true; ///< names of the world are asked of this machine's own resolvers
};

class Dnsmasq
{
public:
    /// `path`: <runDirectory>/network, open as `directory`.
    Dnsmasq(std::string path, int directory) : m_path(std::move(path)), m_directory(directory) {}

    /// HostMissingProgram when there is none. Whom it runs as is found out here, too.
    Status prepare();
    gid_t group() const { return m_group; }

    /// Spawns it; it answers some milliseconds later.
    Status start(const Service &service);
    /// Takes over the one that an earlier helper started, if it runs, is really ours, lives in this network
    /// namespace and has this configuration. Any other one of ours is ended.
    bool adopt(const Service &service);
    /// Tells it to end and removes its files; waits (bounded) until it is gone, or leaves that to hasLeft().
    void stop(bool wait);
    /// Reaps the one that was told to end, and kills it when it takes too long. Its end is seen at its pidFd.
    bool hasLeft();
    bool alive();
    int pidFd() const { return m_process.fd(); }
    pid_t pid() const { return m_process.pid(); }
    Status readAgain() const;      ///< SIGHUP
    std::string lastWords() const; ///< the last line of its standard error, ""

private:
    std::string configuration(const Service &service) const;
    std::vector<std::string> arguments() const;
    Status checkReadable() const;
    Status spawn();
    void end();
    void awaitLeaving();
    static void reap(const PidFd &process);
    bool findRunning(); ///< also one that this helper did not start
    bool isOurs(pid_t pid) const;

    std::string m_path;
    int m_directory;
    std::string m_program, m_user, m_groupName;
    gid_t m_group = 0;
    PidFd m_process;
    PidFd m_leaving; ///< told to end, not waited for
    std::chrono::steady_clock::time_point m_toldAt{};
};

} // namespace taper::network
