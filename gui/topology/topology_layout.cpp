// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/topology_layout.h"
#include <algorithm>
#include <cmath>
#include <limits>

namespace taper {

namespace {

constexpr qreal railHeight = 10;
constexpr int narrowest = 6; ///< slots per row
/// Rows become longer only when a rail would have more of them than this for its length, shorter when it has
/// far fewer: in between the picture stays as it is.
int wantedSlots(int count)
{
    return std::max(narrowest, int(std::ceil(std::sqrt(count * 2.0))));
}

} // namespace

struct TopologyLayout::Slot
{
    const PictureItem *container = nullptr; ///< null: a cable whose other end cannot be seen
    QList<const PictureItem *> cables;
    bool portOnly = false; ///< its container stands below another bridge
};

struct TopologyLayout::Group
{
    const PictureItem *bridge = nullptr; ///< null: what hangs on no bridge
    QList<Slot> places;
    int largestBox = 1; ///< lines of text in the tallest container
};

const PlacedItem *TopologyLayout::find(const QString &id) const
{
    const auto found = m_placed.constFind(id);
    return found == m_placed.constEnd() ? nullptr : &*found;
}

void TopologyLayout::put(const PictureItem &item, const PlacedItem &place)
{
    m_placed.insert(item.id, place);
    QRectF rect = place.rect;
    if (item.kind == PictureKind::Cable)
        rect = QRectF(place.from, place.to).normalized().adjusted(-1, -1, 1, 1);
    m_bounds = m_bounds.united(rect);
}

QSizeF TopologyLayout::boxOf(const PictureItem &item) const
{
    const qreal lines = 1 + std::min<qreal>(3, qreal(item.addresses.size()));
    return {m_metrics.slotWidth - m_metrics.gap / 2, m_metrics.lineHeight * lines + 14};
}

QList<TopologyLayout::Group> TopologyLayout::groupsOf(const TopologyPicture &picture) const
{
    QList<Group> groups;
    QHash<QString, int> groupOf;
    for (const PictureItem &item : picture.items)
        if (item.kind == PictureKind::Bridge) {
            groupOf.insert(item.id, int(groups.size()));
            groups.append(Group());
            groups.last().bridge = &item;
        }
    const int loose = int(groups.size());
    groups.append(Group());
    QHash<QString, std::pair<int, int>> slotOf;
    for (const PictureItem &item : picture.items) // containers come before cables, each by name
        if (item.kind == PictureKind::Container) {
            const int group = groupOf.value(item.bridge, loose);
            slotOf.insert(item.id, {group, int(groups[group].places.size())});
            groups[group].places.append(Slot{&item, {}, false});
            groups[group].largestBox =
                std::max(groups[group].largestBox, 1 + std::min(3, int(item.addresses.size())));
        }
    for (const PictureItem &item : picture.items) {
        if (item.kind != PictureKind::Cable)
            continue;
        const int group = groupOf.value(item.bridge, loose);
        const auto slot = slotOf.constFind(item.container);
        if (slot == slotOf.constEnd()) {
            groups[group].places.append(Slot{nullptr, {&item}, false});
            continue;
        }
        groups[slot->first].places[slot->second].cables.append(&item);
        if (slot->first != group && group != loose)
            groups[group].places.append(Slot{nullptr, {&item}, true});
    }
    if (groups.last().places.isEmpty())
        groups.removeLast();
    return groups;
}

void TopologyLayout::chooseWidth(int largestGroup)
{
    const int wanted = wantedSlots(largestGroup);
    if (m_slotsPerRow < wanted * 4 / 5 || m_slotsPerRow > std::max(narrowest, wanted * 4 / 3))
        m_slotsPerRow = wanted;
}

void TopologyLayout::place(const TopologyPicture &picture, const TopologyMetrics &metrics)
{
    m_metrics = metrics;
    m_placed.clear();
    m_bounds = {};
    m_ports.clear();
    const QList<Group> groups = groupsOf(picture);
    int largest = 0;
    for (const Group &group : groups)
        largest = std::max(largest, int(group.places.size()));
    chooseWidth(largest);
    placeGroups(groups, placeTop(picture));
    placeTrunks(picture);
    placeFurtherCables(picture);
}

/// Uplinks over this computer, other interfaces to the right of it; returns where the rails begin.
qreal TopologyLayout::placeTop(const TopologyPicture &picture)
{
    const qreal width = m_metrics.slotWidth, gap = m_metrics.gap;
    qreal x = 0, hostTop = 0, bottom = 0;
    for (const PictureItem &item : picture.items)
        if (item.kind == PictureKind::Uplink) {
            const QSizeF box = boxOf(item);
            put(item, {QRectF(QPointF(x, 0), box), {}, {}, {}, {}, {}});
            x += width;
            hostTop = std::max(hostTop, box.height() + gap);
        }
    for (const PictureItem &item : picture.items)
        if (item.kind == PictureKind::Host) {
            QSizeF box = boxOf(item);
            box.setWidth(std::max(box.width(), x - gap / 2));
            put(item, {QRectF(QPointF(0, hostTop), box), {}, {}, {}, {}, {}});
            x = std::max(x, width);
            bottom = std::max(bottom, hostTop + box.height());
        }
    // Beside, in columns no taller than what stands left of them.
    const qreal left = std::max(x, width) + gap;
    qreal columnX = left, y = 0;
    const qreal tallest = std::max(bottom, m_metrics.lineHeight * 6);
    for (const PictureItem &item : picture.items)
        if (item.kind == PictureKind::Other) {
            const QSizeF box = boxOf(item);
            if (y > 0 && y + box.height() > tallest) {
                columnX += width;
                y = 0;
            }
            put(item, {QRectF(QPointF(columnX, y), box), {}, {}, {}, {}, {}});
            y += box.height() + gap / 2;
            bottom = std::max(bottom, y);
        }
    return bottom + gap * 2;
}

/// Each bridge below the one before; small ones share a line.
void TopologyLayout::placeGroups(const QList<Group> &groups, qreal top)
{
    qreal x = 0, lineHeight = 0;
    int used = 0;
    for (const Group &group : groups) {
        const int count = int(group.places.size());
        // A whole number of three slots, so that one container more seldom pushes the neighbour away.
        const int wanted = std::min(
            m_slotsPerRow, std::max(group.bridge && group.bridge->ours ? 3 : 2, (count + 2) / 3 * 3));
        if (used > 0 && (used + wanted > m_slotsPerRow || !group.bridge)) {
            top += lineHeight + m_metrics.gap;
            x = 0;
            used = 0;
            lineHeight = 0;
        }
        const qreal bottom = placeGroup(group, {x, top}, wanted);
        lineHeight = std::max(lineHeight, bottom - top);
        used += wanted;
        x += wanted * m_metrics.slotWidth + m_metrics.gap;
    }
}

qreal TopologyLayout::placeGroup(const Group &group, QPointF at, int columns)
{
    const qreal label = m_metrics.lineHeight + 6; // the rail's name, over it
    const qreal boxHeight = m_metrics.lineHeight * group.largestBox + 14;
    const bool cables = std::any_of(group.places.begin(), group.places.end(),
                                    [](const Slot &slot) { return !slot.cables.isEmpty(); });
    const qreal length = group.bridge || cables ? m_metrics.cableLength : 0;
    const qreal rowHeight = label + railHeight + length + boxHeight + m_metrics.gap;
    const int rows = std::max(1, int((group.places.size() + columns - 1) / columns));
    PlacedItem rail;
    for (int row = 0; row < rows; ++row)
        rail.rails.append(QRectF(at.x(), at.y() + row * rowHeight + label,
                                 columns * m_metrics.slotWidth - m_metrics.gap / 2, railHeight));
    if (group.bridge) {
        rail.rect = rail.rails.first().united(rail.rails.last()).adjusted(0, -label, 0, 0);
        put(*group.bridge, rail);
    }
    for (qsizetype i = 0; i < group.places.size(); ++i) {
        const QRectF &row = rail.rails.at(i / columns);
        placeSlot(group.places.at(i), row, row.left() + qreal(i % columns) * m_metrics.slotWidth,
                  group.bridge != nullptr, length);
    }
    const qreal empty = label + railHeight + m_metrics.gap;
    return at.y() + (group.places.isEmpty() ? empty : rows * rowHeight);
}

/// A container and its cables side by side from the left, so that their names have room at the right.
void TopologyLayout::placeSlot(const Slot &slot, const QRectF &rail, qreal left, bool bridge, qreal length)
{
    const qreal width = m_metrics.slotWidth - m_metrics.gap / 2, top = rail.bottom() + length;
    if (slot.container)
        put(*slot.container, {QRectF(QPointF(left, top), boxOf(*slot.container)), {}, {}, {}, {}, {}});
    for (qsizetype n = 0; n < slot.cables.size(); ++n) {
        const PictureItem &cable = *slot.cables.at(n);
        const qreal x =
            left + 16 + (width - 32) * qreal(n) / qreal(std::max<qsizetype>(2, slot.cables.size()));
        if (slot.portOnly) {
            m_ports.insert(cable.id, {x, rail.bottom()});
            continue;
        }
        PlacedItem place;
        place.to = {x, slot.container ? top : top - length / 4};
        place.from = {x, bridge && !cable.near.isNull() ? rail.bottom() : rail.bottom() + length / 3};
        place.row = int(n % 2);
        place.labelWidth = left + width - x - 8;
        put(cable, place);
    }
}

/// Lines from this computer to its uplinks and to each rail: straight down to those just below it, else along
/// a gutter left of everything, so that they cross no container.
void TopologyLayout::placeTrunks(const TopologyPicture &picture)
{
    const PictureItem *host = nullptr;
    for (const PictureItem &item : picture.items)
        if (item.kind == PictureKind::Host)
            host = &item;
    const QRectF box = host ? m_placed.value(host->id).rect : QRectF();
    qreal firstRail = std::numeric_limits<qreal>::max();
    for (const PictureItem &item : picture.items)
        if (const PlacedItem *place = find(item.id); place && item.kind == PictureKind::Bridge)
            firstRail = std::min(firstRail, place->rails.first().top());
    for (const PictureItem &item : picture.items) {
        const auto place = m_placed.find(item.id);
        if (place == m_placed.end())
            continue;
        if (item.kind == PictureKind::Uplink) {
            const PlacedItem *bridge = item.bridge.isEmpty() ? nullptr : find(item.bridge);
            const QPointF start(place->rect.center().x(), place->rect.bottom());
            if (bridge)
                place->trunk =
                    trunkTo(bridge->rails.first(), QPointF(place->rect.left(), place->rect.center().y()));
            else if (host)
                place->trunk = {start, QPointF(start.x(), box.top())};
        } else if (item.kind == PictureKind::Bridge && host) {
            const QRectF rail = place->rails.first();
            const qreal x = box.center().x(), over = rail.top() - m_metrics.lineHeight - 10;
            if (rail.top() > firstRail + 1)
                place->trunk = trunkTo(rail, QPointF(box.left(), box.center().y()));
            else if (x > rail.left() && x < rail.right())
                place->trunk = {QPointF(x, box.bottom()), QPointF(x, rail.top())};
            else
                place->trunk = {{x, box.bottom()},
                                {x, over},
                                {rail.left() - 8, over},
                                {rail.left() - 8, rail.center().y()},
                                {rail.left(), rail.center().y()}};
        }
    }
}

QList<QPointF> TopologyLayout::trunkTo(const QRectF &rail, QPointF start)
{
    const qreal gutter = -m_metrics.gap / 2;
    m_bounds.setLeft(std::min(m_bounds.left(), gutter - 2));
    if (rail.left() < 1)
        return {start, {gutter, start.y()}, {gutter, rail.center().y()}, {rail.left(), rail.center().y()}};
    const qreal over = rail.top() - m_metrics.lineHeight - 10; // above the names of the rails before it
    return {start,
            {gutter, start.y()},
            {gutter, over},
            {rail.left() - 8, over},
            {rail.left() - 8, rail.center().y()},
            {rail.left(), rail.center().y()}};
}

/// Cables to another bridge than the one above go to their place at that one.
void TopologyLayout::placeFurtherCables(const TopologyPicture &picture)
{
    for (const PictureItem &item : picture.items) {
        const auto port = m_ports.constFind(item.id);
        if (port == m_ports.constEnd())
            continue;
        PlacedItem place = m_placed.value(item.id);
        place.from = *port;
        const qreal turn = place.to.y() - m_metrics.gap / 2;
        place.bends = {{port->x(), turn}, {place.to.x(), turn}};
        put(item, place);
    }
}

} // namespace taper
