// SPDX-License-Identifier: GPL-3.0-or-later
// The last button of a tool bar: a menu of the actions that it has no room for. All of them are in the menu bar, too,
// where keyboards and screen readers find them. Runs in: taper.
#pragma once
#include <QToolButton>

namespace taper::widgets {

class MoreButton : public QToolButton
{
    Q_OBJECT

public:
    explicit MoreButton(const QList<QAction *> &actions, QWidget *parent = nullptr);
};

} // namespace taper::widgets
