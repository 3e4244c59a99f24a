// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/main_window.h"

#include "charts/live_chart.h"
#include "client/async.h"
#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "console/console_widget.h"
#include "dialogs/add_archive_dialog.h"
#include "dialogs/build_image_dialog.h"
#include "dialogs/preferences_dialog.h"
#include "dialogs/rights_dialog.h"
#include "pages/checks_page.h"
#include "pages/container_page.h"
#include "pages/create_form.h"
#include "pages/create_page.h"
#include "pages/images_page.h"
#include "pages/journal_page.h"
#include "pages/network_page.h"
#include "pages/overview_page.h"
#include "text/error_text.h"
#include "theme/icons.h"
#include "theme/preferences.h"
#include "widgets/notice_bar.h"
#include "widgets/status_strip.h"
#include "window/container_actions.h"
#include "window/main_menu.h"
#include "window/navigation.h"
#include "window/quick_start.h"
#include <QBoxLayout>
#include <QCloseEvent>
#include <QFrame>
#include <QMessageBox>
#include <QSettings>
#include <QStackedWidget>

namespace taper::window {

using client::fromUtf8;
using widgets::Notice;

namespace {
const QString geometryKey = QStringLiteral("window/geometry");
const QString connectionNotice = QStringLiteral("connection");

QString stopNotice(const std::string &name)
{
    return QStringLiteral("stop:") + fromUtf8(name);
}
} // namespace

MainWindow::MainWindow(client::Connection &connection, client::HelperMirror &mirror,
                       client::Commands &commands)
    : m_connection(connection),
      m_mirror(mirror),
      m_commands(commands),
      m_actions(new ContainerActions(connection, mirror, commands, this)),
      m_quickStart(new QuickStart(mirror, commands, this)),
      m_navigation(new Navigation),
      m_notices(new widgets::NoticeBar),
      m_strip(new widgets::StatusStrip(connection, mirror, commands)),
      m_stack(new QStackedWidget)
{
    setWindowTitle(tr("Táper"));
    setWindowIcon(theme::applicationIcon());
    buildPages();
    buildWindow();
    connectPages();
    connectActions();
    showPage(OverviewRow);
    showConnection();
    resize(1120, 720);
    restoreGeometry(QSettings().value(geometryKey).toByteArray());
}

/// Everything, for the menu bar and the context menu; nullptr is a separator.
QList<QAction *> MainWindow::menuActions() const
{
    using A = ContainerActions;
    return {m_actions->action(A::New),
            nullptr,
            m_actions->action(A::Start),
            m_actions->action(A::Stop),
            m_actions->action(A::Freeze),
            m_actions->action(A::Unfreeze),
            m_actions->action(A::Kill),
            m_actions->action(A::Restart),
            nullptr,
            m_actions->action(A::Open),
            m_actions->action(A::Rename),
            m_actions->action(A::Delete)};
}

/// What a tool bar has room for in the language with the longest words; the rest is behind its last button.
QList<QAction *> MainWindow::tableActions() const
{
    using A = ContainerActions;
    return {m_actions->action(A::New),
            nullptr,
            m_actions->action(A::Start),
            m_actions->action(A::Stop),
            m_actions->action(A::Freeze),
            m_actions->action(A::Unfreeze),
            nullptr,
            m_actions->action(A::Delete)};
}

QList<QAction *> MainWindow::pageActions() const
{
    using A = ContainerActions;
    return {m_actions->action(A::Start), m_actions->action(A::Stop), m_actions->action(A::Freeze),
            m_actions->action(A::Unfreeze), m_actions->action(A::Delete)};
}

QList<QAction *> MainWindow::moreActions() const
{
    using A = ContainerActions;
    return {m_actions->action(A::Restart), m_actions->action(A::Kill), m_actions->action(A::Rename),
            m_actions->action(A::Open)};
}

void MainWindow::buildPages()
{
    m_overview =
        new pages::OverviewPage(m_connection, m_mirror, {tableActions(), moreActions(), menuActions()});
    m_network = new pages::NetworkPage(m_connection, m_mirror, m_commands);
    m_images = new pages::ImagesPage(m_connection, m_mirror, m_commands);
    m_checks = new pages::ChecksPage(m_connection, m_mirror, m_commands);
    m_journal = new pages::JournalPage(m_connection, m_mirror, m_commands);
    m_container =
        new pages::ContainerPage(m_connection, m_mirror, m_commands, pageActions(), moreActions().mid(0, 3));
    for (QWidget *page : {static_cast<QWidget *>(m_overview), static_cast<QWidget *>(m_network),
                          static_cast<QWidget *>(m_images), static_cast<QWidget *>(m_checks),
                          static_cast<QWidget *>(m_journal), static_cast<QWidget *>(m_container)})
        m_stack->addWidget(page);
    m_navigation->addPage("overview", tr("Overview"));
    m_navigation->addPage("network", tr("Network"));
    m_navigation->addPage("images", tr("Images"));
    m_navigation->addPage("check", tr("Host check"));
    m_navigation->addPage("journal", tr("Journal"));
    applyConsoleFont();
    applyChartSpan();
}

void MainWindow::buildWindow()
{
    auto *menu = new MainMenu(menuActions(),
                              {tr("Overview"), tr("Network"), tr("Images"), tr("Host check"), tr("Journal")});
    setMenuBar(menu);
    connect(menu, &MainMenu::pageWanted, this, &MainWindow::showPage);
    connect(menu, &MainMenu::quitWanted, this, &QWidget::close);
    connect(menu, &MainMenu::aboutWanted, this, &MainWindow::about);
    connect(menu, &MainMenu::preferencesWanted, this, &MainWindow::openPreferences);
    connect(menu, &MainMenu::rightsWanted, this, &MainWindow::openRights);
    auto *pageColumn = new QVBoxLayout;
    pageColumn->setContentsMargins(8, 8, 8, 8);
    pageColumn->setSpacing(8);
    pageColumn->addWidget(m_notices);
    pageColumn->addWidget(m_stack, 1);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_navigation);
    row->addLayout(pageColumn, 1);
    auto *line = new QFrame;
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    auto *central = new QWidget;
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(row, 1);
    layout->addWidget(line);
    layout->addWidget(m_strip);
    setCentralWidget(central);
}

