// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/container_model.h"

#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "text/format.h"
#include "text/state_text.h"
#include <QFont>
#include <QLocale>
#include <algorithm>

namespace taper::models {

using client::fromUtf8;

namespace {
/// A container on its way is where its processes are.
int groupOf(State state)
{
    switch (state) {
    case State::Frozen:
    case State::Thawing:
        return 1;
    case State::Stopped:
        return 2;
    case State::Starting:
    case State::Running:
    case State::Stopping:
    case State::Aborting:
    case State::Freezing:
        break;
    }
    return 0;
}

bool isNumber(int column)
{
    return column == ContainerModel::Cpu || column == ContainerModel::Memory ||
           column == ContainerModel::Uptime;
}

QString firstAddress(const ContainerInfo &container)
{
    return container.addresses.empty() ? QString() : fromUtf8(container.addresses.front().address);
}
} // namespace

ContainerModel::ContainerModel(const client::HelperMirror &mirror, QObject *parent)
    : QAbstractItemModel(parent), m_mirror(mirror)
{
    Names all;
    for (const auto &[name, container] : mirror.containers())
        all.push_back(name);
    onContainersChanged(all, {});
    connect(&mirror, &client::HelperMirror::containersChanged, this, &ContainerModel::onContainersChanged);
    connect(&mirror, &client::HelperMirror::metricsSampled, this, &ContainerModel::onMetrics);
    connect(&mirror, &client::HelperMirror::currentChanged, this, &ContainerModel::onMetrics);
    connect(&mirror, &client::HelperMirror::hostChanged, this,
            [this] { emit dataChanged(index(0, 0), index(0, ColumnCount - 1)); });
}

int ContainerModel::containerCount() const
{
    std::size_t count = 0;
    for (const auto &group : m_groups)
        count += group.size();
    return static_cast<int>(count);
}

QModelIndex ContainerModel::indexOf(const std::string &name) const
{
    for (int group = 0; group < groups; ++group) {
        const auto &rows = m_groups[static_cast<std::size_t>(group)];
        for (std::size_t row = 0; row < rows.size(); ++row)
            if (rows[row].name == name)
                return index(static_cast<int>(row), 0, groupIndex(group));
    }
    return {};
}

QModelIndex ContainerModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, static_cast<quintptr>(parent.isValid() ? parent.row() : 0));
}

QModelIndex ContainerModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == 0)
        return {};
    return createIndex(static_cast<int>(child.internalId()), 0, static_cast<quintptr>(0));
}

int ContainerModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return topRows;
    if (parent.internalId() != 0 || parent.row() == 0 || parent.column() != 0)
        return 0;
    return static_cast<int>(m_groups[static_cast<std::size_t>(parent.row() - 1)].size());
}

int ContainerModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

Qt::ItemFlags ContainerModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return containerAt(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemIsEnabled;
}

void ContainerModel::onContainersChanged(const Names &changed, const Names &removed)
{
    for (const auto &name : removed)
        remove(name);
    std::array<std::vector<ContainerInfo>, groups> fresh;
    for (const auto &name : changed) {
        const ContainerInfo *container = m_mirror.container(name);
        if (!container)
            continue;
        const QModelIndex known = indexOf(name);
        if (known.isValid())
            updateRow(known.parent().row() - 1, known.row(), *container);
        else
            fresh[static_cast<std::size_t>(groupOf(container->state))].push_back(*container);
    }
    for (int group = 0; group < groups; ++group) {
        auto &more = fresh[static_cast<std::size_t>(group)];
        auto &rows = m_groups[static_cast<std::size_t>(group)];
        if (more.empty())
            continue;
        const int first = static_cast<int>(rows.size());
        beginInsertRows(groupIndex(group), first, first + static_cast<int>(more.size()) - 1);
        std::move(more.begin(), more.end(), std::back_inserter(rows));
        endInsertRows();
    }
    groupCountsChanged();
}

