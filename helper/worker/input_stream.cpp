// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/input_stream.h"

#include "worker/worker_protocol.h"

#include <algorithm>
#include <archive.h>
#include <cerrno>
#include <memory>
#include <poll.h>
#include <unistd.h>
#include <utility>
#include <zlib.h>

namespace taper::worker {

namespace {
constexpr std::size_t rawBlock = 256 * 1024, blockBytes = 512 * 1024, maximumBlocks = 16;
} // namespace

std::string hexDigest(sha256_ctx &context)
{
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest;
    sha256_digest(&context, digest.size(), digest.data());
    std::string text;
    for (const std::uint8_t byte : digest) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

InputStream::InputStream(int fd) : m_fd(fd), m_raw(rawBlock)
{
    sha256_init(&m_sha);
    m_thread = std::thread([this] { run(); });
}

InputStream::~InputStream()
{
    finish();
}

long InputStream::readRaw()
{
    ssize_t length;
    do {
        length = ::read(m_fd, m_raw.data(), m_raw.size());
        // Whoever gave the pipe may have made it non-blocking.
        if (pollfd waiting{m_fd, POLLIN, 0}; length < 0 && errno == EAGAIN)
            ::poll(&waiting, 1, -1);
    } while (length < 0 && (errno == EINTR || errno == EAGAIN));
    if (length < 0)
        m_readError = errno;
    if (length > 0) {
        sha256_update(&m_sha, std::size_t(length), reinterpret_cast<const std::uint8_t *>(m_raw.data()));
        m_bytesRead += std::uint64_t(length);
    }
    return length;
}

long InputStream::readCallback(::archive *archive, void *self, const void **buffer)
{
    auto *stream = static_cast<InputStream *>(self);
    *buffer = stream->m_raw.data();
    const long length = stream->m_first > 0 ? std::exchange(stream->m_first, 0) : stream->readRaw();
    if (length < 0)
        archive_set_error(archive, stream->m_readError, "the archive cannot be read");
    return length;
}

bool InputStream::push(const void *data, std::size_t length)
{
    std::vector<char> block;
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_full.size() < maximumBlocks || m_unwanted; });
        if (m_unwanted)
            return false;
        if (!m_empty.empty()) {
            block = std::move(m_empty.back());
            m_empty.pop_back();
        }
    }
    block.assign(static_cast<const char *>(data), static_cast<const char *>(data) + length);
    const std::lock_guard lock(m_mutex);
    m_full.push_back(std::move(block));
    m_changed.notify_all();
    return true;
}

void InputStream::decompress()
{
    const std::unique_ptr<struct archive, int (*)(struct archive *)> reader(archive_read_new(),
                                                                            &archive_read_free);
    archive_read_support_format_raw(reader.get());
    archive_read_support_format_empty(reader.get());
    archive_read_support_filter_bzip2(reader.get());
    archive_read_support_filter_xz(reader.get());
    archive_read_support_filter_zstd(reader.get());
    archive_entry *entry = nullptr;
    int status = archive_read_open(reader.get(), this, nullptr, &InputStream::readCallback, nullptr);
    if (status == ARCHIVE_OK)
        status = archive_read_next_header(reader.get(), &entry);
    const void *data = nullptr;
    std::size_t length = 0;
    la_int64_t offset = 0;
    while (status == ARCHIVE_OK) {
        status = archive_read_data_block(reader.get(), &data, &length, &offset);
        for (std::size_t at = 0; status == ARCHIVE_OK && at < length; at += blockBytes)
            if (!push(static_cast<const char *>(data) + at, std::min(blockBytes, length - at)))
                return;
    }
    if (status == ARCHIVE_EOF)
        return;
    const char *why = archive_error_string(reader.get());
    complain(why ? why : "it cannot be decompressed");
}

/// By zlib itself, because libarchive 3.6 does not compare gzip's checksum: a damaged download would be
/// taken.
void InputStream::decompressGzip()
{
    z_stream stream{};
    constexpr int gzipOnly = 15 + 16; // inflateInit2 in zlib.h
    if (inflateInit2(&stream, gzipOnly) != Z_OK)
        return complain("zlib cannot begin");
    const std::unique_ptr<z_stream, int (*)(z_stream *)> ending(&stream, &inflateEnd);
    std::vector<char> block(blockBytes);
    long available = std::exchange(m_first, 0);
    bool between = false; // at the end of a member: another may follow, or zeros, which tapes pad with
    for (;;) {
        if (stream.avail_in == 0) {
            if (available == 0 && (available = readRaw()) <= 0)
                return between || available < 0 ? void() : complain("truncated gzip input");
            stream.next_in = reinterpret_cast<Bytef *>(m_raw.data());
            stream.avail_in = uInt(std::exchange(available, 0));
        }
        if (between) {
            if (*stream.next_in == 0) {
                stream.avail_in = 0;
                continue;
            }
            inflateReset(&stream);
            between = false;
        }
        stream.next_out = reinterpret_cast<Bytef *>(block.data());
        stream.avail_out = uInt(block.size());
        const int status = inflate(&stream, Z_NO_FLUSH);
        if (const std::size_t made = block.size() - stream.avail_out; made > 0 && !push(block.data(), made))
            return;
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
            return complain(stream.msg ? stream.msg : "damaged gzip input");
        between = status == Z_STREAM_END;
    }
}

void InputStream::complain(const char *why)
{
    const std::lock_guard lock(m_mutex);
    m_complaint = why;
}

void InputStream::run()
{
    m_first = readRaw();
    if (m_first >= 2 && m_raw[0] == '\x1f' && m_raw[1] == '\x8b')
        decompressGzip();
    else if (m_first > 0)
        decompress();
    {
        const std::lock_guard lock(m_mutex);
        m_ended = true;
        m_changed.notify_all();
    }
    while (m_readError == 0 && m_bytesRead < maximumImageBytes && readRaw() > 0)
        continue; // the fingerprint is of the whole input
}

const std::vector<char> &InputStream::next()
{
    std::unique_lock lock(m_mutex);
    if (m_current.capacity() > 0)
        m_empty.push_back(std::move(m_current));
    m_current.clear();
    m_changed.notify_all();
    m_changed.wait(lock, [this] { return !m_full.empty() || m_ended; });
    if (!m_full.empty()) {
        m_current = std::move(m_full.front());
        m_full.pop_front();
        m_changed.notify_all();
    }
    return m_current;
}

void InputStream::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        m_unwanted = true;
        m_changed.notify_all();
    }
    if (m_thread.joinable())
        m_thread.join();
}

std::string InputStream::complaint()
{
    const std::lock_guard lock(m_mutex);
    return m_complaint;
}

std::string InputStream::fingerprint()
{
    return hexDigest(m_sha);
}

} // namespace taper::worker
