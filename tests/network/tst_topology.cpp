// SPDX-License-Identifier: GPL-3.0-or-later
// The picture: what is drawn is what the kernel has, both ends of each cable, and nothing is changed by
// looking.
#include "rooms.h"

#include <fcntl.h>
#include <poll.h>

using namespace rooms;

class TopologyTest : public QObject
{
    Q_OBJECT

    static const TopologyNode *node(const Topology &topology, const std::string &id)
    {
        for (const auto &entry : topology.nodes)
            if (entry.id == id)
                return &entry;
        return nullptr;
    }
    static const TopologyNode *named(const Topology &topology, const std::string &netns,
                                     const std::string &name)
    {
        for (const auto &entry : topology.nodes)
            if (entry.netns == netns && entry.name == name && entry.ifindex != 0)
                return &entry;
        return nullptr;
    }
    static bool joined(const Topology &topology, const std::string &a, const std::string &b, EdgeKind kind)
    {
        for (const auto &edge : topology.edges)
            if (edge.kind == kind && ((edge.from == a && edge.to == b) ||
                                      (kind == EdgeKind::Peer && edge.from == b && edge.to == a)))
                return true;
        return false;
    }

private slots:
    void init() { leaveTheMachine(); }

    void bothEndsOfEachCableAreNamed()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const Room rooms[2];
        const std::string names[2] = {"web", "db"};
        Attachment attachments[2];
        std::set<Ipv4> taken;
        for (int i = 0; i < 2; ++i) {
            attachments[i] = network->choose(names[i], taken).value();
            taken.insert(attachments[i].address);
            VERIFY_DONE(network->enter(names[i], attachments[i]));
            VERIFY_DONE(network->plug(std::to_string(i + 3), 1, attachments[i], rooms[i].fd()));
            rooms[i].address(attachments[i], network->gateway());
        }
        const auto topology = network->topology({{"web", rooms[0].fd()}, {"db", rooms[1].fd()}, {"off", -1}});
        VERIFY_DONE(topology);
        const auto *bridge = named(*topology, "host", "taper0");
        QVERIFY(bridge);
        QCOMPARE(bridge->kind, NodeKind::Bridge);
        QCOMPARE(bridge->owner, "taper");
        QCOMPARE(bridge->addresses, (std::vector<std::string>{"10.83.0.1/20"}));
        QCOMPARE(bridge->state, "up");
        QVERIFY(joined(*topology, bridge->id, "host", EdgeKind::Uplink));
        QVERIFY(node(*topology, "host"));
        QVERIFY(node(*topology, "container:off"));
        for (int i = 0; i < 2; ++i) {
            const auto *container = node(*topology, "container:" + names[i]);
            QVERIFY(container);
            QCOMPARE(container->kind, NodeKind::Container);
            QCOMPARE(container->owner, "taper");
            const std::string cableName = "tp" + std::to_string(i + 3) + "g1";
            const auto *cable = named(*topology, "host", cableName);
            const auto *card = named(*topology, names[i], "eth0");
            QVERIFY(cable && card);
            QCOMPARE(cable->ifindex, link(cableName)->index);
            QCOMPARE(cable->id, "host/" + std::to_string(cable->ifindex));
            QCOMPARE(cable->kind, NodeKind::Veth);
            QCOMPARE(cable->owner, "taper");
            QCOMPARE(cable->container, names[i]);
            QCOMPARE(card->id, names[i] + "/" + std::to_string(card->ifindex));
            QCOMPARE(card->kind, NodeKind::Veth);
            QCOMPARE(card->owner, "taper");
            QCOMPARE(card->mac, attachments[i].mac);
            QCOMPARE(card->state, "up");
            const std::string expected = formatIpv4(attachments[i].address) + "/20";
            QVERIFY(std::find(card->addresses.begin(), card->addresses.end(), expected) !=
                    card->addresses.end());
            QVERIFY(cable->addresses.empty());
            QVERIFY(joined(*topology, cable->id, card->id, EdgeKind::Peer));
            QVERIFY(joined(*topology, cable->id, bridge->id, EdgeKind::Port));
            QVERIFY(joined(*topology, card->id, container->id, EdgeKind::Uplink));
            QCOMPARE(rooms[i].inside([&] { return link("eth0")->index == card->ifindex ? 0 : 1; }), 0);
        }
        const auto peers = std::count_if(topology->edges.begin(), topology->edges.end(),
                                         [](const auto &edge) { return edge.kind == EdgeKind::Peer; });
        QCOMPARE(peers, 2);
        for (const auto &edge : topology->edges)
            QVERIFY(node(*topology, edge.from) && node(*topology, edge.to));
        QVERIFY(joined(*topology, bridge->id, "host", EdgeKind::Uplink));
        // Looking changed nothing.
        QCOMPARE(addressesOf("taper0"), (std::vector<std::string>{"10.83.0.1/20"}));
        QVERIFY(addressesOf("tp3g1").empty());

