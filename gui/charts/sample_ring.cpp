// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/sample_ring.h"
#include <algorithm>
#include <cmath>

namespace taper {

bool SampleRing::append(Sample sample)
{
    if (!std::isfinite(sample.value) || (m_count > 0 && sample.timeMs <= at(m_count - 1).timeMs))
        return false;
    if (m_count == capacity()) {
        m_first = (m_first + 1) % capacity();
        --m_count;
    }
    m_samples[std::size_t((m_first + m_count) % capacity())] = sample;
    ++m_count;
    return true;
}

void SampleRing::setCapacity(int capacity)
{
    std::vector<Sample> samples(std::size_t(std::max(2, capacity)));
    const int kept = std::min(m_count, int(samples.size()));
    for (int i = 0; i < kept; ++i)
        samples[std::size_t(i)] = at(m_count - kept + i);
    m_samples = std::move(samples);
    m_first = 0;
    m_count = kept;
}

std::optional<Sample> SampleRing::newest() const
{
    return m_count > 0 ? std::optional(at(m_count - 1)) : std::nullopt;
}

int SampleRing::firstInside(double seconds) const
{
    int first = m_count - 1;
    while (first > 0 && double(at(m_count - 1).timeMs - at(first - 1).timeMs) <= seconds * 1000)
        --first;
    return std::max(0, first);
}

QList<QPointF> SampleRing::window(double seconds) const
{
    QList<QPointF> points;
    if (m_count == 0)
        return points;
    const qint64 now = at(m_count - 1).timeMs;
    const int first = std::max(0, firstInside(seconds) - 1);
    points.reserve(m_count - first);
    for (int i = first; i < m_count; ++i)
        points.append(QPointF(double(at(i).timeMs - now) / 1000.0, at(i).value));
    return points;
}

double SampleRing::largest(double seconds) const
{
    double result = 0;
    for (int i = m_count > 0 ? firstInside(seconds) : 0; i < m_count; ++i)
        result = std::max(result, at(i).value);
    return result;
}

} // namespace taper
