// SPDX-License-Identifier: GPL-3.0-or-later
// A folder as a tar stream for image.add: tar(1) reads it with the user's own rights, so that the helper
// reads nothing the user could not. The stream's last bytes are held back until tar has said that it read
// everything: an image of half a folder must not come into being.
//
//   tar ── pipe ──> this program (holds back the end) ── pipe ──> helper (gets the read end by fd.pass)
//
// Runs in: taperctl.
#pragma once
#include "cli/helper.h"

#include <sys/types.h>

namespace taper::cli {

class ArchiveFeed final : public Watch
{
public:
    ArchiveFeed() = default;
    ~ArchiveFeed() override;
    ArchiveFeed(const ArchiveFeed &) = delete;
    ArchiveFeed &operator=(const ArchiveFeed &) = delete;

    Status start(const std::string &directory);
    /// What the helper reads from. Closed here once it has been passed on.
    int readEnd() const { return m_helperEnd.get(); }
    void closeReadEnd() { m_helperEnd.close(); }

    void addPolls(std::vector<pollfd> &polls) override;
    Status handle(std::span<const pollfd> polls) override;

private:
    bool mayWrite() const;
    Status readTar();
    Status tarEnded();
    void write();

    std::string m_directory;
    Descriptor m_tar; ///< tar's output
    Descriptor m_out; ///< to the helper, does not block
    Descriptor m_helperEnd;
    pid_t m_pid = -1;
    std::string m_held;
    bool m_complete = false; ///< tar has ended well
};

} // namespace taper::cli
