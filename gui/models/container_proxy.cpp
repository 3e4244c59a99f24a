// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/container_proxy.h"

#include "models/container_model.h"

namespace taper::models {

ContainerProxy::ContainerProxy(QObject *parent) : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true); // a group is there when something in it is
    setDynamicSortFilter(true);
    setSortRole(RawRole);
    m_collator.setNumericMode(true); // web2 before web10
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
}

void ContainerProxy::setFilterText(const QString &text)
{
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool ContainerProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (!parent.isValid())
        return row == 0 && m_words.isEmpty();
    QString all;
    for (int column : {ContainerModel::Name, ContainerModel::Image, ContainerModel::Address})
        all += sourceModel()->index(row, column, parent).data().toString() + QLatin1Char('\n');
    all += sourceModel()->index(row, 0, parent).data(Qt::AccessibleDescriptionRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

bool ContainerProxy::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    if (!left.parent().isValid())
        return sortOrder() == Qt::AscendingOrder ? left.row() < right.row() : left.row() > right.row();
    const QVariant a = left.data(RawRole), b = right.data(RawRole);
    if (a.typeId() == QMetaType::QString || b.typeId() == QMetaType::QString)
        return m_collator.compare(a.toString(), b.toString()) < 0;
    return a.toDouble() < b.toDouble(); // what has no value counts as nothing
}

} // namespace taper::models
