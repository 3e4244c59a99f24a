// SPDX-License-Identifier: GPL-3.0-or-later
// Which driver is chosen from what is there, and which value each limit becomes: on trees of plain files.
#include "cgroup/fixture_tree.h"
#include "engine/cgroup/cgroups.h"
#include "engine/cgroup/discovery.h"
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
    for (const char *hierarchy : {"memory", "cpu", "cpuacct", "pids", "systemd"})
        tree.makeV1(hierarchy);
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
    void everyWeightComesBack();
    void mountInfo();
    void mountInfoOfAHybridDebian();
    void describes_data();
    void describes();
    void nothingMounted();
    void badNames();
    void limitsOnV1();
    void limitsOnV2();
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
    QCOMPARE(sharesFromWeight(1), 2u);
    QCOMPARE(sharesFromWeight(100), 1024u);
    QCOMPARE(sharesFromWeight(10000), 262144u);
}

void TestCgroupTrees::everyWeightComesBack()
{
    for (std::uint32_t weight = minimumCpuWeight; weight <= maximumCpuWeight; ++weight)
        if (weightFromShares(sharesFromWeight(weight)) != weight)
            QFAIL(qPrintable(
                QStringLiteral("%1 became %2").arg(weight).arg(weightFromShares(sharesFromWeight(weight)))));
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
    QTest::newRow("hybrid") << 2 << "hybrid (memory, cpu, pids on v1)" << true << true;
    QTest::newRow("hybrid, memory on v2")
        << 3 << "hybrid (cpu, pids on v1; memory, cpuset on v2)" << true << true;
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
        tree.makeUnified("unified", "cpuset memory hugetlb");
    }
    const auto cgroups = opened(tree);
    QVERIFY(cgroups);
    QTEST(QString::fromStdString(cgroups->description()), "description");
    QTEST(cgroups->hasUnified(), "unified");
    QTEST(cgroups->isHybrid(), "hybrid");
    QCOMPARE(cgroups->unavailable("memory"), std::string());
    QCOMPARE(cgroups->unavailable("cpuWeight"), std::string());
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

void TestCgroupTrees::limitsPerController()
{
    // Debian 13 booted as a hybrid: cpu on v1, memory in the unified tree.
    FixtureTree tree;
    tree.makeV1("cpu,cpuacct");
    tree.makeV1("systemd");
    tree.makeUnified("unified", "memory cpuset");
    tree.makeFile("cpu,cpuacct/taper/7/cpu.shares", "1024\n");
    tree.makeFile("unified/taper/7/memory.max", "max\n");
    tree.makeFile("unified/taper/7/memory.high", "max\n");
    tree.makeFile("unified/taper/7/memory.current", "0\n");
    const auto cgroups = opened(tree);
    const auto group = adopted(*cgroups);
    QVERIFY(group);
    QVERIFY(group->setLimits({32ull << 20, 200}));
    QCOMPARE(tree.content("unified/taper/7/memory.max"), std::string("33554432"));
    QCOMPARE(weightFromShares(std::stoull(tree.content("cpu,cpuacct/taper/7/cpu.shares"))), 200u);
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
