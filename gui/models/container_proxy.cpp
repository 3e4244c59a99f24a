// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/container_proxy.h"

#include "models/container_model.h"
#include <algorithm>

namespace taper::models {

namespace {
qsizetype digitsAt(const QString &text, qsizetype at)
{
    qsizetype end = at;
    while (end < text.size() && text[end].isDigit())
        ++end;
    return end - at;
}

/// web2 before web10. QCollator's numeric mode does nothing in the C locale, and names are ASCII anyway.
bool naturallyLess(const QString &a, const QString &b)
{
    qsizetype i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        const qsizetype m = digitsAt(a, i), n = digitsAt(b, j);
        if (m > 0 && n > 0) {
            const qulonglong left = QStringView(a).mid(i, m).toULongLong(),
                             right = QStringView(b).mid(j, n).toULongLong();
            if (left != right)
                return left < right;
            i += m;
            j += n;
            continue;
        }
        const QChar left = a[i].toCaseFolded(), right = b[j].toCaseFolded();
        if (left != right)
            return left < right;
        ++i;
        ++j;
    }
    return a.size() - i < b.size() - j;
}
} // namespace

ContainerProxy::ContainerProxy(QObject *parent) : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true); // a group is there when something in it is
    setDynamicSortFilter(true);
    setSortRole(RawRole);
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
        return naturallyLess(a.toString(), b.toString());
    return a.toDouble() < b.toDouble(); // what has no value counts as nothing
}

} // namespace taper::models
