// SPDX-License-Identifier: GPL-3.0-or-later
// A cell with its text and, before it, the last values as a small line. The values come from a role as
// QList<double>, the top of the scale from another (none: the largest value).
#pragma once
#include <QStyledItemDelegate>

namespace taper {

class SparklineDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    /// topRole < 0: each cell is scaled to its own largest value.
    explicit SparklineDelegate(int valuesRole, int topRole = -1, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int m_valuesRole;
    int m_topRole;
};

} // namespace taper
