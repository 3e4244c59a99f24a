// SPDX-License-Identifier: GPL-3.0-or-later
#include "container/harness.h"

#include "engine/security/security.h"
#include "engine/sys/beneath.h"
#include "engine/sys/clock.h"
#include "engine/sys/kernel.h"
#include "engine/sys/packet_socket.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <sstream>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taper::test {

namespace fs = std::filesystem;

std::optional<std::string> enterSandbox()
{
    if (::geteuid() != 0)
        return "needs root: it makes namespaces and id-mapped mounts";
    if (::unshare(CLONE_NEWNS | CLONE_NEWNET) < 0 ||
        ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) < 0)
        return std::string("this machine lets root make no namespaces: ") + std::strerror(errno);
    return std::nullopt;
}

std::string slurp(const std::string &path)
{
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

void spit(const std::string &path, const std::string &content)
{
    std::ofstream(path) << content;
}

std::set<std::string> mountIds()
{
    std::set<std::string> ids;
    std::istringstream lines(slurp("/proc/self/mountinfo"));
    for (std::string line; std::getline(lines, line);)
        ids.insert(line.substr(0, line.find(' ')));
    return ids;
}

bool hasNoNewMounts(const std::set<std::string> &before)
{
    const auto now = mountIds();
    return std::includes(before.begin(), before.end(), now.begin(), now.end());
}

// State

StateDirectory::StateDirectory()
{
    // TAPER_TEST_DIR: where /var/tmp is no disk.
    const char *base = std::getenv("TAPER_TEST_DIR");
    std::string pattern = std::string(base ? base : "/var/tmp") + "/taper-test-XXXXXX";
    m_path = ::mkdtemp(pattern.data());
    fs::create_directories(storage() + "/images");
    fs::create_directories(storage() + "/layers");
    fs::create_directories(run());
    ::chmod(storage().c_str(), 0700);
    fs::create_directories(run() + "/monitors");
    ::chmod((run() + "/monitors").c_str(), 0700);
}

StateDirectory::~StateDirectory()
{
    const UniqueFd parent(::open(fs::path(m_path).parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (const Status done = beneath::removeTree(parent.get(), fs::path(m_path).filename()); !done)
        std::fprintf(stderr, "%s\n", done.error().message().c_str());
}

void StateDirectory::makeBusyboxImage()
{
    const std::string root = storage() + "/images/busybox/rootfs";
    for (const char *directory : {"bin", "etc", "root", "tmp", "home/anna", "run", "usr/bin"})
        fs::create_directories(root + "/" + directory);
    ::chmod((root + "/tmp").c_str(), 01777);
    ::lchown((root + "/home/anna").c_str(), 1000, 1000);
    fs::copy_file("/bin/busybox", root + "/bin/busybox");
    for (const char *applet :
         {"sh",    "cat",      "echo", "sleep",  "id",    "ls",     "kill", "stty", "true",
          "false", "env",      "pwd",  "stat",   "mount", "tty",    "ps",   "ping", "ip",
          "touch", "hostname", "grep", "head",   "dd",    "wc",     "sync", "od",   "chmod",
          "mkdir", "trap",     "init", "umount", "halt",  "reboot", "yes"})
        fs::create_symlink("busybox", root + "/bin/" + applet);
    spit(root + "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nanna:x:1000:1000::/home/anna:/bin/sh\n");
    spit(root + "/etc/group",
         "root:x:0:\nanna:x:1000:\nmusic:x:2001:anna\ngames:x:2002:root,anna\nother:x:2003:bob\n");
}

void StateDirectory::makeLayer(const std::string &name)
{
    fs::create_directories(storage() + "/layers/" + name + "/upper");
    fs::create_directories(storage() + "/layers/" + name + "/work");
}

// Groups

Groups::Groups(const std::string &name, std::uint32_t owner)
{
    // The test's own group in each hierarchy, and where that hierarchy is mounted.
    std::istringstream own(slurp("/proc/self/cgroup")), mounts(slurp("/proc/self/mountinfo"));
    std::vector<std::pair<std::string, std::string>> mine; // controllers, path
    for (std::string line; std::getline(own, line);) {
        const std::size_t first = line.find(':'), second = line.find(':', first + 1);
        mine.emplace_back(line.substr(first + 1, second - first - 1), line.substr(second + 1));
    }
    std::vector<std::string> mounted;
    for (std::string line; std::getline(mounts, line);)
        mounted.push_back(line);
    for (const auto &[controllers, path] : mine) {
        for (const std::string &line : mounted) {
            std::istringstream fields(line);
            std::string skip, root, at, token, type, source, options;
            fields >> skip >> skip >> skip >> root >> at;
            while (fields >> token && token != "-") {
            }
            fields >> type >> source >> options;
            const bool isUnified = controllers.empty() && type == "cgroup2";
            const std::string wanted = "," + options + ",";
            bool isV1 = type == "cgroup" && !controllers.empty();
            std::istringstream each(controllers);
            for (std::string one; isV1 && std::getline(each, one, ',');)
                isV1 = wanted.find("," + one + ",") != std::string::npos;
            if (!isUnified && !isV1)
                continue;
            m_hierarchies.push_back({at + (path == "/" ? "" : path) + "/" + name, controllers});
            break;
        }
    }
    for (const Hierarchy &hierarchy : m_hierarchies) {
        for (const char *sub : {"", "/payload", "/exec"}) {
            const std::string directory = hierarchy.directory + sub;
            ::mkdir(directory.c_str(), 0755);
            if (hierarchy.controllers == "cpuset")
                for (const char *file : {"/cpuset.cpus", "/cpuset.mems"})
                    spit(directory + file, slurp(fs::path(directory).parent_path().string() + file));
        }
        for (const char *file : {"", "/cgroup.procs", "/tasks", "/cgroup.threads", "/cgroup.subtree_control"})
            if (::chown((hierarchy.directory + "/payload" + file).c_str(), owner, owner) < 0 &&
                errno != ENOENT)
                std::perror("chown");
    }
}

Groups::~Groups()
{
    kill();
    if (!remove())
        std::fprintf(stderr, "a test's cgroups stay behind\n");
}

Groups::Opened Groups::open() const
{
    Opened opened;
    const auto at = [](const std::string &path, int flags) {
        return UniqueFd(::open(path.c_str(), flags | O_CLOEXEC));
    };
    for (const Hierarchy &hierarchy : m_hierarchies) {
        if (hierarchy.controllers.empty()) {
            opened.unified = at(hierarchy.directory + "/payload", O_RDONLY | O_DIRECTORY);
            opened.execUnified = at(hierarchy.directory + "/exec", O_RDONLY | O_DIRECTORY);
        } else {
            opened.tasks.push_back(at(hierarchy.directory + "/payload/tasks", O_WRONLY));
            opened.execTasks.push_back(at(hierarchy.directory + "/exec/tasks", O_WRONLY));
            opened.controllers.push_back(hierarchy.controllers);
        }
    }
    opened.isHybrid = opened.unified && !opened.tasks.empty();
    return opened;
}

std::vector<pid_t> Groups::processes() const
{
    std::vector<pid_t> found;
    for (const Hierarchy &hierarchy : m_hierarchies) {
        std::error_code ignored;
        if (!fs::exists(hierarchy.directory))
            continue;
        std::vector<fs::path> directories{hierarchy.directory};
        for (const auto &entry : fs::recursive_directory_iterator(hierarchy.directory, ignored))
            if (entry.is_directory(ignored))
                directories.push_back(entry.path());
        for (const auto &directory : directories) {
            std::istringstream pids(slurp(directory.string() + "/cgroup.procs"));
            for (pid_t pid; pids >> pid;)
                found.push_back(pid);
        }
    }
    return found;
}

void Groups::kill()
{
    for (const pid_t pid : processes()) {
        ::kill(pid, SIGKILL);
        waitUntilGone(pid);
    }
}

bool Groups::remove()
{
    bool done = true;
    const std::uint64_t until = monotonicUsec() + 5000000;
    for (const Hierarchy &hierarchy : m_hierarchies) {
        std::vector<fs::path> directories;
        std::error_code ignored;
        if (!fs::exists(hierarchy.directory))
            continue;
        directories.push_back(hierarchy.directory);
        for (const auto &entry : fs::recursive_directory_iterator(hierarchy.directory, ignored))
            if (entry.is_directory(ignored))
                directories.push_back(entry.path());
        for (auto entry = directories.rbegin(); entry != directories.rend(); ++entry)
            while (::rmdir(entry->c_str()) < 0 && errno == EBUSY && monotonicUsec() < until)
                ::sched_yield(); // the last process is reaped, its group learns of it a moment later
        done = done && !fs::exists(hierarchy.directory);
    }
    return done;
}

// Plan

std::unique_ptr<LaunchPlan> busyboxPlan(const StateDirectory &state, const std::string &id,
                                        const std::vector<std::string> &command)
{
    auto plan = std::make_unique<LaunchPlan>();
    const auto put = [](char *field, std::size_t size, const std::string &text) {
        if (!setField(field, size, text, "field"))
            std::abort();
    };
    put(plan->id, sizeof plan->id, id);
    put(plan->name, sizeof plan->name, "box" + id);
    put(plan->runDirectory, sizeof plan->runDirectory, state.run());
    put(plan->storageDirectory, sizeof plan->storageDirectory, state.storage());
    put(plan->lower, sizeof plan->lower, "images/busybox/rootfs");
    put(plan->upper, sizeof plan->upper, "layers/" + id + "/upper");
    put(plan->work, sizeof plan->work, "layers/" + id + "/work");
    plan->idFirst = 0x70000000;
    plan->capabilities = security::systemCapabilities();
    static const auto filter = security::systemFilter();
    plan->filterLength = std::uint32_t(filter->size());
    std::copy(filter->begin(), filter->end(), plan->filter.begin());
    if (!setStrings(plan->arguments, sizeof plan->arguments, plan->argumentCount, command, "arguments") ||
        !setStrings(plan->environment, sizeof plan->environment, plan->environmentCount,
                    {"container=taper", "PATH=/bin", "TERM=vt220"}, "environment"))
        std::abort();
    return plan;
}

// Monitor

MonitorProcess::MonitorProcess(LaunchPlan &plan, Groups::Opened groups, std::vector<UniqueFd> workerFds,
                               const Environment &environment)
{
    std::vector<int> passed; // becomes firstExtraFd, the next …
    const auto pass = [&](const UniqueFd &fd) {
        if (!fd)
            return -1;
        passed.push_back(fd.get());
        return int(firstExtraFd + passed.size() - 1);
    };
    plan.cgroupFd = pass(groups.unified);
    plan.execCgroupFd = pass(groups.execUnified);
    plan.cgroup2InHybrid = groups.isHybrid;
    plan.tasksCount = std::int32_t(groups.tasks.size());
    for (std::size_t i = 0; i < groups.tasks.size(); ++i) {
        plan.tasksFds[i] = pass(groups.tasks[i]);
        plan.execTasksFds[i] = pass(groups.execTasks[i]);
        if (!setField(plan.v1Controllers[i], sizeof plan.v1Controllers[i], groups.controllers[i],
                      "controllers"))
            std::abort();
    }
    for (std::size_t i = 0; i < workerFds.size(); ++i)
        (i == 0 ? plan.workerFd : plan.workerFds[i - 1]) = pass(workerFds[i]);
    auto sealed = sealPlan(plan);
    int pair[2];
    if (!sealed || ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        std::abort();
    m_socket.reset(pair[0]);
    const UniqueFd theirs(pair[1]);

    std::vector<std::string> variables;
    for (const auto &[name, value] : environment)
        variables.push_back(name + "=" + value);
    std::vector<char *> pointers;
    for (std::string &variable : variables)
        pointers.push_back(variable.data());
    pointers.push_back(nullptr);
    const char *chosen = std::getenv("TAPER_TEST_MONITOR");
    std::string program = chosen ? chosen : TAPER_BIN_DIR "/taper-monitor";
    char *const arguments[] = {program.data(), nullptr};
    m_pid = ::fork(); // a test may: it allocates nothing up to the exec
    if (m_pid == 0) {
        if (theirs.get() == helperFd)
            ::fcntl(helperFd, F_SETFD, 0);
        else
            ::dup2(theirs.get(), helperFd);
        ::execve(program.c_str(), arguments, pointers.data());
        ::_exit(127);
    }
    m_pidFd.reset(kernel::pidfd_open(m_pid));
    passed.insert(passed.begin(), sealed->get());
    const monitor::LaunchRequest request;
    if (sendPacket(m_socket.get(), &request, sizeof request, passed) < 0)
        std::abort();
}

MonitorProcess::~MonitorProcess()
{
    if (!m_isReaped) {
        kill(SIGKILL);
        waitForEnd();
    }
}

void MonitorProcess::kill(int signal)
{
    ::kill(m_pid, signal);
}

bool MonitorProcess::reconnect(const std::string &runDirectory, const std::string &id, bool sayHello)
{
    m_socket.reset(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = runDirectory + "/monitors/" + id;
    if (path.size() >= sizeof address.sun_path)
        return false;
    std::strcpy(address.sun_path, path.c_str());
    if (::connect(m_socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0)
        return false;
    return !sayHello || send(monitor::Message{});
}

bool MonitorProcess::send(const monitor::Message &message, const std::vector<int> &fds)
{
    return sendPacket(m_socket.get(), &message, sizeof message, fds) == ssize_t(sizeof message);
}

bool MonitorProcess::send(const monitor::ExecRequest &request, const std::vector<int> &fds)
{
    return sendPacket(m_socket.get(), &request, sizeof request, fds) == ssize_t(sizeof request);
}

std::optional<Received> MonitorProcess::receive(int timeoutMs)
{
    pollfd entry{m_socket.get(), POLLIN, 0};
    if (!m_socket || ::poll(&entry, 1, timeoutMs) != 1)
        return std::nullopt;
    Received received;
    ReceivedFds fds;
    if (receivePacket(m_socket.get(), &received.message, sizeof received.message, fds) !=
        ssize_t(sizeof received.message))
        return std::nullopt;
    for (unsigned i = 0; i < fds.count; ++i)
        received.fds.push_back(std::move(fds.fds[i]));
    return received;
}

std::optional<Received> MonitorProcess::waitFor(monitor::Type type, int timeoutMs)
{
    const std::uint64_t until = monotonicUsec() + std::uint64_t(timeoutMs) * 1000;
    for (;;) {
        const std::uint64_t now = monotonicUsec();
        auto received = receive(now < until ? int((until - now) / 1000) + 1 : 0);
        if (!received || received->message.type == type)
            return received;
        skipped.push_back(std::move(*received));
    }
}

std::optional<int> MonitorProcess::waitForEnd(int timeoutMs)
{
    pollfd entry{m_pidFd.get(), POLLIN, 0};
    if (m_isReaped || ::poll(&entry, 1, timeoutMs) != 1)
        return std::nullopt;
    int status = 0;
    ::waitpid(m_pid, &status, 0);
    m_isReaped = true;
    return status;
}

std::unique_ptr<monitor::ExecRequest> execRequest(std::uint64_t session,
                                                  const std::vector<std::string> &arguments,
                                                  const std::string &user, bool terminal,
                                                  const std::vector<std::string> &environment)
{
    auto request = std::make_unique<monitor::ExecRequest>();
    request->head.type = monitor::Type::Exec;
    request->head.session = session;
    request->terminal = terminal;
    if (!setStrings(request->arguments, sizeof request->arguments, request->argumentCount, arguments,
                    "arguments") ||
        !setStrings(request->environment, sizeof request->environment, request->environmentCount, environment,
                    "environment") ||
        !setField(request->user, sizeof request->user, user, "user"))
        std::abort();
    return request;
}

// Bytes

namespace {
std::optional<std::string> readWhile(int fd, int timeoutMs, const std::string *until)
{
    std::string text;
    const std::uint64_t end = monotonicUsec() + std::uint64_t(timeoutMs) * 1000;
    for (;;) {
        const std::uint64_t now = monotonicUsec();
        pollfd entry{fd, POLLIN, 0};
        if (now >= end || ::poll(&entry, 1, int((end - now) / 1000) + 1) != 1) {
            std::fprintf(stderr, "time is up; the last of it: %s\n",
                         text.substr(text.size() - std::min(text.size(), std::size_t(500))).c_str());
            return std::nullopt;
        }
        char block[4096];
        const ssize_t length = ::read(fd, block, sizeof block);
        if (length <= 0) {
            if (!until)
                return text;
            std::fprintf(stderr, "it ended; the last of it: %s\n",
                         text.substr(text.size() - std::min(text.size(), std::size_t(500))).c_str());
            return std::nullopt;
        }
        text.append(block, std::size_t(length));
        const std::size_t seen = std::size_t(length) + (until ? until->size() : 0);
        if (until && text.find(*until, text.size() - std::min(text.size(), seen)) != std::string::npos)
            return text;
    }
}
} // namespace

std::optional<std::string> readUntil(int fd, const std::string &text, int timeoutMs)
{
    return readWhile(fd, timeoutMs, &text);
}

std::optional<std::string> readAll(int fd, int timeoutMs)
{
    return readWhile(fd, timeoutMs, nullptr);
}

bool waitUntilGone(pid_t pid, int timeoutMs)
{
    const UniqueFd fd(kernel::pidfd_open(pid));
    if (!fd)
        return errno == ESRCH || errno == EINVAL;
    pollfd entry{fd.get(), POLLIN, 0};
    return ::poll(&entry, 1, timeoutMs) == 1;
}

std::pair<UniqueFd, UniqueFd> streamPair()
{
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        std::abort();
    return {UniqueFd(pair[0]), UniqueFd(pair[1])};
}

} // namespace taper::test
