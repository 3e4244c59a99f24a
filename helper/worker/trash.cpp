// SPDX-License-Identifier: GPL-3.0-or-later
// The walk: no recursion, three descriptors, down by openat2 from where it is, up by ".." after a check that
// the parent is still the one it came from. Unlike beneath::removeTree it counts what it frees and goes on
// after a failure.
#include "worker/trash.h"

#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <optional>
#include <set>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <vector>

namespace taper::worker {

namespace {

constexpr std::size_t maximumDepth = 128;

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
    dev_t device = 0;
    ino_t inode = 0;
    std::string name;           ///< of the directory that was entered from here
    std::set<std::string> kept; ///< names here that cannot be deleted
};

class Remover
{
public:
    explicit Remover(Report &report) : m_report(report) {}
    /// Deletes everything in the directory, which stays.
    Status empty(int directory);
    std::uint64_t freedBytes() const { return m_freedBytes; }
    std::uint64_t failures() const { return m_failures; }
    const std::optional<Error> &firstFailure() const { return m_first; }

private:
    Result<std::string> emptyOfFiles(int directory, std::set<std::string> &kept);
    bool removeOne(int directory, const char *name);
    void keep(std::set<std::string> &kept, const std::string &name, const char *operation);
    Result<UniqueFd> goUp(int directory);
    bool bringUp(int directory, const std::string &name);
    std::string path(const std::string &name) const;

    Report &m_report;
    int m_top = -1;
    std::uint64_t m_broughtUp = 0;
    std::vector<Level> m_above;
    std::uint64_t m_freedBytes = 0, m_failures = 0;
    std::optional<Error> m_first;
};

std::string Remover::path(const std::string &name) const
{
    std::string text = "trash";
    for (const Level &level : m_above) {
        if (text.size() > 300)
            return text + "/…";
        text += level.name.empty() ? "" : "/" + level.name;
    }
    return text + "/" + name;
}

void Remover::keep(std::set<std::string> &kept, const std::string &name, const char *operation)
{
    ++m_failures;
    kept.insert(name);
    if (m_first)
        return;
    const int number = errno;
    Error error = systemError(operation, path(name)).value();
    error.detail = std::string(operation) + (number == EPERM   ? " (is it immutable? see lsattr(1))"
                                             : number == EXDEV ? " (something is mounted there)"
                                                               : "");
    m_first = std::move(error);
}

/// False and errno when it stays. Bytes count when the last link goes.
bool Remover::removeOne(int directory, const char *name)
{
    struct stat status;
    const bool known = ::fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
    if (::unlinkat(directory, name, 0) < 0)
        return errno == ENOENT;
    if (known && status.st_nlink == 1)
        m_freedBytes += std::uint64_t(status.st_blocks) * 512;
    return true;
}

/// Deletes what is no directory; the name of a subdirectory, "" when there is none but those in `kept`.
Result<std::string> Remover::emptyOfFiles(int directory, std::set<std::string> &kept)
{
    alignas(Entry64) char block[16384];
    std::string down;
    if (::lseek(directory, 0, SEEK_SET) < 0)
        return systemError("list", path(""));
    for (;;) {
        const long length = ::syscall(SYS_getdents64, directory, block, sizeof block);
        if (length < 0)
            return systemError("list", path(""));
        if (length == 0)
            return down;
        for (long at = 0; at < length;) {
            const auto *entry = reinterpret_cast<const Entry64 *>(block + at);
            at += entry->length;
            const std::string name = entry->name;
            if (name == "." || name == ".." || kept.contains(name))
                continue;
            struct stat status;
            const bool isDirectory = entry->type == DT_DIR ||
                                     (entry->type == DT_UNKNOWN &&
                                      ::fstatat(directory, entry->name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                                      S_ISDIR(status.st_mode));
            if (isDirectory && down.empty())
                down = name;
            else if (!isDirectory && !removeOne(directory, entry->name))
                keep(kept, name, "delete");
        }
        m_report.progress(m_freedBytes);
        // A block at a time: the list is read anew after each subdirectory, and what came before it is gone
        // by then.
        if (!down.empty())
            return down;
    }
}

/// The parent, after taking the directory that was left away from it.
Result<UniqueFd> Remover::goUp(int directory)
{
    UniqueFd parent(::openat(directory, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct stat there;
    if (!parent || kernel::fstat(parent.get(), &there) < 0)
        return systemError("delete", path(""));
    Level &level = m_above.back();
    if (there.st_dev != level.device || there.st_ino != level.inode)
        return fail(ErrorCode::System, "delete", path(""), "it was moved while it was being deleted");
    const std::string name = std::exchange(level.name, {});
    if (::unlinkat(parent.get(), name.c_str(), AT_REMOVEDIR) < 0 && errno != ENOENT) {
        if (errno == ENOTEMPTY || errno == EEXIST)
            level.kept.insert(name); // because of what is kept inside, counted already
        else
            keep(level.kept, name, "delete");
    }
    return parent;
}

/// Deeper than this a directory is moved to the top and comes later: every look-up below Landlock costs as
/// many steps as it is deep, so a tree of a million levels would take for ever.
bool Remover::bringUp(int directory, const std::string &name)
{
    if (m_above.size() < maximumDepth)
        return false;
    for (;;) {
        const std::string target = "deep-" + std::to_string(++m_broughtUp);
        if (::renameat2(directory, name.c_str(), m_top, target.c_str(), RENAME_NOREPLACE) == 0)
            return true;
        if (errno != EEXIST)
            return false; // then it is entered where it is
    }
}

Status Remover::empty(int directory)
{
    auto at = beneath::openDirectory(directory, ".");
    if (!at)
        return tl::unexpected(std::move(at.error()));
    m_top = directory;
    m_above.assign(1, {});
    for (;;) {
        struct stat here;
        if (kernel::fstat(at->get(), &here) < 0)
            return systemError("delete", path(""));
        Level &level = m_above.back();
        level.device = here.st_dev;
        level.inode = here.st_ino;
        auto down = emptyOfFiles(at->get(), level.kept);
        if (!down)
            return tl::unexpected(std::move(down.error()));
        if (!down->empty() && bringUp(at->get(), *down))
            continue;
        if (!down->empty()) {
            open_how how{};
            how.flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
            how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
            UniqueFd next(kernel::openat2(at->get(), down->c_str(), how));
            if (!next) {
                keep(level.kept, *down, "enter");
                continue;
            }
            level.name = *down;
            m_above.push_back({});
            at = std::move(next);
            continue;
        }
        if (m_above.size() == 1)
            return {};
        m_above.pop_back();
        auto parent = goUp(at->get());
        if (!parent)
            return tl::unexpected(std::move(parent.error()));
        at = std::move(parent);
    }
}

} // namespace

Result<Json> emptyTrash(Report &report, int directory)
{
    auto trash = beneath::openDirectory(directory, "trash");
    if (!trash)
        return tl::unexpected(std::move(trash.error()));
    Remover remover(report);
    if (Status done = remover.empty(trash->get()); !done)
        return tl::unexpected(std::move(done.error()));
    if (remover.firstFailure()) {
        Error error = *remover.firstFailure();
        if (remover.failures() > 1)
            error.detail += ", and " + std::to_string(remover.failures() - 1) + " more";
        return tl::unexpected(std::move(error));
    }
    return Json{{"freedBytes", remover.freedBytes()}};
}

} // namespace taper::worker
