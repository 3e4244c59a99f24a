// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/more_button.h"

#include "theme/icons.h"
#include <QMenu>

namespace taper::widgets {

MoreButton::MoreButton(const QList<QAction *> &actions, QWidget *parent) : QToolButton(parent)
{
    setIcon(theme::icon("more"));
    setPopupMode(QToolButton::InstantPopup);
    setAutoRaise(true);
    setAccessibleName(tr("More actions"));
    setToolTip(tr("More actions"));
    auto *menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    menu->addActions(actions);
    setMenu(menu);
}

} // namespace taper::widgets
