// SPDX-License-Identifier: GPL-3.0-or-later
// The models: groups, moves, raw values, order and filter, nothing reset on a tick, all under the model tester.
#include "gui/gui_fixture.h"
#include "models/container_model.h"
#include "models/container_proxy.h"
#include "models/image_model.h"
#include "models/timeline_model.h"
#include "models/topology_model.h"
#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QSortFilterProxyModel>

using namespace taper;
using models::ContainerModel;
using models::ContainerProxy;
using test::FakeWorld;
using test::GuiFixture;
using Mode = QAbstractItemModelTester::FailureReportingMode;

namespace {
QModelIndex groupRow(const ContainerModel &model, int group)
{
    return model.index(group + 1, 0);
}

QStringList namesBelow(const QAbstractItemModel &model, const QModelIndex &parent)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(parent); ++row)
        names << model.index(row, 0, parent).data().toString();
    return names;
}
} // namespace

class TestModels : public QObject
{
    Q_OBJECT

private slots:
    void nothingThere()
    {
        GuiFixture fixture{FakeWorld()};
        ContainerModel model(fixture.mirror);
        ContainerProxy proxy;
        proxy.setSourceModel(&model);
        QAbstractItemModelTester tester(&model, Mode::QtTest), proxyTester(&proxy, Mode::QtTest);
        QVERIFY(fixture.connectNow());
        QCOMPARE(model.containerCount(), 0);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(proxy.rowCount(), 1); // this computer; empty groups are hidden
    }

    void groupsOfTwelve()
    {
        GuiFixture fixture{FakeWorld::withContainers(12)};
        ContainerModel model(fixture.mirror);
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        QVERIFY(fixture.connectNow());
        QCOMPARE(model.containerCount(), 12);
        QVERIFY(namesBelow(model, groupRow(model, 0)).contains(QStringLiteral("web")));
        QCOMPARE(namesBelow(model, groupRow(model, 1)), QStringList{QStringLiteral("build")});
        QVERIFY(namesBelow(model, groupRow(model, 2)).contains(QStringLiteral("cache")));
        QVERIFY(groupRow(model, 0).data().toString().contains(QStringLiteral("9")));
        QCOMPARE(model.index(0, 0).data(models::KindRole).toInt(), int(ContainerModel::Kind::Host));
    }

