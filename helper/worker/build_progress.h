// SPDX-License-Identifier: GPL-3.0-or-later
// How far a build is, read from what mmdebstrap, apt and dpkg print (LC_ALL=C, --verbose). Packages come in rounds: the
// essential ones first, then the rest; numbers add up over the rounds. What the scripts of packages print is among the
// lines: they can make the numbers wrong, nothing else. Runs in: worker, role build.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace taper::worker {

class BuildProgress
{
public:
    enum class Step { Lists, Download, Unpack, Configure, Finish };

    void line(std::string_view line);
    /// Bytes of this round's packages that lie on the disk by now.
    void setDownloaded(std::uint64_t bytes);

    Step step() const { return m_step; }
    std::string_view stepName() const; ///< "package lists", "download" …
    std::string_view unit() const { return m_step == Step::Download ? "bytes" : "packages"; }
    std::optional<std::uint64_t> done() const; ///< nothing while nothing can be counted
    std::optional<std::uint64_t> total() const;

private:
    void roundBegins(std::uint64_t packages);

    Step m_step = Step::Lists;
    std::uint64_t m_packages = 0, m_unpacked = 0, m_configured = 0; ///< of all rounds so far
    std::uint64_t m_bytesBefore = 0;                                ///< of the rounds before this one
    std::uint64_t m_bytes = 0, m_downloaded = 0;                    ///< of this round
    bool m_counts = false; ///< between a round's summary and the next message of mmdebstrap
};

/// "29.7 MB of archives." -> 29700000; the larger number is the whole of a download that is partly there already.
std::optional<std::uint64_t> bytesToGet(std::string_view line);

} // namespace taper::worker
