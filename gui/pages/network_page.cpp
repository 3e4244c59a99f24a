// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/network_page.h"

#include "client/qt_text.h"
#include "models/topology_model.h"
#include "topology/topology_view.h"
#include "widgets/row_delegate.h"
#include <QBoxLayout>
#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTreeView>

namespace taper::pages {

using models::TopologyModel;

NetworkPage::NetworkPage(client::HelperMirror &mirror, QWidget *parent)
    : QWidget(parent),
      m_mirror(mirror),
      m_model(new TopologyModel(this)),
      m_picture(new TopologyView),
      m_table(new QTreeView)
{
    buildTable();
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_picture);
    splitter->addWidget(m_table);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({420, 180});
    splitter->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(&mirror, &client::HelperMirror::topologyChanged, this, &NetworkPage::update);
    connect(m_picture, &TopologyView::containerActivated, this,
            [this](const QString &name) { emit openWanted(client::toUtf8(name)); });
    connect(m_table, &QTreeView::activated, this, [this](const QModelIndex &index) {
        const QString container = index.data(models::NameRole).toString();
        if (!container.isEmpty())
            emit openWanted(client::toUtf8(container));
    });
}

void NetworkPage::buildTable()
{
    auto *proxy = new QSortFilterProxyModel(this);
    proxy->setSourceModel(m_model);
    proxy->setSortRole(models::RawRole);
    m_table->setModel(proxy);
    m_table->setAccessibleName(tr("Network interfaces"));
    m_table->setRootIsDecorated(false);
    m_table->setItemDelegate(new widgets::RowDelegate(m_table));
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(TopologyModel::Kind, Qt::AscendingOrder);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(TopologyModel::Addresses, QHeaderView::Stretch);
    const QFontMetrics metrics = m_table->fontMetrics();
    const std::pair<int, const char *> widest[] = {{TopologyModel::Name, "container-name"},
                                                   {TopologyModel::Kind, "Tarjeta de red virtual"},
                                                   {TopologyModel::Index, "100000"},
                                                   {TopologyModel::Peer, "Otro extremo"},
                                                   {TopologyModel::Container, "container-name"},
                                                   {TopologyModel::State, "inactiva"}};
    for (const auto &[column, text] : widest)
        m_table->header()->resizeSection(column, metrics.horizontalAdvance(QString::fromLatin1(text)) + 32);
}

void NetworkPage::update()
{
    m_model->setTopology(m_mirror.topology());
    m_picture->setTopology(m_mirror.topology());
}

void NetworkPage::showEvent(QShowEvent *event)
{
    m_interest = m_mirror.want(client::Topic::Topology);
    QWidget::showEvent(event);
}

void NetworkPage::hideEvent(QHideEvent *event)
{
    m_interest = {};
    QWidget::hideEvent(event);
}

} // namespace taper::pages
