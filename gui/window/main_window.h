// SPDX-License-Identifier: GPL-3.0-or-later
// The window: navigation, pages, messages above them, status strip below; wires what one part wants to the part that
// does it. Runs in: taper.
#pragma once
#include "client/commands.h"
#include <QMainWindow>

class QStackedWidget;

namespace taper::client {
class HelperMirror;
}
namespace taper::pages {
class ChecksPage;
class ContainerPage;
class CreatePage;
class ImagesPage;
class JournalPage;
class NetworkPage;
class OverviewPage;
} // namespace taper::pages
namespace taper::widgets {
class NoticeBar;
class StatusStrip;
} // namespace taper::widgets

namespace taper::window {

class ContainerActions;
class Navigation;
class QuickStart;

class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands);

    void openContainer(const std::string &name, bool console);
    void openCreatePage(const std::string &image = {});
    void openPreferences();
    ContainerActions &actions() { return *m_actions; }
    widgets::NoticeBar &notices() { return *m_notices; }

signals:
    /// Another language was chosen: the window is to be made anew.
    void languageChanged();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    enum Page { OverviewRow, NetworkRow, ImagesRow, ChecksRow, JournalRow, ContainerRow };

    QList<QAction *> menuActions() const;
    QList<QAction *> tableActions() const;
    QList<QAction *> pageActions() const;
    QList<QAction *> moreActions() const;
    void buildPages();
    void buildWindow();
    void connectPages();
    void connectActions();
    void showPage(int page);
    void updateSelection();
    void showConnection();
    void showFailure(const QString &what, const Error &error);
    void showPassword(const client::CreatedContainer &created);
    void onCreated(const client::CreatedContainer &created, bool started);
    void onCreatedElsewhere(const client::CreatedContainer &created, bool started);
    void openArchiveDialog();
    void openBuildDialog();
    void openRights();
    void leaveCreatePage(pages::CreatePage *page);
    void changeLanguage();
    void applyConsoleFont();
    void applyChartSpan();
    void offerKill(const std::string &name);
    void dropOldOffers();
    void onRenameAsked(const std::string &name, const std::string &newName);
    void about();

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    ContainerActions *m_actions;
    QuickStart *m_quickStart;
    Navigation *m_navigation;
    widgets::NoticeBar *m_notices;
    widgets::StatusStrip *m_strip;
    QStackedWidget *m_stack;
    pages::OverviewPage *m_overview = nullptr;
    pages::NetworkPage *m_network = nullptr;
    pages::ImagesPage *m_images = nullptr;
    pages::ChecksPage *m_checks = nullptr;
    pages::JournalPage *m_journal = nullptr;
    pages::ContainerPage *m_container = nullptr;
    bool m_languageWaits = false;
    int m_lastPage = OverviewRow; ///< where a form for a new container leads back to
};

} // namespace taper::window
