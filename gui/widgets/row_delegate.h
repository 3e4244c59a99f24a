// SPDX-License-Identifier: GPL-3.0-or-later
// Rows with a little air: Fusion's are as low as the font. Runs in: taper.
#pragma once
#include <QStyledItemDelegate>

namespace taper::widgets {

class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace taper::widgets
