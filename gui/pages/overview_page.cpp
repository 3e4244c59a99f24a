// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/overview_page.h"

#include "client/qt_text.h"
#include "models/container_model.h"
#include "models/container_proxy.h"
#include "pages/empty_overview.h"
#include "text/error_text.h"
#include "theme/icons.h"
#include "widgets/more_button.h"
#include "widgets/row_delegate.h"
#include "widgets/usage_delegate.h"
#include <QAction>
#include <QBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTimer>
#include <QToolBar>
#include <QTreeView>
#include <set>

namespace taper::pages {

using models::ContainerModel;

namespace {
QAction *separatorFor(QWidget *parent)
{
    auto *separator = new QAction(parent);
    separator->setSeparator(true);
    return separator;
}
} // namespace

OverviewPage::OverviewPage(client::Connection &connection, client::HelperMirror &mirror,
                           const Actions &actions, QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_mirror(mirror),
      m_model(new ContainerModel(mirror, this)),
      m_proxy(new models::ContainerProxy(this)),
      m_view(new QTreeView),
      m_filter(new QLineEdit),
      m_stack(new QStackedWidget),
      m_empty(new EmptyOverview)
{
    m_proxy->setSourceModel(m_model);
    buildView(actions.menu);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(buildToolBar(actions));
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    connectView();
    expandGroups();
    showFitting();
}

void OverviewPage::buildView(const QList<QAction *> &actions)
{
    m_view->setAccessibleName(tr("Containers"));
    m_view->setModel(m_proxy);
    m_view->setItemDelegateForColumn(ContainerModel::Memory, new widgets::UsageDelegate(m_view));
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setItemDelegate(new widgets::RowDelegate(m_view));
    m_view->setUniformRowHeights(true); // 1000 rows: no row is measured twice
    m_view->setAllColumnsShowFocus(true);
    m_view->setRootIsDecorated(true);
    m_view->setIndentation(18);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(ContainerModel::Name, Qt::AscendingOrder);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    for (QAction *action : actions)
        m_view->addAction(action ? action : separatorFor(m_view));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(ContainerModel::Name, QHeaderView::Stretch);
    m_view->header()->setMinimumSectionSize(64);
    sizeColumns();
}

/// Wide enough for the widest usual value in the current font and language: a column must not jump at each tick.
void OverviewPage::sizeColumns()
{
    const QFontMetrics metrics = m_view->fontMetrics();
    const std::pair<int, QString> widest[] = {
        {ContainerModel::Image, QStringLiteral("Debian GNU/Linux 12 (bookworm)")},
        {ContainerModel::Address, QStringLiteral("255.255.255.255")},
        {ContainerModel::Cpu, QStringLiteral("10000,0 %")},
        {ContainerModel::Memory, QStringLiteral("1023 MiB / 1023 MiB")},
        {ContainerModel::Uptime,
         m_model->headerData(ContainerModel::Uptime, Qt::Horizontal, Qt::DisplayRole).toString()}};
    for (const auto &[column, text] : widest) {
        const QString heading = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const int width = std::max(metrics.horizontalAdvance(text), metrics.horizontalAdvance(heading));
        m_view->header()->resizeSection(column, width + 32);
    }
}

QToolBar *OverviewPage::buildToolBar(const Actions &actions)
{
    auto *bar = new QToolBar(tr("Actions for containers"));
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setIconSize({16, 16});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QAction *action : actions.bar)
        if (action)
            bar->addAction(action);
        else
            bar->addSeparator();
    bar->addWidget(new widgets::MoreButton(actions.more));
    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter containers"));
    m_filter->setToolTip(tr("Shows what has these words in name, image, address or state"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(200);
    m_filter->setMinimumWidth(100);
    m_filter->addAction(theme::icon("search"), QLineEdit::LeadingPosition);
    bar->addWidget(m_filter);
    return bar;
}

void OverviewPage::connectView()
{
    connect(m_filter, &QLineEdit::textChanged, m_proxy, &models::ContainerProxy::setFilterText);
    connect(m_filter, &QLineEdit::textChanged, this, &OverviewPage::queueExpand);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &OverviewPage::queueExpand);
    connect(m_proxy, &QAbstractItemModel::layoutChanged, this, &OverviewPage::queueExpand);
    connect(m_view, &QTreeView::collapsed, this,
            [this](const QModelIndex &index) { m_collapsed.insert(m_proxy->mapToSource(index).row()); });
    connect(m_view, &QTreeView::expanded, this,
            [this](const QModelIndex &index) { m_collapsed.remove(m_proxy->mapToSource(index).row()); });
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (const std::string name = nameAt(index); !name.empty())
            emit openWanted(name);
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &OverviewPage::selectionChanged);
    connect(m_empty, &EmptyOverview::tryOneWanted, this, &OverviewPage::tryOneWanted);
    connect(m_empty, &EmptyOverview::imagesWanted, this, &OverviewPage::imagesWanted);
    connect(&m_mirror, &client::HelperMirror::containersChanged, this, &OverviewPage::showFitting);
    connect(&m_mirror, &client::HelperMirror::containersChanged, this, &OverviewPage::followNames);
    connect(&m_mirror, &client::HelperMirror::currentChanged, this, &OverviewPage::showFitting);
    connect(&m_connection, &client::Connection::linkChanged, this, &OverviewPage::showFitting);
}

/// A group that appears is open, unless the user closed it; several insertions are answered once.
void OverviewPage::queueExpand()
{
    if (std::exchange(m_expandQueued, true))
        return;
    QTimer::singleShot(0, this, &OverviewPage::expandGroups);
}

void OverviewPage::expandGroups()
{
    m_expandQueued = false;
    for (int row = 0; row < m_proxy->rowCount(); ++row) {
        const QModelIndex index = m_proxy->index(row, 0);
        if (!m_collapsed.contains(m_proxy->mapToSource(index).row()))
            m_view->expand(index);
    }
}

/// The cards only when it is known that there is nothing: without a helper nothing is known.
void OverviewPage::showFitting()
{
    const bool empty = m_model->containerCount() == 0 && m_mirror.isCurrent();
    m_stack->setCurrentWidget(empty ? static_cast<QWidget *>(m_empty) : m_view);
    const auto obstacle = m_connection.obstacle();
    m_empty->setObstacle(obstacle ? text::errorText(*obstacle) : QString());
    m_filter->setEnabled(!empty);
}

std::string OverviewPage::nameAt(const QModelIndex &index) const
{
    return client::toUtf8(index.siblingAtColumn(0).data(models::NameRole).toString());
}

std::vector<std::string> OverviewPage::selectedContainers() const
{
    std::set<std::string> names;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        if (std::string name = nameAt(index); !name.empty())
            names.insert(std::move(name));
    return {names.begin(), names.end()};
}

void OverviewPage::select(const std::string &container)
{
    const QModelIndex index = m_proxy->mapFromSource(m_model->indexOf(container));
    if (index.isValid())
        m_view->setCurrentIndex(index);
}

void OverviewPage::expectName(const std::string &name, const std::string &newName)
{
    const auto selected = selectedContainers();
    if (selected.size() == 1 && selected.front() == name)
        m_expected = {{newName, name}};
}

void OverviewPage::followNames()
{
    for (const auto &[newName, name] : m_expected)
        if (m_mirror.container(newName) && !m_mirror.container(name)) {
            select(newName);
            return m_expected.clear();
        }
}

void OverviewPage::showEvent(QShowEvent *event)
{
    m_metrics = m_mirror.want(client::Topic::Metrics);
    QWidget::showEvent(event);
}

void OverviewPage::hideEvent(QHideEvent *event)
{
    m_metrics = {};
    QWidget::hideEvent(event);
}

} // namespace taper::pages
