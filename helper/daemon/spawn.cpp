// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/spawn.h"

#include "engine/sys/kernel.h"
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/wait.h>

namespace taper::daemon {

namespace {
/// posix_spawn's attributes and actions, freed on every way out.
struct SpawnSetup
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    SpawnSetup()
    {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
        sigset_t none, all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setflags(&attributes,
                                 POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    }
    ~SpawnSetup()
    {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
};
} // namespace

/// Lives in its own event source until the child has been reaped, whoever forgets about it.
struct ChildProcess::Watch
{
    pid_t pid = 0;
    UniqueFd pidfd;
    EventLoop::Source source;
    std::function<void(int)> ended;
};

ChildProcess &ChildProcess::operator=(ChildProcess &&other) noexcept
{
    if (this != &other) {
        forget();
        m_watch = std::move(other.m_watch);
    }
    return *this;
}

void ChildProcess::forget()
{
    if (m_watch)
        m_watch->ended = nullptr;
    m_watch.reset();
}

void ChildProcess::kill(int signal) const
{
    if (m_watch && m_watch->pidfd)
        kernel::pidfd_send_signal(m_watch->pidfd.get(), signal);
}

Result<ChildProcess> spawn(EventLoop &loop, const std::string &program,
                           const std::vector<std::string> &arguments, const std::vector<int> &fds,
                           std::function<void(int status)> ended)
{
    SpawnSetup setup;
    posix_spawn_file_actions_addopen(&setup.actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&setup.actions, 1, "/dev/null", O_WRONLY, 0);
    // The sources are moved out of the way first, or a target would overwrite a later source.
    std::vector<UniqueFd> moved;
    for (std::size_t i = 0; i < fds.size(); ++i) {
        if (fds[i] < 0)
            continue;
        moved.emplace_back(fcntl(fds[i], F_DUPFD_CLOEXEC, 100));
        if (!moved.back())
            return systemError("start", program);
        posix_spawn_file_actions_adddup2(&setup.actions, moved.back().get(), static_cast<int>(3 + i));
    }
    std::vector<char *> argv{const_cast<char *>(program.c_str())};
    for (const auto &argument : arguments)
        argv.push_back(const_cast<char *>(argument.c_str()));
    argv.push_back(nullptr);
    char *environment[] = {const_cast<char *>("PATH=/usr/sbin:/usr/bin:/sbin:/bin"),
                           const_cast<char *>("LANG=C.UTF-8"), nullptr, nullptr, nullptr};
#ifdef TAPER_FAULTS
    int next = 2;
    for (const char *name : {"TAPER_FAULT_PARENT", "TAPER_FAULT_CHILD"})
        if (const char *value = getenv(name)) {
            static std::string kept[2];
            kept[next - 2] = std::string(name) + "=" + value;
            environment[next] = kept[next - 2].data();
            ++next;
        }
#endif
    auto watch = std::make_shared<ChildProcess::Watch>();
    if (int error = posix_spawn(&watch->pid, program.c_str(), &setup.actions, &setup.attributes, argv.data(),
                                environment)) {
        errno = error;
        return systemError("start", program);
    }
    watch->pidfd.reset(kernel::pidfd_open(watch->pid));
    if (!watch->pidfd) {
        auto error = systemError("pidfd_open", program);
        ::kill(watch->pid, SIGKILL); // unreaped: still ours
        waitpid(watch->pid, nullptr, 0);
        return error;
    }
    watch->ended = std::move(ended);
    watch->source = loop.watch(watch->pidfd.get(), EPOLLIN, [watch](std::uint32_t) {
        int status = 0;
        if (waitpid(watch->pid, &status, WNOHANG) != watch->pid)
            return;
        auto told = std::move(watch->ended);
        watch->source.reset(); // and with it, once we return, the watch
        if (told)
            told(status);
    });
    ChildProcess child;
    child.m_watch = std::move(watch);
    return child;
}

} // namespace taper::daemon
