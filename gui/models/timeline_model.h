// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a container's last start as a table, with what a bar needs. Runs in: taper.
#pragma once
#include "core/container.h"
#include <QAbstractTableModel>

namespace taper::models {

class TimelineModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Step, At, Duration, Bar, ColumnCount };
    enum Role { StartRole = Qt::UserRole + 20, LengthRole, TotalRole };

    using QAbstractTableModel::QAbstractTableModel;
    /// A start is a new story: here, and only here, the model is reset.
    void setTimeline(const std::vector<TimelineStep> &timeline);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<TimelineStep> m_steps;
    std::uint64_t m_totalUsec = 0;
};

} // namespace taper::models
