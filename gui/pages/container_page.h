// SPDX-License-Identifier: GPL-3.0-or-later
// One container: its name and state above, its actions, and the tabs Summary, Console, Limits and Network. Runs in: taper.
#pragma once
#include "client/commands.h"
#include <QWidget>

class QAction;
class QLabel;
class QTabWidget;
class QToolBar;

namespace taper::client {
class HelperMirror;
}

namespace taper::pages {

class ConsoleTab;
class LimitsTab;
class NetworkTab;
class SummaryTab;

class ContainerPage : public QWidget
{
    Q_OBJECT

public:
    enum class Tab { Summary, Console, Limits, Network };

    ContainerPage(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
                  const QList<QAction *> &actions, const QList<QAction *> &moreActions,
                  QWidget *parent = nullptr);

    void showContainer(const std::string &name);
    void showTab(Tab tab);
    /// Stays with the container when name becomes newName.
    void expectName(const std::string &name, const std::string &newName);
    const std::string &container() const { return m_name; }
    ConsoleTab *consoleTab() const { return m_console; }
    LimitsTab *limitsTab() const { return m_limits; }

signals:
    void backWanted();
    void startWanted();

private:
    QWidget *buildHeader(const QList<QAction *> &actions, const QList<QAction *> &moreActions);
    void update();

    client::HelperMirror &m_mirror;
    std::string m_name;
    std::string m_nextName; ///< what it is about to be called
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_subtitle;
    QTabWidget *m_tabs;
    SummaryTab *m_summary;
    ConsoleTab *m_console;
    LimitsTab *m_limits;
    NetworkTab *m_network;
};

} // namespace taper::pages
