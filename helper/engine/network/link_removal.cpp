// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/network/link_removal.h"

#include "engine/sys/kernel.h"

#include <csignal>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taper::network {

namespace {
constexpr int patienceMs = 500;
/// worker/worker_protocol.h: a folder that may not be included here.
constexpr int taskFd = 3, reportFd = 4, inputFd = 5;

UniqueFd memoryFile(const void *bytes, std::size_t size)
{
    UniqueFd file(memfd_create("taper-request", MFD_CLOEXEC));
    if (!file || kernel::write(file.get(), bytes, size) != static_cast<ssize_t>(size) ||
        lseek(file.get(), 0, SEEK_SET) != 0)
        return {};
    return file;
}
} // namespace

bool LinkRemoval::begin(std::uint32_t index)
{
    if (m_program.empty() || underWay())
        return false;
    Message message(RTM_DELLINK, NLM_F_REQUEST | NLM_F_ACK);
    ifinfomsg header{};
    header.ifi_index = static_cast<int>(index);
    message.header(header);
    auto socket = Socket::open();
    if (!socket || !message.good())
        return false;
    const nlmsghdr *bytes = nlmsg_hdr(message.get());
    const UniqueFd request = memoryFile(bytes, bytes->nlmsg_len);
    return request && spawn(request.get(), socket->fd());
}

bool LinkRemoval::spawn(int request, int socket)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
    // Out of the way first: one of them may have the other's number.
    const UniqueFd highRequest(fcntl(request, F_DUPFD_CLOEXEC, 16)),
        highSocket(fcntl(socket, F_DUPFD_CLOEXEC, 16));
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, reportFd, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, highRequest.get(), taskFd);
    posix_spawn_file_actions_adddup2(&actions, highSocket.get(), inputFd);
    std::string name = "taper-worker", role = "request";
    char *arguments[] = {name.data(), role.data(), nullptr};
    char *environment[] = {nullptr};
    pid_t pid = -1;
    const int error = highRequest && highSocket ? posix_spawn(&pid, m_program.c_str(), &actions, &attributes,
                                                              arguments, environment)
                                                : EMFILE;
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0)
        return false;
    UniqueFd fd(kernel::pidfd_open(pid));
    if (!fd) {
        (void)waitpid(pid, nullptr, 0);
        return true;
    }
    m_process = PidFd(pid, processStartTime(pid), std::move(fd));
    return true;
}

bool LinkRemoval::underWay()
{
    if (!m_process)
        return false;
    if (!m_process.hasEnded())
        return true;
    siginfo_t info{};
    (void)waitid(P_PIDFD, static_cast<id_t>(m_process.fd()), &info, WEXITED | WNOHANG);
    if (info.si_code != CLD_EXITED || info.si_status != 0) {
        m_failed = true;
        m_program.clear();
    }
    m_process = {};
    return false;
}

void LinkRemoval::wait()
{
    if (!underWay())
        return;
    pollfd entry{m_process.fd(), POLLIN, 0};
    (void)poll(&entry, 1, patienceMs);
    (void)underWay();
}

} // namespace taper::network
