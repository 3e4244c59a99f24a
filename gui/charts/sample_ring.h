// SPDX-License-Identifier: GPL-3.0-or-later
// The last values of something that is measured, oldest first. No Qt Widgets.
#pragma once
#include <QList>
#include <QPointF>
#include <QtGlobal>
#include <optional>
#include <vector>

namespace taper {

struct Sample
{
    qint64 timeMs = 0;
    double value = 0;
};

class SampleRing
{
public:
    explicit SampleRing(int capacity) { setCapacity(capacity); }

    /// Refused (false): a time that does not grow, a value that is not finite.
    bool append(Sample sample);
    void setCapacity(int capacity); ///< at least 2; the newest stay
    void clear() { m_count = 0; }
    int size() const { return m_count; }
    int capacity() const { return int(m_samples.size()); }
    const Sample &at(int index) const { return m_samples[std::size_t((m_first + index) % capacity())]; }
    std::optional<Sample> newest() const;

    /// x = seconds before the newest (0 … −seconds), y = value; one point before the window is kept, so that
    /// the line comes in from the edge.
    QList<QPointF> window(double seconds) const;
    /// The largest value in that window, 0 when there is none.
    double largest(double seconds) const;

private:
    int firstInside(double seconds) const;

    std::vector<Sample> m_samples;
    int m_first = 0;
    int m_count = 0;
};

} // namespace taper
