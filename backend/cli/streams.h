// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes from here to there without loss and without blocking the loop: a source is read only when what it
// gave before has been written. Runs in: taperctl (exec, run, console).
#pragma once
#include "cli/helper.h"

#include <chrono>

namespace taper::cli {

/// One direction.
struct Stream
{
    int from = -1;
    int to = -1;
    /// The source has ended and all of it is written.
    std::function<void()> onEnd;
    /// The other side takes no more.
    std::function<void()> onBroken;
    /// Looks at (and may change) what was read; false ends the whole set: the user wants to leave.
    std::function<bool(std::string &)> filter;
    std::string waiting = {}; ///< read, not yet written
    bool sourceEnded = false;
    bool over = false;
};

/// Several directions as one Watch.
class StreamSet final : public Watch
{
public:
    /// output: wait() may end only when it is over (see drained).
    void add(Stream stream, bool output);
    /// All outputs are over, or nothing has come for so long after noteEnd().
    bool drained(std::chrono::milliseconds silence) const;
    bool outputsOver() const;
    /// What makes the output has ended; what is still on its way is waited for.
    void noteEnd();
    bool left() const { return m_left; }

    void addPolls(std::vector<pollfd> &polls) override;
    Status handle(std::span<const pollfd> polls) override;
    int timeoutMs() const override { return m_ended ? 50 : -1; }

private:
    struct Entry
    {
        Stream stream;
        bool output;
    };
    void readInto(Stream &stream);
    void write(Stream &stream);

    std::vector<Entry> m_entries;
    std::vector<std::pair<std::size_t, bool>> m_polled; ///< entry, is it for writing
    std::chrono::steady_clock::time_point m_lastActivity = std::chrono::steady_clock::now();
    bool m_ended = false;
    bool m_left = false;
};

} // namespace taper::cli
