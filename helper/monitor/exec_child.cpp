// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitor/exec_child.h"

#include "engine/container/confine.h"
#include "engine/sys/kernel.h"
#include "monitor/user_lookup.h"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace taper::monitor {

namespace {

constexpr const char *defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

void say(int socket, ExecPacket packet, std::span<const int> fds = {})
{
    if (sendPacket(socket, &packet, sizeof packet, fds) < 0)
        ::_exit(125);
}

[[noreturn]] void fail(int socket, int error, const char *what)
{
    ExecPacket packet;
    packet.errnoValue = error;
    std::strncpy(packet.detail, what, sizeof packet.detail - 1);
    say(socket, packet);
    ::_exit(125);
}

int check(int socket, long result, const char *what)
{
    if (result < 0)
        fail(socket, errno, what);
    return int(result);
}

const char *valueOf(char *const *environment, const char *name)
{
    const std::size_t length = std::strlen(name);
    for (; *environment; ++environment)
        if (std::strncmp(*environment, name, length) == 0 && (*environment)[length] == '=')
            return *environment + length + 1;
    return nullptr;
}

/// HOME and the like, where the request does not have them.
void completeEnvironment(ExecScratch &scratch, const User &user)
{
    const char *defaults[][2] = {{"HOME", user.home},   {"USER", user.name},   {"LOGNAME", user.name},
                                 {"SHELL", user.shell}, {"PATH", defaultPath}, {"TERM", "xterm-256color"}};
    unsigned count = 0;
    while (scratch.environment[count])
        ++count;
    char *at = scratch.ours, *const end = scratch.ours + sizeof scratch.ours;
    for (const auto &[name, value] : defaults) {
        if (valueOf(scratch.environment, name) ||
            (std::strcmp(name, "TERM") == 0 && !scratch.request.terminal))
            continue;
        const int length = std::snprintf(at, std::size_t(end - at), "%s=%s", name, value);
        if (length < 0 || length >= end - at)
            continue;
        scratch.environment[count++] = at;
        scratch.environment[count] = nullptr;
        at += length + 1;
    }
}

/// The pty of the container's own devpts, made as the user, who owns its slave then.
void makeTerminal(const ExecRequest &request, int socket, int standard[3])
{
    const int master = check(socket, kernel::openat(AT_FDCWD, "/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC),
                             "/dev/pts/ptmx");
    const int locked = 0;
    check(socket, kernel::ioctl(master, TIOCSPTLCK, reinterpret_cast<unsigned long>(&locked)),
          "unlock the terminal");
    const int slave =
        check(socket, kernel::ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC), "open the terminal");
    winsize size{};
    size.ws_row = static_cast<unsigned short>(request.head.rows);
    size.ws_col = static_cast<unsigned short>(request.head.columns);
    if (size.ws_row && size.ws_col)
        ::ioctl(master, TIOCSWINSZ, &size);
    check(socket, kernel::ioctl(slave, TIOCSCTTY, 0), "controlling terminal");
    ExecPacket packet;
    packet.sync = ExecSync::Streams;
    say(socket, packet, {&master, 1});
    ::close(master);
    standard[0] = standard[1] = standard[2] = slave;
}

/// Pipes made as the user, so that /dev/stdout can be opened by name as well.
void makePipes(int socket, int standard[3])
{
    int in[2], out[2], err[2];
    check(socket, ::pipe2(in, O_CLOEXEC), "pipe");
    check(socket, ::pipe2(out, O_CLOEXEC), "pipe");
    check(socket, ::pipe2(err, O_CLOEXEC), "pipe");
    ExecPacket packet;
    packet.sync = ExecSync::Streams;
    const int theirs[3] = {in[1], out[0], err[0]};
    say(socket, packet, theirs);
    for (const int fd : theirs)
        ::close(fd);
    standard[0] = in[0];
    standard[1] = out[1];
    standard[2] = err[1];
}

void becomeUser(const ExecRules &rules, const User &user, int socket)
{
    check(socket, launch::dropBoundingSet(rules.capabilities), "bounding set");
    if (rules.noNewPrivileges)
        check(socket, kernel::prctl(PR_SET_NO_NEW_PRIVS, 1), "no_new_privs");
    // Needs CAP_SYS_ADMIN of the namespace, which goes with the ids.
    check(socket, launch::loadFilter(rules.filter, rules.filterLength), "load the filter");
    check(socket, kernel::setgroups(user.groupCount, user.groups), "setgroups");
    check(socket, kernel::setresgid(user.gid, user.gid, user.gid), "setgid");
    check(socket, kernel::setresuid(user.uid, user.uid, user.uid), "setuid");
    check(socket, launch::clearInheritable(), "clear inheritable capabilities");
}

/// execvp(3) without its allocations. Returns the errno: ENOENT when nothing of that name is there.
int execute(ExecScratch &scratch)
{
    const char *name = scratch.arguments[0];
    if (!*name)
        return ENOENT;
    if (std::strchr(name, '/')) {
        kernel::execveat(AT_FDCWD, name, scratch.arguments, scratch.environment, 0);
        return errno;
    }
    const std::size_t nameLength = std::strlen(name);
    const char *path = valueOf(scratch.environment, "PATH");
    int why = ENOENT;
    for (const char *at = path ? path : defaultPath; *at;) {
        const std::size_t length = std::strcspn(at, ":");
        char candidate[4096];
        if (length > 0 && length + nameLength + 2 <= sizeof candidate) {
            std::memcpy(candidate, at, length);
            candidate[length] = '/';
            std::memcpy(candidate + length + 1, name, nameLength + 1);
            kernel::execveat(AT_FDCWD, candidate, scratch.arguments, scratch.environment, 0);
            if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
                return errno;
            if (errno == EACCES)
                why = EACCES; // something is there: 126, unless another one can be executed
        }
        at += length + (at[length] == ':');
    }
    return why;
}

[[noreturn]] void runProgram(const ExecRules &rules, ExecScratch &scratch, int socket)
{
    // From the host's ids to the container's root first; dumpable is off since the monitor's start and stays
    // so.
    check(socket, kernel::setgroups(0, nullptr), "setgroups");
    check(socket, kernel::setresgid(0, 0, 0), "setresgid");
    check(socket, kernel::setresuid(0, 0, 0), "setresuid");
    User user;
    if (const int error = lookUpUser(scratch.request.user, user); error != 0)
        fail(socket, error, "no such user");
    completeEnvironment(scratch, user);
    check(socket, kernel::setsid(), "setsid");
    becomeUser(rules, user, socket);
    ::umask(022);
    int standard[3];
    if (scratch.request.terminal)
        makeTerminal(scratch.request, socket, standard);
    else
        makePipes(socket, standard);
    if (scratch.request.directory[0])
        check(socket, kernel::chdir(scratch.request.directory), "change to the directory");
    else if (::chdir(user.home) < 0)
        check(socket, kernel::chdir("/"), "change to /");
    check(socket, launch::standardDescriptors(standard[0], standard[1], standard[2]), "standard descriptors");
    fail(socket, execute(scratch), "execute");
}

} // namespace

