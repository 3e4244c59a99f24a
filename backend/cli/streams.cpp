// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/streams.h"

#include <array>
#include <sys/socket.h>

namespace taper::cli {

namespace {
constexpr std::size_t readSize = 64 * 1024;
/// POLLOUT of a pipe promises that PIPE_BUF bytes do not block (pipe(7)); a socket is told not to block
/// instead.
constexpr std::size_t pipeWriteSize = 4096;

void finish(Stream &stream, const std::function<void()> &how)
{
    stream.over = true;
    stream.waiting.clear();
    if (how)
        how();
}
} // namespace

void StreamSet::add(Stream stream, bool output)
{
    m_entries.push_back({std::move(stream), output});
}

bool StreamSet::outputsOver() const
{
    for (const auto &entry : m_entries)
        if (entry.output && !entry.stream.over)
            return false;
    return true;
}

bool StreamSet::drained(std::chrono::milliseconds silence) const
{
    if (outputsOver())
        return true;
    for (const auto &entry : m_entries)
        if (entry.output && !entry.stream.waiting.empty())
            return false;
    return m_ended && std::chrono::steady_clock::now() - m_lastActivity > silence;
}

void StreamSet::noteEnd()
{
    if (!m_ended)
        m_lastActivity = std::chrono::steady_clock::now();
    m_ended = true;
}

void StreamSet::addPolls(std::vector<pollfd> &polls)
{
    m_polled.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Stream &stream = m_entries[i].stream;
        if (stream.over)
            continue;
        const bool writing = !stream.waiting.empty();
        if (!writing && stream.sourceEnded)
            continue;
        polls.push_back(
            {writing ? stream.to : stream.from, static_cast<short>(writing ? POLLOUT : POLLIN), 0});
        m_polled.emplace_back(i, writing);
    }
}

Status StreamSet::handle(std::span<const pollfd> polls)
{
    for (std::size_t i = 0; i < polls.size() && !m_left; ++i) {
        if (polls[i].revents == 0)
            continue;
        auto &[stream, output] = m_entries[m_polled[i].first];
        if (stream.over)
            continue;
        if (output)
            m_lastActivity = std::chrono::steady_clock::now();
        if (m_polled[i].second)
            write(stream);
        else
            readInto(stream);
        if (!stream.over && stream.sourceEnded && stream.waiting.empty())
            finish(stream, stream.onEnd);
    }
    return {};
}

void StreamSet::readInto(Stream &stream)
{
    std::array<char, readSize> bytes;
    const ssize_t count = ::read(stream.from, bytes.data(), bytes.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (count <= 0) { // a pty whose other side is gone says EIO
        stream.sourceEnded = true;
        return;
    }
    stream.waiting.assign(bytes.data(), static_cast<std::size_t>(count));
    if (stream.filter && !stream.filter(stream.waiting))
        m_left = true;
    if (!stream.waiting.empty())
        write(stream);
}

void StreamSet::write(Stream &stream)
{
    ssize_t count =
        ::send(stream.to, stream.waiting.data(), stream.waiting.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0 && errno == ENOTSOCK) {
        pollfd poll{stream.to, POLLOUT, 0};
        if (::poll(&poll, 1, 0) <= 0)
            return;
        count = ::write(stream.to, stream.waiting.data(), std::min(stream.waiting.size(), pipeWriteSize));
    }
    if (count >= 0) {
        stream.waiting.erase(0, static_cast<std::size_t>(count));
        return;
    }
    if (errno != EINTR && errno != EAGAIN)
        finish(stream, stream.onBroken);
}

} // namespace taper::cli
