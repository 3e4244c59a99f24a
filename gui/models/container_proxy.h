// SPDX-License-Identifier: GPL-3.0-or-later
// Sorts containers inside their groups by raw values, filters by words, hides empty groups; this computer and the
// groups keep their order. Runs in: taper.
#pragma once
#include <QSortFilterProxyModel>

namespace taper::models {

class ContainerProxy : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ContainerProxy(QObject *parent = nullptr);
    /// Shows what has every word in its name, image, address or state.
    void setFilterText(const QString &text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QStringList m_words;
};

} // namespace taper::models