void ContainerModel::remove(const std::string &name)
{
    const QModelIndex known = indexOf(name);
    if (!known.isValid())
        return;
    beginRemoveRows(known.parent(), known.row(), known.row());
    auto &rows = m_groups[static_cast<std::size_t>(known.parent().row() - 1)];
    rows.erase(rows.begin() + known.row());
    endRemoveRows();
}

void ContainerModel::updateRow(int group, int row, const ContainerInfo &container)
{
    auto &from = m_groups[static_cast<std::size_t>(group)];
    from[static_cast<std::size_t>(row)] = container;
    const int newGroup = groupOf(container.state);
    if (newGroup != group) {
        auto &to = m_groups[static_cast<std::size_t>(newGroup)];
        const int end = static_cast<int>(to.size());
        beginMoveRows(groupIndex(group), row, row, groupIndex(newGroup), end);
        to.push_back(std::move(from[static_cast<std::size_t>(row)]));
        from.erase(from.begin() + row);
        endMoveRows();
        row = end;
    }
    const QModelIndex parent = groupIndex(newGroup);
    emit dataChanged(index(row, 0, parent), index(row, ColumnCount - 1, parent));
}

/// Also after a move: a filter that hides empty groups looks at them again.
void ContainerModel::groupCountsChanged()
{
    emit dataChanged(index(1, 0), index(topRows - 1, ColumnCount - 1));
}

void ContainerModel::onMetrics()
{
    emit dataChanged(index(0, Cpu), index(0, Memory));
    for (int group = 0; group < groups; ++group) {
        auto &rows = m_groups[static_cast<std::size_t>(group)];
        if (rows.empty() || group == 2)
            continue;
        for (auto &row : rows)
            if (const ContainerInfo *now = m_mirror.container(row.name))
                row.usage = now->usage;
        const QModelIndex parent = groupIndex(group);
        emit dataChanged(index(0, Cpu, parent), index(static_cast<int>(rows.size()) - 1, Uptime, parent),
                         {Qt::DisplayRole, RawRole, LimitRole});
    }
}

const ContainerInfo *ContainerModel::containerAt(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return nullptr;
    const auto &rows = m_groups[static_cast<std::size_t>(index.internalId() - 1)];
    return static_cast<std::size_t>(index.row()) < rows.size() ? &rows[static_cast<std::size_t>(index.row())]
                                                               : nullptr;
}

QVariant ContainerModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    if (index.internalId() == 0) {
        if (role == KindRole)
            return static_cast<int>(index.row() == 0 ? Kind::Host : Kind::Group);
        return index.row() == 0 ? hostData(index.column(), role)
                                : groupData(index.row() - 1, index.column(), role);
    }
    const ContainerInfo *container = containerAt(index);
    return container ? containerData(*container, index.column(), role) : QVariant();
}

QVariant ContainerModel::hostData(int column, int role) const
{
    const auto &host = m_mirror.host();
    const auto activity = m_mirror.hostActivity();
    const std::optional<std::uint64_t> total =
        host.memoryBytes > 0 ? std::optional(host.memoryBytes) : std::nullopt;
    if (role == RawRole && activity) {
        if (column == Cpu)
            return activity->cpuPercent ? QVariant(*activity->cpuPercent) : QVariant();
        if (column == Memory)
            return static_cast<qulonglong>(activity->memoryBytes);
    }
    if (role == LimitRole && column == Memory && total)
        return static_cast<qulonglong>(*total);
    if (role == Qt::ToolTipRole && column == Cpu)
        return tr("100 % is one core; this computer has %n core(s).", nullptr, static_cast<int>(host.cpus));
    if (role == Qt::ToolTipRole && column == Name)
        return fromUtf8(host.hostname + " · " + host.kernel);
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Name:
        return tr("This computer");
    case Image:
        return host.os.empty() ? text::unknown() : fromUtf8(host.os);
    case Cpu:
        return activity && activity->cpuPercent ? text::percent(*activity->cpuPercent) : text::unknown();
    case Memory:
        return activity ? text::bytesOf(activity->memoryBytes, total) : text::unknown();
    default:
        return text::unknown();
    }
}

