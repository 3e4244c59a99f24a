// SPDX-License-Identifier: GPL-3.0-or-later
// The chart proper of a LiveChart: a line, one grid, and the limit drawn over it with its label.
#pragma once
#include <QChartView>
#include <QStringList>
#include <optional>

namespace taper {

class LiveChartView : public QChartView
{
    Q_OBJECT

public:
    explicit LiveChartView(QChart *chart, QWidget *parent);
    /// What the grid lines above zero are called, from the lowest up.
    void setGridLabels(const QStringList &labels);
    /// The label says what the line is ("limit 512 MiB"). A limit above the axis is only named, at the top
    /// edge.
    void setLimit(std::optional<double> limit, const QString &label);

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;

private:
    void drawGridLabels(QPainter *painter) const;
    void drawLimit(QPainter *painter) const;

    QStringList m_gridLabels;
    std::optional<double> m_limit;
    QString m_label;
};

} // namespace taper
