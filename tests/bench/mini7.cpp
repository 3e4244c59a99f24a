// SPDX-License-Identifier: GPL-3.0-or-later
// The least that a start of Táper's kind can cost: the same kernel calls, nothing kept, nothing checked, no
// daemon. Runs in: scripts/bench, as root in a mount namespace of its own, as the measure for taperctl start
// and run.
//
//   mini7 [--started] --root DIR --bridge NAME --address A/P --gateway G -- COMMAND...
//   --started: a byte on standard output as soon as COMMAND is executed
//
//   parent                                          child, in its namespaces
//   clone3 (v2: into the cgroup), id maps           v1: joins its cgroups, makes its cgroup namespace
//   idmapped view of the storage, overlay upon it   host name, lo
//   the overlay's tree          ---- fd ---->       its root; proc, sys, dev, cgroup; pivot_root; masks
//   cable                       ---- byte --->      eth0, address, route; bounding set; filter; exec
#include "bench/netlink_message.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <sched.h>
#include <string>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <vector>

namespace {

constexpr unsigned firstId = 0x70000000, idCount = 65536;
const std::string cgroupRoot = "/sys/fs/cgroup/";

struct Plan
{
    std::string store; ///< parent of the root file system: what is idmapped
    std::string lower; ///< the root file system's name in it
    std::string name;  ///< of layer, cgroups and cable
    std::string bridge;
    in_addr address{}, gateway{};
    unsigned char prefix = 24;
    bool started = false, v2 = false;
    std::vector<std::string> groups; ///< directories made
    std::vector<int> tasks;          ///< v1: each group's tasks file
    std::vector<sock_filter> filter;
    std::vector<char *> command;
};

[[noreturn]] void stop(const char *what)
{
    std::fprintf(stderr, "mini7: %s: %s\n", what, std::strerror(errno));
    _exit(111);
}

void check(bool good, const char *what)
{
    if (!good)
        stop(what);
}

void mountAt(const char *type, const char *where, unsigned long flags, const char *data = nullptr)
{
    check(mount(type, where, type, flags, data) == 0, where);
}

void writeFile(const std::string &path, const std::string &text)
{
    const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    check(fd >= 0 && write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()), path.c_str());
    close(fd);
}

std::string readFile(const std::string &path)
{
    char text[256];
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const ssize_t size = fd < 0 ? 0 : read(fd, text, sizeof text);
    close(fd);
    return {text, static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

// --- prepared once, as a monitor would have it ready
// ------------------------------------------------------------------

/// Allows the numbers of x86-64 but some dozens, found by halving: a line of 300 comparisons is five times
/// slower.
void appendSearch(std::vector<sock_filter> &code, const std::vector<unsigned> &numbers, std::size_t from,
                  std::size_t to)
{
    if (to - from <= 8) {
        for (std::size_t i = from; i < to; ++i) // the allowing statement lies two behind the last comparison
            code.push_back(
                BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, numbers[i], static_cast<unsigned char>(to - i), 0));
        code.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS));
        code.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
        return;
    }
    const std::size_t middle = from + (to - from) / 2;
    code.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, numbers[middle], 0, 1));
    const std::size_t leap = code.size();
    code.push_back(BPF_STMT(BPF_JMP | BPF_JA, 0));
    appendSearch(code, numbers, from, middle);
    code[leap].k = static_cast<unsigned>(code.size() - leap - 1);
    appendSearch(code, numbers, middle, to);
}

