// SPDX-License-Identifier: GPL-3.0-or-later
// This computer, then the containers below Running, Frozen and Stopped. A state change moves a row, a metrics tick is
// one dataChanged per group; nothing is ever reset. Raw values are in RawRole and LimitRole, text in DisplayRole.
// Runs in: taper.
//
//   row 0  this computer      row 1  Running       row 2  Frozen       row 3  Stopped
//                              └ containers         └ containers        └ containers
#pragma once
#include "core/container.h"
#include "models/keyed_table_model.h"
#include <QAbstractItemModel>
#include <array>
#include <optional>

namespace taper::client {
class HelperMirror;
}

namespace taper::models {

class ContainerModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Image, Address, Cpu, Memory, Uptime, ColumnCount };
    enum class Kind { Host, Group, Container };
    static constexpr int topRows = 4;

    explicit ContainerModel(const client::HelperMirror &mirror, QObject *parent = nullptr);

    int containerCount() const;
    /// Of a container's first column; invalid when there is none of that name.
    QModelIndex indexOf(const std::string &name) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    using Names = std::vector<std::string>;
    static constexpr int groups = 3;

    void onContainersChanged(const Names &changed, const Names &removed);
    void onMetrics();
    void remove(const std::string &name);
    void updateRow(int group, int row, const ContainerInfo &container);
    void groupCountsChanged();
    QModelIndex groupIndex(int group) const { return index(group + 1, 0); }
    const ContainerInfo *containerAt(const QModelIndex &index) const;
    QVariant hostData(int column, int role) const;
    QVariant groupData(int group, int column, int role) const;
    QVariant containerData(const ContainerInfo &container, int column, int role) const;
    QVariant usageData(const ContainerInfo &container, int column, int role) const;
    QString toolTip(const ContainerInfo &container, int column) const;

    const client::HelperMirror &m_mirror;
    std::array<std::vector<ContainerInfo>, groups> m_groups;
};

} // namespace taper::models
