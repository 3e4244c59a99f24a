// SPDX-License-Identifier: GPL-3.0-or-later
// Why mmdebstrap gave up: what apt and dpkg complained of, told as an error by which a user knows what to do. Their
// words (LC_ALL=C) are the only place where it is said. Runs in: worker, role build.
#pragma once
#include "core/error.h"
#include "worker/build_task.h"
#include <deque>
#include <string>
#include <string_view>

namespace taper::worker {

class BuildFailure
{
public:
    void line(std::string_view line);
    /// status: as waitpid(2) gives it.
    Error explain(const BuildTask &task, int status) const;

private:
    enum class Cause {
        Unknown,
        Name,
        Connection,
        Missing,
        Signature,
        Certificate,
        Clock,
        Changing,
        Package,
        Space
    };
    static Cause causeOf(std::string_view line);

    Cause m_cause = Cause::Unknown;
    std::string m_words;             ///< the line that told the cause
    std::deque<std::string> m_lines; ///< the last complaints, "E: …" and "dpkg: error …"
    std::deque<std::string> m_last;  ///< the last lines of any kind
};

} // namespace taper::worker
