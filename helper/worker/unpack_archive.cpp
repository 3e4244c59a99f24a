// SPDX-License-Identifier: GPL-3.0-or-later
// A tar archive, entry by entry: judged, then made. The first thing that is wrong ends it, naming the entry.
// Runs in: worker, role unpack.
#include "worker/attributes.h"
#include "worker/entry_path.h"
#include "worker/input_stream.h"
#include "worker/root_check.h"
#include "worker/tree_writer.h"
#include "worker/unpack.h"
#include "worker/worker_protocol.h"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <cerrno>
#include <memory>
#include <string_view>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace taper::worker {

namespace {

constexpr std::uint64_t maximumId = 65535;
constexpr std::uint64_t maximumTrailer = 64ull << 20; ///< looked at behind the archive's end mark

tl::unexpected<Error> refuse(const std::string &path, std::string why, std::string hint = {})
{
    return fail(ErrorCode::ImageInvalid, "unpack", path, std::move(why), std::move(hint));
}

/// What tools like mmdebstrap and debootstrap put into /dev. Left out: every container gets its own.
bool isStandardNode(const std::string &path, archive_entry *entry)
{
    struct Node
    {
        std::string_view path;
        unsigned major, minor;
    };
    constexpr std::array<Node, 8> nodes{{{"dev/null", 1, 3},
                                         {"dev/zero", 1, 5},
                                         {"dev/full", 1, 7},
                                         {"dev/random", 1, 8},
                                         {"dev/urandom", 1, 9},
                                         {"dev/tty", 5, 0},
                                         {"dev/console", 5, 1},
                                         {"dev/ptmx", 5, 2}}};
    return archive_entry_filetype(entry) == AE_IFCHR &&
           std::any_of(nodes.begin(), nodes.end(), [&](const Node &node) {
               return path == node.path && archive_entry_rdevmajor(entry) == node.major &&
                      archive_entry_rdevminor(entry) == node.minor;
           });
}

class Unpacker
{
public:
    Unpacker(const Task &task, Report &report, int root, int input)
        : m_report(report),
          m_root(root),
          m_input(input),
          m_writer(root),
          m_maximumBytes(
              std::min<std::uint64_t>(task.number("maxBytes", maximumImageBytes), maximumImageBytes)),
          m_maximumEntries(
              std::min<std::uint64_t>(task.number("maxEntries", maximumImageEntries), maximumImageEntries))
    {
        struct stat status;
        if (::fstat(input, &status) == 0 && S_ISREG(status.st_mode))
            m_total = std::uint64_t(status.st_size);
    }

    Result<Json> run();

private:
    Status readAll(struct archive *reader);
    Status readTrailer(struct archive *reader);
    Status take(struct archive *reader, archive_entry *entry);
    Status takeNode(const std::string &path, archive_entry *entry);
    Status takeFile(struct archive *reader, const std::string &path, const Attributes &attributes,
                    archive_entry *entry);
    Status copyData(struct archive *reader, const std::string &path, int fd, std::uint64_t size);
    Result<Attributes> attributesOf(const std::string &path, archive_entry *entry) const;
    tl::unexpected<Error> broken(struct archive *reader);
    void tell() { m_report.progress(m_input.bytesRead(), m_total); }

    static la_ssize_t read(struct archive *archive, void *self, const void **buffer);