void MainWindow::connectPages()
{
    connect(m_navigation, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            showPage(row);
    });
    // Also when its row is current already: from a container's page, "Overview" leads back.
    connect(m_navigation, &QListWidget::itemClicked, this, [this] { showPage(m_navigation->currentRow()); });
    connect(m_overview, &pages::OverviewPage::selectionChanged, this, &MainWindow::updateSelection);
    connect(m_overview, &pages::OverviewPage::openWanted, this,
            [this](const std::string &name) { openContainer(name, false); });
    connect(m_overview, &pages::OverviewPage::tryOneWanted, m_quickStart, &QuickStart::run);
    connect(m_overview, &pages::OverviewPage::imagesWanted, this, [this] { showPage(ImagesRow); });
    connect(m_network, &pages::NetworkPage::openWanted, this,
            [this](const std::string &name) { openContainer(name, false); });
    connect(m_network, &pages::NetworkPage::failed, this, &MainWindow::showFailure);
    connect(m_images, &pages::ImagesPage::addArchiveWanted, this, &MainWindow::openArchiveDialog);
    connect(m_images, &pages::ImagesPage::buildWanted, this, &MainWindow::openBuildDialog);
    connect(m_images, &pages::ImagesPage::createWanted, this, &MainWindow::openCreatePage);
    connect(m_images, &pages::ImagesPage::failed, this, &MainWindow::showFailure);
    connect(m_journal, &pages::JournalPage::failed, this, &MainWindow::showFailure);
    connect(m_container, &pages::ContainerPage::backWanted, this, [this] { showPage(OverviewRow); });
    connect(m_container, &pages::ContainerPage::startWanted, this,
            [this] { m_actions->start(m_container->container()); });
}

void MainWindow::connectActions()
{
    connect(m_actions, &ContainerActions::newWanted, this, [this] { openCreatePage(); });
    connect(m_actions, &ContainerActions::openWanted, this,
            [this](const std::string &name) { openContainer(name, false); });
    connect(m_actions, &ContainerActions::renameAsked, this, &MainWindow::onRenameAsked);
    connect(m_actions, &ContainerActions::failed, this, &MainWindow::showFailure);
    connect(m_actions, &ContainerActions::stopTakesLong, this, &MainWindow::offerKill);
    connect(m_quickStart, &QuickStart::created, this,
            [this](const client::CreatedContainer &created) { onCreated(created, true); });
    connect(m_quickStart, &QuickStart::failed, this,
            [this](const Error &error) { showFailure(tr("The container could not be made."), error); });
    connect(m_strip, &widgets::StatusStrip::cancelRequested, this, [this](quint64 job) {
        client::whenDone(m_commands.cancelJob(job), this, [this](const Status &done) {
            if (!done)
                showFailure(tr("The job was not cancelled."), done.error());
        });
    });
    connect(m_strip, &widgets::StatusStrip::rightsWanted, this, &MainWindow::openRights);
    connect(&m_connection, &client::Connection::linkChanged, this, &MainWindow::showConnection);
    connect(&m_mirror, &client::HelperMirror::containersChanged, this, &MainWindow::dropOldOffers);
}

