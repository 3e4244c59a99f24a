// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/check_model.h"

#include "models/keyed_table_model.h"
#include "text/check_text.h"
#include <QFont>
#include <algorithm>

namespace taper::models {

namespace {
constexpr quintptr noGroup = ~quintptr(0);

bool sameLines(const std::vector<HostCheck> &a, const std::vector<HostCheck> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto &x, const auto &y) { return x.id == y.id && x.group == y.group; });
}
} // namespace

void CheckModel::setChecks(const std::vector<HostCheck> &checks)
{
    if (sameLines(checks, m_checks)) {
        m_checks = checks;
        for (std::size_t group = 0; group < m_groups.size(); ++group) {
            const QModelIndex parent = index(static_cast<int>(group), 0);
            emit dataChanged(parent, parent.siblingAtColumn(ColumnCount - 1));
            emit dataChanged(index(0, 0, parent), index(rowCount(parent) - 1, ColumnCount - 1, parent));
        }
        return;
    }
    beginResetModel(); // another helper with other lines: nothing of the old is there any more
    m_checks = checks;
    m_groups.clear();
    for (std::size_t line = 0; line < m_checks.size(); ++line) {
        auto group = std::find_if(m_groups.begin(), m_groups.end(),
                                  [&](const Group &known) { return known.name == m_checks[line].group; });
        if (group == m_groups.end())
            group = m_groups.insert(m_groups.end(), Group{m_checks[line].group, {}});
        group->lines.push_back(line);
    }
    endResetModel();
}

const HostCheck *CheckModel::at(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == noGroup)
        return nullptr;
    return &m_checks[m_groups[index.internalId()].lines[static_cast<std::size_t>(index.row())]];
}

QModelIndex CheckModel::worst() const
{
    for (const char *state : {"missing", "warning"})
        for (std::size_t group = 0; group < m_groups.size(); ++group)
            for (std::size_t row = 0; row < m_groups[group].lines.size(); ++row)
                if (m_checks[m_groups[group].lines[row]].state == state)
                    return index(static_cast<int>(row), 0, index(static_cast<int>(group), 0));
    return {};
}

QModelIndex CheckModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) : noGroup);
}

QModelIndex CheckModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == noGroup)
        return {};
    return createIndex(static_cast<int>(index.internalId()), 0, noGroup);
}

int CheckModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    if (parent.internalId() != noGroup || parent.column() != 0)
        return 0;
    return static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())].lines.size());
}

int CheckModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant CheckModel::groupData(const Group &group, int column, int role) const
{
    if (role == Qt::FontRole) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    if (role != Qt::DisplayRole)
        return {};
    if (column == Title)
        return text::checkWords(group.name);
    if (column != State)
        return {};
    const auto good = std::count_if(group.lines.begin(), group.lines.end(),
                                    [this](std::size_t line) { return m_checks[line].state == "ok"; });
    return tr("%1 of %2", "so many of all are there")
        .arg(good)
        .arg(static_cast<qlonglong>(group.lines.size()));
}

QVariant CheckModel::lineData(const HostCheck &check, int column, int role) const
{
    switch (role) {
    case RawRole:
        return QString::fromStdString(check.state);
    case NameRole:
        return QString::fromStdString(check.id);
    case Qt::DecorationRole:
        return column == Title ? QVariant(text::lookIcon(text::checkLook(check.state))) : QVariant();
    case Qt::ToolTipRole:
        return text::checkWords(check.state == "ok" ? check.what : check.breaks);
    case Qt::AccessibleDescriptionRole:
        return column == Title ? QVariant(text::checkStateWord(check.state)) : QVariant();
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (column) {
    case Title:
        return text::checkWords(check.title);
    case State:
        return text::checkStateWord(check.state);
    case Found:
        return text::checkWords(check.detail);
    }
    return {};
}

QVariant CheckModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (const HostCheck *check = at(index))
        return lineData(*check, index.column(), role);
    return groupData(m_groups[static_cast<std::size_t>(index.row())], index.column(), role);
}

QVariant CheckModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Title:
        return tr("Needed");
    case State:
        return tr("State");
    case Found:
        return tr("Found");
    }
    return {};
}

} // namespace taper::models
