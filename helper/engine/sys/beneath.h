// SPDX-License-Identifier: GPL-3.0-or-later
// The one file API of root code: everything is named relative to a directory fd, stays beneath it, and no
// component is ever a symbolic link (openat2(2): RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS,
// RESOLVE_NO_MAGICLINKS). Runs in: helper, worker.
#pragma once
#include "core/error.h"
#include "engine/sys/unique_fd.h"
#include <cstddef>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace taper::beneath {

/// CLOEXEC is added always. System with errno: ENOENT, ELOOP (a link on the way), EXDEV (out of the
/// directory).
Result<UniqueFd> open(int directory, const std::string &path, int flags, mode_t mode = 0);
Result<UniqueFd> openDirectory(int directory,
                               const std::string &path); ///< O_DIRECTORY for reading; "." is itself

/// A regular file's content; InvalidArgument when it is longer than maximum or not a regular file.
Result<std::string> readFile(int directory, const std::string &path, std::size_t maximum);
/// Written aside ("<name>.new"), fsynced, renamed over path; the directory is fsynced too (sync = false:
/// neither).
Status writeFileAtomically(int directory, const std::string &path, std::string_view content,
                           mode_t mode = 0600, bool sync = true);
/// Writes into an existing file as it is (cgroup, proc files): one write(2) of everything.
Status writeExisting(int directory, const std::string &path, std::string_view content);

/// Like mkdir -p. Directories that exist already are left as they are; one that is no directory is an error.
Status makeDirectories(int directory, const std::string &path, mode_t mode = 0755);
/// Names of its entries without "." and "..", sorted. InvalidArgument above maximum entries.
Result<std::vector<std::string>> list(int directory, const std::string &path, std::size_t maximum = 1000000);
bool exists(int directory, const std::string &path); ///< a link counts as existing, unless it is on the way
/// Neither follows a link at either end. RENAME_NOREPLACE unless replace.
Status rename(int directory, const std::string &from, const std::string &to, bool replace = false);
Status removeFile(int directory, const std::string &path);
/// Deletes a file or a whole tree; links are deleted, never followed; mounted file systems inside are not
/// entered (EXDEV). No error when there is nothing. Two descriptors, and memory for the names on the way
/// down.
Status removeTree(int directory, const std::string &path);

} // namespace taper::beneath