void runExecIntermediate(const ExecRules &rules, ExecScratch &scratch, int socket, pid_t *childPid)
{
    kernel::enterFaultChild(true);
    launch::resetSignals();
    for (int i = 0; i < rules.tasksCount; ++i)
        check(socket, kernel::write(rules.execTasksFds[i], "0", 1), "join the cgroups");
    constexpr int everything = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC |
                               CLONE_NEWNET | CLONE_NEWCGROUP;
    check(socket, kernel::setns(rules.initPidFd, everything), "enter the container");
    // Nothing of the host stays open in what runs inside from here on.
    if (socket > 3)
        ::close_range(3, unsigned(socket) - 1, 0);
    ::close_range(unsigned(socket) + 1, ~0U, 0);

    int pidFd = -1;
    clone_args arguments{};
    arguments.flags = CLONE_PARENT | CLONE_PIDFD | CLONE_PARENT_SETTID; // its exit signal is ours: SIGCHLD (clone(2))
    arguments.parent_tid = reinterpret_cast<std::uint64_t>(childPid);
    arguments.pidfd = reinterpret_cast<std::uint64_t>(&pidFd);
    const long pid = check(socket, kernel::clone3(&arguments), "clone3");
    if (pid == 0)
        runProgram(rules, scratch, socket);
    ExecPacket packet;
    packet.sync = ExecSync::Started;
    packet.pid = std::int32_t(pid);
    say(socket, packet, {&pidFd, 1});
    ::_exit(0);
}

} // namespace taper::monitor
