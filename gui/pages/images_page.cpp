// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/images_page.h"

#include "client/async.h"
#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "models/image_model.h"
#include "text/error_text.h"
#include "theme/icons.h"
#include "theme/preferences.h"
#include "widgets/row_delegate.h"
#include <QAction>
#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QToolBar>
#include <QTreeView>

namespace taper::pages {

using client::whenDone;

using client::toUtf8;
using models::ImageModel;

ImagesPage::ImagesPage(client::Connection &connection, client::HelperMirror &mirror,
                       client::Commands &commands, QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_mirror(mirror),
      m_commands(commands),
      m_model(new ImageModel(mirror, this)),
      m_proxy(new QSortFilterProxyModel(this)),
      m_view(new QTreeView),
      m_stack(new QStackedWidget)
{
    m_proxy->setSourceModel(m_model);
    m_proxy->setSortRole(models::RawRole);
    buildActions();
    buildPage();
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ImagesPage::update);
    connect(&mirror, &client::HelperMirror::imagesChanged, this, &ImagesPage::update);
    connect(&mirror, &client::HelperMirror::currentChanged, this, &ImagesPage::update);
    connect(&connection, &client::Connection::linkChanged, this, &ImagesPage::update);
    update();
}

void ImagesPage::buildActions()
{
    m_build = new QAction(theme::icon("build"), tr("Build…"), this);
    m_busybox = new QAction(theme::icon("new"), tr("Add busybox"), this);
    m_archive = new QAction(theme::icon("archive"), tr("Add archive…"), this);
    m_create = new QAction(theme::icon("start"), tr("New container of it…"), this);
    m_delete = new QAction(theme::icon("delete"), tr("Delete image"), this);
    m_delete->setShortcut(QKeySequence::Delete);
    m_delete->setShortcutContext(Qt::WidgetShortcut);
    connect(m_busybox, &QAction::triggered, this, &ImagesPage::addBusybox);
    connect(m_build, &QAction::triggered, this, &ImagesPage::buildWanted);
    connect(m_archive, &QAction::triggered, this, &ImagesPage::addArchiveWanted);
    connect(m_create, &QAction::triggered, this, [this] { emit createWanted(toUtf8(selectedImage())); });
    connect(m_delete, &QAction::triggered, this, &ImagesPage::askDelete);
}

void ImagesPage::buildPage()
{
    auto *bar = new QToolBar(tr("Actions for images"));
    bar->setMovable(false);
    bar->setIconSize({16, 16});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addActions({m_build, m_archive, m_busybox});
    bar->addSeparator();
    bar->addActions({m_create, m_delete});
    m_view->addActions({m_create, m_delete});
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->setAccessibleName(tr("List of images"));
    m_view->setModel(m_proxy);
    m_view->setRootIsDecorated(false);
    m_view->setItemDelegate(new widgets::RowDelegate(m_view));
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(ImageModel::Name, Qt::AscendingOrder);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(ImageModel::UsedBy, QHeaderView::Stretch);
    const QFontMetrics metrics = m_view->fontMetrics();
    const std::pair<int, const char *> widest[] = {{ImageModel::Name, "debian-bookworm-12"},
                                                   {ImageModel::System, "Debian GNU/Linux 12 (bookworm)"},
                                                   {ImageModel::Size, "1023 MiB"},
                                                   {ImageModel::Age, "365 d 23 h"}};
    for (const auto &[column, text] : widest)
        m_view->header()->resizeSection(column, metrics.horizontalAdvance(QString::fromLatin1(text)) + 40);
    auto *empty = new QLabel(
        tr("There is no image yet. Build a whole system such as Debian from its packages, add busybox, "
           "which is built in and takes no download, or the archive of a root file system."));
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    m_stack->addWidget(m_view);
    m_stack->addWidget(empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(bar);
    layout->addWidget(m_stack, 1);
}

QString ImagesPage::selectedImage() const
{
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : rows.first().data(models::NameRole).toString();
}

void ImagesPage::update()
{
    m_stack->setCurrentIndex(m_mirror.isCurrent() && m_mirror.images().empty() ? 1 : 0);
    const auto problem = m_connection.obstacle();
    const QString obstacle = problem ? text::errorText(*problem) : QString();
    const QString image = selectedImage();
    QString used;
    bool haveBusybox = false;
    for (const auto &known : m_mirror.images()) {
        haveBusybox |= known.name == "busybox";
        if (client::fromUtf8(known.name) == image && !known.usedBy.empty())
            used = tr("%1 is used by %n container(s); delete those first.", nullptr,
                      static_cast<int>(known.usedBy.size()))
                       .arg(image);
    }
    const auto set = [&obstacle](QAction *action, const QString &reason, const QString &tip) {
        const QString why = obstacle.isEmpty() ? reason : obstacle;
        action->setEnabled(why.isEmpty());
        action->setToolTip(why.isEmpty() ? tip : why);
    };
    const QString nothing = image.isEmpty() ? tr("Select an image first.") : QString();
    set(m_build, {}, tr("Makes an image of a distribution's own packages, such as Debian's"));
    set(m_busybox, haveBusybox ? tr("The image busybox is here already.") : QString(),
        tr("Makes the image busybox of this computer's own busybox; nothing is downloaded"));
    set(m_archive, {}, tr("Makes an image of a tar archive of a root file system"));
    set(m_create, nothing, tr("Opens the form for a new container with this image"));
    set(m_delete, nothing.isEmpty() ? used : nothing, tr("Removes the image from this computer"));
}

void ImagesPage::addBusybox()
{
    whenDone(m_commands.addBusybox("busybox"), this, [this](const Status &added) {
        if (!added)
            emit failed(tr("The image busybox could not be added."), added.error());
    });
}

void ImagesPage::askDelete()
{
    const QString image = selectedImage();
    if (!theme::asksBefore(theme::Question::DeleteImage))
        return remove(image);
    auto *question = new QMessageBox(QMessageBox::Question, tr("Delete the image?"),
                                     tr("Delete the image %1?").arg(image), QMessageBox::Cancel, this);
    question->setInformativeText(tr("It is removed from this computer. To use it again, add it again."));
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto *yes = question->addButton(tr("&Delete the image"), QMessageBox::DestructiveRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QAbstractButton::clicked, this, [this, image] { remove(image); });
    question->open();
}

void ImagesPage::remove(const QString &image)
{
    whenDone(m_commands.deleteImage(toUtf8(image)), this, [this, image](const Status &done) {
        if (!done)
            emit failed(tr("The image %1 could not be deleted.").arg(image), done.error());
    });
}

void ImagesPage::build(const QString &name, const ImageSource &source, const QString &mirror)
{
    whenDone(m_commands.buildImage(toUtf8(name), source, toUtf8(mirror)), this,
             [this, name](const Status &built) {
                 if (!built)
                     emit failed(tr("The image %1 could not be built.").arg(name), built.error());
             });
}

/// The age of what is shown grows while one looks; hidden, nothing is told.
void ImagesPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_proxy->invalidate();
}

} // namespace taper::pages
