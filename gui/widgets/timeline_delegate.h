// SPDX-License-Identifier: GPL-3.0-or-later
// The bar of a step of the start: where on the whole course it lies and how long it is. Runs in: taper.
#pragma once
#include "widgets/row_delegate.h"

namespace taper::widgets {

class TimelineDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

/// Where the bar lies in the cell; at least two pixels, so that the shortest step is seen.
QRectF timelineBar(const QRectF &cell, double start, double length, double total);

} // namespace taper::widgets
