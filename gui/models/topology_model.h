// SPDX-License-Identifier: GPL-3.0-or-later
// The network as a table: the twin of the picture, for keyboard, screen reader and search. Runs in: taper.
#pragma once
#include "core/topology.h"
#include "models/keyed_table_model.h"

namespace taper::models {

/// A node with the name of what is at the other end of its cable.
struct TopologyRow
{
    TopologyNode node;
    std::string peer;
};

class TopologyModel : public KeyedTableModel<TopologyRow>
{
    Q_OBJECT

public:
    enum Column { Name, Kind, Peer, Container, Addresses, State, WayOut, Index, ColumnCount };

    using KeyedTableModel::KeyedTableModel;
    void setTopology(const Topology &topology);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    std::string key(const TopologyRow &row) const override { return row.node.id; }
    QVariant value(const TopologyRow &row, int column, int role) const override;
};

} // namespace taper::models
