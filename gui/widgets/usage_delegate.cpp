// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/usage_delegate.h"

#include "models/keyed_table_model.h"
#include "text/state_text.h"
#include <QPainter>
#include <algorithm>

namespace taper::widgets {

namespace {
constexpr double nearlyFull = 0.9;
constexpr int barHeight = 3, margin = 3;
} // namespace

void UsageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const QVariant used = index.data(models::RawRole), limit = index.data(models::LimitRole);
    if (!used.isValid() || !limit.isValid() || limit.toDouble() <= 0)
        return;
    const double share = std::clamp(used.toDouble() / limit.toDouble(), 0.0, 1.0);
    const bool selected = option.state & QStyle::State_Selected;
    QRectF track(option.rect.left() + margin, option.rect.bottom() - barHeight,
                 option.rect.width() - 2 * margin, barHeight - 1);
    QColor colour = option.palette.color(QPalette::Highlight);
    if (share >= nearlyFull)
        colour = text::lookColor(text::Look::Failed, option.palette);
    if (selected)
        colour = option.palette.color(QPalette::HighlightedText);
    QColor ground = option.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    ground.setAlpha(selected ? 90 : 40);
    painter->fillRect(track, ground);
    if (option.direction == Qt::RightToLeft)
        track.setLeft(track.right() - track.width() * share);
    else
        track.setWidth(track.width() * share);
    painter->fillRect(track, colour);
}

} // namespace taper::widgets
