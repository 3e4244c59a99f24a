// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/tree_writer.h"

#include "engine/sys/beneath.h"
#include "worker/attributes.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace taper::worker {

namespace {

constexpr std::size_t maximumLater =
    1'000'000; ///< bounds the memory; further directories keep the present time

tl::unexpected<Error> refuse(const std::string &subject, std::string why)
{
    return fail(ErrorCode::ImageInvalid, "unpack", subject, std::move(why));
}

} // namespace

Result<UniqueFd> TreeWriter::openParent(const std::string &path, const std::string &subject, bool make)
{
    auto fd = beneath::open(m_root, path.empty() ? "." : path, O_RDONLY | O_DIRECTORY);
    if (!fd && fd.error().errnoValue == ENOENT && make) {
        if (Status made = beneath::makeDirectories(m_root, path, 0755); !made)
            return tl::unexpected(std::move(made.error()));
        fd = beneath::open(m_root, path, O_RDONLY | O_DIRECTORY);
    }
    if (!fd && fd.error().errnoValue == ELOOP)
        return refuse(subject, "it would lie behind a symbolic link: " + path);
    if (!fd && fd.error().errnoValue == ENOTDIR)
        return refuse(subject, "it would lie inside something that is no directory: " + path);
    return fd;
}

/// The fd stays valid until the next call.
Result<TreeWriter::Place> TreeWriter::placeOf(const std::string &path, const std::string &subject, bool make)
{
    const std::size_t slash = path.rfind('/');
    const std::string parent = slash == std::string::npos ? std::string() : path.substr(0, slash);
    if (!m_parent || parent != m_parentPath) {
        auto fd = openParent(parent, subject, make);
        if (!fd)
            return tl::unexpected(std::move(fd.error()));
        m_parent = std::move(*fd);
        m_parentPath = parent;
    }
    return Place{m_parent.get(), path.c_str() + (slash == std::string::npos ? 0 : slash + 1)};
}

/// A later entry of the same name wins, as with tar; a directory is never replaced (it may hold something).
Status TreeWriter::clear(const Place &place, const std::string &path)
{
    if (::unlinkat(place.directory, place.name, 0) == 0 || errno == ENOENT)
        return {};
    if (errno == EISDIR || errno == EPERM)
        return refuse(path, "a directory of this name came before it");
    return systemError("replace", path);
}

Status TreeWriter::applyTo(int fd, const std::string &path, const Attributes &attributes,
                           archive_entry *entry)
{
    // In this order: chown takes setuid bits and capabilities away (chown(2)).
    if (::fchown(fd, attributes.uid, attributes.gid) < 0)
        return systemError("change owner", path);
    if (::fchmod(fd, attributes.mode) < 0)
        return systemError("change mode", path);
    return setAttributes(entry, fd, path);
}

Status TreeWriter::directory(const std::string &path, const Attributes &attributes, archive_entry *entry)
{
    if (!path.empty()) {
        auto place = placeOf(path, path, true);
        if (!place)
            return tl::unexpected(std::move(place.error()));
        if (::mkdirat(place->directory, place->name, 0700) < 0 && errno != EEXIST)
            return systemError("make directory", path);
    }
    auto fd = beneath::open(m_root, path.empty() ? "." : path, O_RDONLY | O_DIRECTORY);
    if (!fd && (fd.error().errnoValue == ENOTDIR || fd.error().errnoValue == ELOOP))
        return refuse(path, "something that is no directory came before it under this name");
    if (!fd)
        return tl::unexpected(std::move(fd.error()));
    if (m_later.size() < maximumLater)
        m_later.push_back({path, attributes.modified});
    return applyTo(fd->get(), path, attributes, entry);
}

Result<UniqueFd> TreeWriter::beginFile(const std::string &path)
{
    auto place = placeOf(path, path, true);
    if (!place)
        return tl::unexpected(std::move(place.error()));
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    UniqueFd fd(::openat(place->directory, place->name, flags, 0600));
    if (!fd && errno == EEXIST) {
        if (Status cleared = clear(*place, path); !cleared)
            return tl::unexpected(std::move(cleared.error()));
        fd.reset(::openat(place->directory, place->name, flags, 0600));
    }
    if (!fd)
        return systemError("make file", path);
    return fd;
}

