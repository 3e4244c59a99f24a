// SPDX-License-Identifier: GPL-3.0-or-later
// The menu bar: every action again, by keyboard, and the appearance. Runs in: taper.
#pragma once
#include <QList>
#include <QMenuBar>

namespace taper::window {

class MainMenu : public QMenuBar
{
    Q_OBJECT

public:
    /// containerActions: nullptr is a separator; pages: their titles, in the order of the navigation.
    MainMenu(const QList<QAction *> &containerActions, const QStringList &pages, QWidget *parent = nullptr);

signals:
    void pageWanted(int page);
    void quitWanted();
    void aboutWanted();
    void preferencesWanted();
    void rightsWanted();

private:
    void addContainerMenu(const QList<QAction *> &actions);
    void addViewMenu(const QStringList &pages);
    void addAppearanceMenu(QMenu *menu);
};

} // namespace taper::window
