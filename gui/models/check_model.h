// SPDX-License-Identifier: GPL-3.0-or-later
// The host check as a tree: groups, in each its lines. A new check of the same lines changes them in place.
// Runs in: taper.
#pragma once
#include "core/host_check.h"
#include <QAbstractItemModel>
#include <vector>

namespace taper::models {

class CheckModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Title, State, Found, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;
    void setChecks(const std::vector<HostCheck> &checks);
    const std::vector<HostCheck> &checks() const { return m_checks; }
    /// Null for a group.
    const HostCheck *at(const QModelIndex &index) const;
    /// The first that is missing, else the first warning, else none.
    QModelIndex worst() const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Group
    {
        std::string name;
        std::vector<std::size_t> lines; ///< of m_checks
    };

    QVariant groupData(const Group &group, int column, int role) const;
    QVariant lineData(const HostCheck &check, int column, int role) const;

    std::vector<HostCheck> m_checks;
    std::vector<Group> m_groups;
};

} // namespace taper::models
