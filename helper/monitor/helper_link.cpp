// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitor/helper_link.h"

#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace taper::monitor {

ExecScratch *ExecScratch::create()
{
    void *memory =
        ::mmap(nullptr, sizeof(ExecScratch), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? nullptr : static_cast<ExecScratch *>(memory);
}

void ExecScratch::destroy(ExecScratch *scratch)
{
    if (scratch)
        ::munmap(scratch, sizeof *scratch);
}

void HelperLink::attach(UniqueFd socket)
{
    m_peer.set(std::move(socket),
               {[](void *self, std::uint32_t) { static_cast<HelperLink *>(self)->receive(); }, this});
    m_peer.want(EPOLLIN);
    m_saidHello = true;
}

bool HelperLink::listen(const char *runDirectory, const char *id)
{
    std::strncpy(m_id, id, sizeof m_id - 1);
    const UniqueFd run(::open(runDirectory, O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!run || (::mkdirat(run.get(), "monitors", 0700) < 0 && errno != EEXIST))
        return false;
    m_directory.reset(::openat(run.get(), "monitors", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status;
    if (!m_directory || ::fstat(m_directory.get(), &status) < 0)
        return false;
    if (status.st_uid != 0 || (status.st_mode & 077) != 0) {
        errno = EPERM;
        return false;
    }
    UniqueFd socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    // Through the directory's fd: a socket's path has 107 bytes, a run directory may be longer (unix(7)).
    const int length = std::snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s",
                                     m_directory.get(), id);
    if (!socket || length < 0 || std::size_t(length) >= sizeof address.sun_path)
        return false;
    const auto *name = reinterpret_cast<const sockaddr *>(&address);
    if (::bind(socket.get(), name, sizeof address) < 0) {
        // Left by a monitor that was killed? One that still answers is not touched.
        const UniqueFd probe(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (errno != EADDRINUSE || !probe || ::connect(probe.get(), name, sizeof address) == 0 ||
            errno != ECONNREFUSED)
            return false;
        if (::unlinkat(m_directory.get(), id, 0) < 0 || ::bind(socket.get(), name, sizeof address) < 0)
            return false;
    }
    if (::listen(socket.get(), 4) < 0)
        return false;
    m_listening.set(std::move(socket),
                    {[](void *self, std::uint32_t) { static_cast<HelperLink *>(self)->accept(); }, this});
    return m_listening.want(EPOLLIN);
}

void HelperLink::unlinkSocket()
{
    if (m_listening) {
        ::unlinkat(m_directory.get(), m_id, 0);
        m_listening.close();
    }
}

bool HelperLink::writeExitFile(int status)
{
    if (!m_directory)
        return true; // a worker: nobody comes back to read it
    char name[48], aside[56], text[32];
    std::snprintf(name, sizeof name, "%s.exit", m_id);
    std::snprintf(aside, sizeof aside, "%s.new", name);
    const int length = std::snprintf(text, sizeof text, "status %d\n", status);
    const UniqueFd file(
        ::openat(m_directory.get(), aside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    return file && ::write(file.get(), text, std::size_t(length)) == length &&
           ::renameat(m_directory.get(), aside, m_directory.get(), name) == 0;
}

void HelperLink::accept()
{
    UniqueFd socket(::accept4(m_listening.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    ucred peer{};
    socklen_t length = sizeof peer;
    // The directory lets nobody else in; this is for the day that somebody opens it.
    if (!socket || ::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0 || peer.uid != 0)
        return;
    attach(std::move(socket));
    m_saidHello = false;
}

void HelperLink::receive()
{
    ReceivedFds fds;
    const ssize_t length = ::recv(m_peer.get(), nullptr, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length == ssize_t(sizeof(Message))) {
        Message message;
        if (receivePacket(m_peer.get(), &message, sizeof message, fds, MSG_DONTWAIT) == length)
            return dispatch(message, nullptr, fds);
    } else if (length == ssize_t(sizeof(ExecRequest))) {
        ExecScratch *scratch = ExecScratch::create();
        if (scratch && receivePacket(m_peer.get(), &scratch->request, sizeof scratch->request, fds,
                                     MSG_DONTWAIT) == length)
            dispatch(scratch->request.head, scratch, fds);
        else
            lose();
        ExecScratch::destroy(scratch);
        return;
    }
    lose(); // gone, or it speaks another language
}

void HelperLink::dispatch(Message &message, ExecScratch *exec, ReceivedFds &fds)
{
    message.text[sizeof message.text - 1] = 0;
    const bool isHello = message.type == Type::Hello;
    if (message.version < 1 || (!m_saidHello && !isHello) ||
        (exec != nullptr) != (message.type == Type::Exec))
        return lose();
    m_saidHello = true;
    m_listener.handleMessage(message, exec, fds);
    if (isHello)
        sendKept();
}

void HelperLink::lose()
{
    if (!m_peer)
        return;
    m_peer.close();
    m_listener.helperLost();
}

void HelperLink::send(const Message &message, std::span<const int> fds)
{
    // The next helper's first packet is the answer to its Hello, whatever else happens in between.
    if (!m_peer || (!m_saidHello && message.type != Type::Status))
        return;
    // A helper that does not read for so long that its socket is full is as good as lost; the next one asks
    // for Status.
    if (sendPacket(m_peer.get(), &message, sizeof message, fds, MSG_DONTWAIT) < 0)
        lose();
}

void HelperLink::sendOrKeep(const Message &message)
{
    if (m_peer && m_saidHello)
        send(message);
    if (m_peer && m_saidHello)
        return;
    if (m_keptCount == maximumKept) {
        std::memmove(m_kept, m_kept + 1, sizeof m_kept - sizeof *m_kept);
        --m_keptCount;
    }
    m_kept[m_keptCount++] = {message.session, message.value, message.errnoValue};
}

void HelperLink::sendKept()
{
    for (unsigned i = 0; i < m_keptCount && m_peer; ++i) {
        Message message;
        message.type = Type::ExecEnded;
        message.session = m_kept[i].session;
        message.value = m_kept[i].value;
        message.errnoValue = m_kept[i].errnoValue;
        send(message);
    }
    if (m_peer)
        m_keptCount = 0;
}

} // namespace taper::monitor
