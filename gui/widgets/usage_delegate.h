// SPDX-License-Identifier: GPL-3.0-or-later
// A use as text with a thin bar below it that shows its part of the limit. Reads RawRole and LimitRole, never text.
// Runs in: taper.
#pragma once
#include <QStyledItemDelegate>

namespace taper::widgets {

class UsageDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace taper::widgets
