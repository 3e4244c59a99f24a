// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/row_delegate.h"

namespace taper::widgets {

namespace {
constexpr int air = 8;
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return QStyledItemDelegate::sizeHint(option, index) + QSize(0, air);
}

} // namespace taper::widgets
