// SPDX-License-Identifier: GPL-3.0-or-later
// Makes what an archive's entries say beneath one directory. The directory that an entry goes into is opened
// by openat2 without following a single link, so an earlier entry cannot lead a later one elsewhere. Runs in:
// worker, role unpack (root of a throw-away id range; nobody else works in that directory).
#pragma once
#include "core/error.h"
#include "engine/sys/unique_fd.h"
#include <cstdint>
#include <ctime>
#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

struct archive_entry;

namespace taper::worker {

struct Attributes
{
    std::uint32_t uid = 0, gid = 0;
    mode_t mode = 0; ///< permissions with setuid, setgid, sticky
    timespec modified = {};
};

class TreeWriter
{
public:
    explicit TreeWriter(int root) : m_root(root) {}

    /// "" is the root itself. The time is set by finish(): making things inside changes it.
    Status directory(const std::string &path, const Attributes &attributes, archive_entry *entry);
    /// An empty file, replacing what is no directory; then data goes to the fd, then finishFile.
    Result<UniqueFd> beginFile(const std::string &path);
    Status finishFile(int fd, const std::string &path, const Attributes &attributes, std::uint64_t size,
                      archive_entry *entry);
    Status hardLink(const std::string &path, const std::string &target);
    Status symbolicLink(const std::string &path, const std::string &target, const Attributes &attributes);
    Status fifo(const std::string &path, const Attributes &attributes);
    Status finish(); ///< times of the directories, from the innermost

private:
    struct Place
    {
        int directory;
        const char *name; ///< into the path given
    };
    Result<Place> placeOf(const std::string &path, const std::string &subject, bool make);
    Result<UniqueFd> openParent(const std::string &path, const std::string &subject, bool make);
    Status clear(const Place &place, const std::string &path);
    Status applyTo(int fd, const std::string &path, const Attributes &attributes, archive_entry *entry);

    int m_root;
    std::string m_parentPath; ///< of m_parent; archives come directory by directory
    UniqueFd m_parent;
    struct Later
    {
        std::string path;
        timespec modified;
    };
    std::vector<Later> m_later;
};

} // namespace taper::worker
