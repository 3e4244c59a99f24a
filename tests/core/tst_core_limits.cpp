// SPDX-License-Identifier: GPL-3.0-or-later
// A change of limits leaves what it does not name, and is applied whole or not at all.
#include "core/container.h"

#include <QtTest>

using namespace taper;

class TestLimits : public QObject
{
    Q_OBJECT

private slots:
    void leavesWhatIsNotNamed()
    {
        const Limits before{64u << 20, 200};
        QCOMPARE(*applied(before, {}), before);
        LimitsChange change;
        change.memory.emplace(128u << 20);
        QCOMPARE(*applied(before, change), (Limits{128u << 20, 200}));
    }
    void noneLifts()
    {
        LimitsChange change;
        change.memory.emplace(std::nullopt);
        change.cpuWeight.emplace(std::nullopt);
        QCOMPARE(*applied({64u << 20, 200}, change), Limits());
    }
    void memoryRange_data()
    {
        QTest::addColumn<qulonglong>("bytes");
        QTest::addColumn<bool>("good");
        QTest::newRow("zero") << 0ull << false;
        QTest::newRow("below") << qulonglong(minimumMemoryLimit - 1) << false;
        QTest::newRow("least") << qulonglong(minimumMemoryLimit) << true;
        QTest::newRow("most") << qulonglong(INT64_MAX) << true;
        QTest::newRow("above") << qulonglong(INT64_MAX) + 1 << false;
    }
    void memoryRange()
    {
        QFETCH(qulonglong, bytes);
        QFETCH(bool, good);
        LimitsChange change;
        change.memory.emplace(bytes);
        const auto after = applied({}, change);
        QCOMPARE(after.has_value(), good);
        if (!good)
            QCOMPARE(after.error().code, ErrorCode::InvalidArgument);
    }
    void weightRange_data()
    {
        QTest::addColumn<uint>("weight");
        QTest::addColumn<bool>("good");
        QTest::newRow("zero") << 0u << false;
        QTest::newRow("least") << 1u << true;
        QTest::newRow("most") << 10000u << true;
        QTest::newRow("above") << 10001u << false;
    }
    void weightRange()
    {
        QFETCH(uint, weight);
        QFETCH(bool, good);
        LimitsChange change;
        change.cpuWeight.emplace(weight);
        QCOMPARE(applied({}, change).has_value(), good);
    }
    void cpusAreWrittenInOneWay_data()
    {
        QTest::addColumn<std::string>("asked");
        QTest::addColumn<std::string>("kept");
        QTest::newRow("one") << std::string("3") << std::string("3");
        QTest::newRow("unordered") << std::string("3,0-1,1") << std::string("0-1,3");
        QTest::newRow("joined") << std::string("0,1,2") << std::string("0-2");
        QTest::newRow("highest") << std::string("4095") << std::string("4095");
        for (const char *bad : {"", ",", "1-", "-1", "3-1", "4096", "a", "0 1", "0-1,", "99999999999999999999"})
            QTest::newRow(*bad ? bad : "empty") << std::string(bad) << std::string();
    }
    void cpusAreWrittenInOneWay()
    {
        QFETCH(std::string, asked);
        QFETCH(std::string, kept);
        LimitsChange change;
        change.cpus.emplace(asked);
        const auto after = applied({}, change);
        QCOMPARE(after.has_value(), !kept.empty());
        if (after)
            QCOMPARE(*after->cpus, kept);
    }
    void capAndProcessesHaveRanges()
    {
        for (const auto &[cap, good] : {std::pair{0u, false}, {1u, true}, {409600u, true}, {409601u, false}}) {
            LimitsChange change;
            change.cpuCap.emplace(cap);
            QCOMPARE(applied({}, change).has_value(), good);
        }
        for (const auto &[processes, good] : {std::pair{0u, false}, {1u, true}, {4194304u, true}, {4194305u, false}}) {
            LimitsChange change;
            change.processes.emplace(processes);
            QCOMPARE(applied({}, change).has_value(), good);
        }
    }
    void oneBadRefusesAll()
    {
        LimitsChange change;
        change.memory.emplace(64u << 20);
        change.cpuWeight.emplace(20000);
        QVERIFY(!applied({}, change));
    }
};

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_core_limits.moc"
