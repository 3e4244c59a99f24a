// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/host_check.h"

#include "daemon/check_line.h"

#include <fstream>
#include <sstream>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace taper::daemon {

using protocol::Json;

namespace {
bool exists(const std::string &path)
{
    return access(path.c_str(), F_OK) == 0;
}

std::string firstLine(const std::string &path)
{
    std::ifstream file(path);
    std::string text;
    std::getline(file, text);
    return text;
}

bool listsFileSystem(const std::string &name)
{
    std::ifstream file("/proc/filesystems");
    for (std::string word; file >> word;)
        if (word == name)
            return true;
    return false;
}

Json namespaceLine(const char *id, const char *title, const char *file, const char *limit, const char *what)
{
    const Line about{id,
                     title,
                     "Namespaces",
                     true,
                     what,
                     "No container can be started.",
                     "Boot a kernel built with this namespace (Debian's are)."};
    if (!exists(std::string("/proc/self/ns/") + file))
        return line(about, Finding::Missing, "this kernel does not have it");
    const std::string most = firstLine(std::string("/proc/sys/user/") + limit);
    if (most == "0") {
        const std::string repair = std::string("sysctl -w user.") + limit + "=65536";
        Line switchedOff = about;
        switchedOff.repair = repair.c_str();
        return line(switchedOff, Finding::Missing, std::string("switched off: user.") + limit + " is 0");
    }
    return line(about, Finding::Ok, most.empty() ? "there" : "there; at most " + most + " a user");
}

Json programLine(const Line &about, std::initializer_list<const char *> paths)
{
    for (const char *path : paths)
        if (exists(path))
            return line(about, Finding::Ok, path);
    return line(about, Finding::Missing, "not installed");
}

void addNamespaces(Json &lines)
{
    lines.push_back(namespaceLine("namespace.user", "User namespace", "user", "max_user_namespaces",
                                  "Root inside is an ordinary user outside."));
    lines.push_back(namespaceLine("namespace.pid", "Process namespace", "pid", "max_pid_namespaces",
                                  "A container sees its own processes only."));
    lines.push_back(namespaceLine("namespace.mount", "Mount namespace", "mnt", "max_mnt_namespaces",
                                  "A container has its own file system tree."));
    lines.push_back(namespaceLine("namespace.network", "Network namespace", "net", "max_net_namespaces",
                                  "A container has its own network cards and addresses."));
    lines.push_back(namespaceLine("namespace.uts", "UTS namespace", "uts", "max_uts_namespaces",
                                  "A container has its own host name."));
    lines.push_back(namespaceLine("namespace.ipc", "IPC namespace", "ipc", "max_ipc_namespaces",
                                  "A container has its own shared memory and queues."));
    lines.push_back(namespaceLine("namespace.cgroup", "Cgroup namespace", "cgroup", "max_cgroup_namespaces",
                                  "A container sees its own part of the control groups."));
}

void addLimits(Json &lines, const cgroup::Cgroups &cgroups)
{
    lines.push_back(line({"cgroup.layout", "Control groups", "Limits", true,
                          "Hold a container's processes together and limit them.",
                          "No container can be started.", "Mount cgroup v2 at /sys/fs/cgroup."},
                         Finding::Ok, cgroups.description()));
    for (auto [id, title, limit, breaks] :
         {std::tuple{"cgroup.memory", "Memory controller", "memory", "Memory limits are refused."},
          std::tuple{"cgroup.cpu", "CPU controller", "cpuWeight", "CPU weights are refused."}}) {
        const std::string why = cgroups.unavailable(limit);
        lines.push_back(line({id, title, "Limits", false, "Limits what a container may use.", breaks,
                              "Boot with that controller enabled (cgroup_enable=memory on some kernels)."},
                             why.empty() ? Finding::Ok : Finding::Missing, why.empty() ? "there" : why));
    }
}

void addStorage(Json &lines, const RuntimePaths &paths, const Status &idmappable)
{
    lines.push_back(line({"storage.overlay", "Overlay file system", "Storage", true,
                          "Containers share their image; each writes into a layer of its own.",
                          "No container can be started.", "modprobe overlay"},
                         listsFileSystem("overlay") ? Finding::Ok : Finding::Missing,
                         listsFileSystem("overlay") ? "there" : "this kernel does not have it loaded"));
    lines.push_back(
        line({"storage.idmap", "Idmapped mounts", "Storage", true,
              "Files on disk keep their owners whatever ids a container has.", "No container can be started.",
              "Use a kernel 5.19 or later and put the state directory on ext4, xfs or btrfs."},
             idmappable ? Finding::Ok : Finding::Missing,
             idmappable ? paths.stateDirectory : idmappable.error().message()));
}

void addNetwork(Json &lines)
{
    UniqueFd route(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0));
    lines.push_back(line({"network.netlink", "Netlink", "Network", true, "Makes bridges and virtual cables.",
                          "No container can be started.", "Boot a kernel with networking."},
                         route ? Finding::Ok : Finding::Missing,
                         route ? "there" : "no netlink socket can be opened"));
    const bool bridge = exists("/sys/module/bridge") || exists("/proc/sys/net/bridge");
    lines.push_back(
        line({"network.bridge", "Bridge and veth", "Network", false, "Join containers to each other.",
              "Containers run without a network.", "modprobe bridge veth"},
             bridge ? Finding::Ok : Finding::Warning,
             bridge ? "there" : "not loaded; it is loaded when first needed, if the kernel has it"));
    lines.push_back(
        programLine({"network.dnsmasq", "dnsmasq", "Network", false, "Names and addresses on the bridge.",
                     "Containers start without a network only.", "apt install dnsmasq-base"},
                    {"/usr/sbin/dnsmasq", "/usr/bin/dnsmasq"}));
}

