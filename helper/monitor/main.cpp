// SPDX-License-Identifier: GPL-3.0-or-later
// taper-monitor: one per running container, started by taper-helper with a socket (fd 3), over which its plan comes.
// taper-monitor --anchor: sits in the cgroup that holds all containers, so that it is never empty, and does
// nothing.
#include "engine/sys/kernel.h"
#include "monitor/monitor.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/close_range.h>
#include <new>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace {

[[noreturn]] void beAnchor()
{
    ::prctl(PR_SET_NAME, "taper-anchor");
    ::close_range(3, ~0U, 0);
    for (;;)
        ::pause();
}

alignas(taper::monitor::Monitor) char memory[sizeof(taper::monitor::Monitor)];

/// What a container's init finds: as under systemd on a host, whatever the helper runs with. dbus and
/// databases raise their own soft limit up to it.
void raiseFileLimit()
{
    constexpr rlim_t hard = 524288;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max < hard) {
        limit.rlim_max = hard;
        ::setrlimit(RLIMIT_NOFILE, &limit); // above fs.nr_open: it stays as it is
    }
}

/// The helper's unit keeps the helper from the kernel's OOM killer; a container has no part in that. Written by
/// root, so that nobody inside can lower it again (proc(5), oom_score_adj: the last privileged value is the floor).
void giveUpOomProtection()
{
    const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return;
    // Refused only where the value was above 0 and this root may not lower it: then it stays.
    if (::write(file, "0", 1) < 0)
        errno = 0;
    ::close(file);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 2 && std::strcmp(argv[1], "--anchor") == 0)
        beAnchor();
    if (argc != 1 || ::fcntl(taper::helperFd, F_GETFD) < 0) {
        static constexpr char text[] = "taper-monitor is started by taper-helper, not by hand.\n";
        (void)!::write(2, text, sizeof text - 1);
        return 2;
    }
    for (int fd = 0; fd <= 2; ++fd) // whoever opens something later must not get a standard descriptor
        if (::fcntl(fd, F_GETFD) < 0)
            ::open("/dev/null", O_RDWR);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    ::prctl(PR_SET_DUMPABLE, 0); // also of the children until they execute: nobody inside can look into them
    ::signal(SIGPIPE, SIG_IGN);
    raiseFileLimit();
    giveUpOomProtection();
    ::setsid(); // no key of the helper's terminal reaches a container
    if (::chdir("/") < 0)
        return 1;
#ifdef TAPER_FAULTS
    taper::kernel::setFaultFromEnvironment();
#endif
    return (new (memory) taper::monitor::Monitor)->run();
}
