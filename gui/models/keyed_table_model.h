// SPDX-License-Identifier: GPL-3.0-or-later
// A table of things with a key each, brought up to date from a whole new list by single insertions, removals and
// changes: never a reset, so selection, scroll and current cell stay. Runs in: taper.
#pragma once
#include <QAbstractTableModel>
#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace taper::models {

enum ItemRole {
    RawRole = Qt::UserRole + 1, ///< the value to sort by and to draw
    LimitRole,                  ///< beside a use: its limit
    NameRole,                   ///< of the thing in this row
    StateRole,                  ///< int(State)
    KindRole,                   ///< int(ContainerModel::Kind)
};

template <typename Thing> class KeyedTableModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : static_cast<int>(m_things.size());
    }
    QVariant data(const QModelIndex &index, int role) const final
    {
        if (!index.isValid() || static_cast<std::size_t>(index.row()) >= m_things.size())
            return {};
        return value(m_things[static_cast<std::size_t>(index.row())], index.column(), role);
    }
    const Thing *at(int row) const
    {
        return row >= 0 && static_cast<std::size_t>(row) < m_things.size()
                   ? &m_things[static_cast<std::size_t>(row)]
                   : nullptr;
    }

protected:
    virtual std::string key(const Thing &thing) const = 0;
    virtual QVariant value(const Thing &thing, int column, int role) const = 0;

    void update(const std::vector<Thing> &fresh)
    {
        std::map<std::string, const Thing *> wanted;
        for (const auto &thing : fresh)
            wanted.emplace(key(thing), &thing);
        for (int row = rowCount() - 1; row >= 0; --row)
            if (!wanted.contains(key(m_things[static_cast<std::size_t>(row)]))) {
                beginRemoveRows({}, row, row);
                m_things.erase(m_things.begin() + row);
                endRemoveRows();
            }
        for (auto &thing : m_things) {
            auto found = wanted.find(key(thing));
            thing = *found->second;
            wanted.erase(found);
        }
        if (!m_things.empty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        if (wanted.empty())
            return;
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(wanted.size()) - 1);
        for (const auto &[name, thing] : wanted)
            m_things.push_back(*thing);
        endInsertRows();
    }

private:
    std::vector<Thing> m_things;
};

} // namespace taper::models
