// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/network_page.h"

#include "client/async.h"
#include "client/qt_text.h"
#include "models/topology_model.h"
#include "text/error_text.h"
#include "topology/topology_view.h"
#include "widgets/row_delegate.h"
#include <QBoxLayout>
#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTreeView>

namespace taper::pages {

using models::TopologyModel;

NetworkPage::NetworkPage(client::Connection &connection, client::HelperMirror &mirror,
                         client::Commands &commands, QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_mirror(mirror),
      m_commands(commands),
      m_wayOut(new QCheckBox),
      m_meaning(new QLabel),
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
    layout->setSpacing(8);
    layout->addWidget(buildWayOut());
    layout->addWidget(splitter, 1);
    connect(&connection, &client::Connection::linkChanged, this, &NetworkPage::showWayOut);
    connect(&mirror, &client::HelperMirror::topologyChanged, this, &NetworkPage::update);
    connect(&mirror, &client::HelperMirror::containersChanged, this, [this] {
        if (isVisible())
            update(); // frozen or not is no matter of the kernel's network
    });
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
                                                   {TopologyModel::State, "inactiva"},
                                                   {TopologyModel::WayOut, "Salida afuera"}};
    for (const auto &[column, text] : widest)
        m_table->header()->resizeSection(column, metrics.horizontalAdvance(QString::fromLatin1(text)) + 32);
}

QWidget *NetworkPage::buildWayOut()
{
    auto *box = new QWidget;
    m_meaning->setWordWrap(true);
    m_meaning->setForegroundRole(QPalette::PlaceholderText);
    m_meaning->setTextFormat(Qt::PlainText);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_wayOut, 0, Qt::AlignLeft); // only what can be clicked
    layout->addWidget(m_meaning);
    m_wayOut->setText(tr("Containers on %1 reach the &outside (NAT)").arg(client::fromUtf8(m_bridge)));
    m_wayOut->setAccessibleName(tr("Containers reach the outside"));
    connect(m_wayOut, &QCheckBox::clicked, this, &NetworkPage::setNat);
    showNat(std::nullopt);
    return box;
}

/// What the kernel's picture does not hold: a bridge that is only made by the next start.
void NetworkPage::askNetworks()
{
    if (!m_connection.isReady())
        return;
    client::whenDone(
        m_commands.networks(), this, [this](const Result<std::vector<client::NetworkInfo>> &networks) {
            if (!networks)
                return;
            for (const auto &network : *networks)
                if (network.owner == "taper") {
                    m_bridge = network.name;
                    m_wayOut->setText(
                        tr("Containers on %1 reach the &outside (NAT)").arg(client::fromUtf8(m_bridge)));
                    return showNat(network.nat);
                }
        });
}

void NetworkPage::showNat(std::optional<bool> nat)
{
    m_nat = nat;
    if (!m_pending)
        showWayOut();
}

void NetworkPage::showWayOut()
{
    const auto obstacle = m_connection.obstacle();
    const bool on = m_nat.value_or(false);
    m_wayOut->setChecked(on);
    m_wayOut->setEnabled(m_nat && !obstacle && !m_pending);
    m_meaning->setText(
        on ? tr("This computer passes on what they send, under its own address, and answers their look-ups "
                "of names. Nobody outside can reach them by this.")
           : tr("They reach each other and this computer, and nothing else."));
    m_wayOut->setToolTip(
        obstacle ? text::errorText(*obstacle)
        : !m_nat ? tr("The helper does not say whether they do.")
        : on     ? tr("Closes the way out at once, also for containers that run")
                 : tr("Opens the way out at once, also for containers that run (nftables masquerade)"));
}

void NetworkPage::setNat(bool on)
{
    m_pending = true;
    m_nat = on;
    showWayOut();
    client::whenDone(m_commands.setNat(m_bridge, on), this, [this, on](const Status &done) {
        m_pending = false;
        m_nat = done ? on : !on;
        showWayOut();
        if (!done)
            emit failed(on ? tr("The way to the outside could not be opened.")
                           : tr("The way to the outside could not be closed."),
                        done.error());
    });
}

void NetworkPage::update()
{
    for (const auto &node : m_mirror.topology().nodes)
        if (node.kind == NodeKind::Bridge && node.name == m_bridge && node.nat)
            showNat(node.nat);
    Topology topology = m_mirror.topology();
    for (auto &node : topology.nodes)
        if (node.kind == NodeKind::Container)
            if (const ContainerInfo *container = m_mirror.container(node.name);
                container && container->state == State::Frozen)
                node.state = "frozen";
    m_model->setTopology(topology);
    m_picture->setTopology(topology);
}

void NetworkPage::showEvent(QShowEvent *event)
{
    m_interest = m_mirror.want(client::Topic::Topology);
    askNetworks();
    QWidget::showEvent(event);
}

void NetworkPage::hideEvent(QHideEvent *event)
{
    m_interest = {};
    QWidget::hideEvent(event);
}

} // namespace taper::pages