    void aStateChangeMovesTheRowAndKeepsIt()
    {
        GuiFixture fixture{FakeWorld::withContainers(12)};
        ContainerModel model(fixture.mirror);
        ContainerProxy proxy;
        proxy.setSourceModel(&model);
        proxy.sort(0);
        QAbstractItemModelTester tester(&model, Mode::QtTest), proxyTester(&proxy, Mode::QtTest);
        QVERIFY(fixture.connectNow());
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset),
            moves(&model, &QAbstractItemModel::rowsMoved);
        const QPersistentModelIndex kept = proxy.mapFromSource(model.indexOf("web"));
        fixture.helper.setState("web", State::Stopped);
        QTRY_COMPARE(moves.size(), 1);
        QVERIFY(resets.isEmpty());
        QVERIFY(kept.isValid());
        QCOMPARE(kept.data().toString(), QStringLiteral("web"));
        QVERIFY(kept.parent().data().toString().contains(QStringLiteral("STOPPED")));
    }

    void aGroupComesAndGoes()
    {
        GuiFixture fixture{FakeWorld::withContainers(1)};
        ContainerModel model(fixture.mirror);
        ContainerProxy proxy;
        proxy.setSourceModel(&model);
        proxy.sort(0);
        QAbstractItemModelTester tester(&model, Mode::QtTest), proxyTester(&proxy, Mode::QtTest);
        QVERIFY(fixture.connectNow());
        QCOMPARE(proxy.rowCount(), 2);
        fixture.helper.setState("web", State::Frozen);
        QTRY_VERIFY(proxy.index(1, 0).data().toString().contains(QStringLiteral("FROZEN")));
        QCOMPARE(proxy.rowCount(), 2);
        QCOMPARE(proxy.rowCount(proxy.index(1, 0)), 1);
        fixture.helper.world().containers.clear();
        fixture.helper.announce({}, {"web"});
        QTRY_COMPARE(proxy.rowCount(), 1);
    }

    void aTickOf200ChangesRangesOnly()
    {
        GuiFixture fixture{FakeWorld::withContainers(200)};
        ContainerModel model(fixture.mirror);
        ContainerProxy proxy;
        proxy.setSourceModel(&model);
        proxy.sort(ContainerModel::Memory);
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        QVERIFY(fixture.connectNow());
        auto interest = fixture.mirror.want(client::Topic::Metrics);
        QTRY_VERIFY(fixture.helper.topics().contains("metrics"));
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged),
            resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy sampled(&fixture.mirror, &client::HelperMirror::metricsSampled);
        fixture.helper.tick();
        QTRY_COMPARE(sampled.size(), 1);
        QVERIFY(changes.size() <= 3); // this computer, running, frozen
        QVERIFY(resets.isEmpty());
        fixture.helper.tick();
        QTRY_COMPARE(sampled.size(), 2);
        const QModelIndex web = model.indexOf("web").siblingAtColumn(ContainerModel::Cpu);
        QVERIFY(web.data(models::RawRole).toDouble() >= 0);
        QVERIFY(web.data().toString().endsWith(QLatin1Char('%')));
    }

    void theOrderIsThatOfRawValues()
    {
        GuiFixture fixture{FakeWorld::withContainers(120)};
        ContainerModel model(fixture.mirror);
        ContainerProxy proxy;
        proxy.setSourceModel(&model);
        QAbstractItemModelTester proxyTester(&proxy, Mode::QtTest);
        QVERIFY(fixture.connectNow());
        proxy.sort(ContainerModel::Memory, Qt::DescendingOrder);
        QCOMPARE(proxy.index(0, 0).data(models::KindRole).toInt(),
                 int(ContainerModel::Kind::Host)); // stays first
        const QModelIndex running = proxy.index(1, 0);
        double last = 1e18;
        for (int row = 0; row < proxy.rowCount(running); ++row) {
            const double bytes =
                proxy.index(row, ContainerModel::Memory, running).data(models::RawRole).toDouble();
            QVERIFY(bytes <= last);
            last = bytes;
        }
        proxy.sort(ContainerModel::Name, Qt::AscendingOrder);
        const QStringList names = namesBelow(proxy, proxy.index(1, 0));
        QVERIFY(names.indexOf(QStringLiteral("web-2")) <
                names.indexOf(QStringLiteral("web-10"))); // numbers as numbers
    }

    void theFilterTakesEveryWord()
    {
        GuiFixture fixture{FakeWorld::withContainers(40)};
        ContainerModel model(fixture.mirror);
        ContainerProxy proxy;
        proxy.setSourceModel(&model);
        QAbstractItemModelTester proxyTester(&proxy, Mode::QtTest);
        QVERIFY(fixture.connectNow());
        proxy.setFilterText(QStringLiteral("WEB debian"));
        QVERIFY(proxy.rowCount() >= 1);
        for (int group = 0; group < proxy.rowCount(); ++group) {
            const QModelIndex parent = proxy.index(group, 0);
            QVERIFY(proxy.rowCount(parent) > 0); // no empty group, and no "this computer"
            for (const QString &name : namesBelow(proxy, parent))
                QVERIFY(name.startsWith(QStringLiteral("web")));
        }
        proxy.setFilterText(QStringLiteral("nothing like it"));
        QCOMPARE(proxy.rowCount(), 0);
        proxy.setFilterText({});
        QCOMPARE(proxy.index(0, 0).data(models::KindRole).toInt(), int(ContainerModel::Kind::Host));
    }

    void imagesKeepTheirRows()
    {
        GuiFixture fixture{FakeWorld::withContainers(3)};
        models::ImageModel model(fixture.mirror);
        QSortFilterProxyModel proxy;
        proxy.setSourceModel(&model);
        QAbstractItemModelTester tester(&model, Mode::QtTest), proxyTester(&proxy, Mode::QtTest);
        QVERIFY(fixture.connectNow());
        QTRY_COMPARE(model.rowCount(), 2);
        const QPersistentModelIndex busybox = model.index(0, 0);
        QCOMPARE(busybox.data().toString(), QStringLiteral("busybox"));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        fixture.helper.world().images["alpine"] = test::madeUpImage("alpine", "Alpine", "other");
        fixture.helper.world().images.erase("debian/12");
        fixture.helper.announceImages();
        QTRY_COMPARE(fixture.mirror.images().front().name, std::string("alpine"));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(busybox.data().toString(), QStringLiteral("busybox"));
        QVERIFY(resets.isEmpty());
        QCOMPARE(QModelIndex(busybox)
                     .siblingAtColumn(models::ImageModel::Size)
                     .data(models::RawRole)
                     .toULongLong(),
                 2ull << 20);
    }

    void theTopologyTableNamesBothEnds()
    {
        models::TopologyModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        FakeWorld world = FakeWorld::withContainers(4);
        model.setTopology(world.topology());
        const int all = model.rowCount();
        bool found = false;
        for (int row = 0; row < all; ++row)
            if (model.index(row, models::TopologyModel::Name)
                    .data()
                    .toString()
                    .startsWith(QStringLiteral("tp"))) {
                QCOMPARE(model.index(row, models::TopologyModel::Peer).data().toString(),
                         QStringLiteral("eth0"));
                QVERIFY(model.index(row, models::TopologyModel::Index).data(models::RawRole).toUInt() > 0);
                found = true;
            }
        QVERIFY(found);
        world.setState("web", State::Stopped);
        model.setTopology(world.topology());
        QCOMPARE(model.rowCount(), all - 3); // the container and both ends of its cable
        model.setTopology({});
        QCOMPARE(model.rowCount(), 0);
    }

    void theTimelineKnowsItsWhole()
    {
        models::TimelineModel model;
        QAbstractItemModelTester tester(&model, Mode::QtTest);
        model.setTimeline({{"a", 0, 100}, {"b", 100, 300}});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1, 0).data(models::TimelineModel::TotalRole).toULongLong(), 400ull);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setTimeline({{"a", 0, 100}, {"b", 100, 300}});
        QVERIFY(resets.isEmpty()); // the same start again is no news
        model.setTimeline({{"late", 200, 10}, {"early", 100, 10}});
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("early"));
        model.setTimeline({});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(TestModels)
#include "tst_models.moc"
