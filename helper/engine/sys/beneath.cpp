// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sys/beneath.h"

#include "engine/sys/kernel.h"

#include <algorithm>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <sys/syscall.h>

namespace taper::beneath {

namespace {

constexpr std::uint64_t resolveRules = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;

/// The directory that holds path's last component, and that component. "a/b/c" -> fd of "a/b", "c".
struct Place
{
    UniqueFd directory;
    std::string name;
};

Result<Place> placeOf(int directory, const std::string &path, const char *operation)
{
    const std::size_t slash = path.rfind('/');
    std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (name.empty() || name == "." || name == ".." || name.size() > 255 ||
        name.find('\0') != std::string::npos)
        return fail(ErrorCode::InvalidArgument, operation, path, "not a file's name");
    auto parent = openDirectory(directory, slash == std::string::npos ? "." : path.substr(0, slash));
    if (!parent)
        return tl::unexpected(std::move(parent.error()));
    return Place{std::move(*parent), std::move(name)};
}

Status writeAll(int fd, std::string_view content, const std::string &path)
{
    while (!content.empty()) {
        const ssize_t written = kernel::write(fd, content.data(), content.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return systemError("write", path);
        }
        content.remove_prefix(std::size_t(written));
    }
    return {};
}

} // namespace

Result<UniqueFd> open(int directory, const std::string &path, int flags, mode_t mode)
{
    if (path.find('\0') != std::string::npos)
        return fail(ErrorCode::InvalidArgument, "open", path, "a name with a zero byte");
    open_how how{};
    how.flags = std::uint64_t(unsigned(flags | O_CLOEXEC));
    how.mode = (flags & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) ? mode : 0;
    how.resolve = resolveRules;
    int fd;
    do {
        // EAGAIN: something was renamed while ".." was being resolved (openat2(2)); trying again is what it
        // asks for.
        fd = kernel::openat2(directory, path.c_str(), how);
    } while (fd < 0 && (errno == EINTR || errno == EAGAIN));
    if (fd < 0)
        return systemError("open", path);
    return UniqueFd(fd);
}

Result<UniqueFd> openDirectory(int directory, const std::string &path)
{
    return open(directory, path, O_RDONLY | O_DIRECTORY);
}

Result<std::string> readFile(int directory, const std::string &path, std::size_t maximum)
{
    // O_NONBLOCK: a FIFO put there by somebody must not hold us up.
    auto file = open(directory, path, O_RDONLY | O_NONBLOCK);
    if (!file)
        return tl::unexpected(std::move(file.error()));
    struct stat status;
    if (kernel::fstat(file->get(), &status) < 0)
        return systemError("stat", path);
    if (!S_ISREG(status.st_mode))
        return fail(ErrorCode::InvalidArgument, "read", path, "not a regular file");
    std::string content;
    char block[16384];
    for (;;) {
        const ssize_t length = ::read(file->get(), block, sizeof block);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return systemError("read", path);
        if (length == 0)
            return content;
        if (content.size() + std::size_t(length) > maximum)
            return fail(ErrorCode::InvalidArgument, "read", path,
                        "longer than " + std::to_string(maximum) + " bytes");
        content.append(block, std::size_t(length));
    }
}

Status writeFileAtomically(int directory, const std::string &path, std::string_view content, mode_t mode,
                           bool sync)
{
    auto place = placeOf(directory, path, "write");
    if (!place)
        return tl::unexpected(std::move(place.error()));
    const int parent = place->directory.get();
    const std::string aside = place->name + ".new";
    if (::unlinkat(parent, aside.c_str(), 0) < 0 && errno != ENOENT)
        return systemError("write", path);
    auto file = open(parent, aside, O_WRONLY | O_CREAT | O_EXCL, mode);
    if (!file)
        return tl::unexpected(std::move(file.error()));
    Status done = writeAll(file->get(), content, path);
    if (done && kernel::fchmod(file->get(), mode) < 0) // whatever the umask is
        done = systemError("write", path);
    if (done && sync && ::fsync(file->get()) < 0)
        done = systemError("fsync", path);
    if (done && ::renameat(parent, aside.c_str(), parent, place->name.c_str()) < 0)
        done = systemError("rename", path);
    if (!done) {
        ::unlinkat(parent, aside.c_str(), 0);
        return done;
    }
    if (sync && ::fsync(parent) < 0)
        return systemError("fsync", path);
    return {};
}

Status writeExisting(int directory, const std::string &path, std::string_view content)
{
    auto file = open(directory, path, O_WRONLY);
    if (!file)
        return tl::unexpected(std::move(file.error()));
    const ssize_t written = kernel::write(file->get(), content.data(), content.size());
    if (written < 0)
        return systemError("write", path);
    if (std::size_t(written) != content.size())
        return fail(ErrorCode::System, "write", path, "written in part only");
    return {};
}

Status makeDirectories(int directory, const std::string &path, mode_t mode)
{
    auto at = openDirectory(directory, ".");
    if (!at)
        return tl::unexpected(std::move(at.error()));
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string name = path.substr(begin, end - begin);
        begin = end + 1;
        if (name.empty() || name == ".")
            continue;
        if (name == "..")
            return fail(ErrorCode::InvalidArgument, "make directory", path, "leads out of its directory");
        if (kernel::mkdirat(at->get(), name.c_str(), mode) < 0 && errno != EEXIST)
            return systemError("make directory", path);
        auto next = openDirectory(at->get(), name);
        if (!next)
            return tl::unexpected(std::move(next.error()));
        at = std::move(next);
    }
    return {};
}

Result<std::vector<std::string>> list(int directory, const std::string &path, std::size_t maximum)
{
    auto fd = openDirectory(directory, path);
    if (!fd)
        return tl::unexpected(std::move(fd.error()));
    const std::unique_ptr<DIR, int (*)(DIR *)> stream(::fdopendir(fd->get()), &::closedir);
    if (!stream)
        return systemError("list", path);
    fd->release(); // the stream closes it
    std::vector<std::string> names;
    errno = 0;
    while (const dirent *entry = ::readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..")
            continue;
        if (names.size() == maximum)
            return fail(ErrorCode::InvalidArgument, "list", path, "too many entries");
        names.emplace_back(name);
    }
    if (errno != 0)
        return systemError("list", path);
    std::sort(names.begin(), names.end());
    return names;
}

bool exists(int directory, const std::string &path)
{
    auto place = placeOf(directory, path, "look up");
    struct stat status;
    return place && ::fstatat(place->directory.get(), place->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
}

Status rename(int directory, const std::string &from, const std::string &to, bool replace)
{
    auto source = placeOf(directory, from, "rename");
    if (!source)
        return tl::unexpected(std::move(source.error()));
    auto target = placeOf(directory, to, "rename");
    if (!target)
        return tl::unexpected(std::move(target.error()));
    if (::renameat2(source->directory.get(), source->name.c_str(), target->directory.get(),
                    target->name.c_str(), replace ? 0 : RENAME_NOREPLACE) < 0)
        return systemError("rename", from);
    return {};
}

Status removeFile(int directory, const std::string &path)
{
    auto place = placeOf(directory, path, "remove");
    if (!place)
        return tl::unexpected(std::move(place.error()));
    if (::unlinkat(place->directory.get(), place->name.c_str(), 0) < 0)
        return systemError("remove", path);
    return {};
}

} // namespace taper::beneath
