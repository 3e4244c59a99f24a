// SPDX-License-Identifier: GPL-3.0-or-later
// From the kernel's graph to a picture and to places: what is shown, in which order, without overlaps,
// stable.
#include "sample_topology.h"
#include "topology/topology_layout.h"
#include <QRandomGenerator>
#include <QtTest>
#include <algorithm>

using namespace taper;
using namespace Qt::StringLiterals;

namespace {

QStringList names(const TopologyPicture &picture, PictureKind kind)
{
    QStringList result;
    for (const PictureItem &item : picture.items)
        if (item.kind == kind)
            result += item.name;
    return result;
}

TopologyLayout layoutOf(const Topology &topology)
{
    TopologyLayout layout;
    layout.place(TopologyPicture::from(topology), {});
    return layout;
}

/// Boxes and rails lie apart from each other.
QString overlap(const Topology &topology, const TopologyLayout &layout)
{
    const TopologyPicture picture = TopologyPicture::from(topology);
    QList<std::pair<QString, QRectF>> rects;
    for (const PictureItem &item : picture.items) {
        const PlacedItem *place = layout.find(item.id);
        if (!place)
            return item.id + u" has no place"_s;
        if (item.kind == PictureKind::Cable)
            continue;
        if (item.kind == PictureKind::Bridge)
            for (const QRectF &rail : place->rails)
                rects.append({item.id, rail.adjusted(0, -16, 0, 0)});
        else
            rects.append({item.id, place->rect});
        if (!layout.bounds().contains(place->rect))
            return item.id + u" is outside"_s;
    }
    for (qsizetype i = 0; i < rects.size(); ++i)
        for (qsizetype j = i + 1; j < rects.size(); ++j)
            if (rects[i].second.intersects(rects[j].second))
                return rects[i].first + u" and "_s + rects[j].first;
    return {};
}

} // namespace

class TestTopologyLayout : public QObject
{
    Q_OBJECT

private slots:
    void pictureOfEverything()
    {
        const TopologyPicture picture = TopologyPicture::from(sample::mixed());
        QCOMPARE(names(picture, PictureKind::Bridge), (QStringList{u"taper0"_s, u"docker0"_s, u"virbr0"_s}));
        QCOMPARE(names(picture, PictureKind::Container),
                 (QStringList{u"build"_s, u"db"_s, u"old"_s, u"web"_s}));
        QCOMPARE(names(picture, PictureKind::Uplink), QStringList{u"eth0"_s});
        QCOMPARE(names(picture, PictureKind::Other), (QStringList{u"tun0"_s, u"wg0"_s}));
        for (const PictureItem &item : picture.items)
            QVERIFY(item.name != u"lo"_s);
        const PictureItem *cable = picture.find(u"host/12"_s);
        QVERIFY(cable);
        QCOMPARE(cable->near.label(), u"tp12g1 #12"_s);
        QCOMPARE(cable->far.label(), u"eth0 #2"_s);
        QCOMPARE(cable->bridge, u"host/10"_s);
        QCOMPARE(cable->container, u"container:web"_s);
        const PictureItem *web = picture.find(u"container:web"_s);
        QCOMPARE(web->bridge, u"host/10"_s); // ours, though docker0 is the other one
        QCOMPARE(web->cables, 2);
        QCOMPARE(web->addresses, (QStringList{u"10.83.0.12/20"_s, u"172.17.0.9/16"_s}));
        QCOMPARE(web->otherInterfaces, QStringList{u"docker0"_s});
        const PictureItem *foreign = picture.find(u"host/31"_s);
        QVERIFY(foreign && foreign->kind == PictureKind::Cable && foreign->far.isNull());
        QVERIFY(!picture.find(u"container:old"_s)->up);
    }

    void orderOfArrivalDoesNotMatter()
    {
        Topology topology = sample::withContainers(40);
        const TopologyPicture before = TopologyPicture::from(topology);
        QRandomGenerator random(7);
        std::shuffle(topology.nodes.begin(), topology.nodes.end(), random);
        std::shuffle(topology.edges.begin(), topology.edges.end(), random);
        for (TopologyEdge &edge : topology.edges)
            if (edge.kind == EdgeKind::Peer)
                std::swap(edge.from, edge.to);
        QVERIFY(TopologyPicture::from(topology).items == before.items);
        QCOMPARE(layoutOf(topology).placed(), layoutOf(sample::withContainers(40)).placed());
    }

    void brokenGraphs()
    {
        Topology topology;
        QVERIFY(TopologyPicture::from(topology).isEmpty());
        topology.nodes.push_back(sample::interface("host", 5, "a", NodeKind::Veth));
        topology.nodes.push_back(sample::interface("gone", 2, "eth0", NodeKind::Veth));
        topology.nodes.push_back(sample::interface("gone", 3, "mac0", NodeKind::Macvlan));
        topology.edges.push_back({"host/5", "host/5", EdgeKind::Port});
        topology.edges.push_back({"host/5", "nowhere", EdgeKind::Port});
        topology.edges.push_back({"gone/2", "host/5", EdgeKind::Peer});
        topology.edges.push_back({"gone/2", "container:gone", EdgeKind::Uplink});
        topology.nodes.push_back(topology.nodes.front()); // twice the same
        QCOMPARE(overlap(topology, layoutOf(topology)), QString());
    }

