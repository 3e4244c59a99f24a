// SPDX-License-Identifier: GPL-3.0-or-later
#include "cgroup/group_process.h"
#include "engine/sys/kernel.h"
#include <csignal>
#include <fstream>
#include <sstream>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fcntl.h>
namespace taper::test {

pid_t spawnIn(const cgroup::JoinFds &fds, const std::function<int()> &work)
{
    clone_args arguments{};
    arguments.exit_signal = SIGCHLD;
    if (fds.directory) {
        arguments.flags = CLONE_INTO_CGROUP;
        arguments.cgroup = static_cast<std::uint64_t>(fds.directory.get());
    }
    int joined[2];
    if (pipe2(joined, O_CLOEXEC) < 0)
        return -1;
    UniqueFd told(joined[0]), tell(joined[1]);
    const long pid = kernel::clone3(&arguments);
    if (pid != 0) {
        // It is in its groups, or has failed to join and ended, before anybody kills or removes them.
        tell.reset();
        char byte = 0;
        while (pid > 0 && read(told.get(), &byte, 1) < 0 && errno == EINTR) {
        }
        return static_cast<pid_t>(pid);
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const UniqueFd &tasks : fds.tasks)
        if (write(tasks.get(), "0", 1) != 1)
            _exit(120);
    if (write(tell.get(), "", 1) != 1)
        _exit(121);
    tell.reset();
    _exit(work());
}

int reap(pid_t pid)
{
    int status = -1;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

namespace {

char *touched(std::size_t bytes)
{
    void *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        _exit(121);
    char *first = static_cast<char *>(memory);
    for (std::size_t i = 0; i < bytes; i += 4096)
        const_cast<volatile char *>(first)[i] = 1;
    return first;
}

} // namespace

int hog(std::size_t bytes)
{
    touched(bytes);
    return 0;
}

int hold(std::size_t bytes, int ready)
{
    if (mlock(touched(bytes), bytes) != 0 || write(ready, "x", 1) != 1)
        return 122;
    return sleepForever();
}

int sleepForever()
{
    for (;;)
        pause();
}

std::string fileText(const std::string &path)
{
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    std::string all = text.str();
    while (!all.empty() && all.back() == '\n')
        all.pop_back();
    return all;
}

void writeText(const std::string &path, const std::string &text)
{
    std::ofstream(path) << text;
}

} // namespace taper::test
