// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/main_menu.h"

#include "theme/theme.h"
#include <QAction>
#include <QActionGroup>
#include <QMenu>

namespace taper::window {

MainMenu::MainMenu(const QList<QAction *> &containerActions, const QStringList &pages, QWidget *parent)
    : QMenuBar(parent)
{
    addContainerMenu(containerActions);
    addViewMenu(pages);
    QMenu *help = addMenu(tr("&Help"));
    connect(help->addAction(tr("What you &may do")), &QAction::triggered, this, &MainMenu::rightsWanted);
    connect(help->addAction(tr("&About Táper")), &QAction::triggered, this, &MainMenu::aboutWanted);
}

void MainMenu::addContainerMenu(const QList<QAction *> &actions)
{
    QMenu *menu = addMenu(tr("&Container"));
    menu->setToolTipsVisible(true);
    for (QAction *action : actions)
        if (action)
            menu->addAction(action);
        else
            menu->addSeparator();
    menu->addSeparator();
    QAction *quit = menu->addAction(tr("&Quit"));
    quit->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Q));
    connect(quit, &QAction::triggered, this, &MainMenu::quitWanted);
}

void MainMenu::addViewMenu(const QStringList &pages)
{
    QMenu *menu = addMenu(tr("&View"));
    for (int page = 0; page < pages.size(); ++page) {
        QAction *action = menu->addAction(pages[page]);
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + page)));
        connect(action, &QAction::triggered, this, [this, page] { emit pageWanted(page); });
    }
    menu->addSeparator();
    addAppearanceMenu(menu->addMenu(tr("&Appearance")));
    QAction *preferences = menu->addAction(tr("&Preferences…"));
    preferences->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Comma));
    connect(preferences, &QAction::triggered, this, &MainMenu::preferencesWanted);
}

void MainMenu::addAppearanceMenu(QMenu *menu)
{
    using theme::Appearance;
    auto *group = new QActionGroup(this);
    const std::pair<Appearance, QString> choices[] = {{Appearance::Desktop, tr("Like the &desktop")},
                                                      {Appearance::Light, tr("&Light")},
                                                      {Appearance::Dark, tr("Da&rk")}};
    for (const auto &[appearance, text] : choices) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(theme::storedAppearance() == appearance);
        group->addAction(action);
        // The preferences change it, too.
        connect(menu, &QMenu::aboutToShow, action, [action, appearance = appearance] {
            action->setChecked(theme::storedAppearance() == appearance);
        });
        connect(action, &QAction::triggered, this,
                [appearance = appearance] { theme::setAppearance(appearance); });
    }
}

} // namespace taper::window
