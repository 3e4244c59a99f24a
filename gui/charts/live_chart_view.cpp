// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/live_chart_view.h"
#include <QChart>
#include <QPainter>
#include <QValueAxis>

namespace taper {

LiveChartView::LiveChartView(QChart *chart, QWidget *parent) : QChartView(chart, parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setRubberBand(NoRubberBand);
    setRenderHint(QPainter::Antialiasing);
    viewport()->setAutoFillBackground(false);
    setBackgroundBrush(Qt::NoBrush);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void LiveChartView::setLimit(std::optional<double> limit, const QString &label)
{
    m_limit = limit;
    m_label = label;
    viewport()->update();
}

void LiveChartView::setGridLabels(const QStringList &labels)
{
    m_gridLabels = labels;
    viewport()->update();
}

void LiveChartView::drawForeground(QPainter *painter, const QRectF &)
{
    drawGridLabels(painter);
    drawLimit(painter);
}

/// QValueAxis can only print numbers; bytes want their unit.
void LiveChartView::drawGridLabels(QPainter *painter) const
{
    if (m_gridLabels.isEmpty())
        return;
    QFont small = font();
    small.setPointSizeF(std::max(6.0, small.pointSizeF() * 0.85));
    QColor color = palette().color(QPalette::Text);
    color.setAlphaF(0.65f);
    painter->setFont(small);
    painter->setPen(color);
    const QRectF plot = chart()->plotArea();
    const qreal height = QFontMetricsF(small).height();
    for (int i = 0; i < m_gridLabels.size(); ++i) {
        const qreal y = plot.bottom() - plot.height() * (i + 1) / m_gridLabels.size();
        painter->drawText(QRectF(plot.left() + 3, y + 1, plot.width(), height), Qt::AlignLeft | Qt::AlignTop,
                          m_gridLabels.at(i));
    }
}

void LiveChartView::drawLimit(QPainter *painter) const
{
    const auto axes = chart()->axes(Qt::Vertical);
    if (!m_limit || axes.isEmpty())
        return;
    const double top = static_cast<QValueAxis *>(axes.first())->max();
    const QRectF plot = chart()->plotArea();
    const bool above = *m_limit > top;
    const double y = above ? plot.top() : plot.bottom() - plot.height() * *m_limit / top;
    const QColor color = palette().color(QPalette::Text);
    painter->setRenderHint(QPainter::Antialiasing, false);
    if (!above) {
        painter->setPen(QPen(color, 1, Qt::DashLine));
        painter->drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
    const QFontMetricsF metrics(font());
    const QString label = above ? m_label + QStringLiteral(" ↑") : m_label;
    const QSizeF size(metrics.horizontalAdvance(label) + 6, metrics.height());
    // Above its line where there is room, else below.
    const double labelTop = !above && y - size.height() >= plot.top() ? y - size.height() : y + 1;
    const QRectF box(QPointF(plot.right() - size.width(), labelTop), size);
    QColor ground = palette().color(QPalette::Window);
    ground.setAlpha(200);
    painter->fillRect(box, ground);
    painter->setPen(color);
    painter->setFont(font());
    painter->drawText(box, Qt::AlignCenter, label);
}

} // namespace taper
