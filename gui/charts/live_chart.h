// SPDX-License-Identifier: GPL-3.0-or-later
// One value over the last minutes: a line, its limit, the value now. Runs in: the window.
// A tick costs one QLineSeries::replace(); hidden, values are only kept.
#pragma once
#include "charts/sample_ring.h"
#include <QWidget>
#include <optional>

class QLabel;
class QLineSeries;
class QValueAxis;

namespace taper {

class LiveChartView;

class LiveChart : public QWidget
{
    Q_OBJECT

public:
    enum class Unit {
        Percent, ///< 100 = one whole CPU (or all, as the caller counts)
        Bytes,
        Count, ///< of things: processes
    };
    explicit LiveChart(const QString &title, Unit unit, QWidget *parent = nullptr);
    ~LiveChart() override;

    /// Times must grow; one that does not is ignored, and so is a value that is not a finite number.
    void append(qint64 timeMs, double value);
    /// A dashed line with its value on it; none = no limit.
    void setLimit(std::optional<double> limit);
    std::optional<double> limit() const { return m_limit; }
    /// How many values are kept (600 at first).
    void setCapacity(int capacity);
    /// How much time is shown: 2 minutes at first, at most what is kept.
    void setSpan(int minutes);
    void clear();

    std::optional<double> currentValue() const;
    QString currentText() const; ///< "41 %", "212 MiB", "–" without a value
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void scheduleRefresh();
    void refresh();
    void applyPalette();
    void updateLabels();
    void updateGrid(double top, int steps);

    QString m_title;
    Unit m_unit;
    SampleRing m_samples{600};
    std::optional<double> m_limit;
    QLabel *m_titleLabel;
    QLabel *m_valueLabel;
    QLabel *m_agoLabel;
    int m_spanMinutes = 2;
    LiveChartView *m_view = nullptr;
    QLineSeries *m_series;
    QValueAxis *m_timeAxis;
    QValueAxis *m_valueAxis;
    bool m_gridSet = false;
    bool m_refreshQueued = false;
    bool m_stale = true; ///< something changed since the chart was last brought up to date
};

} // namespace taper
