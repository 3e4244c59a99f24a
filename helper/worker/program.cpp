// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/program.h"

#include "engine/sys/kernel.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taper::worker {

namespace {

std::vector<char *> pointers(const std::vector<std::string> &strings)
{
    std::vector<char *> result;
    for (const std::string &text : strings)
        result.push_back(const_cast<char *>(text.c_str()));
    result.push_back(nullptr);
    return result;
}

} // namespace

Result<Program> Program::start(const std::vector<std::string> &arguments,
                               const std::vector<std::string> &environment)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) < 0)
        return systemError("make a pipe");
    Program program;
    program.m_output.reset(ends[0]);
    const UniqueFd output(ends[1]);
    const auto argv = pointers(arguments), envp = pointers(environment);
    // One thread here, and nothing but system calls in the child.
    const pid_t child = ::fork();
    if (child == 0) {
        ::signal(SIGPIPE, SIG_DFL);
        ::umask(022);
        if (::dup2(output.get(), STDOUT_FILENO) >= 0 && ::dup2(output.get(), STDERR_FILENO) >= 0 &&
            ::chdir("/") == 0)
            ::execve(argv[0], argv.data(), envp.data());
        ::_exit(127);
    }
    if (child < 0)
        return systemError("fork");
    program.m_pid = child;
    program.m_pidFd.reset(kernel::pidfd_open(child));
    if (!program.m_pidFd)
        return systemError("open a pidfd");
    ::fcntl(program.m_output.get(), F_SETFL, O_NONBLOCK);
    return program;
}

/// As process 1 we inherit every orphan: those are taken away, too.
void Program::collect()
{
    int status = 0;
    for (pid_t pid; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;)
        if (pid == m_pid) {
            m_exited = true;
            m_status = status;
        }
}

std::string_view Program::read(int timeoutMs)
{
    pollfd waited[2] = {{m_output.get(), POLLIN, 0}, {m_exited ? -1 : m_pidFd.get(), POLLIN, 0}};
    // A script that went into the background may hold the pipe open for ever: the program's end is the end.
    ::poll(waited, 2, m_exited ? 0 : timeoutMs);
    collect();
    const ssize_t length = ::read(m_output.get(), m_buffer.data(), m_buffer.size());
    if (length > 0)
        return {m_buffer.data(), std::size_t(length)};
    if (m_exited)
        m_ended = true;
    else if (length == 0)
        ::poll(&waited[1], 1, timeoutMs); // closed, and not ended yet
    return {};
}

void killOthers()
{
    if (::getpid() != 1)
        return;
    ::kill(-1, SIGKILL);
    while (::waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
    }
}

} // namespace taper::worker