Status TreeWriter::finishFile(int fd, const std::string &path, const Attributes &attributes,
                              std::uint64_t size, archive_entry *entry)
{
    // Sparse files may end in a hole. Only then: on ext4 each call costs a journal entry, even one without
    // effect.
    struct stat status;
    if (::fstat(fd, &status) < 0 ||
        (std::uint64_t(status.st_size) != size && ::ftruncate(fd, off_t(size)) < 0))
        return systemError("set the size", path);
    if (Status done = applyTo(fd, path, attributes, entry); !done)
        return done;
    const timespec times[2] = {attributes.modified, attributes.modified};
    if (::futimens(fd, times) < 0)
        return systemError("set the time", path);
    return {};
}

Status TreeWriter::hardLink(const std::string &path, const std::string &target)
{
    if (path == target)
        return refuse(path, "it is a hard link to itself");
    const std::size_t slash = target.rfind('/');
    const std::string parent = slash == std::string::npos ? std::string() : target.substr(0, slash);
    auto from = openParent(parent, path, false);
    if (!from && from.error().errnoValue == ENOENT)
        return refuse(path, "it is a hard link to " + target + ", which did not come before it");
    if (!from)
        return tl::unexpected(std::move(from.error()));
    const char *name = target.c_str() + (slash == std::string::npos ? 0 : slash + 1);
    struct stat status;
    if (::fstatat(from->get(), name, &status, AT_SYMLINK_NOFOLLOW) < 0)
        return refuse(path, "it is a hard link to " + target + ", which did not come before it");
    if (S_ISDIR(status.st_mode))
        return refuse(path, "it is a hard link to a directory");
    auto place = placeOf(path, path, true);
    if (!place)
        return tl::unexpected(std::move(place.error()));
    if (Status cleared = clear(*place, path); !cleared)
        return cleared;
    if (::linkat(from->get(), name, place->directory, place->name, 0) < 0)
        return systemError("make hard link", path);
    return {};
}

Status TreeWriter::symbolicLink(const std::string &path, const std::string &target,
                                const Attributes &attributes)
{
    auto place = placeOf(path, path, true);
    if (!place)
        return tl::unexpected(std::move(place.error()));
    if (Status cleared = clear(*place, path); !cleared)
        return cleared;
    const timespec times[2] = {attributes.modified, attributes.modified};
    if (::symlinkat(target.c_str(), place->directory, place->name) < 0 ||
        ::fchownat(place->directory, place->name, attributes.uid, attributes.gid, AT_SYMLINK_NOFOLLOW) < 0 ||
        ::utimensat(place->directory, place->name, times, AT_SYMLINK_NOFOLLOW) < 0)
        return systemError("make symbolic link", path);
    return {};
}

Status TreeWriter::fifo(const std::string &path, const Attributes &attributes)
{
    auto place = placeOf(path, path, true);
    if (!place)
        return tl::unexpected(std::move(place.error()));
    if (Status cleared = clear(*place, path); !cleared)
        return cleared;
    const timespec times[2] = {attributes.modified, attributes.modified};
    // The umask is 0 here, so the mode is what was asked for.
    if (::mknodat(place->directory, place->name, S_IFIFO | (attributes.mode & 0777), 0) < 0 ||
        ::fchownat(place->directory, place->name, attributes.uid, attributes.gid, AT_SYMLINK_NOFOLLOW) < 0 ||
        ::utimensat(place->directory, place->name, times, AT_SYMLINK_NOFOLLOW) < 0)
        return systemError("make fifo", path);
    return {};
}

Status TreeWriter::finish()
{
    for (auto later = m_later.rbegin(); later != m_later.rend(); ++later) {
        const timespec times[2] = {later->modified, later->modified};
        auto fd = beneath::open(m_root, later->path.empty() ? "." : later->path, O_RDONLY | O_DIRECTORY);
        if (!fd)
            return tl::unexpected(std::move(fd.error()));
        if (::futimens(fd->get(), times) < 0)
            return systemError("set the time", later->path);
    }
    return {};
}

} // namespace taper::worker