void addSecurity(Json &lines)
{
    const bool seccomp = exists("/proc/sys/kernel/seccomp/actions_avail");
    lines.push_back(line({"security.seccomp", "System call filter", "Security", true,
                          "Keeps calls that reach beyond a container away from it.",
                          "No container can be started.", "Boot a kernel with CONFIG_SECCOMP_FILTER."},
                         seccomp ? Finding::Ok : Finding::Missing,
                         seccomp ? "there" : "this kernel does not have it"));
    const bool apparmor = exists("/sys/kernel/security/apparmor/profiles");
    lines.push_back(
        line({"security.apparmor", "AppArmor", "Security", false, "A second wall around containers.",
              "Containers run without it.", "Boot with lsm=…,apparmor."},
             apparmor ? Finding::Ok : Finding::Warning, apparmor ? "there" : "not active"));
    lines.push_back(programLine({"image.busybox", "Static busybox", "Images", false,
                                 "The built-in image is made from it.", "The built-in image cannot be made.",
                                 "apt install busybox-static"},
                                {"/usr/bin/busybox", "/bin/busybox"}));
}
} // namespace

Json checkHost(const RuntimePaths &paths, const cgroup::Cgroups &cgroups, const Status &idmappable,
               const network::Outside &outside)
{
    Json lines = Json::array();
    addNamespaces(lines);
    addLimits(lines, cgroups);
    addStorage(lines, paths, idmappable);
    addNetwork(lines);
    addOutside(lines, outside);
    addSecurity(lines);
    return lines;
}

Json hostInfo(const RuntimePaths &paths, const cgroup::Cgroups &cgroups)
{
    utsname names{};
    uname(&names);
    std::string os;
    std::ifstream release("/etc/os-release");
    for (std::string text; std::getline(release, text);)
        if (text.rfind("PRETTY_NAME=", 0) == 0) {
            os = text.substr(12);
            if (os.size() >= 2 && os.front() == '"')
                os = os.substr(1, os.size() - 2);
        }
    struct sysinfo memory
    {
    };
    sysinfo(&memory);
    struct statvfs space
    {
    };
    statvfs(paths.stateDirectory.c_str(), &space);
    Json unavailable = Json::object();
    for (const char *limit : {"memory", "swap", "cpuWeight", "cpuCap", "cpus", "processes"})
        if (const std::string why = cgroups.unavailable(limit); !why.empty())
            unavailable[limit] = why;
    return {{"hostname", names.nodename},
            {"os", os},
            {"kernel", names.release},
            {"cpus", sysconf(_SC_NPROCESSORS_ONLN)},
            {"cpuSet", firstLine("/sys/devices/system/cpu/online")},
            {"unavailableLimits", std::move(unavailable)},
            {"memoryBytes", static_cast<std::uint64_t>(memory.totalram) * memory.mem_unit},
            {"uptimeSec", memory.uptime},
            {"cgroups", cgroups.description()},
            {"helperVersion", TAPER_VERSION},
            {"storage",
             {{"path", paths.stateDirectory},
              {"freeBytes", space.f_bavail * space.f_frsize},
              {"totalBytes", space.f_blocks * space.f_frsize}}}};
}

Json hostUsage()
{
    std::uint64_t busyTicks = 0, field = 0;
    std::istringstream stat(firstLine("/proc/stat"));
    std::string word;
    stat >> word;
    for (int i = 0; i < 8 && stat >> field; ++i)
        if (i != 3 && i != 4) // idle, iowait (proc(5))
            busyTicks += field;
    std::uint64_t total = 0, available = 0;
    std::ifstream memory("/proc/meminfo");
    for (std::string key; memory >> key;) {
        std::uint64_t value = 0;
        memory >> value;
        memory.ignore(64, '\n');
        if (key == "MemTotal:")
            total = value;
        else if (key == "MemAvailable:")
            available = value;
    }
    return {{"cpuUsec", busyTicks * 1'000'000 / static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK))},
            {"memoryUsedBytes", (total - available) * 1024}};
}

} // namespace taper::daemon
