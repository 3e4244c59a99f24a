// SPDX-License-Identifier: GPL-3.0-or-later
// A container's layer above its image, changed while neither is mounted: what is written into upper hides
// what lies in lower, and directories on the way are made as those of lower are. Both are hostile: no link is
// followed, nothing but regular files and directories is accepted. Runs in: worker, role storage.
#pragma once
#include "core/error.h"
#include "engine/sys/unique_fd.h"
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace taper::worker {

struct Owner
{
    uid_t uid = 0;
    gid_t gid = 0;
    mode_t mode = 0644;
};

class Layer
{
public:
    static Result<Layer> open(int storage, const std::string &lower, const std::string &upper);

    /// Content as the container would see it: upper's, else lower's; nothing when neither has it.
    /// ImageInvalid when it is no regular file or longer than maximum.
    Result<std::optional<std::string>> read(const std::string &path, std::size_t maximum) const;
    /// Owner, mode and attributes are those of the file it replaces or hides, else `otherwise`.
    Status write(const std::string &path, std::string_view content, const Owner &otherwise);
    /// The directory in upper, made as in lower with all above it; 0755 root's where lower has none.
    Status directory(const std::string &path);
    Status ownDirectory(const std::string &path,
                        const Owner &owner); ///< the last one belongs to owner instead
    Status symbolicLink(const std::string &path, const std::string &target); ///< in place of what is there

    int lower() const { return m_lower.get(); }
    int upper() const { return m_upper.get(); }
    Status sync(); ///< what write() wrote is on the disk

private:
    Result<UniqueFd> regularFile(int directory, const std::string &path) const;
    Status makeAs(const std::string &path, const UniqueFd &model);

    UniqueFd m_lower, m_upper;
    std::vector<UniqueFd> m_written;
};

} // namespace taper::worker
