// SPDX-License-Identifier: GPL-3.0-or-later
// Tar archives made to order, good and hostile. Runs in: the tests.
#pragma once
#include "engine/sys/unique_fd.h"
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace taper::test {

struct Entry
{
    std::string path;
    mode_t type = 0100000; ///< S_IFREG …
    mode_t mode = 0644;
    std::string content;
    std::int64_t uid = 0, gid = 0;
    std::string hardLink, symbolicLink;
    unsigned major = 0, minor = 0;
    std::vector<std::pair<std::string, std::string>> attributes;
    std::vector<std::pair<std::int64_t, std::string>> sparse; ///< offset, data; with size
    std::int64_t size = -1;                                   ///< declared; -1 = that of the content
    std::int64_t time = 1'700'000'000;
    std::vector<std::pair<int, int>> aclUsers; ///< uid, permissions: beside the mode's
};

Entry file(const std::string &path, const std::string &content = "x", mode_t mode = 0644);
Entry directory(const std::string &path, mode_t mode = 0755);
Entry symbolicLink(const std::string &path, const std::string &target);
Entry hardLink(const std::string &path, const std::string &target);
Entry node(const std::string &path, mode_t type, unsigned major, unsigned minor);

/// The least that counts as a root file system.
std::vector<Entry> smallRoot();
std::vector<Entry> smallRootWith(std::vector<Entry> more);

/// filter: "none", "gzip", "xz", "zstd", "bzip2"; format: "pax", "gnutar", "ustar".
std::string makeArchive(const std::vector<Entry> &entries, const std::string &filter = "none",
                        const std::string &format = "pax");
/// A file with these bytes, at its beginning.
UniqueFd inMemory(const std::string &bytes);

} // namespace taper::test
