// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/navigation.h"

#include "theme/icons.h"
#include <QEvent>

namespace taper::window {

namespace {
constexpr int rowHeight = 36;
}

Navigation::Navigation(QWidget *parent) : QListWidget(parent)
{
    setAccessibleName(tr("Pages"));
    setFrameShape(QFrame::NoFrame);
    setIconSize({20, 20});
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setUniformItemSizes(true);
}

void Navigation::addPage(const char *icon, const QString &title)
{
    auto *item = new QListWidgetItem(theme::icon(icon), title, this);
    item->setSizeHint({0, rowHeight});
    fitWidth();
}

/// As wide as the longest title: other languages have longer ones.
void Navigation::fitWidth()
{
    int widest = 0;
    for (int row = 0; row < count(); ++row)
        widest = std::max(widest, fontMetrics().horizontalAdvance(item(row)->text()));
    setFixedWidth(widest + iconSize().width() + 48);
}

QSize Navigation::sizeHint() const
{
    return {width(), rowHeight * count()};
}

void Navigation::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitWidth();
    QListWidget::changeEvent(event);
}

} // namespace taper::window
