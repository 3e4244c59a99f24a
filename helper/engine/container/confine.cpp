// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/container/confine.h"

#include "engine/sys/kernel.h"

#include <csignal>
#include <initializer_list>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace taper::launch {

int dropBoundingSet(std::uint64_t kept)
{
    for (unsigned capability = 0; capability < 64; ++capability) {
        if (kept & (std::uint64_t(1) << capability))
            continue;
        // EINVAL: this kernel has no capability of that number, nor of a higher one.
        if (kernel::prctl(PR_CAPBSET_DROP, capability) < 0)
            return errno == EINVAL && capability > CAP_LAST_CAP ? 0 : -1;
    }
    return 0;
}

int loadFilter(const sock_filter *filter, unsigned length)
{
    if (length == 0)
        return 0;
    const sock_fprog program{static_cast<unsigned short>(length), const_cast<sock_filter *>(filter)};
    return kernel::seccomp_set_mode_filter(&program);
}

int clearInheritable()
{
    if (kernel::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL) < 0)
        return -1;
    __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2] = {};
    if (::syscall(SYS_capget, &head, data) < 0)
        return -1;
    data[0].inheritable = data[1].inheritable = 0;
    return int(::syscall(SYS_capset, &head, data));
}

void resetSignals()
{
    for (const int ignored : {SIGPIPE, SIGCHLD, SIGHUP, SIGINT, SIGQUIT})
        ::signal(ignored, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

int standardDescriptors(int in, int out, int err, int keepUpTo)
{
    // Away from 0-2 first: one of them may be what another is to become.
    const int wanted[3] = {in, out, err};
    int away[3];
    for (int i = 0; i < 3; ++i)
        if ((away[i] = ::fcntl(wanted[i], F_DUPFD_CLOEXEC, 64)) < 0)
            return -1;
    for (int i = 0; i < 3; ++i)
        if (kernel::dup3(away[i], i, 0) < 0)
            return -1;
    return kernel::close_range(unsigned(keepUpTo) + 1, ~0U, CLOSE_RANGE_CLOEXEC);
}

} // namespace taper::launch
