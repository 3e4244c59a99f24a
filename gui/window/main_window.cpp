// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/main_window.h"

#include "client/async.h"
#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "dialogs/add_archive_dialog.h"
#include "dialogs/create_dialog.h"
#include "dialogs/create_form.h"
#include "pages/container_page.h"
#include "pages/images_page.h"
#include "pages/network_page.h"
#include "pages/overview_page.h"
#include "text/error_text.h"
#include "theme/icons.h"
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
      m_strip(new widgets::StatusStrip(connection, mirror)),
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
    m_container =
        new pages::ContainerPage(m_connection, m_mirror, m_commands, pageActions(), moreActions().mid(0, 3));
    for (QWidget *page : {static_cast<QWidget *>(m_overview), static_cast<QWidget *>(m_network),
                          static_cast<QWidget *>(m_images), static_cast<QWidget *>(m_container)})
        m_stack->addWidget(page);
    m_navigation->addPage("overview", tr("Overview"));
    m_navigation->addPage("network", tr("Network"));
    m_navigation->addPage("images", tr("Images"));
}

void MainWindow::buildWindow()
{
    auto *menu = new MainMenu(menuActions(), {tr("Overview"), tr("Network"), tr("Images")});
    setMenuBar(menu);
    connect(menu, &MainMenu::pageWanted, this, &MainWindow::showPage);
    connect(menu, &MainMenu::quitWanted, this, &QWidget::close);
    connect(menu, &MainMenu::aboutWanted, this, &MainWindow::about);
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
    connect(m_images, &pages::ImagesPage::createWanted, this, &MainWindow::openCreateDialog);
    connect(m_images, &pages::ImagesPage::failed, this, &MainWindow::showFailure);
    connect(m_container, &pages::ContainerPage::backWanted, this, [this] { showPage(OverviewRow); });
    connect(m_container, &pages::ContainerPage::startWanted, this,
            [this] { m_actions->start(m_container->container()); });
}

void MainWindow::connectActions()
{
    connect(m_actions, &ContainerActions::newWanted, this, [this] { openCreateDialog(); });
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
    connect(&m_connection, &client::Connection::linkChanged, this, &MainWindow::showConnection);
    connect(&m_mirror, &client::HelperMirror::containersChanged, this, &MainWindow::dropOldOffers);
}

void MainWindow::showPage(int page)
{
    m_stack->setCurrentIndex(page);
    const QSignalBlocker quiet(m_navigation);
    m_navigation->setCurrentRow(page == ContainerRow ? OverviewRow : page);
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

void MainWindow::openCreateDialog(const std::string &image)
{
    auto *dialog = new dialogs::CreateDialog(m_connection, m_mirror, m_commands, this);
    if (!image.empty())
        dialog->form().chooseImage(image);
    connect(dialog, &dialogs::CreateDialog::created, this, &MainWindow::onCreated);
    dialog->show();
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
