// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/sparkline_delegate.h"
#include <QApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace taper {

namespace {
constexpr int lineWidth = 56, gap = 6;
} // namespace

SparklineDelegate::SparklineDelegate(int valuesRole, int topRole, QObject *parent)
    : QStyledItemDelegate(parent), m_valuesRole(valuesRole), m_topRole(topRole)
{
}

void SparklineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    const auto values = index.data(m_valuesRole).value<QList<double>>();
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QStyle *style = item.widget ? item.widget->style() : QApplication::style();
    const bool mirrored = item.direction == Qt::RightToLeft;
    // Ground and focus over the whole cell, the text beside the line.
    const QString text = std::exchange(item.text, QString());
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
    const bool selected = item.state.testFlag(QStyle::State_Selected);
    const auto group = item.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
    QRect room = item.rect.adjusted(gap, 3, -gap, -3);
    QRect line(room.left(), room.top(), std::min(lineWidth, room.width()), room.height());
    line = QStyle::visualRect(item.direction, room, line);
    QRect rest =
        mirrored ? room.adjusted(0, 0, -lineWidth - gap, 0) : room.adjusted(lineWidth + gap, 0, 0, 0);
    painter->save();
    painter->setPen(item.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Text));
    painter->setFont(item.font);
    painter->drawText(rest, int(item.displayAlignment | Qt::AlignVCenter),
                      item.fontMetrics.elidedText(text, Qt::ElideRight, rest.width()));
    double top = m_topRole >= 0 ? index.data(m_topRole).toDouble() : 0;
    if (!(top > 0))
        for (double value : values)
            top = std::max(top, std::isfinite(value) ? value : 0);
    if (values.size() >= 2 && line.width() > 8) {
        QList<QPointF> points;
        const double step = double(line.width() - 1) / double(values.size() - 1);
        for (qsizetype i = 0; i < values.size(); ++i) {
            const double share =
                top > 0 && std::isfinite(values.at(i)) ? std::clamp(values.at(i) / top, 0.0, 1.0) : 0;
            const double x = mirrored ? line.right() - step * double(i) : line.left() + step * double(i);
            points.append({x, line.bottom() - share * (line.height() - 1)});
        }
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(
            QPen(item.palette.color(group, selected ? QPalette::HighlightedText : QPalette::Highlight), 1.2));
        painter->drawPolyline(points.constData(), int(points.size()));
    }
    painter->restore();
}

QSize SparklineDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.rwidth() += lineWidth + 3 * gap;
    return size;
}

} // namespace taper
