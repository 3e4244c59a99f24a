// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of the launch and of the monitor have in common: groups, a root file system, a plan, a monitor's
// process. Everything made is removed again by destructors; nothing of the machine's own mounts, network or
// cgroups is touched.
#pragma once
#include "engine/container/launch_plan.h"
#include "engine/container/monitor_messages.h"
#include "engine/sys/unique_fd.h"
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace taper::test {

/// Own mount and network namespaces for the whole test program. Why not, when it cannot be.
std::optional<std::string> enterSandbox();

/// A directory under /var/tmp (a disk: its file system has to be idmappable), removed at the end.
class StateDirectory
{
public:
    StateDirectory();
    ~StateDirectory();
    StateDirectory(const StateDirectory &) = delete;
    StateDirectory &operator=(const StateDirectory &) = delete;
    const std::string &path() const { return m_path; }
    /// storage/images/busybox/rootfs with an init and a shell.
    void makeBusyboxImage();
    /// storage/layers/<name>/{upper,work}
    void makeLayer(const std::string &name);
    std::string storage() const { return m_path + "/storage"; }
    std::string run() const { return m_path + "/run"; }
    std::string upper(const std::string &layer) const { return storage() + "/layers/" + layer + "/upper"; }

private:
    std::string m_path;
};

/// One container's groups in every hierarchy that is mounted here, below the test's own.
class Groups
{
public:
    Groups(const std::string &name, std::uint32_t owner);
    ~Groups();
    Groups(const Groups &) = delete;
    Groups &operator=(const Groups &) = delete;
    /// Opens what a monitor needs. In the order of `controllers`; the last pair is the unified tree's
    /// directory or -1.
    struct Opened
    {
        std::vector<UniqueFd> tasks, execTasks;
        std::vector<std::string> controllers;
        UniqueFd unified, execUnified;
        bool isHybrid = false;
    };
    Opened open() const;
    std::vector<pid_t> processes() const;
    void kill();
    bool remove(); ///< true when nothing is left

private:
    struct Hierarchy
    {
        std::string directory, controllers; ///< controllers "" = unified
    };
    std::vector<Hierarchy> m_hierarchies;
};

/// A plan for the busybox image, to be changed before use.
std::unique_ptr<LaunchPlan> busyboxPlan(const StateDirectory &state, const std::string &id,
                                        const std::vector<std::string> &command);

struct Received
{
    monitor::Message message;
    std::vector<UniqueFd> fds;
};

/// taper-monitor as the helper starts it.
class MonitorProcess
{
public:
    using Environment = std::vector<std::pair<std::string, std::string>>;
    MonitorProcess(LaunchPlan &plan, Groups::Opened groups, std::vector<UniqueFd> workerFds = {},
                   const Environment &environment = {});
    ~MonitorProcess();
    MonitorProcess(const MonitorProcess &) = delete;
    MonitorProcess &operator=(const MonitorProcess &) = delete;

    pid_t pid() const { return m_pid; }
    int socket() const { return m_socket.get(); }
    void loseHelper() { m_socket.reset(); }
    /// Another helper's connection; what came before is closed.
    bool reconnect(const std::string &runDirectory, const std::string &id, bool sayHello = true);
    bool send(const monitor::Message &message, const std::vector<int> &fds = {});
    bool send(const monitor::ExecRequest &request, const std::vector<int> &fds);
    /// The next message, or nothing within the time or when the monitor has closed.
    std::optional<Received> receive(int timeoutMs = 20000);
    /// Skips others until one of this type comes (kept in `skipped`).
    std::optional<Received> waitFor(monitor::Type type, int timeoutMs = 20000);
    std::vector<Received> skipped;
    /// Its wait status once it has ended.
    std::optional<int> waitForEnd(int timeoutMs = 20000);
    void kill(int signal);

private:
    UniqueFd m_socket, m_pidFd;
    pid_t m_pid = -1;
    bool m_isReaped = false;
};

/// A request with its strings in place.
std::unique_ptr<monitor::ExecRequest> execRequest(std::uint64_t session,
                                                  const std::vector<std::string> &arguments,
                                                  const std::string &user = {}, bool terminal = false,
                                                  const std::vector<std::string> &environment = {});

/// Reads until the text appears; everything read. Nothing when time is up or the other side closes before.
std::optional<std::string> readUntil(int fd, const std::string &text, int timeoutMs = 20000);
/// Reads to the end of file.
std::optional<std::string> readAll(int fd, int timeoutMs = 20000);
/// Ids of the mounts that there are now; whether none has come since (others may go: a mount point that
/// somebody else removes takes its mount along in every namespace).
std::set<std::string> mountIds();
bool hasNoNewMounts(const std::set<std::string> &before);
std::string slurp(const std::string &path);
void spit(const std::string &path, const std::string &content);
bool waitUntilGone(pid_t pid, int timeoutMs = 20000); ///< by pidfd
std::pair<UniqueFd, UniqueFd> streamPair();

} // namespace taper::test
