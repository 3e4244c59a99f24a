// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/archive_feed.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

namespace taper::cli {

namespace {
/// tar ends its stream with two blocks of zeros and fills up a record of 10240 bytes: more than that is held
/// back.
constexpr std::size_t heldBack = 2 * 10240, bufferSize = 256 * 1024;

Status makePipe(Descriptor &readEnd, Descriptor &writeEnd)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return systemError("pipe");
    readEnd = Descriptor(ends[0]);
    writeEnd = Descriptor(ends[1]);
    return {};
}
} // namespace

ArchiveFeed::~ArchiveFeed()
{
    m_tar.close(); // tar's next write ends it with SIGPIPE
    if (m_pid > 0) {
        ::kill(m_pid, SIGTERM);
        ::waitpid(m_pid, nullptr, 0);
    }
}

Status ArchiveFeed::start(const std::string &directory)
{
    m_directory = directory;
    ::signal(SIGPIPE, SIG_IGN); // a helper that needs no more bytes is no reason to die
    Descriptor tarOutput;
    if (auto made = makePipe(m_tar, tarOutput); !made)
        return made;
    if (auto made = makePipe(m_helperEnd, m_out); !made)
        return made;
    ::fcntl(m_out.get(), F_SETFL, O_NONBLOCK);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, tarOutput.get(), STDOUT_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, pipeSignal;
    sigemptyset(&none);
    sigemptyset(&pipeSignal);
    sigaddset(&pipeSignal, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &pipeSignal);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::array arguments{"tar",      "--numeric-owner",
                         "--xattrs", "--xattrs-include=*",
                         "-C",       directory.c_str(),
                         "-cf",      "-",
                         ".",        static_cast<const char *>(nullptr)};
    const int failed = ::posix_spawnp(&m_pid, "tar", &actions, &attributes,
                                      const_cast<char *const *>(arguments.data()), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) {
        m_pid = -1;
        errno = failed;
        return systemError("run tar for", directory);
    }
    return {};
}

bool ArchiveFeed::mayWrite() const
{
    return m_out && m_held.size() > (m_complete ? 0 : heldBack);
}

void ArchiveFeed::addPolls(std::vector<pollfd> &polls)
{
    // An fd of -1 is skipped by poll(2): always two entries, so that handle() knows which is which.
    polls.push_back({m_held.size() < bufferSize ? m_tar.get() : -1, POLLIN, 0});
    polls.push_back({mayWrite() ? m_out.get() : -1, POLLOUT, 0});
}

Status ArchiveFeed::handle(std::span<const pollfd> polls)
{
    if (polls[0].revents != 0)
        if (auto read = readTar(); !read)
            return read;
    if (polls[1].revents != 0)
        write();
    if (m_complete && m_held.empty())
        m_out.close();
    return {};
}

Status ArchiveFeed::readTar()
{
    std::array<char, 65536> bytes;
    const ssize_t count = ::read(m_tar.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR)
        return {};
    if (count <= 0)
        return tarEnded();
    m_held.append(bytes.data(), static_cast<std::size_t>(count));
    return {};
}

Status ArchiveFeed::tarEnded()
{
    m_tar.close();
    int status = 0;
    while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
    }
    m_pid = -1;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return fail(ErrorCode::ImageInvalid, "read folder", m_directory, "tar could not read all of it",
                    "See its lines above; a system's files often need root to be read: try sudo");
    m_complete = true;
    return {};
}

void ArchiveFeed::write()
{
    const std::size_t size = m_held.size() - (m_complete ? 0 : heldBack);
    const ssize_t count = ::write(m_out.get(), m_held.data(), size);
    if (count > 0) {
        m_held.erase(0, static_cast<std::size_t>(count));
    } else if (count < 0 && errno != EAGAIN && errno != EINTR) { // nobody reads any more: the job says why
        m_out.close();
        m_tar.close();
        m_held.clear();
    }
}

} // namespace taper::cli
