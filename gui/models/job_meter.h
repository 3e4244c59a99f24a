// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a job goes and how long it may still take, from what it reported in the last seconds; nothing where that is
// not known. Runs in: taper. The clock comes from outside, so that it can be tested.
#pragma once
#include "core/job.h"
#include <cstdint>
#include <deque>
#include <optional>

namespace taper::models {

class JobMeter
{
public:
    void feed(const JobInfo &job, std::int64_t nowMs);
    /// In the job's unit; nothing before it has been watched for a second.
    std::optional<double> perSecond() const;
    /// Whole seconds; only with a known end, and never of mere steps: those take as long as they take.
    std::optional<std::int64_t> secondsLeft() const;

private:
    struct Sample
    {
        std::int64_t ms;
        std::uint64_t done;
    };

    std::deque<Sample> m_samples;
    std::string m_step;
    std::optional<std::uint64_t> m_total;
    bool m_measurable = false;
};

} // namespace taper::models