    Report &m_report;
    int m_root;
    InputStream m_input;
    TreeWriter m_writer;
    const std::uint64_t m_maximumBytes, m_maximumEntries;
    std::optional<std::uint64_t> m_total;
    std::uint64_t m_bytes = 0, m_entries = 0, m_skippedNodes = 0;
    std::string m_lastPath;
};

la_ssize_t Unpacker::read(struct archive *archive, void *self, const void **buffer)
{
    auto &input = static_cast<Unpacker *>(self)->m_input;
    const std::vector<char> &block = input.next();
    *buffer = block.data();
    if (!block.empty())
        return la_ssize_t(block.size());
    const std::string complaint = input.complaint();
    if (complaint.empty())
        return 0;
    archive_set_error(archive, EILSEQ, "%s", complaint.c_str());
    return -1;
}

tl::unexpected<Error> Unpacker::broken(struct archive *reader)
{
    if (m_input.readError() != 0) {
        errno = m_input.readError();
        return systemError("read the archive");
    }
    const std::uint64_t at = m_input.bytesRead();
    const char *text = archive_error_string(reader);
    if (at == 0)
        return refuse({}, "the archive is empty: it has no bytes at all");
    if (m_entries == 0 && m_input.complaint().empty())
        return refuse({}, "not a tar archive, plain or compressed with gzip, bzip2, xz or zstd");
    return refuse(m_lastPath,
                  "the archive is broken or cut off near byte " + std::to_string(at) +
                      (m_lastPath.empty() ? "" : ", at this entry or after it") + ": " +
                      (text ? text : "unknown damage"),
                  "Fetch or make it again; compare its size and checksum with the original.");
}

Result<Attributes> Unpacker::attributesOf(const std::string &path, archive_entry *entry) const
{
    const std::int64_t uid = archive_entry_uid(entry), gid = archive_entry_gid(entry);
    if (uid < 0 || uid > std::int64_t(maximumId) || gid < 0 || gid > std::int64_t(maximumId))
        return refuse(path, "its owner " + std::to_string(uid) + ":" + std::to_string(gid) +
                                " is outside of 0 to 65535, the ids a container has");
    Attributes attributes;
    attributes.uid = std::uint32_t(uid);
    attributes.gid = std::uint32_t(gid);
    attributes.mode = archive_entry_perm(entry) & 07777;
    attributes.modified.tv_sec = archive_entry_mtime(entry);
    attributes.modified.tv_nsec = archive_entry_mtime_nsec(entry);
    if (attributes.modified.tv_nsec < 0 || attributes.modified.tv_nsec > 999'999'999)
        attributes.modified.tv_nsec = 0;
    return attributes;
}

Status Unpacker::takeNode(const std::string &path, archive_entry *entry)
{
    if (isStandardNode(path, entry)) {
        ++m_skippedNodes;
        return {};
    }
    const bool block = archive_entry_filetype(entry) == AE_IFBLK;
    const auto major = archive_entry_rdevmajor(entry), minor = archive_entry_rdevminor(entry);
    if (!block && major == 0 && minor == 0)
        return refuse(path, "it is a whiteout: this is a layer of an overlay, not a root file system");
    return refuse(path,
                  std::string("it is a device node (") + (block ? "block " : "character ") +
                      std::to_string(major) + ":" + std::to_string(minor) + ")",
                  "Pack it without device nodes: tar --exclude=./dev/* …");
}

Status Unpacker::copyData(struct archive *reader, const std::string &path, int fd, std::uint64_t size)
{
    const void *data = nullptr;
    std::size_t length = 0;
    la_int64_t offset = 0;
    for (;;) {
        const int status = archive_read_data_block(reader, &data, &length, &offset);
        if (status == ARCHIVE_EOF)
            return {};
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
            return broken(reader);
        if (offset < 0 || std::uint64_t(offset) > size || length > size - std::uint64_t(offset))
            return refuse(path, "it has more data than it declares");
        m_bytes += length;
        if (m_bytes > m_maximumBytes)
            return refuse(path,
                          "the archive unpacks to more than " + std::to_string(m_maximumBytes) + " bytes");
        for (std::size_t at = 0; at < length;) {
            const ssize_t written =
                ::pwrite(fd, static_cast<const char *>(data) + at, length - at, off_t(offset) + off_t(at));
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                return systemError("write", path);
            at += std::size_t(written);
        }
        tell();
    }
}

Status Unpacker::takeFile(struct archive *reader, const std::string &path, const Attributes &attributes,
                          archive_entry *entry)
{
    const std::int64_t size = archive_entry_size(entry);
    if (size < 0 || std::uint64_t(size) > m_maximumBytes)
        return refuse(path, "its size is " + std::to_string(size) + " bytes, more than the " +
                                std::to_string(m_maximumBytes) + " an image may have");
    auto fd = m_writer.beginFile(path);
    if (!fd)
        return tl::unexpected(std::move(fd.error()));
    if (Status copied = copyData(reader, path, fd->get(), std::uint64_t(size)); !copied)
        return copied;
    return m_writer.finishFile(fd->get(), path, attributes, std::uint64_t(size), entry);
}

Status Unpacker::take(struct archive *reader, archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);
    if (!name)
        return refuse(m_lastPath, "the entry after this one has no readable name");
    m_lastPath = name;
    auto path = normalPath(name, "its name");
    if (!path)
        return tl::unexpected(std::move(path.error()));
    const auto type = archive_entry_filetype(entry);
    if (const char *target = archive_entry_hardlink(entry)) {
        auto normal = normalPath(target, "its hard link's target " + printable(target));
        if (!normal) {
            normal.error().subject = m_lastPath;
            return tl::unexpected(std::move(normal.error()));
        }
        return path->empty() || normal->empty()
                   ? refuse(m_lastPath, "it is a hard link to or from the root itself")
                   : m_writer.hardLink(*path, *normal);
    }
    if (type == AE_IFCHR || type == AE_IFBLK)
        return takeNode(*path, entry);
    if (path->empty() && type != AE_IFDIR)
        return refuse(m_lastPath, "the root itself is not a directory");
    if (Status good = checkAttributes(entry, *path); !good)
        return good;
    auto attributes = attributesOf(*path, entry);
    if (!attributes)
        return tl::unexpected(std::move(attributes.error()));
    if (type == AE_IFDIR)
        return m_writer.directory(*path, *attributes, entry);
    if (type == AE_IFREG)
        return takeFile(reader, *path, *attributes, entry);
    if (type == AE_IFIFO)
        return m_writer.fifo(*path, *attributes);
    if (type != AE_IFLNK)
        return refuse(m_lastPath, type == AE_IFSOCK ? "it is a socket" : "it is of a kind that is not known");
    const char *target = archive_entry_symlink(entry);
    if (!target || *target == '\0' || std::string_view(target).size() > maximumPath)
        return refuse(m_lastPath, "its symbolic link's target is missing or too long");
    if (climbsOut(*path, target))
        return refuse(m_lastPath,
                      "its symbolic link's target leads out of the archive: " + printable(target));
    return m_writer.symbolicLink(*path, target, *attributes);
}

