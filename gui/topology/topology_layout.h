// SPDX-License-Identifier: GPL-3.0-or-later
// Where everything of a TopologyPicture goes. Plain values, no Qt Widgets.
//
//        uplinks                                        everything has its slot: rails wrap into rows of
//        equal
//      this computer      other interfaces              length, containers stand in order of their names, and
//      a
//   ══╤══════╤══════╤══ rail (bridge), row 1            new one moves only those after it. A container with
//     │      │      │   cables                          cables to several bridges stands below its first;
//     further
//    web     db    ...  containers                      cables are drawn to the rail they are plugged into.
//   ══╤══════╤══════╤══ the same rail, row 2
#pragma once
#include "topology/topology_picture.h"
#include <QHash>
#include <QLineF>
#include <QList>
#include <QRectF>

namespace taper {

/// Sizes in scene units (pixels at 1:1), from the font.
struct TopologyMetrics
{
    qreal lineHeight = 16;
    qreal slotWidth = 148;
    qreal cableLength = 84; ///< room for the names of both ends
    qreal gap = 24;
};

struct PlacedItem
{
    QRectF rect;          ///< box of host, uplink, container, other; all rows of a rail
    QList<QRectF> rails;  ///< a bridge's rows
    QPointF from, to;     ///< a cable's ends, near and far
    QList<QPointF> trunk; ///< a bridge's or uplink's line to this computer (or to its bridge)
    QList<QPointF> bends; ///< of a cable that cannot go straight
    int row = 0;          ///< in which of two lines a cable's names are written
    qreal labelWidth = 0; ///< room for them
    bool operator==(const PlacedItem &) const = default;
};

class TopologyLayout
{
public:
    /// Places all. The number of slots per row is remembered from call to call, so that one container more or
    /// less does not wrap all rails anew.
    void place(const TopologyPicture &picture, const TopologyMetrics &metrics);

    const QHash<QString, PlacedItem> &placed() const { return m_placed; }
    const PlacedItem *find(const QString &id) const;
    QRectF bounds() const { return m_bounds; }
    int slotsPerRow() const { return m_slotsPerRow; }

private:
    struct Slot;  ///< a container and its cables
    struct Group; ///< a bridge and what stands below it
    void chooseWidth(int largestGroup);
    qreal placeTop(const TopologyPicture &picture);
    void placeGroups(const QList<Group> &groups, qreal top);
    qreal placeGroup(const Group &group, QPointF at, int columns);
    void placeSlot(const Slot &slot, const QRectF &rail, qreal left, bool bridge, qreal length);
    void placeTrunks(const TopologyPicture &picture);
    QList<QPointF> trunkTo(const QRectF &rail, QPointF start);
    QList<Group> groupsOf(const TopologyPicture &picture) const;
    void placeFurtherCables(const TopologyPicture &picture);
    QSizeF boxOf(const PictureItem &item) const;
    void put(const PictureItem &item, const PlacedItem &place);

    TopologyMetrics m_metrics;
    int m_slotsPerRow = 0;
    QHash<QString, PlacedItem> m_placed;
    QHash<QString, QPointF> m_ports; ///< where cables to another bridge end there
    QRectF m_bounds;
};

} // namespace taper
