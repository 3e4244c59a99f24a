// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/topology_model.h"

#include "client/qt_text.h"
#include "text/format.h"
#include <QCoreApplication>
#include <QStringList>

namespace taper::models {

using client::fromUtf8;

namespace {
struct KindWords
{
    Q_DECLARE_TR_FUNCTIONS(KindWords)
};

QString kindWord(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Uplink:
        return KindWords::tr("Network card");
    case NodeKind::Bridge:
        return KindWords::tr("Bridge");
    case NodeKind::Veth:
        return KindWords::tr("Virtual cable");
    case NodeKind::Macvlan:
        return KindWords::tr("Virtual network card");
    case NodeKind::Container:
        return KindWords::tr("Container");
    case NodeKind::Host:
        return KindWords::tr("This computer");
    case NodeKind::Loopback:
        return KindWords::tr("Loopback");
    case NodeKind::Other:
        break;
    }
    return KindWords::tr("Other interface");
}

QString addressesOf(const TopologyNode &node)
{
    QStringList list;
    for (const auto &address : node.addresses)
        list << fromUtf8(address);
    return list.join(QStringLiteral(", "));
}

QString orUnknown(const QString &text)
{
    return text.isEmpty() ? text::unknown() : text;
}
} // namespace

void TopologyModel::setTopology(const Topology &topology)
{
    std::map<std::string, std::string> names, peers;
    for (const auto &node : topology.nodes)
        names[node.id] = node.name;
    for (const auto &edge : topology.edges)
        if (edge.kind == EdgeKind::Peer) {
            peers[edge.from] = names[edge.to];
            peers[edge.to] = names[edge.from];
        }
    std::vector<TopologyRow> rows;
    rows.reserve(topology.nodes.size());
    for (const auto &node : topology.nodes)
        rows.push_back({node, peers[node.id]});
    update(rows);
}

int TopologyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TopologyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Index ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Kind:
        return tr("Kind");
    case Index:
        return tr("Index");
    case Peer:
        return tr("Other end");
    case Container:
        return tr("Container");
    case Addresses:
        return tr("Addresses");
    case State:
        return tr("State");
    case WayOut:
        return tr("Way out");
    }
    return {};
}

QVariant TopologyModel::value(const TopologyRow &row, int column, int role) const
{
    const TopologyNode &node = row.node;
    if (role == NameRole)
        return fromUtf8(node.container);
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (column == Index ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole && column == Name && !node.mac.empty())
        return tr("Hardware address %1").arg(fromUtf8(node.mac));
    if (role == Qt::ToolTipRole && column == WayOut && node.nat)
        return *node.nat ? tr("What is on it reaches other networks, under this computer's address.")
                         : tr("What is on it reaches this computer, but no other network.");
    if (role != Qt::DisplayRole && role != RawRole)
        return {};
    switch (column) {
    case Name:
        return fromUtf8(node.name);
    case Kind:
        return kindWord(node.kind);
    case Index:
        if (role == RawRole)
            return node.ifindex;
        return node.ifindex == 0 ? text::unknown() : QString::number(node.ifindex);
    case Peer:
        return orUnknown(fromUtf8(row.peer));
    case Container:
        return orUnknown(fromUtf8(node.container));
    case Addresses:
        return orUnknown(addressesOf(node));
    case State:
        if (node.state.empty())
            return text::unknown();
        return node.state == "up" ? tr("up") : node.state == "frozen" ? tr("frozen") : tr("down");
    case WayOut:
        return !node.nat ? text::unknown() : *node.nat ? tr("NAT") : tr("none");
    }
    return {};
}

} // namespace taper::models
