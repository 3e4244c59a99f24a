// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/live_chart.h"
#include "charts/axis_scale.h"
#include "charts/live_chart_view.h"
#include <QAccessible>
#include <QChart>
#include <QEvent>
#include <QGraphicsLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineSeries>
#include <QLocale>
#include <QVBoxLayout>
#include <QValueAxis>
#include <cmath>

namespace taper {

namespace {

/// A limit much larger than the use would press the line to the ground; then it is only named.
constexpr double limitShownUpTo = 5;

/// At most one decimal, none where it is 0 ("512 MiB", "1.5 GiB").
QString bytesText(double value)
{
    double scaled = value;
    while (scaled >= 1024)
        scaled /= 1024;
    const int decimals =
        scaled < 100 && value >= 1024 && std::fabs(scaled - std::round(scaled)) >= 0.05 ? 1 : 0;
    return QLocale().formattedDataSize(std::llround(value), decimals);
}

QString valueText(double value, LiveChart::Unit unit)
{
    if (unit == LiveChart::Unit::Bytes)
        return bytesText(value);
    if (unit == LiveChart::Unit::Count)
        return QLocale().toString(std::llround(value));
    const int decimals = value < 10 && std::fabs(value - std::round(value)) >= 0.05 ? 1 : 0;
    return LiveChart::tr("%1 %").arg(QLocale().toString(value, 'f', decimals));
}

} // namespace

LiveChart::LiveChart(const QString &title, Unit unit, QWidget *parent)
    : QWidget(parent),
      m_title(title),
      m_unit(unit),
      m_titleLabel(new QLabel(title, this)),
      m_valueLabel(new QLabel(this)),
      m_agoLabel(new QLabel(this)),
      m_series(new QLineSeries),
      m_timeAxis(new QValueAxis),
      m_valueAxis(new QValueAxis)
{
    auto *chart = new QChart;
    chart->legend()->hide();
    chart->setMargins({0, 0, 0, 0});
    chart->setBackgroundRoundness(0);
    chart->setBackgroundVisible(false);
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->addSeries(m_series);
    chart->addAxis(m_timeAxis, Qt::AlignBottom);
    chart->addAxis(m_valueAxis, Qt::AlignLeft);
    m_series->attachAxis(m_timeAxis);
    m_series->attachAxis(m_valueAxis);
    m_timeAxis->setLabelsVisible(false);
    m_timeAxis->setGridLineVisible(false);
    m_timeAxis->setTickCount(3);
    m_valueAxis->setLabelsVisible(false);
    m_valueAxis->setLineVisible(false);
    m_view = new LiveChartView(chart, this);
    m_view->setAccessibleName(title);

    QFont bold = font();
    bold.setBold(true);
    m_valueLabel->setFont(bold);
    m_valueLabel->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_valueLabel->setAccessibleName(tr("%1 now").arg(title));
    auto *now = new QLabel(tr("now"), this);
    for (QLabel *label : {m_agoLabel, now}) {
        label->setForegroundRole(QPalette::PlaceholderText);
        QFont small = label->font();
        small.setPointSizeF(std::max(6.0, small.pointSizeF() * 0.85));
        label->setFont(small);
    }
    auto *head = new QHBoxLayout;
    head->addWidget(m_titleLabel);
    head->addStretch();
    head->addWidget(m_valueLabel);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_agoLabel);
    foot->addStretch();
    foot->addWidget(now);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_view, 1);
    layout->addLayout(foot);
    setAccessibleName(title);
    applyPalette();
    setSpan(m_spanMinutes);
    updateLabels();
    refresh();
}

LiveChart::~LiveChart() = default;

void LiveChart::setSpan(int minutes)
{
    m_spanMinutes = std::max(1, minutes);
    m_timeAxis->setRange(-60.0 * m_spanMinutes, 0);
    m_agoLabel->setText(tr("%n minute(s) ago", nullptr, m_spanMinutes));
    scheduleRefresh();
}

QSize LiveChart::sizeHint() const
{
    return {360, 180};
}

QSize LiveChart::minimumSizeHint() const
{
    return {200, 120};
}

void LiveChart::append(qint64 timeMs, double value)
{
    if (m_samples.append({timeMs, std::max(0.0, value)}))
        scheduleRefresh();
}

void LiveChart::setLimit(std::optional<double> limit)
{
    if (limit && (!std::isfinite(*limit) || *limit < 0))
        limit.reset();
    if (limit == m_limit)
        return;
    m_limit = limit;
    scheduleRefresh();
}

void LiveChart::setCapacity(int capacity)
{
    m_samples.setCapacity(capacity);
    scheduleRefresh();
}

void LiveChart::clear()
{
    m_samples.clear();
    scheduleRefresh();
}

std::optional<double> LiveChart::currentValue() const
{
    const auto newest = m_samples.newest();
    return newest ? std::optional(newest->value) : std::nullopt;
}

QString LiveChart::currentText() const
{
    const auto value = currentValue();
    return value ? valueText(*value, m_unit) : QStringLiteral("–");
}

/// Several values of one turn of the event loop are drawn once; hidden, none is.
void LiveChart::scheduleRefresh()
{
    m_stale = true;
    if (m_refreshQueued || !isVisible())
        return;
    m_refreshQueued = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_refreshQueued = false;
            if (isVisible() && m_stale)
                refresh();
        },
        Qt::QueuedConnection);
}

void LiveChart::refresh()
{
    m_stale = false;
    m_series->replace(m_samples.window(60.0 * m_spanMinutes));
    const double largest = m_samples.largest(60.0 * m_spanMinutes);
    const bool limitInside = m_limit && *m_limit <= std::max(1.0, largest) * limitShownUpTo;
    const double wanted = limitInside ? std::max(largest, *m_limit * 1.05) : largest;
    const AxisScale scale = m_unit == Unit::Bytes ? bytesScale(wanted) : percentScale(wanted);
    const AxisScale before{m_valueAxis->max(), m_valueAxis->tickCount() - 1};
    const AxisScale used = m_gridSet ? steadyScale(before, scale) : scale;
    if (used != before || !m_gridSet) {
        m_gridSet = true;
        updateGrid(used.top, used.steps);
    }
    updateLabels();
}

void LiveChart::updateLabels()
{
    const QString now = currentText();
    m_valueLabel->setText(now);
    const QString limit = m_limit ? tr("limit %1").arg(valueText(*m_limit, m_unit)) : QString();
    m_view->setLimit(m_limit, limit);
    const QString description = m_limit ? tr("%1 now, limit %2").arg(now, valueText(*m_limit, m_unit))
                                        : tr("%1 now, no limit").arg(now);
    if (description != accessibleDescription())
        setAccessibleDescription(description);
}

void LiveChart::updateGrid(double top, int steps)
{
    m_valueAxis->setRange(0, top);
    m_valueAxis->setTickCount(steps + 1);
    QStringList labels;
    for (int i = 1; i <= steps; ++i)
        labels += valueText(top * i / steps, m_unit);
    m_view->setGridLabels(labels);
}

void LiveChart::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        refresh();
}

void LiveChart::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        applyPalette();
}

void LiveChart::applyPalette()
{
    if (!m_view)
        return;
    const QPalette colors = palette();
    QColor grid = colors.color(QPalette::Text);
    grid.setAlphaF(0.15f);
    m_series->setPen(QPen(colors.color(QPalette::Highlight), 1.5));
    m_valueAxis->setGridLinePen(QPen(grid, 1));
    m_timeAxis->setLinePen(QPen(grid, 1));
    m_view->viewport()->update();
}

} // namespace taper