void MainWindow::showPage(int page)
{
    const QSignalBlocker quiet(m_navigation); // also of what the moving focus does
    m_stack->setCurrentIndex(page);
    m_lastPage = page;
    m_navigation->setCurrentRow(page == ContainerRow ? OverviewRow : page,
                                QItemSelectionModel::ClearAndSelect);
    updateSelection();
}

/// The actions are about what is visible: the table's selection, or the container whose page it is.
void MainWindow::updateSelection()
{
    if (m_stack->currentIndex() == OverviewRow)
        m_actions->setSelection(m_overview->selectedContainers());
    else if (m_stack->currentIndex() == ContainerRow)
        m_actions->setSelection({m_container->container()});
    else
        m_actions->setSelection({});
}

void MainWindow::openContainer(const std::string &name, bool console)
{
    if (!m_mirror.container(name))
        return;
    m_container->showContainer(name);
    m_container->showTab(console ? pages::ContainerPage::Tab::Console : pages::ContainerPage::Tab::Summary);
    showPage(ContainerRow);
    m_overview->select(name);
}

void MainWindow::openCreatePage(const std::string &image)
{
    // One that still works goes on unseen; any other makes room.
    for (auto *old : findChildren<pages::CreatePage *>())
        if (!old->isBusy())
            old->deleteLater();
    auto *page = new pages::CreatePage(m_connection, m_mirror, m_commands);
    if (!image.empty())
        page->form().chooseImage(image);
    connect(page, &pages::CreatePage::leaveWanted, this, [this, page] { leaveCreatePage(page); });
    connect(page, &pages::CreatePage::created, this,
            [this, page](const client::CreatedContainer &created, bool started) {
                const bool watched = m_stack->currentWidget() == page;
                page->deleteLater();
                if (std::exchange(m_languageWaits, false))
                    emit languageChanged();
                if (watched)
                    onCreated(created, started);
                else
                    onCreatedElsewhere(created, started);
            });
    connect(page, &pages::CreatePage::stopped, this, [this, page](const QString &what, const Error &error) {
        if (m_stack->currentWidget() != page)
            showFailure(what, error); // who looks at the page reads it there
        if (std::exchange(m_languageWaits, false))
            emit languageChanged();
    });
    m_stack->addWidget(page);
    m_stack->setCurrentWidget(page);
    // It is none of the pages in the list. Its row stays current: a list without one takes the first at the next
    // focus, and would lead there.
    m_navigation->clearSelection();
    updateSelection();
}

/// Back to where one came from; while it works, the form stays alive unseen.
void MainWindow::leaveCreatePage(pages::CreatePage *page)
{
    showPage(m_lastPage);
    if (!page->isBusy())
        page->deleteLater();
}

void MainWindow::openBuildDialog()
{
    auto *dialog = new dialogs::BuildImageDialog(m_mirror, m_commands, this);
    connect(dialog, &dialogs::BuildImageDialog::buildWanted, m_images, &pages::ImagesPage::build);
    dialog->show();
}

void MainWindow::openRights()
{
    auto *dialog = new dialogs::RightsDialog(m_connection, m_strip->rights(), this);
    dialog->show();
}

void MainWindow::openPreferences()
{
    for (auto *open : findChildren<dialogs::PreferencesDialog *>())
        return open->activateWindow();
    auto *dialog = new dialogs::PreferencesDialog(this);
    connect(dialog, &dialogs::PreferencesDialog::languageChanged, this, &MainWindow::changeLanguage);
    connect(dialog, &dialogs::PreferencesDialog::consoleFontChanged, this, &MainWindow::applyConsoleFont);
    connect(dialog, &dialogs::PreferencesDialog::chartSpanChanged, this, &MainWindow::applyChartSpan);
    dialog->show();
}

