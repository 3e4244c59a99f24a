// SPDX-License-Identifier: GPL-3.0-or-later
// Deleting a tree that somebody hostile filled: no recursion, two descriptors, links never followed. The walk
// goes down by openat2 from where it is and up by "..", after checking that the parent is still the one it
// came from.
#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"

#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <vector>

namespace taper::beneath {

namespace {

struct Entry64 // getdents64(2)
{
    std::uint64_t inode;
    std::int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[1]; ///< goes on
};

struct Level
{
    dev_t device;
    ino_t inode;
    std::string name; ///< in its parent
};

/// Opens a directory right below, on the same file system.
int enter(int directory, const char *name)
{
    open_how how{};
    how.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
    return kernel::openat2(directory, name, how);
}

/// Deletes what is no directory; the first subdirectory's name into `down` ("" when none is left). -1 and
/// errno.
int emptyOfFiles(int directory, std::string &down)
{
    alignas(Entry64) char block[8192];
    down.clear();
    for (;;) {
        const long length = ::syscall(SYS_getdents64, directory, block, sizeof block);
        if (length <= 0)
            return int(length);
        // A block at a time: the list is read anew after each subdirectory, and what came before it is gone
        // by then.
        for (long at = 0; at < length;) {
            const auto *entry = reinterpret_cast<const Entry64 *>(block + at);
            at += entry->length;
            const std::string_view name = entry->name;
            if (name == "." || name == "..")
                continue;
            if (entry->type == DT_DIR) {
                if (down.empty())
                    down = name;
            } else if (::unlinkat(directory, entry->name, 0) < 0) {
                if ((errno == EISDIR || errno == EPERM) && down.empty())
                    down = name; // DT_UNKNOWN: it was a directory
                else if (errno != ENOENT && errno != EISDIR)
                    return -1;
            }
        }
        if (!down.empty())
            return 0;
    }
}

} // namespace

Status removeTree(int directory, const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (name.empty() || name == "." || name == "..")
        return fail(ErrorCode::InvalidArgument, "remove", path, "not a file's name");
    auto top = openDirectory(directory, slash == std::string::npos ? "." : path.substr(0, slash));
    if (!top)
        return top.error().errnoValue == ENOENT ? Status{} : tl::unexpected(std::move(top.error()));
    if (::unlinkat(top->get(), name.c_str(), 0) == 0 || errno == ENOENT)
        return {};
    if (errno != EISDIR && errno != EPERM)
        return systemError("remove", path);

    std::vector<Level> above; // where we are, from the top: names cost memory, descriptors would run out
    UniqueFd at = std::move(*top);
    std::string down = name;
    for (;;) {
        if (!down.empty()) {
            struct stat here;
            UniqueFd next(enter(at.get(), down.c_str()));
            if (!next || ::fstat(at.get(), &here) < 0)
                return systemError("remove", path + (errno == EXDEV ? " (something is mounted inside)" : ""));
            above.push_back({here.st_dev, here.st_ino, down});
            at = std::move(next);
        } else {
            const Level level = std::move(above.back());
            above.pop_back();
            UniqueFd parent(::openat(at.get(), "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
            struct stat there;
            if (!parent || ::fstat(parent.get(), &there) < 0)
                return systemError("remove", path);
            if (there.st_dev != level.device || there.st_ino != level.inode)
                return fail(ErrorCode::System, "remove", path, "it was moved while it was being removed");
            if (::unlinkat(parent.get(), level.name.c_str(), AT_REMOVEDIR) < 0 && errno != ENOENT)
                return systemError("remove", path);
            if (above.empty())
                return {};
            at = std::move(parent);
        }
        if (emptyOfFiles(at.get(), down) < 0)
            return systemError("remove", path);
    }
}

} // namespace taper::beneath