std::vector<sock_filter> makeFilter()
{
    std::vector<unsigned> allowed;
    for (unsigned number = 0; number <= 450; ++number) {
        const bool module = number == 175 || number == 176 || number == 313,
                   kexec = number == 246 || number == 320;
        const bool clock = number == 227 || number == 305 || number == 164,
                   keys = number >= 248 && number <= 250;
        const bool handles = number == 303 || number == 304,
                   tracing = number == 298 || number == 321 || number == 323;
        const bool swap = number == 167 || number == 168, ring = number >= 425 && number <= 427,
                   gap = number > 334 && number < 424;
        if (!(module || kexec || clock || keys || handles || tracing || swap || ring || gap))
            allowed.push_back(number);
    }
    std::vector<sock_filter> code{BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
                                  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
                                  BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
                                  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
    appendSearch(code, allowed, 0, allowed.size());
    return code;
}

// --- parent
// -----------------------------------------------------------------------------------------------------------

void makeLayer(const Plan &plan)
{
    for (const std::string part : {"", "/upper", "/work", "/merged"})
        check(mkdir((plan.store + "/mini7/" + plan.name + part).c_str(), 0755) == 0, "mkdir of the layer");
}

void makeGroups(Plan &plan, int &directory)
{
    plan.v2 = access((cgroupRoot + "cgroup.controllers").c_str(), F_OK) == 0;
    if (plan.v2) {
        plan.groups.push_back(cgroupRoot + plan.name);
        check(mkdir(plan.groups.back().c_str(), 0755) == 0, "mkdir of the cgroup");
        directory = open(plan.groups.back().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        return;
    }
    for (const std::string controller :
         {"cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids"}) {
        const std::string parent = cgroupRoot + controller, group = parent + "/" + plan.name;
        if (access((parent + "/tasks").c_str(), F_OK) != 0 ||
            mkdir(group.c_str(), 0755) != 0) // cpu and cpuacct may be one
            continue;
        plan.groups.push_back(group);
        if (controller == "cpuset")
            for (const char *file : {"/cpuset.cpus", "/cpuset.mems"})
                writeFile(group + file, readFile(parent + file));
        plan.tasks.push_back(open((group + "/tasks").c_str(), O_WRONLY | O_CLOEXEC));
        check(plan.tasks.back() >= 0, "tasks");
    }
}

/// The container's root, mounted nowhere.
int makeRoot(const Plan &plan, int userNamespace)
{
    const std::string layers = plan.store + "/mini7";
    const int view = static_cast<int>(
        syscall(SYS_open_tree, AT_FDCWD, plan.store.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
    check(view >= 0, "open_tree");
    mount_attr attributes{};
    attributes.attr_set = MOUNT_ATTR_IDMAP | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    attributes.userns_fd = static_cast<unsigned>(userNamespace);
    check(syscall(SYS_mount_setattr, view, "", AT_EMPTY_PATH, &attributes, sizeof attributes) == 0,
          "idmapped view");
    check(syscall(SYS_move_mount, view, "", AT_FDCWD, layers.c_str(), MOVE_MOUNT_F_EMPTY_PATH) == 0,
          "move_mount of the view");
    check(fchdir(view) == 0, "fchdir");
    const std::string layer = "mini7/" + plan.name, options = "lowerdir=" + plan.lower +
                                                              ",upperdir=" + layer +
                                                              "/upper,workdir=" + layer + "/work";
    setfsgid(firstId); // overlay takes its creator's ids for what it makes
    setfsuid(firstId);
    check(mount("overlay", (layer + "/merged").c_str(), "overlay", MS_NODEV, options.c_str()) == 0,
          "overlay");
    setfsuid(0);
    setfsgid(0);
    const int root = static_cast<int>(
        syscall(SYS_open_tree, AT_FDCWD, (layer + "/merged").c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
    check(root >= 0, "open_tree of the overlay");
    check(chdir("/") == 0 && close(view) == 0 && umount2(layers.c_str(), MNT_DETACH) == 0,
          "unmounting the view");
    return root;
}

void sendFd(int socket, int fd)
{
    char byte = 0;
    iovec part{&byte, 1};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof fd)]{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (fd >= 0) {
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        cmsghdr *head = CMSG_FIRSTHDR(&message);
        *head = {CMSG_LEN(sizeof fd), SOL_SOCKET, SCM_RIGHTS};
        memcpy(CMSG_DATA(head), &fd, sizeof fd);
    }
    check(sendmsg(socket, &message, MSG_NOSIGNAL) == 1, "the child is gone");
}

// --- child
// ------------------------------------------------------------------------------------------------------------

int receiveFd(int socket)
{
    char byte;
    iovec part{&byte, 1};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    check(recvmsg(socket, &message, MSG_CMSG_CLOEXEC) == 1, "the parent is gone");
    int fd = -1;
    if (const cmsghdr *head = CMSG_FIRSTHDR(&message))
        memcpy(&fd, CMSG_DATA(head), sizeof fd);
    return fd;
}

void mountDevices()
{
    mountAt("tmpfs", "dev", MS_NOSUID, "mode=755,size=64k");
    for (const char *directory : {"dev/pts", "dev/shm", "dev/mqueue"})
        check(mkdir(directory, 0755) == 0, directory);
    mountAt("devpts", "dev/pts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620,gid=5");
    mountAt("tmpfs", "dev/shm", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=1777");
    mountAt("mqueue", "dev/mqueue", MS_NOSUID | MS_NODEV | MS_NOEXEC);
    for (const char *node :
         {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty"}) {
        check(mknod(node + 1, S_IFREG | 0666, 0) == 0, node);
        check(mount(node, node + 1, nullptr, MS_BIND, nullptr) == 0, node);
    }
    check(symlink("pts/ptmx", "dev/ptmx") == 0 && symlink("/proc/self/fd", "dev/fd") == 0, "links in dev");
}

void mountGroups(const Plan &plan)
{
    constexpr unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    if (plan.v2)
        return mountAt("cgroup2", "sys/fs/cgroup", flags);
    mountAt("tmpfs", "sys/fs/cgroup", flags, "mode=755,size=4k");
    for (const auto &group : plan.groups) {
        const std::string controller =
            group.substr(cgroupRoot.size(), group.find('/', cgroupRoot.size()) - cgroupRoot.size());
        const std::string where = "sys/fs/cgroup/" + controller;
        check(mkdir(where.c_str(), 0755) == 0, "mkdir in sys/fs/cgroup");
        mountAt("cgroup", where.c_str(), flags, controller.c_str());
    }
}

void mask()
{
    constexpr unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    for (const char *file :
         {"/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/sched_debug"})
        check(mount("/dev/null", file, nullptr, MS_BIND, nullptr) == 0 || errno == ENOENT, file);
    for (const char *directory : {"/proc/acpi", "/proc/scsi", "/sys/firmware"})
        check(mount("tmpfs", directory, "tmpfs", flags | MS_RDONLY, nullptr) == 0 || errno == ENOENT,
              directory);
    for (const char *path : {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sysrq-trigger"}) {
        if (mount(path, path, nullptr, MS_BIND, nullptr) == 0)
            check(mount(nullptr, path, nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY | flags, nullptr) == 0,
                  path);
        else
            check(errno == ENOENT, path);
    }
}

[[noreturn]] void child(const Plan &plan, int socket)
{
    constexpr unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    for (const int tasks : plan.tasks)
        check(write(tasks, "0", 1) == 1, "joining a cgroup");
    if (!plan.v2)
        check(unshare(CLONE_NEWCGROUP) == 0,
              "cgroup namespace"); // made by clone3 its root would be the parent's group
    check(sethostname("mini7", 5) == 0, "sethostname");
    taper::bench::RouteSocket route;
    check(route.switchOn(1), "lo");
    const int root = receiveFd(socket);
    check(syscall(SYS_setgroups, 0, nullptr) == 0 && setresgid(0, 0, 0) == 0 && setresuid(0, 0, 0) == 0,
          "ids 0");
    check(syscall(SYS_move_mount, root, "", AT_FDCWD, (plan.store + "/mini7").c_str(),
                  MOVE_MOUNT_F_EMPTY_PATH) == 0,
          "move_mount");
    check(fchdir(root) == 0, "fchdir to the root");
    mountAt("proc", "proc", flags);
    mountAt("sysfs", "sys", flags | MS_RDONLY);
    mountDevices();
    mountGroups(plan);
    check(syscall(SYS_pivot_root, ".", ".") == 0 && umount2(".", MNT_DETACH) == 0 && chdir("/") == 0,
          "pivot_root");
    mask();
    receiveFd(socket);
    const int eth0 = static_cast<int>(if_nametoindex("eth0"));
    check(route.switchOn(eth0) && route.addAddress(eth0, plan.address, plan.prefix) &&
              route.addDefaultRoute(plan.gateway),
          "eth0");
    for (const int capability : {CAP_MAC_ADMIN, CAP_MAC_OVERRIDE, CAP_SYS_MODULE, CAP_SYS_RAWIO, CAP_SYS_TIME,
                                 CAP_AUDIT_CONTROL, CAP_BPF})
        check(prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0, "bounding set");
    const sock_fprog program{static_cast<unsigned short>(plan.filter.size()),
                             const_cast<sock_filter *>(plan.filter.data())};
    check(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0, "seccomp");
    execv(plan.command[0], plan.command.data());
    stop(plan.command[0]);
}

// --- both
// -------------------------------------------------------------------------------------------------------------

void removeAll(const Plan &plan)
{
    for (const auto &group : plan.groups)
        for (int tries = 0; rmdir(group.c_str()) != 0 && errno == EBUSY && tries < 1000; ++tries)
            usleep(100); // the last process still leaves
    const std::string layer = plan.store + "/mini7/" + plan.name;
    for (const std::string part : {"/work/work", "/work", "/upper/dev", "/upper", "/merged", ""})
        rmdir((layer + part).c_str());
}

int run(Plan &plan)
{
    plan.filter = makeFilter();
    mkdir((plan.store + "/mini7").c_str(), 0755);
    check(unshare(CLONE_NEWNS) == 0 && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0,
          "mount namespace");
    check(prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP) == 0, "securebits");
    makeLayer(plan);
    int group = -1, sockets[2], pidfd = -1;
    makeGroups(plan, group);
    check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) == 0, "socketpair");

    clone_args arguments{};
    arguments.flags =
        CLONE_PIDFD | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET;
    if (plan.v2)
        arguments.flags |= CLONE_NEWCGROUP | CLONE_INTO_CGROUP;
    arguments.cgroup = static_cast<unsigned>(group);
    arguments.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd);
    arguments.exit_signal = SIGCHLD;
    const auto pid = static_cast<pid_t>(syscall(SYS_clone3, &arguments, sizeof arguments));
    if (pid == 0) {
        close(sockets[0]);
        child(plan, sockets[1]);
    }
    check(pid > 0, "clone3");
    close(sockets[1]);
    const std::string process = "/proc/" + std::to_string(pid),
                      map = "0 " + std::to_string(firstId) + " " + std::to_string(idCount);
    writeFile(process + "/uid_map", map);
    writeFile(process + "/gid_map", map);
    const int userNamespace = open((process + "/ns/user").c_str(), O_RDONLY | O_CLOEXEC);
    const int root = makeRoot(plan, userNamespace);
    close(userNamespace);
    sendFd(sockets[0], root);
    close(root);
    taper::bench::RouteSocket route;
    check(route.makeCable(plan.name.c_str(), static_cast<int>(if_nametoindex(plan.bridge.c_str())), pid),
          "cable");
    sendFd(sockets[0], -1);
    char end;
    if (plan.started && read(sockets[0], &end, 1) == 0) // closed by the exec
        check(write(1, "\n", 1) == 1, "standard output");
    int status = 0;
    waitpid(pid, &status, 0);
    removeAll(plan);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

int main(int argc, char **argv)
{
    Plan plan;
    plan.name = "m7-" + std::to_string(getpid());
    int i = 1;
    for (; i < argc && std::string_view(argv[i]) != "--"; ++i) {
        const std::string_view option = argv[i];
        if (option == "--started") {
            plan.started = true;
            continue;
        }
        const std::string value = i + 1 < argc ? argv[++i] : "";
        const auto slash = value.rfind('/');
        if (option == "--root") {
            plan.store = value.substr(0, slash);
            plan.lower = value.substr(slash + 1);
        } else if (option == "--bridge") {
            plan.bridge = value;
        } else if (option == "--address") {
            inet_pton(AF_INET, value.substr(0, slash).c_str(), &plan.address);
            plan.prefix = static_cast<unsigned char>(std::atoi(value.substr(slash + 1).c_str()));
        } else if (option == "--gateway") {
            inet_pton(AF_INET, value.c_str(), &plan.gateway);
        }
    }
    for (++i; i < argc; ++i)
        plan.command.push_back(argv[i]);
    if (plan.command.empty() || plan.store.empty() || plan.bridge.empty()) {
        std::fprintf(
            stderr,
            "usage: mini7 [--started] --root DIR --bridge NAME --address A/P --gateway G -- COMMAND...\n");
        return 2;
    }
    plan.command.push_back(nullptr);
    return run(plan);
}
