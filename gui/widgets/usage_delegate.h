// SPDX-License-Identifier: GPL-3.0-or-later
// A use as text with a thin bar below it that shows its part of the limit. Reads RawRole and LimitRole, never text.
// Runs in: taper.
#pragma once
#include "widgets/row_delegate.h"

namespace taper::widgets {

class UsageDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};

} // namespace taper::widgets
