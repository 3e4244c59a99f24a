// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sys/kernel.h"

#include <cstdlib>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace taper::kernel {

#ifdef TAPER_FAULTS
namespace {
unsigned failAt = 0, failAtInChild = 0, failAtInExec = 0, calls = 0;
int failWith = EIO;
} // namespace

void setFault(unsigned n, unsigned nInChild, int errnoValue, unsigned nInExec)
{
    failAtInExec = nInExec;
    failAt = n;
    failAtInChild = nInChild;
    failWith = errnoValue;
    calls = 0;
}

void setFaultFromEnvironment()
{
    const auto number = [](const char *name) {
        const char *text = std::getenv(name);
        return text ? unsigned(std::strtoul(text, nullptr, 10)) : 0;
    };
    setFault(number("TAPER_FAULT_PARENT"), number("TAPER_FAULT_CHILD"), EIO, number("TAPER_FAULT_EXEC"));
}

void enterFaultChild(bool isExec)
{
    calls = 0;
    failAt = isExec ? failAtInExec : failAtInChild;
}

bool faultNow()
{
    if (failAt == 0 || ++calls != failAt)
        return false;
    errno = failWith;
    return true;
}
#endif

namespace {
template <typename... Arguments> long call(long number, Arguments... arguments)
{
    return faultNow() ? -1 : ::syscall(number, arguments...);
}
} // namespace

long clone3(clone_args *arguments)
{
    return call(SYS_clone3, arguments, sizeof *arguments);
}

int pidfd_open(pid_t pid, unsigned flags)
{
    return int(call(SYS_pidfd_open, pid, flags));
}

int pidfd_send_signal(int pidfd, int signal)
{
    return int(call(SYS_pidfd_send_signal, pidfd, signal, nullptr, 0U));
}

int setns(int fd, int types)
{
    return int(call(SYS_setns, fd, types));
}

int unshare(int flags)
{
    return int(call(SYS_unshare, long(flags)));
}

int setgroups(std::size_t count, const gid_t *groups)
{
    return int(call(SYS_setgroups, count, groups));
}

int setresgid(gid_t real, gid_t effective, gid_t saved)
{
    return int(call(SYS_setresgid, real, effective, saved));
}

int setresuid(uid_t real, uid_t effective, uid_t saved)
{
    return int(call(SYS_setresuid, real, effective, saved));
}

int sethostname(const char *name, std::size_t length)
{
    return int(call(SYS_sethostname, name, length));
}

int prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)
{
    return int(call(SYS_prctl, long(option), a, b, c, d));
}

int seccomp_set_mode_filter(const void *program)
{
    return int(call(SYS_seccomp, long(SECCOMP_SET_MODE_FILTER), 0L, program));
}

int close_range(unsigned first, unsigned last, unsigned flags)
{
    return int(call(SYS_close_range, first, last, flags));
}

int setsid()
{
    return int(call(SYS_setsid));
}

int execveat(int directory, const char *path, char *const argv[], char *const environment[], int flags)
{
    return int(call(SYS_execveat, directory, path, argv, environment, flags));
}

int open_tree(int directory, const char *path, unsigned flags)
{
    return int(call(SYS_open_tree, directory, path, flags));
}

int move_mount(int fromDirectory, const char *fromPath, int toDirectory, const char *toPath, unsigned flags)
{
    return int(call(SYS_move_mount, fromDirectory, fromPath, toDirectory, toPath, flags));
}

int mount_setattr(int directory, const char *path, unsigned flags, mount_attr *attributes)
{
    return int(call(SYS_mount_setattr, directory, path, flags, attributes, sizeof *attributes));
}

int fsopen(const char *type, unsigned flags)
{
    return int(call(SYS_fsopen, type, flags));
}

int fsconfig(int fd, unsigned command, const char *key, const void *value, int aux)
{
    return int(call(SYS_fsconfig, fd, command, key, value, aux));
}

int fsmount(int fd, unsigned flags, unsigned attributes)
{
    return int(call(SYS_fsmount, fd, flags, attributes));
}

int mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data)
{
    return int(call(SYS_mount, source, target, type, flags, data));
}

int umount2(const char *target, int flags)
{
    return int(call(SYS_umount2, target, long(flags)));
}

int pivot_root(const char *newRoot, const char *putOld)
{
    return int(call(SYS_pivot_root, newRoot, putOld));
}

int openat2(int directory, const char *path, const open_how &how)
{
    return int(call(SYS_openat2, directory, path, &how, sizeof how));
}

int openat(int directory, const char *path, int flags, mode_t mode)
{
    return faultNow() ? -1 : ::openat(directory, path, flags, mode);
}

int mkdirat(int directory, const char *path, mode_t mode)
{
    return faultNow() ? -1 : ::mkdirat(directory, path, mode);
}

int mknodat(int directory, const char *path, mode_t mode, dev_t device)
{
    return faultNow() ? -1 : ::mknodat(directory, path, mode, device);
}

int symlinkat(const char *target, int directory, const char *path)
{
    return faultNow() ? -1 : ::symlinkat(target, directory, path);
}

int fstat(int fd, struct stat *result)
{
    return faultNow() ? -1 : ::fstat(fd, result);
}

int fchmod(int fd, mode_t mode)
{
    return faultNow() ? -1 : ::fchmod(fd, mode);
}

int fchdir(int fd)
{
    return faultNow() ? -1 : ::fchdir(fd);
}

int chdir(const char *path)
{
    return faultNow() ? -1 : ::chdir(path);
}

int ioctl(int fd, unsigned long request, unsigned long argument)
{
    return faultNow() ? -1 : ::ioctl(fd, request, argument);
}

ssize_t write(int fd, const void *data, std::size_t length)
{
    return faultNow() ? -1 : ::write(fd, data, length);
}

int dup3(int from, int to, int flags)
{
    return faultNow() ? -1 : ::dup3(from, to, flags);
}

int socketpair(int domain, int type, int protocol, int fds[2])
{
    return faultNow() ? -1 : ::socketpair(domain, type, protocol, fds);
}

int socket(int domain, int type, int protocol)
{
    return faultNow() ? -1 : ::socket(domain, type, protocol);
}

} // namespace taper::kernel
