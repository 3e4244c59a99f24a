// SPDX-License-Identifier: GPL-3.0-or-later
// Which driver is chosen from what is there, and which value each limit becomes: on trees of plain files.
#include "cgroup/fixture_tree.h"
#include "engine/cgroup/cgroups.h"
#include "engine/cgroup/discovery.h"
#include "engine/cgroup/weight.h"
#include <QTest>
#include <filesystem>

using namespace taper;
using namespace taper::cgroup;
using taper::test::FixtureTree;

namespace {

constexpr const char *noLimitV1 = "9223372036854771712\n";

std::unique_ptr<Cgroups> opened(const FixtureTree &tree)
{
    Options options;
    options.root = tree.root();
    auto cgroups = openCgroups(options);
    if (!cgroups)
        qCritical("%s", cgroups.error().message().c_str());
    return cgroups ? std::move(*cgroups) : nullptr;
}

std::unique_ptr<Group> adopted(Cgroups &cgroups)
{
    auto group = cgroups.adopt("7");
    if (!group)
        qCritical("%s", group.error().message().c_str());
    return group ? std::move(*group) : nullptr;
}

/// What a machine of this kind has: memory and cpu apart, each with one container's group.
void makeOld(FixtureTree &tree)
{
    for (const char *hierarchy : {"memory", "cpu", "cpuacct", "cpuset", "pids", "systemd"})
        tree.makeV1(hierarchy);
    for (const char *group :
         {"cpuset/", "cpuset/taper/", "cpuset/taper/7/", "cpuset/taper/7/payload/", "cpuset/taper/7/exec/"}) {
        tree.makeFile(std::string(group) + "cpuset.cpus", "0-3\n");
        tree.makeFile(std::string(group) + "cpuset.mems", "0\n");
        tree.makeFile(std::string(group) + "cgroup.clone_children", "0\n");
    }
    for (const char *group : {"taper/", "taper/7/"}) {
        tree.makeFile(std::string("memory/") + group + "memory.memsw.limit_in_bytes", noLimitV1);
        tree.makeFile(std::string("cpu/") + group + "cpu.cfs_quota_us", "-1\n");
        tree.makeFile(std::string("cpu/") + group + "cpu.cfs_period_us", "50000\n");
    }
    tree.makeFile("pids/taper/7/pids.max", "max\n");
    tree.makeFile("memory/taper/7/memory.limit_in_bytes", noLimitV1);
    tree.makeFile("memory/taper/7/memory.usage_in_bytes", "4096000\n");
    tree.makeFile("memory/taper/7/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
    tree.makeFile("memory/taper/7/payload/memory.oom_control",
                  "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
    tree.makeFile("memory/taper/7/payload/a/b/memory.oom_control",
                  "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
    tree.makeFile("cpu/taper/7/cpu.shares", "1024\n");
    tree.makeFile("cpu/taper/7/cpu.stat", "nr_periods 4\nnr_throttled 2\nthrottled_time 7000000\n");
    tree.makeFile("cpuacct/taper/7/cpuacct.usage", "1234567000\n");
    tree.makeFile("pids/taper/7/pids.current", "12\n");
    tree.makeFile("pids/taper/7/pids.events", "max 5\n");
}

void makeNew(FixtureTree &tree)
{
    tree.makeUnified("", "cpuset cpu io memory pids");
    tree.makeFile("taper/cpuset.cpus.effective", "0-3\n");
    for (const char *group : {"taper/", "taper/7/"}) {
        tree.makeFile(std::string(group) + "memory.swap.max", "max\n");
        tree.makeFile(std::string(group) + "cpu.max", "max 100000\n");
    }
    tree.makeFile("taper/7/cpuset.cpus", "\n");
    tree.makeFile("taper/7/pids.max", "max\n");
    tree.makeFile("taper/7/pids.events.local", "max 0\n");
    tree.makeFile("taper/7/memory.max", "max\n");
    tree.makeFile("taper/7/memory.high", "max\n");
    tree.makeFile("taper/7/memory.current", "8192000\n");
    tree.makeFile("taper/7/memory.events", "low 0\nhigh 9\nmax 4\noom 2\noom_kill 2\noom_group_kill 0\n");
    tree.makeFile("taper/7/cpu.weight", "100\n");
    tree.makeFile("taper/7/cpu.stat", "usage_usec 777\nuser_usec 1\nthrottled_usec 55\n");
    tree.makeFile("taper/7/pids.current", "3\n");
    tree.makeFile("taper/7/pids.events", "max 1\n");
}

} // namespace

class TestCgroupTrees : public QObject
{
    Q_OBJECT
private slots:
    void weights();
    void everyWeightIsItsOwnShare();
    void mountInfo();
    void mountInfoOfAHybridDebian();
    void describes_data();
    void describes();
    void nothingMounted();
    void badNames();
    void limitsOnV1();
    void limitsOnV2();
    void everyLimit_data();
    void everyLimit();
    void sumOfMemoryAndSwapIsNeverBelowMemory();
    void cpusReachGroupsBelowOnV1();
    void whatCannotBeEnforced_data();
    void whatCannotBeEnforced();
    void limitsPerController();
    void allOrNone_data();
    void allOrNone();
    void usedMoreThanTheLimitOnV2();
    void controllerMissing();
    void usageAndEventsOnV1();
    void usageAndEventsOnV2();
    void oomKillsDoNotFall();
    void cpusetsAreFilled();
    void listsContainers();
    void unknownGroup();
};

void TestCgroupTrees::weights()
{
    // runc's table: docs of opencontainers/cgroups, "cpu.shares to cpu.weight".
    QCOMPARE(weightFromShares(2), 1u);
    QCOMPARE(weightFromShares(0), 1u);
    QCOMPARE(weightFromShares(1024), 100u);
    QCOMPARE(weightFromShares(262144), 10000u);
    QCOMPARE(weightFromShares(1000000), 10000u);
    QCOMPARE(sharesFromWeight(1), 10u);
    QCOMPARE(sharesFromWeight(100), 1024u);
    QCOMPARE(sharesFromWeight(300), 3072u);
    QCOMPARE(sharesFromWeight(10000), 102400u);
}

void TestCgroupTrees::everyWeightIsItsOwnShare()
{
    std::uint64_t last = 0;
    for (std::uint32_t weight = minimumCpuWeight; weight <= maximumCpuWeight; ++weight) {
        const std::uint64_t shares = sharesFromWeight(weight);
        if (shares <= last || shares < minimumShares || shares > maximumShares)
            QFAIL(qPrintable(QStringLiteral("%1 became %2").arg(weight).arg(shares)));
        last = shares;
    }
}

void TestCgroupTrees::mountInfo()
{
    const char *text = "22 27 0:21 / /proc rw,relatime - proc proc rw\n"
                       "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755\n"
                       "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:3 - cgroup cgroup rw,cpu,cpuacct\n"
                       "33 31 0:30 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd\n"
                       "34 31 0:31 / /elsewhere/memory rw - cgroup cgroup rw,memory\n"
                       "35 31 0:32 / /sys/fs/cgroup/with\\040blank rw - cgroup cgroup rw,pids\n"
                       "36 31 0:32 / /sys/fs/cgroup/upper rw - cgroup cgroup rw,pids\n"
                       "a line that is none\n";
    const auto mounts = parseMountInfo(text, "/sys/fs/cgroup");
    QCOMPARE(mounts.size(), 3u);
    QCOMPARE(mounts[0].path, std::string("/sys/fs/cgroup/cpu,cpuacct"));
    QCOMPARE(mounts[0].options, std::string("cpu,cpuacct"));
    QCOMPARE(mounts[0].controllers, (std::vector<std::string>{"cpu", "cpuacct"}));
    QVERIFY(!mounts[0].unified);
    QCOMPARE(mounts[1].options, std::string("name=systemd"));
    QVERIFY(mounts[1].controllers.empty());
    QCOMPARE(mounts[2].path, std::string("/sys/fs/cgroup/upper"));
    const auto blank = parseMountInfo("35 31 0:32 / /c/with\\040blank rw - cgroup cgroup rw,pids\n", "/c");
    QCOMPARE(blank.at(0).path, std::string("/c/with blank"));
    QVERIFY(parseMountInfo("35 31 0:32 / /cg/x rw - cgroup cgroup rw,pids\n", "/c").empty());
}

void TestCgroupTrees::mountInfoOfAHybridDebian()
{
    const char *text = "30 24 0:26 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,size=4096k\n"
                       "31 30 0:27 / /sys/fs/cgroup/unified rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
                       "32 30 0:28 / /sys/fs/cgroup/systemd rw,nosuid - cgroup cgroup rw,xattr,name=systemd\n"
                       "33 30 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid - cgroup cgroup rw,cpu,cpuacct\n";
    const auto mounts = parseMountInfo(text, "/sys/fs/cgroup");
    QCOMPARE(mounts.size(), 3u);
    QVERIFY(mounts[0].unified);
    QVERIFY(mounts[0].controllers.empty()); // asked of the tree itself
}

void TestCgroupTrees::describes_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("description");
    QTest::addColumn<bool>("unified");
    QTest::addColumn<bool>("hybrid");
    QTest::newRow("v1") << 0 << "v1" << false << false;
    QTest::newRow("v2") << 1 << "v2" << true << false;
    QTest::newRow("hybrid") << 2 << "hybrid (memory, cpu, cpuset, pids on v1)" << true << true;
    QTest::newRow("hybrid, memory on v2")
        << 3 << "hybrid (cpu, cpuset, pids on v1; memory on v2)" << true << true;
}

void TestCgroupTrees::describes()
{
    QFETCH(int, kind);
    FixtureTree tree;
    if (kind == 1)
        makeNew(tree);
    else
        makeOld(tree);
    if (kind == 2)
        tree.makeUnified("unified", "hugetlb");
    if (kind == 3) {
        std::filesystem::remove_all(tree.root() + "/memory");
        tree.makeUnified("unified", "memory hugetlb");
    }
    const auto cgroups = opened(tree);
    QVERIFY(cgroups);
    QTEST(QString::fromStdString(cgroups->description()), "description");
    QTEST(cgroups->hasUnified(), "unified");
    QTEST(cgroups->isHybrid(), "hybrid");
    for (const char *limit : {"memory", "cpuWeight", "cpuCap", "cpus", "processes"})
        QCOMPARE(cgroups->unavailable(limit), std::string());
    // kind 3 has no memory.swap.max: swap is not counted there.
    QCOMPARE(cgroups->unavailable("swap").empty(), kind != 3);
}

void TestCgroupTrees::nothingMounted()
{
    FixtureTree tree;
    Options options;
    options.root = tree.root();
    const auto cgroups = openCgroups(options);
    QVERIFY(!cgroups);
    QCOMPARE(cgroups.error().code, ErrorCode::CgroupUnavailable);
    QVERIFY(!cgroups.error().hint.empty());
}

void TestCgroupTrees::badNames()
{
    FixtureTree tree;
    makeNew(tree);
    const auto cgroups = opened(tree);
    for (const char *id : {"", ".", "..", "../x", "a/b", "anchor", "a b", "cgroup.procs"}) {
        const auto group = cgroups->create(id, 0x70000000, {});
        QVERIFY2(!group, id);
        QCOMPARE(group.error().code, ErrorCode::InvalidArgument);
        QVERIFY(!cgroups->adopt(id));
    }
}

void TestCgroupTrees::limitsOnV1()
{
    FixtureTree tree;
    makeOld(tree);
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    QVERIFY(group->setLimits({64ull << 20, 400}));
    QCOMPARE(tree.content("memory/taper/7/memory.limit_in_bytes"), std::string("67108864"));
    QCOMPARE(tree.content("cpu/taper/7/cpu.shares"), std::to_string(sharesFromWeight(400)));
    QVERIFY(group->setLimits({}));
    QCOMPARE(tree.content("memory/taper/7/memory.limit_in_bytes"), std::string("-1"));
    QCOMPARE(tree.content("cpu/taper/7/cpu.shares"), std::string("1024"));
}

void TestCgroupTrees::limitsOnV2()
{
    FixtureTree tree;
    makeNew(tree);
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    QVERIFY(group->setLimits({64ull << 20, 400}));
    QCOMPARE(tree.content("taper/7/memory.max"), std::string("67108864"));
    QCOMPARE(tree.content("taper/7/memory.high"), std::to_string((64ull << 20) / 16 * 15));
    QCOMPARE(tree.content("taper/7/cpu.weight"), std::string("400"));
    QVERIFY(group->setLimits({}));
    QCOMPARE(tree.content("taper/7/memory.max"), std::string("max"));
    QCOMPARE(tree.content("taper/7/memory.high"), std::string("max"));
    QCOMPARE(tree.content("taper/7/cpu.weight"), std::string("100"));
}

void TestCgroupTrees::everyLimit_data()
{
    QTest::addColumn<bool>("unified");
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QStringList>("limited");
    QTest::addColumn<QStringList>("unlimited");
    QTest::newRow("v1") << false
                        << QStringList{"memory/taper/7/memory.limit_in_bytes",
                                       "memory/taper/7/memory.memsw.limit_in_bytes",
                                       "cpu/taper/7/cpu.shares",
                                       "cpu/taper/7/cpu.cfs_quota_us",
                                       "cpu/taper/7/cpu.cfs_period_us",
                                       "cpuset/taper/7/cpuset.cpus",
                                       "cpuset/taper/7/payload/cpuset.cpus",
                                       "cpuset/taper/7/exec/cpuset.cpus",
                                       "pids/taper/7/pids.max"}
                        << QStringList{"67108864", "100663296", QString::number(sharesFromWeight(200)),
                                       "150000",   "100000",    "1-2",
                                       "1-2",      "1-2",       "99"}
                        << QStringList{"-1", "-1", "1024", "-1", "100000", "0-3", "0-3", "0-3", "max"};
    QTest::newRow("v2") << true
                        << QStringList{"taper/7/memory.max", "taper/7/memory.high", "taper/7/memory.swap.max",
                                       "taper/7/cpu.weight", "taper/7/cpu.max",     "taper/7/cpuset.cpus",
                                       "taper/7/pids.max"}
                        << QStringList{"67108864",      "62914560", "33554432", "200",
                                       "150000 100000", "1-2",      "99"}
                        << QStringList{"max", "max", "max", "100", "max 100000", "", "max"};
}

void TestCgroupTrees::everyLimit()
{
    QFETCH(bool, unified);
    QFETCH(QStringList, files);
    FixtureTree tree;
    unified ? makeNew(tree) : makeOld(tree);
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    const auto values = [&] {
        QStringList all;
        for (const QString &file : files)
            all << QString::fromStdString(tree.content(file.toStdString())).trimmed();
        return all;
    };
    const Limits limits{64ull << 20, 200, 32ull << 20, 150, "1-2", 99};
    Status set = group->setLimits(limits);
    QVERIFY2(set, set ? "" : set.error().message().c_str());
    QTEST(values(), "limited");
    set = group->setLimits({});
    QVERIFY2(set, set ? "" : set.error().message().c_str());
    QTEST(values(), "unlimited");
}

void TestCgroupTrees::sumOfMemoryAndSwapIsNeverBelowMemory()
{
    FixtureTree tree;
    makeOld(tree);
    // Whichever order is wrong finds a directory in the place of its second file and puts the first back.
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    const std::string memory = "memory/taper/7/memory.limit_in_bytes",
                      sum = "memory/taper/7/memory.memsw.limit_in_bytes";
    QVERIFY(group->setLimits({64ull << 20, {}, 0}));
    QCOMPARE(tree.content(sum), std::string("67108864"));
    std::filesystem::remove(tree.root() + "/" + memory);
    tree.makeDir(memory);
    QVERIFY(
        !group->setLimits({16ull << 20, {}, 0})); // down: memory would be first, so the sum was not touched
    QCOMPARE(tree.content(sum), std::string("67108864"));
}

void TestCgroupTrees::cpusReachGroupsBelowOnV1()
{
    FixtureTree tree;
    makeOld(tree);
    const std::string payload = "cpuset/taper/7/payload/";
    const auto cpus = [&](const std::string &group) {
        return QString::fromStdString(tree.content(payload + group + "cpuset.cpus")).trimmed();
    };
    tree.makeFile(payload + "follows/cpuset.cpus", "0-3\n");
    tree.makeFile(payload + "follows/chose/cpuset.cpus", "0,3\n");
    tree.makeFile(payload + "other/cpuset.cpus", "0\n");
    tree.makeFile(payload + "other/deeper/cpuset.cpus", "0\n");
    tree.makeFile(payload + "empty/cpuset.cpus", "\n");
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group->setLimits({{}, {}, {}, {}, "2-3"}));
    QCOMPARE(cpus(""), QString("2-3"));
    QCOMPARE(cpus("follows/"), QString("2-3"));
    QCOMPARE(cpus("follows/chose/"), QString("3")); // what is left of its own
    QCOMPARE(cpus("other/"), QString("2-3"));       // nothing was left
    QCOMPARE(cpus("other/deeper/"), QString("2-3"));
    QCOMPARE(cpus("empty/"), QString());
    QVERIFY(group->setLimits({}));
    QCOMPARE(cpus(""), QString("0-3"));
    QCOMPARE(cpus("follows/"), QString("0-3"));
    QCOMPARE(cpus("follows/chose/"), QString("3"));
}

void TestCgroupTrees::whatCannotBeEnforced_data()
{
    QTest::addColumn<bool>("unified");
    QTest::addColumn<QString>("missing");
    QTest::addColumn<QString>("limit");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("says");
    const QString gone = "cgroup.unavailable", refused = "cgroup.limit_rejected";
    QTest::newRow("swap without memory, v1") << false << ""
                                             << "swap" << gone << "only together with memory";
    QTest::newRow("swap is not counted, v1") << false << "memory/taper/memory.memsw.limit_in_bytes"
                                             << "memory+swap" << gone << "does not count swap";
    QTest::newRow("swap is not counted, v2") << true << "taper/memory.swap.max"
                                             << "swap" << gone << "does not count swap";
    QTest::newRow("no bandwidth, v1") << false << "cpu/taper/cpu.cfs_quota_us"
                                      << "cpuCap" << gone << "bandwidth";
    QTest::newRow("no bandwidth, v2") << true << "taper/cpu.max"
                                      << "cpuCap" << gone << "bandwidth";
    QTest::newRow("no such CPU, v1") << false << ""
                                     << "cpus" << refused << "CPU 7";
    QTest::newRow("no such CPU, v2") << true << ""
                                     << "cpus" << refused << "CPU 7";
    QTest::newRow("no pids, v1") << false << "pids"
                                 << "processes" << gone << "pids controller is not mounted";
    QTest::newRow("no cpuset, v1") << false << "cpuset"
                                   << "cpus" << gone << "cpuset controller is not mounted";
}

void TestCgroupTrees::whatCannotBeEnforced()
{
    QFETCH(bool, unified);
    QFETCH(QString, missing);
    QFETCH(QString, limit);
    QFETCH(QString, says);
    FixtureTree tree;
    unified ? makeNew(tree) : makeOld(tree);
    if (!missing.isEmpty())
        std::filesystem::remove_all(tree.root() + "/" + missing.toStdString());
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    Limits limits;
    limits.cpuWeight = 300;
    if (limit.contains("memory"))
        limits.memory = 64ull << 20;
    if (limit.contains("swap"))
        limits.swap = 1ull << 20;
    if (limit == "cpuCap")
        limits.cpuCap = 50;
    if (limit == "cpus")
        limits.cpus = "0,7";
    if (limit == "processes")
        limits.processes = 10;
    for (const Status &refused : {cgroups->check("web", limits), group->setLimits(limits)}) {
        QVERIFY(!refused);
        QTEST(QString::fromStdString(std::string(errorCodeName(refused.error().code))), "code");
        QVERIFY2(QString::fromStdString(refused.error().message()).contains(says),
                 refused.error().message().c_str());
        QVERIFY(!refused.error().hint.empty());
    }
    QCOMPARE(tree.content(unified ? "taper/7/cpu.weight" : "cpu/taper/7/cpu.shares"),
             std::string(unified ? "100\n" : "1024\n"));
}

void TestCgroupTrees::limitsPerController()
{
    // Debian 13 booted as a hybrid: cpu on v1, memory in the unified tree.
    FixtureTree tree;
    tree.makeV1("cpu,cpuacct");
    tree.makeV1("systemd");
    tree.makeUnified("unified", "memory cpuset");
    tree.makeFile("cpu,cpuacct/taper/7/cpu.shares", "1024\n");
    tree.makeFile("unified/taper/7/cpuset.cpus", "\n");
    tree.makeFile("unified/taper/7/memory.max", "max\n");
    tree.makeFile("unified/taper/7/memory.high", "max\n");
    tree.makeFile("unified/taper/7/memory.current", "0\n");
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    QVERIFY(group->setLimits({32ull << 20, 200}));
    QCOMPARE(tree.content("unified/taper/7/memory.max"), std::string("33554432"));
    QCOMPARE(tree.content("cpu,cpuacct/taper/7/cpu.shares"), std::string("2048"));
    const auto payload = group->payload();
    QVERIFY(payload);
    QVERIFY(payload->directory);
    QCOMPARE(payload->controllers, (std::vector<std::string>{"cpu,cpuacct", "name=systemd"}));
    QCOMPARE(payload->tasks.size(), 2u);
    QCOMPARE(group->paths().size(), 3u);
}

void TestCgroupTrees::allOrNone_data()
{
    QTest::addColumn<bool>("unified");
    QTest::newRow("v1") << false;
    QTest::newRow("v2") << true;
}

void TestCgroupTrees::allOrNone()
{
    QFETCH(bool, unified);
    FixtureTree tree;
    unified ? makeNew(tree) : makeOld(tree);
    // The second limit cannot be written: the first must be what it was.
    const std::string weight = unified ? "taper/7/cpu.weight" : "cpu/taper/7/cpu.shares";
    std::filesystem::remove(tree.root() + "/" + weight);
    tree.makeDir(weight);
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    const Status set = group->setLimits({64ull << 20, 400});
    QVERIFY(!set);
    QCOMPARE(set.error().code, ErrorCode::CgroupLimitRejected);
    QCOMPARE(set.error().errnoValue, EISDIR);
    QVERIFY(QString::fromStdString(set.error().message()).contains("400"));
    if (unified) {
        QCOMPARE(tree.content("taper/7/memory.max"), std::string("max\n"));
        QCOMPARE(tree.content("taper/7/memory.high"), std::string("max\n"));
    } else {
        QCOMPARE(tree.content("memory/taper/7/memory.limit_in_bytes"), std::string(noLimitV1));
    }
}

void TestCgroupTrees::usedMoreThanTheLimitOnV2()
{
    FixtureTree tree;
    makeNew(tree);
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    const Status set = group->setLimits({4ull << 20, 400});
    QVERIFY(!set);
    QCOMPARE(set.error().code, ErrorCode::CgroupLimitRejected);
    QVERIFY(QString::fromStdString(set.error().message()).contains("7.8 MiB"));
    QVERIFY(!set.error().hint.empty());
    QCOMPARE(tree.content("taper/7/memory.max"), std::string("max\n"));
    QCOMPARE(tree.content("taper/7/memory.high"), std::string("max\n"));
    QCOMPARE(tree.content("taper/7/cpu.weight"), std::string("100\n"));
}

void TestCgroupTrees::controllerMissing()
{
    FixtureTree tree;
    for (const char *hierarchy : {"pids", "systemd"})
        tree.makeV1(hierarchy);
    tree.makeFile("pids/taper/7/pids.max", "max\n");
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    QCOMPARE(cgroups->unavailable("memory"), std::string("the memory controller is not mounted"));
    QVERIFY(!cgroups->unavailable("cpuWeight").empty());
    QVERIFY(!cgroups->unavailable("no such limit").empty());
    QVERIFY(group->setLimits({}));
    for (const Limits &limits : {Limits{64ull << 20, {}}, Limits{{}, 200}}) {
        const Status set = group->setLimits(limits);
        QVERIFY(!set);
        QCOMPARE(set.error().code, ErrorCode::CgroupUnavailable);
    }
    QCOMPARE(group->eventFd(), -1);
}

void TestCgroupTrees::usageAndEventsOnV1()
{
    FixtureTree tree;
    makeOld(tree);
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    const auto usage = group->usage();
    QVERIFY(usage);
    QCOMPARE(usage->memoryBytes, 4096000u);
    QCOMPARE(usage->cpuUsec, 1234567u);
    QCOMPARE(usage->processes, 12u);
    const auto events = group->events();
    QVERIFY(events);
    QCOMPARE(events->oomKills, 6u); // 2 + 3 + 1: own, payload, a group of the container's own
    QCOMPARE(events->memoryHigh, 0u);
    QCOMPARE(events->throttledUsec, 7000u);
    QCOMPARE(events->pidsRefused, 5u);
    tree.makeFile("pids/taper/7/payload/a/pids.events", "max 2\n"); // v1 counts where it happened
    QCOMPARE(group->events()->pidsRefused, 7u);
    std::filesystem::remove_all(tree.root() + "/pids/taper/7/payload/a");
    QCOMPARE(group->events()->pidsRefused, 7u);
}

void TestCgroupTrees::usageAndEventsOnV2()
{
    FixtureTree tree;
    makeNew(tree);
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    const auto usage = group->usage();
    QVERIFY(usage);
    QCOMPARE(usage->memoryBytes, 8192000u);
    QCOMPARE(usage->cpuUsec, 777u);
    QCOMPARE(usage->processes, 3u);
    const auto events = group->events();
    QVERIFY(events);
    QCOMPARE(events->oomKills, 2u);
    QCOMPARE(events->memoryHigh, 9u);
    QCOMPARE(events->throttledUsec, 55u);
    QCOMPARE(events->pidsRefused, 1u);
}

void TestCgroupTrees::oomKillsDoNotFall()
{
    FixtureTree tree;
    makeOld(tree);
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    QCOMPARE(group->events()->oomKills, 6u);
    std::filesystem::remove_all(tree.root() + "/memory/taper/7/payload/a");
    QCOMPARE(group->events()->oomKills, 6u);
    tree.makeFile("memory/taper/7/payload/new/memory.oom_control",
                  "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
    QCOMPARE(group->events()->oomKills, 8u);
    tree.makeFile("memory/taper/7/payload/memory.oom_control",
                  "oom_kill_disable 0\nunder_oom 0\noom_kill 4\n");
    QCOMPARE(group->events()->oomKills, 9u);
}

void TestCgroupTrees::cpusetsAreFilled()
{
    FixtureTree tree;
    tree.makeV1("cpuset");
    tree.makeFile("cpuset/cpuset.cpus", "0-3\n");
    tree.makeFile("cpuset/cpuset.mems", "0\n");
    tree.makeFile("cpuset/taper/cpuset.cpus", "\n");
    tree.makeFile("cpuset/taper/cpuset.mems", "\n");
    tree.makeFile("cpuset/taper/cgroup.clone_children", "0\n");
    QVERIFY(opened(tree));
    QCOMPARE(tree.content("cpuset/taper/cpuset.cpus"), std::string("0-3\n"));
    QCOMPARE(tree.content("cpuset/taper/cpuset.mems"), std::string("0\n"));
    QCOMPARE(tree.content("cpuset/taper/cgroup.clone_children"), std::string("1"));
}

void TestCgroupTrees::listsContainers()
{
    FixtureTree tree;
    makeOld(tree);
    tree.makeDir("cpu/taper/12");
    tree.makeDir("memory/taper/anchor");
    const auto cgroups = opened(tree);
    QCOMPARE(cgroups->list(), (std::set<std::string>{"12", "7"}));
    const Status removed = cgroups->removeBase();
    QVERIFY(!removed);
    QCOMPARE(removed.error().code, ErrorCode::ContainerBusy);
}

void TestCgroupTrees::unknownGroup()
{
    FixtureTree tree;
    makeOld(tree);
    const auto cgroups = opened(tree);
    const auto group = cgroups->adopt("99");
    QVERIFY(!group);
    QCOMPARE(group.error().code, ErrorCode::ContainerUnknown);
}

QTEST_GUILESS_MAIN(TestCgroupTrees)
#include "tst_cgroup_trees.moc"