        const auto bridges = network->bridges();
        VERIFY_DONE(bridges);
        QCOMPARE(bridges->size(), 1u);
        QCOMPARE(bridges->front().owner, "taper");
        QCOMPARE(bridges->front().address, "10.83.0.1/20");
        QCOMPARE(bridges->front().ports, (std::vector<std::string>{"tp3g1", "tp4g1"}));
        network->shutdown();
    }

    void foreignThingsAreShownAsForeign()
    {
        makeBridge("br0");
        setUp("br0");
        makePair("out0", "out1");
        setUp("out0");
        setUp("out1");
        setAddress("out0", parseIpv4("192.0.2.1").value(), 24);
        addRoute({0, 0}, "out0");
        makePair("tp9g1", "x"); // our kind of name, but in no bridge of ours
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto topology = network->topology({});
        VERIFY_DONE(topology);
        const auto *bridge = named(*topology, "host", "br0");
        QVERIFY(bridge);
        QCOMPARE(bridge->kind, NodeKind::Bridge);
        QCOMPARE(bridge->owner, "");
        QCOMPARE(named(*topology, "host", "out0")->kind, NodeKind::Uplink);
        QCOMPARE(named(*topology, "host", "out1")->kind, NodeKind::Veth);
        QCOMPARE(named(*topology, "host", "lo")->kind, NodeKind::Loopback);
        QCOMPARE(named(*topology, "host", "tp9g1")->owner, "");
        QVERIFY(joined(*topology, named(*topology, "host", "tp9g1")->id, named(*topology, "host", "x")->id,
                       EdgeKind::Peer));
        QCOMPARE(network->bridges()->front().owner, "");
    }

    void whatAContainerCallsItsInterfacesDoesNoHarm()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const Room room;
        QCOMPARE(room.inside([] {
            makePair("\x1b[31m\xff\xfe", "\"\\x");
            for (int i = 0; i < 100; ++i)
                makePair("a" + std::to_string(i), "b" + std::to_string(i));
            return 0;
        }),
                 0);
        const auto topology = network->topology({{"evil", room.fd()}});
        VERIFY_DONE(topology);
        std::size_t inside = 0;
        for (const auto &entry : topology->nodes) {
            inside += entry.netns == "evil";
            for (const char c : entry.name)
                QVERIFY(c >= 0x20 && c < 0x7f);
        }
        QVERIFY(inside > 50 && inside <= 65);
        QVERIFY(named(*topology, "evil", "?[31m??"));
    }

    void aMemberThatIsNoNamespaceIsSkipped()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const UniqueFd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        const auto topology = network->topology({{"odd", null.get()}});
        VERIFY_DONE(topology);
        QVERIFY(node(*topology, "container:odd"));
    }

    void changesAreNoticedHereAndInside()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto quiet = [&] {
            pollfd entry{network->changesFd(), POLLIN, 0};
            return poll(&entry, 1, 0) == 0;
        };
        const auto fired = [&] {
            pollfd entry{network->changesFd(), POLLIN, 0};
            return poll(&entry, 1, 5000) == 1;
        };
        network->changesSeen();
        QVERIFY(quiet());
        makePair("a0", "a1");
        QVERIFY(fired());
        network->changesSeen();
        QVERIFY(quiet());
        const Room room;
        VERIFY_DONE(network->topology({{"web", room.fd()}})); // from now on it has an id here
        network->changesSeen();
        QVERIFY(quiet());
        QCOMPARE(room.inside([] {
            makePair("b0", "b1");
            return 0;
        }),
                 0);
        QVERIFY(fired());
        network->changesSeen();
        QCOMPARE(room.inside([] {
            setAddress("b0", parseIpv4("192.0.2.1").value(), 24);
            return 0;
        }),
                 0);
        QVERIFY(fired());
        network->changesSeen();
        // More than the socket holds: still only "something changed", and quiet afterwards.
        for (int i = 0; i < 400; ++i)
            makePair("c" + std::to_string(i), "d" + std::to_string(i));
        QVERIFY(fired());
        QDeadlineTimer deadline(5000);
        while (!quiet() && !deadline.hasExpired())
            network->changesSeen();
        QVERIFY(quiet());
    }

    void figures_data()
    {
        QTest::addColumn<int>("members");
        QTest::newRow("50") << 50;
        QTest::newRow("200") << 200;
    }
    void figures()
    {
        QFETCH(int, members);
        const RunDirectory run;
        auto network = rooms::open(run);
        const std::vector<Room> rooms(static_cast<std::size_t>(members));
        std::vector<Member> list;
        std::set<Ipv4> taken;
        for (int i = 0; i < members; ++i) {
            const std::string name = "c" + std::to_string(i);
            const auto attachment = network->choose(name, taken).value();
            taken.insert(attachment.address);
            VERIFY_DONE(network->enter(name, attachment));
            VERIFY_DONE(
                network->plug(std::to_string(i), 1, attachment, rooms[static_cast<std::size_t>(i)].fd()));
            list.push_back({name, rooms[static_cast<std::size_t>(i)].fd()});
        }
        std::vector<qint64> times;
        for (int i = 0; i < 9; ++i) {
            QElapsedTimer timer;
            timer.start();
            const auto topology = network->topology(list);
            times.push_back(timer.nsecsElapsed() / 1000);
            VERIFY_DONE(topology);
            QCOMPARE(topology->nodes.size(), static_cast<std::size_t>(3 + members * 4));
        }
        std::sort(times.begin(), times.end());
        qInfo("%d members: least %lld, median %lld us", members, static_cast<long long>(times.front()),
              static_cast<long long>(times[times.size() / 2]));
        QVERIFY(times.front() < 50000);
        network->shutdown();
    }
};

QTEST_GUILESS_MAIN(TopologyTest)
#include "tst_topology.moc"
