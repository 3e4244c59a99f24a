// SPDX-License-Identifier: GPL-3.0-or-later
// Kernel calls under their own names: those that glibc 2.36 has no wrapper for, and those of the launch,
// which a test build (TAPER_FAULTS) can make fail one by one. They return what the kernel's do: -1 and errno.
// Runs in: helper, monitor, worker, and in children after clone3 (nothing here allocates, locks or logs).
#pragma once
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <sys/stat.h>
#include <sys/types.h>

namespace taper::kernel {

#ifdef TAPER_FAULTS
/// The n-th call (from 1) of this process from now on fails with errnoValue; 0 = none. In the child of a
/// launch the calls are counted anew: see enterFaultChild.
void setFault(unsigned n, unsigned nInChild = 0, int errnoValue = EIO, unsigned nInExec = 0);
/// Reads TAPER_FAULT_PARENT, TAPER_FAULT_CHILD and TAPER_FAULT_EXEC (decimal). Only a test build has it.
void setFaultFromEnvironment();
/// First thing in a child after clone3: its own count begins. isExec: one that enters a running container.
void enterFaultChild(bool isExec = false);
/// True when this call is the one that has to fail; errno is set then.
bool faultNow();
#else
inline void enterFaultChild(bool isExec = false) {}
constexpr bool faultNow()
{
    return false;
}
#endif

// Processes and namespaces
long clone3(clone_args *arguments);
int pidfd_open(pid_t pid, unsigned flags = 0);
int pidfd_send_signal(int pidfd, int signal);
int setns(int fd, int types);
int unshare(int flags);
int setgroups(std::size_t count,
              const gid_t *groups); ///< of this thread only, without glibc's set*id signalling
int setresgid(gid_t real, gid_t effective, gid_t saved);
int setresuid(uid_t real, uid_t effective, uid_t saved);
int sethostname(const char *name, std::size_t length);
int prctl(int option, unsigned long a = 0, unsigned long b = 0, unsigned long c = 0, unsigned long d = 0);
int seccomp_set_mode_filter(const void *program);
int close_range(unsigned first, unsigned last, unsigned flags);
int setsid();
int execveat(int directory, const char *path, char *const argv[], char *const environment[], int flags);

// Mounts
int open_tree(int directory, const char *path, unsigned flags);
int move_mount(int fromDirectory, const char *fromPath, int toDirectory, const char *toPath, unsigned flags);
int mount_setattr(int directory, const char *path, unsigned flags, mount_attr *attributes);
int fsopen(const char *type, unsigned flags);
int fsconfig(int fd, unsigned command, const char *key, const void *value, int aux);
int fsmount(int fd, unsigned flags, unsigned attributes);
int mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data);
int umount2(const char *target, int flags);
int pivot_root(const char *newRoot, const char *putOld);

// Files
int openat2(int directory, const char *path, const open_how &how);
int openat(int directory, const char *path, int flags, mode_t mode = 0);
int mkdirat(int directory, const char *path, mode_t mode);
int mknodat(int directory, const char *path, mode_t mode, dev_t device);
int symlinkat(const char *target, int directory, const char *path);
int fstat(int fd, struct stat *result);
int fchmod(int fd, mode_t mode);
int fchdir(int fd);
int chdir(const char *path);
int ioctl(int fd, unsigned long request, unsigned long argument);
ssize_t write(int fd, const void *data, std::size_t length);
int dup3(int from, int to, int flags);

// Sockets
int socketpair(int domain, int type, int protocol, int fds[2]);
int socket(int domain, int type, int protocol);

} // namespace taper::kernel
