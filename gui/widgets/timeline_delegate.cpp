// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/timeline_delegate.h"

#include "models/timeline_model.h"
#include <QPainter>
#include <algorithm>

namespace taper::widgets {

QRectF timelineBar(const QRectF &cell, double start, double length, double total)
{
    constexpr double least = 2;
    if (total <= 0)
        return {};
    const double width = std::clamp(cell.width() * length / total, least, std::max(least, cell.width()));
    const double left = std::min(cell.left() + cell.width() * start / total, cell.right() - width);
    return {left, cell.top(), width, cell.height()};
}

void TimelineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    using Model = models::TimelineModel;
    const QRectF bar =
        timelineBar(QRectF(option.rect).adjusted(4, 5, -4, -5), index.data(Model::StartRole).toDouble(),
                    index.data(Model::LengthRole).toDouble(), index.data(Model::TotalRole).toDouble());
    const bool selected = option.state & QStyle::State_Selected;
    painter->fillRect(bar, option.palette.color(selected ? QPalette::HighlightedText : QPalette::Highlight));
}

} // namespace taper::widgets
