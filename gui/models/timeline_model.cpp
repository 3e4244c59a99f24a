// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline_model.h"

#include "text/format.h"
#include "text/step_text.h"
#include <algorithm>

namespace taper::models {

namespace {
bool same(const std::vector<TimelineStep> &a, const std::vector<TimelineStep> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto &x, const auto &y) {
        return x.step == y.step && x.atUsec == y.atUsec && x.durationUsec == y.durationUsec;
    });
}
} // namespace

void TimelineModel::setTimeline(const std::vector<TimelineStep> &timeline)
{
    // Helper, monitor and child work at the same time and each tells its own steps: in the order in which they began.
    std::vector<TimelineStep> steps = timeline;
    std::stable_sort(steps.begin(), steps.end(),
                     [](const auto &a, const auto &b) { return a.atUsec < b.atUsec; });
    if (same(steps, m_steps))
        return;
    beginResetModel();
    m_steps = std::move(steps);
    m_totalUsec = 0;
    for (const auto &step : m_steps)
        m_totalUsec = std::max(m_totalUsec, step.atUsec + step.durationUsec);
    endResetModel();
}

int TimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_steps.size());
}

int TimelineModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || static_cast<std::size_t>(index.row()) >= m_steps.size())
        return {};
    const TimelineStep &step = m_steps[static_cast<std::size_t>(index.row())];
    const bool number = index.column() == At || index.column() == Duration;
    switch (role) {
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    case StartRole:
        return static_cast<qulonglong>(step.atUsec);
    case LengthRole:
        return static_cast<qulonglong>(step.durationUsec);
    case TotalRole:
        return static_cast<qulonglong>(m_totalUsec);
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (index.column()) {
    case Step:
        return text::stepText(step.step);
    case At:
        return text::microseconds(step.atUsec);
    case Duration:
        return text::microseconds(step.durationUsec);
    }
    return {};
}

QVariant TimelineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == Bar                         ? Qt::AlignHCenter
                                       : section == At || section == Duration ? Qt::AlignRight
                                                                              : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Step:
        return tr("Step");
    case At:
        return tr("Began at");
    case Duration:
        return tr("Took");
    case Bar:
        return tr("Course");
    }
    return {};
}

} // namespace taper::models