/// A form that works in the background would die with the window: the new language waits for it.
void MainWindow::changeLanguage()
{
    const auto pages = findChildren<pages::CreatePage *>();
    if (std::none_of(pages.begin(), pages.end(), [](const auto *page) { return page->isBusy(); }))
        return emit languageChanged();
    m_languageWaits = true;
    Notice notice;
    notice.key = QStringLiteral("language");
    notice.text = tr("The language changes as soon as the new container is made.");
    m_notices->show(std::move(notice));
}

void MainWindow::applyChartSpan()
{
    for (auto *chart : m_container->findChildren<LiveChart *>())
        chart->setSpan(theme::chartSpanMinutes());
}

void MainWindow::applyConsoleFont()
{
    for (auto *console : m_container->findChildren<ConsoleWidget *>())
        console->setConsoleFont(theme::consoleFont());
}

void MainWindow::openArchiveDialog()
{
    auto *dialog = new dialogs::AddArchiveDialog(m_commands, this);
    dialog->show();
}

void MainWindow::onCreated(const client::CreatedContainer &created, bool started)
{
    showPassword(created);
    openContainer(created.name, started);
}

/// It was made while the user is at something else: told, with a way there.
void MainWindow::onCreatedElsewhere(const client::CreatedContainer &created, bool started)
{
    showPassword(created);
    Notice notice;
    notice.key = QStringLiteral("created:") + fromUtf8(created.name);
    notice.text = tr("%1 is made.").arg(fromUtf8(created.name));
    notice.buttons.push_back({tr("Open %1").arg(fromUtf8(created.name)),
                              [this, name = created.name, started] { openContainer(name, started); }});
    m_notices->show(std::move(notice));
}

void MainWindow::showPassword(const client::CreatedContainer &created)
{
    if (!created.password)
        return;
    Notice notice;
    notice.key = QStringLiteral("password:") + fromUtf8(created.name);
    notice.text = tr("Log in to %1 as %2 with this password. It is shown only this once.")
                      .arg(fromUtf8(created.name), fromUtf8(created.user));
    notice.secret = fromUtf8(*created.password);
    notice.secretName = tr("Generated password");
    m_notices->show(std::move(notice));
}

void MainWindow::showFailure(const QString &what, const Error &error)
{
    if (error.code == ErrorCode::JobCancelled)
        return; // the user's own doing; the strip says it
    Notice notice;
    notice.key = QStringLiteral("failure:") + what;
    notice.kind = Notice::Kind::Problem;
    notice.text = what + QLatin1Char(' ') + text::errorText(error);
    notice.details = text::errorDetails(error);
    m_notices->show(std::move(notice));
}

void MainWindow::showConnection()
{
    const auto obstacle = m_connection.obstacle();
    if (!obstacle)
        return m_notices->remove(connectionNotice);
    Notice notice;
    notice.key = connectionNotice;
    notice.kind = Notice::Kind::Problem;
    notice.text = text::errorText(*obstacle);
    if (!m_connection.isReady() && !m_mirror.containers().empty())
        notice.text +=
            QLatin1Char(' ') + tr("What is shown is as it was last known; running containers go on.");
    notice.closable = false;
    m_notices->show(std::move(notice));
}

void MainWindow::offerKill(const std::string &name)
{
    Notice notice;
    notice.key = stopNotice(name);
    notice.text = tr("%1 is still shutting down. It can be killed; what it has not written yet is lost.")
                      .arg(fromUtf8(name));
    notice.buttons.push_back({tr("Kill %1").arg(fromUtf8(name)), [this, name] { m_actions->kill(name); }});
    m_notices->show(std::move(notice));
}

void MainWindow::dropOldOffers()
{
    for (const auto &[name, container] : m_mirror.containers())
        if (container.state != State::Stopping && m_notices->has(stopNotice(name)))
            m_notices->remove(stopNotice(name));
    updateSelection();
}

/// Whoever looks at it goes on looking at it.
void MainWindow::onRenameAsked(const std::string &name, const std::string &newName)
{
    m_container->expectName(name, newName);
    m_overview->expectName(name, newName);
}

void MainWindow::about()
{
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Táper"));
    box->setIconPixmap(theme::applicationIcon().pixmap(64, 64));
    box->setText(tr("Táper %1").arg(QStringLiteral(TAPER_VERSION)));
    box->setInformativeText(
        tr("Linux system containers on your own desktop: make, start, limit and understand them. "
           "Free software under the GNU GPL, version 3 or later."));
    box->open();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QSettings().setValue(geometryKey, saveGeometry());
    QMainWindow::closeEvent(event);
}

} // namespace taper::window
