// SPDX-License-Identifier: GPL-3.0-or-later
// The mirror: snapshot, differences, gaps, interests, rates, a helper that dies and returns.
#include "client/fake_helper.h"
#include "client/helper_mirror.h"
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace taper;
using client::Connection;
using client::HelperMirror;
using client::Topic;
using test::FakeHelper;
using test::FakeWorld;

class TestHelperMirror : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<FakeHelper> m_helper;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<HelperMirror> m_mirror;

private slots:
    void init()
    {
        const QString path = m_dir.filePath(QStringLiteral("helper.sock"));
        m_helper = std::make_unique<FakeHelper>(path, FakeWorld::withContainers(12));
        QVERIFY(m_helper->start());
        m_connection = std::make_unique<Connection>(path);
        m_mirror = std::make_unique<HelperMirror>(*m_connection);
        m_connection->open();
        QTRY_VERIFY(m_mirror->isCurrent());
    }
    void cleanup()
    {
        m_mirror.reset();
        m_connection.reset();
        m_helper.reset();
    }

    void hasTheSnapshot()
    {
        QCOMPARE(m_mirror->containers().size(), std::size_t(12));
        QCOMPARE(m_mirror->images().size(), std::size_t(2));
        QTRY_COMPARE(m_mirror->host().cpus, 4u);
        QCOMPARE(m_mirror->container("web")->state, State::Running);
    }

    void takesDifferences()
    {
        std::vector<std::string> seen;
        connect(m_mirror.get(), &HelperMirror::containersChanged, this,
                [&seen](const auto &changed, const auto &) { seen = changed; });
        m_helper->setState("web", State::Stopped);
        QTRY_COMPARE(m_mirror->container("web")->state, State::Stopped);
        QCOMPARE(seen, std::vector<std::string>{"web"});
        QCOMPARE(m_helper->count("subscribe"), 1);
        m_helper->world().containers.erase("db");
        m_helper->announce({}, {"db"});
        QTRY_VERIFY(!m_mirror->container("db"));
    }

    void aGapAsksForASnapshot()
    {
        m_helper->world().containers.erase("mail"); // untold
        m_helper->loseRevision();
        m_helper->setState("web", State::Frozen);
        QTRY_VERIFY(!m_mirror->container("mail"));
        QCOMPARE(m_mirror->container("web")->state, State::Frozen);
        QCOMPARE(m_helper->count("subscribe"), 2);
        QVERIFY(m_helper->lastParams("subscribe")["topics"] == protocol::Json({"containers"}));
        m_helper->setState("web", State::Stopped); // and the next difference fits again
        QTRY_COMPARE(m_mirror->container("web")->state, State::Stopped);
        QCOMPARE(m_helper->count("subscribe"), 2);
    }

    void oneBrokenContainerDoesNotHideTheOthers()
    {
        const auto broken =
            R"({"jsonrpc":"2.0","method":"containers.changed","params":{"revision":2,"removed":[],)"
            R"("changed":[{"name":7},{"name":"new","state":"STOPPED"}]}})";
        m_helper->sendRaw(protocol::frame(broken));
        QTRY_VERIFY(m_mirror->container("new"));
        QVERIFY(m_connection->isReady());
    }

    void metricsOnlyWhileWanted()
    {
        QVERIFY(!m_helper->topics().contains("metrics"));
        {
            auto first = m_mirror->want(Topic::Metrics);
            auto second = m_mirror->want(Topic::Metrics);
            QTRY_VERIFY(m_helper->topics().contains("metrics"));
            second = {};
            QTest::qWait(0);
            QVERIFY(m_helper->topics().contains("metrics"));
        }
        QTRY_VERIFY(!m_helper->topics().contains("metrics"));
        QCOMPARE(m_helper->count("unsubscribe"), 1);
    }

    void makesRatesOfCounters()
    {
        auto interest = m_mirror->want(Topic::Metrics);
        QTRY_VERIFY(m_helper->topics().contains("metrics"));
        const auto sample = [](int timeUsec, int cpuUsec) {
            return protocol::frame(protocol::encode(protocol::Notification{
                "metrics.sampled",
                {{"timeUsec", timeUsec},
                 {"host", {{"cpuUsec", 2 * cpuUsec}, {"memoryUsedBytes", 1000}}},
                 {"containers", {{"web", {{"memoryBytes", 77}, {"cpuUsec", cpuUsec}, {"processes", 1}}}}}}}));
        };
        QSignalSpy sampled(m_mirror.get(), &HelperMirror::metricsSampled);
        m_helper->sendRaw(sample(1000000, 100000));
        QTRY_COMPARE(sampled.size(), 1);
        QVERIFY(!m_mirror->activity("web")->cpuPercent); // one sample is no rate
        m_helper->sendRaw(sample(2000000, 350000));
        QTRY_COMPARE(sampled.size(), 2);
        QCOMPARE(*m_mirror->activity("web")->cpuPercent, 25.0);
        QCOMPARE(*m_mirror->hostActivity()->cpuPercent, 50.0);
        QCOMPARE(m_mirror->container("web")->usage.memoryBytes, std::uint64_t(77));
        m_helper->sendRaw(sample(3000000, 10)); // started again: its counter begins anew
        QTRY_COMPARE(sampled.size(), 3);
        QVERIFY(!m_mirror->activity("web")->cpuPercent);
    }

    void topologyComesWithTheWish()
    {
        QVERIFY(m_mirror->topology().nodes.empty());
        auto interest = m_mirror->want(Topic::Topology);
        QTRY_VERIFY(!m_mirror->topology().nodes.empty());
        const auto before = m_mirror->topology().nodes.size();
        m_helper->setState("web", State::Stopped);
        QTRY_VERIFY(m_mirror->topology().nodes.size() < before);
    }

    void survivesADeadHelper()
    {
        auto interest = m_mirror->want(Topic::Metrics);
        QSignalSpy current(m_mirror.get(), &HelperMirror::currentChanged);
        m_helper->stop();
        QTRY_VERIFY(!m_mirror->isCurrent());
        QCOMPARE(m_mirror->containers().size(), std::size_t(12)); // what was known is still shown
        m_helper->world().containers.erase("web");
        QVERIFY(m_helper->start());
        QTRY_VERIFY_WITH_TIMEOUT(m_mirror->isCurrent(), 2500);
        QCOMPARE(m_mirror->containers().size(), std::size_t(11));
        QVERIFY(!m_mirror->container("web"));
        QVERIFY(m_helper->topics().contains("metrics")); // wishes are kept
        QCOMPARE(current.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestHelperMirror)
#include "tst_helper_mirror.moc"
