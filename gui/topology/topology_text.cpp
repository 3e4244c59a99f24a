// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/topology_text.h"
#include <QLocale>

namespace taper {

namespace {
QString list(const QStringList &words)
{
    return QLocale().createSeparatedList(words);
}
} // namespace

QString TopologyText::nameOf(const QString &id, const TopologyPicture &picture)
{
    const PictureItem *item = picture.find(id);
    return item ? item->name : QString();
}

QString TopologyText::title(const PictureItem &item, const TopologyPicture &picture)
{
    switch (item.kind) {
    case PictureKind::Host:
        return tr("This computer");
    case PictureKind::Cable:
        break;
    default:
        return item.name;
    }
    const QString container = nameOf(item.container, picture);
    if (item.near.isNull())
        return tr("%1 of %2").arg(item.far.name, container);
    if (item.far.isNull())
        return item.near.name;
    return container.isEmpty() ? tr("%1 ↔ %2").arg(item.near.name, item.far.name)
                               : tr("%1 ↔ %2 of %3").arg(item.near.name, item.far.name, container);
}

QString TopologyText::name(const PictureItem &item, const TopologyPicture &picture)
{
    const QString what = title(item, picture);
    switch (item.kind) {
    case PictureKind::Host:
        return tr("this computer");
    case PictureKind::Uplink:
        return tr("uplink %1").arg(what);
    case PictureKind::Bridge:
        return tr("bridge %1").arg(what);
    case PictureKind::Cable:
        return tr("cable %1").arg(what);
    case PictureKind::Container:
        return tr("container %1").arg(what);
    case PictureKind::Other:
        break;
    }
    return tr("interface %1").arg(what);
}

QString TopologyText::cable(const PictureItem &item, const TopologyPicture &picture)
{
    const QString container = nameOf(item.container, picture), bridge = nameOf(item.bridge, picture);
    QStringList text;
    if (item.near.isNull())
        text += tr("A network card of %1, %2 (index %3), that has no end on this computer. It is of the kind "
                   "%4 and "
                   "shares a card of this computer or was moved into the container.")
                    .arg(container, item.far.name, QString::number(item.far.index), item.type);
    else if (item.far.isNull())
        text += tr("A virtual cable. Its end on this computer, %1 (index %2), is plugged into the bridge %3. "
                   "Its other "
                   "end is in a network namespace that Táper does not manage, mostly a container of another "
                   "tool.")
                    .arg(item.near.name, QString::number(item.near.index), bridge);
    else if (container.isEmpty())
        text += tr("A virtual cable. Its end on this computer is %1 (index %2); its other end, %3 (index "
                   "%4), is in a "
                   "network namespace that Táper does not manage.")
                    .arg(item.near.name, QString::number(item.near.index), item.far.name,
                         QString::number(item.far.index));
    else if (bridge.isEmpty())
        text += tr("A virtual cable. Its end on this computer, %1 (index %2), is plugged into no bridge; its "
                   "other "
                   "end, %3 (index %4), is the network card that %5 sees.")
                    .arg(item.near.name, QString::number(item.near.index), item.far.name,
                         QString::number(item.far.index), container);
    else
        text += tr("A virtual cable. Its end on this computer, %1 (index %2), is plugged into the bridge %3; "
                   "its other "
                   "end, %4 (index %5), is the network card that %6 sees.")
                    .arg(item.near.name, QString::number(item.near.index), bridge, item.far.name,
                         QString::number(item.far.index), container);
    if (!item.addresses.isEmpty() && !container.isEmpty())
        text += tr("%1 can be reached through it at %2.").arg(container, list(item.addresses));
    if (item.ours && !container.isEmpty())
        text +=
            tr("Táper made it when %1 started; it disappears with it, and the next start makes a new one.")
                .arg(container);
    if (!item.near.isNull() && !item.near.up)
        text += tr("Its end on this computer is down, so nothing passes.");
    else if (!item.far.isNull() && !item.far.up)
        text += tr("Its end in the container is down, so nothing passes.");
    return text.join(u' ');
}

QString TopologyText::bridge(const PictureItem &item)
{
    QStringList text;
    if (item.ours)
        text += tr("A virtual switch that Táper made: what is plugged into it can talk to each other.");
    else
        text += tr("A virtual switch that another program or the administrator made. Táper shows it and "
                   "leaves it as "
                   "it is.");
    text += tr("%n cables are plugged into it.", nullptr, item.cables);
    if (!item.addresses.isEmpty())
        text += tr("This computer is on it with the address %1, where the containers reach it.")
                    .arg(list(item.addresses));
    else
        text += tr("This computer has no address on it.");
    if (item.nat == true)
        text += tr("What is on it reaches other networks through this computer, under this computer's "
                   "address (NAT).");
    else if (item.nat == false)
        text += tr("What is on it reaches this computer, but no other network: NAT is off.");
    if (!item.up)
        text += tr("It is down at the moment, so nothing passes.");
    return text.join(u' ');
}

QString TopologyText::container(const PictureItem &item)
{
    QStringList text;
    text += tr(
        "A container. It has a network of its own: interfaces, addresses, routes and firewall rules that are "
        "not those of this computer.");
    if (item.cables == 0)
        text += item.up ? tr("No cable leads to it.") : tr("It does not run, so it has no cable now.");
    else
        text += tr("%n cables lead to it.", nullptr, item.cables);
    if (item.frozen)
        text += tr("It is frozen: its processes stand still, and it answers to nothing until it is unfrozen.");
    if (!item.addresses.isEmpty())
        text += tr("Its addresses are %1.").arg(list(item.addresses));
    if (!item.otherInterfaces.isEmpty())
        text += tr("Inside it also has %1.").arg(list(item.otherInterfaces));
    return text.join(u' ');
}

QString TopologyText::paragraph(const PictureItem &item, const TopologyPicture &picture)
{
    switch (item.kind) {
    case PictureKind::Host:
        return tr(
            "This computer's own network. The bridges and the near ends of all cables are in it; what the "
            "containers send to other networks passes through it.");
    case PictureKind::Uplink: {
        const QString bridge = nameOf(item.bridge, picture);
        const QString text =
            bridge.isEmpty()
                ? tr("A network card of this computer, its way to other networks: %1 (index %2).")
                      .arg(item.name, QString::number(item.near.index))
                : tr("A network card of this computer, %1 (index %2). It is plugged into the bridge %3, so "
                     "what is "
                     "on that bridge is on the network outside too.")
                      .arg(item.name, QString::number(item.near.index), bridge);
        return item.addresses.isEmpty()
                   ? text
                   : text + u' ' + tr("It has the address %1.").arg(list(item.addresses));
    }
    case PictureKind::Bridge:
        return bridge(item);
    case PictureKind::Cable:
        return cable(item, picture);
    case PictureKind::Container:
        return container(item);
    case PictureKind::Other:
        break;
    }
    const QString text =
        tr("An interface of this computer, %1 (index %2), that belongs to no container that Táper "
           "knows. Its kind is %3.")
            .arg(item.name, QString::number(item.near.index), item.type);
    return item.addresses.isEmpty() ? text
                                    : text + u' ' + tr("It has the address %1.").arg(list(item.addresses));
}

QString TopologyText::hint()
{
    return tr("Select a cable, a bridge or a container to read what it is. The arrow keys move from one to "
              "the next.");
}

QString TopologyText::emptyNotice()
{
    return tr("There is no container network yet. Start a container: its bridge and its cable appear here.");
}

} // namespace taper
