// SPDX-License-Identifier: GPL-3.0-or-later
// What there is to draw: the kernel's nodes and edges read as this computer, uplinks, bridges, cables,
// containers and other interfaces. Plain values, no Qt Widgets; the same network gives the same picture in
// whatever order it comes.
#pragma once
#include "core/topology.h"
#include <QHash>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

namespace taper {

enum class PictureKind { Host, Uplink, Bridge, Cable, Container, Other };

/// One end of a cable, or any interface: "tp3g1", 12.
struct PictureEnd
{
    QString name;
    quint32 index = 0;
    QString mac;
    bool up = false;
    bool isNull() const { return name.isEmpty(); }
    QString label() const; ///< "tp3g1 #12"
    bool operator==(const PictureEnd &) const = default;
};

struct PictureItem
{
    QString
        id; ///< the node's; a cable has that of its end on this computer, else of its end in the container
    PictureKind kind = PictureKind::Other;
    QString name;      ///< the container's, the bridge's, the interface's; a cable's own end
    PictureEnd near;   ///< on this computer; for bridges, uplinks and others the interface itself
    PictureEnd far;    ///< in the container; null when the other end cannot be seen
    QString bridge;    ///< id of the bridge that this cable or uplink is plugged into; of a container: of its
                       ///< first cable
    QString container; ///< a cable's: id of the container it leads to
    QStringList addresses;
    QStringList
        otherInterfaces; ///< a container's that are not cables of this picture (docker0 inside, tun0 …)
    QString type;        ///< the kernel's kind ("veth", "macvlan", "other")
    bool ours = false;
    bool up = false;
    bool frozen = false; ///< a container whose processes stand still
    int cables = 0;                         ///< of a container or bridge
    std::optional<bool> nat = std::nullopt; ///< a bridge's of ours: whether it leads outside
    bool operator==(const PictureItem &) const = default;
};

struct TopologyPicture
{
    /// Host first, uplinks, others, then each bridge (ours first) with its cables and containers by name.
    std::vector<PictureItem> items;
    QHash<QString, std::size_t> index; ///< id → place in items

    static TopologyPicture from(const Topology &topology);
    const PictureItem *find(const QString &id) const;
    /// Is there anything but this computer and its uplinks?
    bool isEmpty() const;
};

/// "web2" before "web10".
bool naturalLess(const QString &left, const QString &right);

} // namespace taper