Status Unpacker::readAll(struct archive *reader)
{
    for (;;) {
        archive_entry *entry = nullptr;
        const int status = archive_read_next_header(reader, &entry);
        if (status == ARCHIVE_EOF)
            return readTrailer(reader);
        // ARCHIVE_WARN: a name outside of the C locale's ASCII, taken as the bytes it has.
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
            return broken(reader);
        if (++m_entries > m_maximumEntries)
            return refuse(m_lastPath,
                          "the archive has more than " + std::to_string(m_maximumEntries) + " entries");
        if (Status taken = take(reader, entry); !taken)
            return taken;
        tell();
    }
}

Status Unpacker::readTrailer(struct archive *reader)
{
    if (m_entries == 0)
        return refuse({}, "the archive is empty: it has no entries");
    // Two zero blocks end a tar archive (POSIX pax). Where the reader came to the end without having read
    // one, it was cut off just between two entries.
    if (archive_filter_bytes(reader, 0) == archive_read_header_position(reader))
        return refuse(m_lastPath, "the archive is cut off after this entry: its end mark is missing",
                      "Fetch or make it again; compare its size and checksum with the original.");
    std::uint64_t length = 0;
    while (length < maximumTrailer) {
        const std::size_t block = m_input.next().size();
        if (block == 0 && !m_input.complaint().empty())
            return refuse({}, "the archive is broken or cut off near its end: " + m_input.complaint());
        if (block == 0)
            break;
        length += block;
    }
    return {};
}

Result<Json> Unpacker::run()
{
    const std::unique_ptr<struct archive, int (*)(struct archive *)> reader(archive_read_new(),
                                                                            &archive_read_free);
    archive_read_support_format_tar(reader.get());
    if (archive_read_open(reader.get(), this, nullptr, &Unpacker::read, nullptr) != ARCHIVE_OK)
        return broken(reader.get());
    if (Status read = readAll(reader.get()); !read)
        return tl::unexpected(std::move(read.error()));
    if (Status done = m_writer.finish(); !done)
        return tl::unexpected(std::move(done.error()));
    auto facts = examineRoot(m_root);
    if (!facts)
        return tl::unexpected(std::move(facts.error()));
    m_input.finish();
    if (m_input.readError() != 0) {
        errno = m_input.readError();
        return systemError("read the archive");
    }
    return Json{{"fingerprint", m_input.fingerprint()},
                {"sizeBytes", m_bytes},
                {"os", facts->os},
                {"init", facts->init},
                {"skippedNodes", m_skippedNodes}};
}

} // namespace

Result<Json> unpackArchive(const Task &task, Report &report, int root, int input)
{
    // Never destroyed: after an error its thread may still wait for bytes of a slow pipe, and the process
    // ends soon.
    return (new Unpacker(task, report, root, input))->run();
}

} // namespace taper::worker
