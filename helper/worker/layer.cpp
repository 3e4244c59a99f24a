// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/layer.h"

#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

namespace taper::worker {

namespace {

tl::unexpected<Error> odd(const std::string &path, const char *what)
{
    return fail(ErrorCode::ImageInvalid, "prepare layer", "/" + path,
                std::string("the image's /") + path + " " + what);
}

std::string parentOf(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

/// Labels and access lists; neither file capabilities nor overlay's own (trusted.*) are for copies.
bool isCopied(std::string_view name)
{
    return (name.starts_with("security.") && name != "security.capability") ||
           (name.starts_with("user.") && !name.starts_with("user.overlay.")) ||
           name == "system.posix_acl_access" || name == "system.posix_acl_default";
}

Status copyAttributes(int from, int to, const std::string &path)
{
    std::array<char, 8192> names;
    const ssize_t length = ::flistxattr(from, names.data(), names.size());
    if (length < 0)
        return errno == EOPNOTSUPP ? Status{} : Status(systemError("list attributes", path));
    std::string value(65536, '\0');
    for (const char *name = names.data(); name < names.data() + length;
         name += std::string_view(name).size() + 1) {
        if (!isCopied(name))
            continue;
        const ssize_t size = ::fgetxattr(from, name, value.data(), value.size());
        // security.* needs more than the confined worker may on some systems; a label is then given by the
        // policy.
        if (size >= 0 && ::fsetxattr(to, name, value.data(), std::size_t(size), 0) < 0 &&
            errno != EOPNOTSUPP && errno != EPERM)
            return systemError(std::string("copy attribute ") + name, path);
    }
    return {};
}

Status setOwner(int fd, const Owner &owner, const std::string &path)
{
    if (::fchown(fd, owner.uid, owner.gid) < 0)
        return systemError("change owner", path);
    if (kernel::fchmod(fd, owner.mode) < 0)
        return systemError("change mode", path);
    return {};
}

/// A directory of the image: nothing when it is not there, ImageInvalid when it is something else.
Result<std::optional<UniqueFd>> directoryIn(int root, const std::string &path)
{
    auto fd = beneath::openDirectory(root, path);
    if (fd)
        return std::optional<UniqueFd>(std::move(*fd));
    if (fd.error().errnoValue == ENOENT)
        return std::optional<UniqueFd>();
    if (fd.error().errnoValue == ELOOP)
        return odd(path, "is or lies behind a symbolic link");
    if (fd.error().errnoValue == ENOTDIR)
        return odd(path, "is not a directory");
    return tl::unexpected(std::move(fd.error()));
}

} // namespace

Result<Layer> Layer::open(int storage, const std::string &lower, const std::string &upper)
{
    Layer layer;
    for (const auto &[path, fd] : {std::pair(&lower, &layer.m_lower), std::pair(&upper, &layer.m_upper)}) {
        auto opened = beneath::openDirectory(storage, *path);
        if (!opened)
            return tl::unexpected(std::move(opened.error()));
        *fd = std::move(*opened);
    }
    return layer;
}

Result<UniqueFd> Layer::regularFile(int directory, const std::string &path) const
{
    // O_NONBLOCK: a FIFO in its place must not hold us up.
    auto fd = beneath::open(directory, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!fd && fd.error().errnoValue == ELOOP)
        return odd(path, "is or lies behind a symbolic link");
    if (!fd && (fd.error().errnoValue == ENXIO || fd.error().errnoValue == ENOTDIR))
        return odd(path, "is not a regular file");
    struct stat status;
    if (fd && kernel::fstat(fd->get(), &status) < 0)
        return systemError("stat", path);
    if (fd && !S_ISREG(status.st_mode))
        return odd(path, "is not a regular file");
    return fd;
}

Result<std::optional<std::string>> Layer::read(const std::string &path, std::size_t maximum) const
{
    auto fd = regularFile(m_upper.get(), path);
    if (!fd && fd.error().errnoValue == ENOENT)
        fd = regularFile(m_lower.get(), path);
    if (!fd && fd.error().errnoValue == ENOENT)
        return std::optional<std::string>();
    if (!fd)
        return tl::unexpected(std::move(fd.error()));
    std::string content;
    std::array<char, 16384> block;
    for (;;) {
        const ssize_t length = ::read(fd->get(), block.data(), block.size());
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return systemError("read", path);
        if (length == 0)
            return std::optional(std::move(content));
        content.append(block.data(), std::size_t(length));
        if (content.size() > maximum)
            return odd(path, ("is longer than " + std::to_string(maximum) + " bytes").c_str());
    }
}

Status Layer::makeAs(const std::string &path, const UniqueFd &model)
{
    struct stat status;
    if (kernel::fstat(model.get(), &status) < 0)
        return systemError("stat", path);
    auto fd = beneath::openDirectory(m_upper.get(), path);
    if (!fd)
        return tl::unexpected(std::move(fd.error()));
    if (Status done = setOwner(fd->get(), {status.st_uid, status.st_gid, status.st_mode & 07777}, path);
        !done)
        return done;
    if (Status done = copyAttributes(model.get(), fd->get(), path); !done)
        return done;
    const timespec times[2] = {status.st_atim, status.st_mtim};
    return ::futimens(fd->get(), times) < 0 ? Status(systemError("set the time", path)) : Status{};
}

Status Layer::directory(const std::string &path)
{
    for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
        const std::string part = path.substr(0, end);
        auto there = directoryIn(m_upper.get(), part);
        if (!there)
            return tl::unexpected(std::move(there.error()));
        if (!*there) {
            auto model = directoryIn(m_lower.get(), part);
            if (!model)
                return tl::unexpected(std::move(model.error()));
            auto parent =
                beneath::openDirectory(m_upper.get(), parentOf(part).empty() ? "." : parentOf(part));
            if (!parent)
                return tl::unexpected(std::move(parent.error()));
            const char *name = part.c_str() + (parentOf(part).empty() ? 0 : parentOf(part).size() + 1);
            if (kernel::mkdirat(parent->get(), name, 0755) < 0)
                return systemError("make directory", part);
            if (*model)
                if (Status done = makeAs(part, **model); !done)
                    return done;
        }
        if (end == std::string::npos)
            return {};
    }
}

Status Layer::ownDirectory(const std::string &path, const Owner &owner)
{
    if (Status made = directory(path); !made)
        return made;
    auto fd = beneath::openDirectory(m_upper.get(), path);
    if (!fd)
        return tl::unexpected(std::move(fd.error()));
    return setOwner(fd->get(), owner, path);
}

Status Layer::write(const std::string &path, std::string_view content, const Owner &otherwise)
{
    if (!parentOf(path).empty())
        if (Status made = directory(parentOf(path)); !made)
            return made;
    auto model = regularFile(m_upper.get(), path);
    if (!model)
        model = regularFile(m_lower.get(), path);
    Owner owner = otherwise;
    struct stat status;
    if (model && kernel::fstat(model->get(), &status) == 0)
        owner = {status.st_uid, status.st_gid, status.st_mode & 07777};
    const std::string aside = path + ".taper-new";
    auto fd = beneath::open(m_upper.get(), aside, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (!fd)
        return tl::unexpected(std::move(fd.error()));
    while (!content.empty()) {
        const ssize_t written = kernel::write(fd->get(), content.data(), content.size());
        if (written < 0 && errno != EINTR)
            return systemError("write", path);
        if (written > 0)
            content.remove_prefix(std::size_t(written));
    }
    if (Status done = setOwner(fd->get(), owner, path); !done)
        return done;
    if (model)
        if (Status done = copyAttributes(model->get(), fd->get(), path); !done)
            return done;
    m_written.push_back(std::move(*fd));
    return beneath::rename(m_upper.get(), aside, path, true);
}

Status Layer::symbolicLink(const std::string &path, const std::string &target)
{
    if (Status made = directory(parentOf(path)); !made)
        return made;
    auto parent = beneath::openDirectory(m_upper.get(), parentOf(path));
    if (!parent)
        return tl::unexpected(std::move(parent.error()));
    if (kernel::symlinkat(target.c_str(), parent->get(), path.c_str() + parentOf(path).size() + 1) < 0 &&
        errno != EEXIST)
        return systemError("link", path);
    return {};
}

Status Layer::sync()
{
    // All at once to the disk first: then the first fsync finds everything allocated and commits the journal
    // for all.
    for (const UniqueFd &fd : m_written)
        (void)::sync_file_range(fd.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
    for (const UniqueFd &fd : m_written)
        if (::fsync(fd.get()) < 0)
            return systemError("sync the layer");
    m_written.clear();
    return {};
}

} // namespace taper::worker
