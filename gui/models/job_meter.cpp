// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/job_meter.h"

#include <cmath>

namespace taper::models {

namespace {
constexpr std::int64_t windowMs = 8000, leastMs = 1000;
}

void JobMeter::feed(const JobInfo &job, std::int64_t nowMs)
{
    // Another step counts other things: its speed says nothing of this one's.
    if (job.step != m_step || (!m_samples.empty() && job.done < m_samples.back().done))
        m_samples.clear();
    m_step = job.step;
    m_total = job.total;
    m_measurable = job.outcome == JobOutcome::Running && job.unit != "steps" && !job.unit.empty();
    m_samples.push_back({nowMs, job.done});
    while (m_samples.size() > 2 && nowMs - m_samples.front().ms > windowMs)
        m_samples.pop_front();
}

std::optional<double> JobMeter::perSecond() const
{
    if (!m_measurable || m_samples.size() < 2)
        return std::nullopt;
    const auto elapsed = m_samples.back().ms - m_samples.front().ms;
    if (elapsed < leastMs)
        return std::nullopt;
    return 1000.0 * static_cast<double>(m_samples.back().done - m_samples.front().done) /
           static_cast<double>(elapsed);
}

std::optional<std::int64_t> JobMeter::secondsLeft() const
{
    const auto rate = perSecond();
    if (!rate || *rate <= 0 || !m_total || *m_total < m_samples.back().done)
        return std::nullopt;
    return static_cast<std::int64_t>(
        std::ceil(static_cast<double>(*m_total - m_samples.back().done) / *rate));
}

} // namespace taper::models