QVariant ContainerModel::groupData(int group, int column, int role) const
{
    if (column != Name)
        return {};
    if (role == Qt::FontRole) {
        QFont font;
        font.setBold(true);
        return font;
    }
    if (role != Qt::DisplayRole)
        return {};
    const QString count =
        QLocale().toString(static_cast<int>(m_groups[static_cast<std::size_t>(group)].size()));
    switch (group) {
    case 0:
        return tr("RUNNING  %1").arg(count);
    case 1:
        return tr("FROZEN  %1").arg(count);
    default:
        return tr("STOPPED  %1").arg(count);
    }
}

QVariant ContainerModel::containerData(const ContainerInfo &container, int column, int role) const
{
    const text::Look look = text::lookOf(container.state, container.lastFailure.has_value());
    switch (role) {
    case NameRole:
        return fromUtf8(container.name);
    case StateRole:
        return static_cast<int>(container.state);
    case KindRole:
        return static_cast<int>(Kind::Container);
    case Qt::ToolTipRole:
        return toolTip(container, column);
    case Qt::AccessibleDescriptionRole:
        return column == Name ? QVariant(text::stateWord(container.state)) : QVariant();
    case Qt::DecorationRole:
        return column == Name ? QVariant(text::lookIcon(look)) : QVariant();
    case Qt::DisplayRole:
    case RawRole:
    case LimitRole:
        break;
    default:
        return {};
    }
    switch (column) {
    case Name:
        return role == LimitRole ? QVariant() : fromUtf8(container.name);
    case Image:
        return role == LimitRole ? QVariant() : fromUtf8(container.image);
    case Address: {
        const QString address = firstAddress(container);
        return role == LimitRole                              ? QVariant()
               : address.isEmpty() && role == Qt::DisplayRole ? text::unknown()
                                                              : address;
    }
    }
    return usageData(container, column, role);
}

QVariant ContainerModel::usageData(const ContainerInfo &container, int column, int role) const
{
    const auto activity = m_mirror.activity(container.name);
    const bool display = role == Qt::DisplayRole;
    if (column == Memory && role == LimitRole)
        return container.limits.memory ? QVariant(static_cast<qulonglong>(*container.limits.memory))
                                       : QVariant();
    if (container.state == State::Stopped || role == LimitRole)
        return display ? QVariant(text::unknown()) : QVariant();
    switch (column) {
    case Cpu:
        if (!activity || !activity->cpuPercent)
            return display ? QVariant(text::unknown()) : QVariant();
        return display ? QVariant(text::percent(*activity->cpuPercent)) : QVariant(*activity->cpuPercent);
    case Memory: {
        const std::uint64_t used = activity ? activity->memoryBytes : container.usage.memoryBytes;
        if (display)
            return text::bytesOf(used, container.limits.memory);
        return static_cast<qulonglong>(used);
    }
    case Uptime: {
        const auto seconds = container.startedAt ? text::secondsSince(*container.startedAt) : std::nullopt;
        if (!seconds)
            return display ? QVariant(text::unknown()) : QVariant();
        return display ? QVariant(text::duration(*seconds)) : QVariant(static_cast<qlonglong>(*seconds));
    }
    }
    return {};
}

QString ContainerModel::toolTip(const ContainerInfo &container, int column) const
{
    switch (column) {
    case Name: {
        QString text = tr("%1: %2").arg(fromUtf8(container.name), text::stateWord(container.state));
        if (container.state == State::Stopped && container.lastFailure)
            text += QLatin1Char('\n') + tr("Its last start failed; the summary says why.");
        return text;
    }
    case Cpu:
        return tr("100 % is one core (kernel: cpu.stat usage_usec, cpuacct.usage).");
    case Memory:
        return tr("In use / its limit (kernel: memory.current / memory.max).");
    default:
        return {};
    }
}

QVariant ContainerModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Image:
        return tr("Image");
    case Address:
        return tr("Address");
    case Cpu:
        return tr("CPU");
    case Memory:
        return tr("Memory");
    case Uptime:
        return tr("Running for");
    }
    return {};
}

} // namespace taper::models
