// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/topology_layout.h"
#include <algorithm>
#include <cmath>

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

struct TopologyLayout::Group
{
    const PictureItem *bridge = nullptr; ///< null: what hangs on no bridge
    struct Slot
    {
        const PictureItem *container = nullptr; ///< null: a cable whose other end cannot be seen
        QList<const PictureItem *> cables;
    };
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
            groups[group].places.append(Group::Slot{&item, {}});
            groups[group].largestBox =
                std::max(groups[group].largestBox, 1 + std::min(3, int(item.addresses.size())));
        }
    for (const PictureItem &item : picture.items) {
        if (item.kind != PictureKind::Cable)
            continue;
        if (const auto slot = slotOf.constFind(item.container); slot != slotOf.constEnd())
            groups[slot->first].places[slot->second].cables.append(&item);
        else
            groups[groupOf.value(item.bridge, loose)].places.append(Group::Slot{nullptr, {&item}});
    }
    if (groups.last().places.isEmpty())
        groups.removeLast();
    return groups;
}

void TopologyLayout::chooseWidth(int largestGroup)
{
    const int wanted = wantedSlots(largestGroup);
    const bool fits = m_slotsPerRow >= wanted && m_slotsPerRow <= std::max(narrowest, wanted * 2);
    if (!fits)
        m_slotsPerRow = wanted <= narrowest ? narrowest : wanted + wanted / 4;
}

void TopologyLayout::place(const TopologyPicture &picture, const TopologyMetrics &metrics)
{
    m_metrics = metrics;
    m_placed.clear();
    m_bounds = {};
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
        if (used > 0 && used + wanted > m_slotsPerRow) {
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
    const qreal rowHeight = label + railHeight + m_metrics.cableLength + boxHeight + m_metrics.gap;
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
        const Group::Slot &slot = group.places.at(i);
        const QRectF &row = rail.rails.at(i / columns);
        const qreal left = at.x() + qreal(i % columns) * m_metrics.slotWidth;
        const qreal top = row.bottom() + m_metrics.cableLength;
        QRectF box(left, top, m_metrics.slotWidth - m_metrics.gap / 2, boxHeight);
        if (slot.container) {
            box.setHeight(boxOf(*slot.container).height());
            put(*slot.container, {box, {}, {}, {}, {}, {}});
        }
        const qsizetype count = slot.cables.size();
        for (qsizetype n = 0; n < count; ++n) {
            const PictureItem &cable = *slot.cables.at(n);
            const qreal x = left + box.width() * qreal(n + 1) / qreal(count + 1);
            PlacedItem place;
            place.to = {x, top};
            place.from = {x, group.bridge && !cable.near.isNull() ? row.bottom()
                                                                  : row.bottom() + m_metrics.cableLength / 3};
            if (!slot.container)
                place.to.setY(top - m_metrics.cableLength / 4);
            put(cable, place);
        }
    }
    const qreal empty = label + railHeight + m_metrics.gap;
    return at.y() + (group.places.isEmpty() ? empty : rows * rowHeight);
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
            const bool below = rail.top() - box.bottom() < m_metrics.lineHeight * 2 + m_metrics.gap * 3;
            const qreal x = box.center().x();
            if (below && x > rail.left() && x < rail.right())
                place->trunk = {QPointF(x, box.bottom()), QPointF(x, rail.top())};
            else
                place->trunk = trunkTo(rail, QPointF(box.left(), box.center().y()));
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
    return {
        start, {gutter, start.y()}, {gutter, over}, {rail.left() + 4, over}, {rail.left() + 4, rail.top()}};
}

/// Cables to another bridge than the one above go to that rail's nearest row.
void TopologyLayout::placeFurtherCables(const TopologyPicture &picture)
{
    QHash<QString, QString> bridgeOf;
    for (const PictureItem &item : picture.items)
        if (item.kind == PictureKind::Container)
            bridgeOf.insert(item.id, item.bridge);
    for (const PictureItem &item : picture.items) {
        if (item.kind != PictureKind::Cable || !bridgeOf.contains(item.container))
            continue;
        const PlacedItem *bridge = item.bridge.isEmpty() ? nullptr : find(item.bridge);
        if (!bridge || bridgeOf.value(item.container) == item.bridge)
            continue;
        PlacedItem place = m_placed.value(item.id);
        const QRectF *nearest = &bridge->rails.first();
        for (const QRectF &rail : bridge->rails)
            if (std::abs(rail.bottom() - place.to.y()) < std::abs(nearest->bottom() - place.to.y()))
                nearest = &rail;
        const qreal x = std::clamp(place.to.x(), nearest->left() + 8, nearest->right() - 8);
        place.from = {x, nearest->center().y()};
        const qreal turn = place.to.y() - m_metrics.gap / 2;
        place.bends = x == place.to.x() ? QList<QPointF>() : QList<QPointF>{{x, turn}, {place.to.x(), turn}};
        put(item, place);
    }
}

} // namespace taper