    void numbersInNames()
    {
        QStringList list{u"web10"_s, u"web2"_s, u"db"_s, u"web"_s, u"web02"_s, u"web1a"_s};
        std::sort(list.begin(), list.end(), naturalLess);
        QCOMPARE(list.first(), u"db"_s);
        QVERIFY(list.indexOf(u"web2"_s) < list.indexOf(u"web10"_s));
        QVERIFY(!naturalLess(u"a"_s, u"a"_s));
        QVERIFY(naturalLess(u"web2"_s, u"web02"_s) != naturalLess(u"web02"_s, u"web2"_s));
    }

    void noOverlaps_data()
    {
        QTest::addColumn<int>("containers");
        for (int count : {0, 1, 2, 5, 6, 7, 13, 50, 200, 1000})
            QTest::addRow("%d", count) << count;
    }
    void noOverlaps()
    {
        QFETCH(int, containers);
        const Topology topology = sample::withContainers(containers);
        const TopologyLayout layout = layoutOf(topology);
        QCOMPARE(overlap(topology, layout), QString());
        const PlacedItem *rail = layout.find(u"host/10"_s);
        const int rows = std::max(1, (containers + layout.slotsPerRow() - 1) / layout.slotsPerRow());
        QCOMPARE(rail->rails.size(), rows);
        if (containers >= 200) {
            QVERIFY(rows >= 5); // wraps into several rows, in about the shape of a screen
            const qreal ratio = layout.bounds().width() / layout.bounds().height();
            QVERIFY2(ratio > 0.8 && ratio < 3, QByteArray::number(ratio));
        }
    }

    void mixedHasNoOverlaps()
    {
        QCOMPARE(overlap(sample::mixed(), layoutOf(sample::mixed())), QString());
        Topology many = sample::mixed();
        for (unsigned i = 0; i < 12; ++i)
            sample::addBridge(many, "br-" + std::to_string(i), 100 + i);
        for (unsigned i = 0; i < 30; ++i)
            sample::addForeignCable(many, "veth" + std::to_string(i), 200 + i, 100 + i % 3);
        for (unsigned i = 0; i < 20; ++i)
            many.nodes.push_back(
                sample::interface("host", 300 + i, "dummy" + std::to_string(i), NodeKind::Other));
        QCOMPARE(overlap(many, layoutOf(many)), QString());
    }

    void cablesEndAtRailAndContainer()
    {
        const TopologyLayout layout = layoutOf(sample::withContainers(30));
        for (int i = 0; i < 30; ++i) {
            const PlacedItem *cable = layout.find(u"host/%1"_s.arg(20 + i));
            const PlacedItem *container = layout.find(u"container:web%1"_s.arg(i + 1));
            QVERIFY(cable && container);
            QCOMPARE(cable->to.y(), container->rect.top());
            QVERIFY(container->rect.left() < cable->to.x() && cable->to.x() < container->rect.right());
            const auto &rails = layout.find(u"host/10"_s)->rails;
            QVERIFY(std::any_of(rails.begin(), rails.end(), [&](const QRectF &rail) {
                return rail.bottom() == cable->from.y() && rail.left() < cable->from.x() &&
                       cable->from.x() < rail.right();
            }));
        }
    }

    void stableWhenOneComesAndGoes()
    {
        TopologyLayout layout;
        Topology topology = sample::withContainers(50);
        layout.place(TopologyPicture::from(topology), {});
        const auto before = layout.placed();
        sample::addContainer(topology, "zebra", 900); // the last by name: nobody else moves
        layout.place(TopologyPicture::from(topology), {});
        for (auto it = before.begin(); it != before.end(); ++it)
            if (it.key() != u"host/10"_s)
                QCOMPARE(*layout.find(it.key()), it.value());
        layout.place(TopologyPicture::from(sample::withContainers(50)), {});
        QCOMPARE(layout.placed(), before);
    }

    void rowLengthHasInertia()
    {
        TopologyLayout layout;
        int changes = 0, last = 0;
        for (int count = 40; count <= 60; ++count) {
            layout.place(TopologyPicture::from(sample::withContainers(count)), {});
            changes += last != 0 && layout.slotsPerRow() != last;
            last = layout.slotsPerRow();
        }
        QVERIFY(changes <= 1);
        layout.place(TopologyPicture::from(sample::withContainers(55)), {});
        QCOMPARE(layout.slotsPerRow(), last);
    }
};

QTEST_APPLESS_MAIN(TestTopologyLayout)
#include "tst_topology_layout.moc"
