// SPDX-License-Identifier: GPL-3.0-or-later
// Every limit in the running kernel: it is in the kernel's file, it reaches groups that the guest made, what is
// refused leaves all others as they were, and a fork too many is counted.
#include "cgroup/host_fixture.h"
#include "core/cpu_set.h"
#include "engine/cgroup/control_file.h"
#include "engine/sys/kernel.h"
#include <QTest>
#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace taper;
using namespace taper::cgroup;
using namespace taper::test;

namespace {
/// Everything that limits are written into, in one text.
std::string filesOf(const Group &group)
{
    std::string all;
    for (const char *file : {"memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.max",
                             "memory.high", "memory.swap.max", "cpu.shares", "cpu.weight", "cpu.cfs_quota_us",
                             "cpu.max", "cpuset.cpus", "pids.max"})
        if (const std::string path = firstOf(group.paths(), file); !path.empty())
            all += file + ("=" + fileText(path)) + "\n";
    return all;
}

/// Forks until it may not any more, or 64 have been made.
int forkUntilRefused()
{
    int made = 0;
    while (made < 64) {
        const pid_t pid = fork();
        if (pid < 0)
            break;
        if (pid == 0)
            _exit(sleepForever());
        ++made;
    }
    return made;
}
} // namespace

class TestCgroupLimits : public HostFixture
{
    Q_OBJECT
private slots:
    void everyLimit();
    void memoryAndSwapInEveryOrder();
    void cpusOfGroupsThatTheGuestMade();
    void cpusNobodyHas();
    void capBelowThatOfAnInnerGroup();
    void forksThatAreRefused();
    void allOrNoneAtEveryCall();

private:
    std::string text(const Group &group, const char *file) { return fileText(firstOf(group.paths(), file)); }
    bool hasSwap() const { return m_cgroups->unavailable("swap").empty(); }
};

void TestCgroupLimits::everyLimit()
{
    Limits limits{128 * MiB, 300, {}, 150, "0", 77};
    if (hasSwap())
        limits.swap = 64 * MiB;
    const auto group = made("30", limits);
    QVERIFY(group);
    const auto inForce = [&] {
        if (const std::string old = firstOf(group->paths(), "cpu.cfs_quota_us"); !old.empty())
            QCOMPARE(fileText(old), std::string("150000"));
        else
            QCOMPARE(text(*group, "cpu.max"), std::string("150000 100000"));
        QCOMPARE(text(*group, "cpuset.cpus"), std::string("0"));
        QCOMPARE(text(*group, "pids.max"), std::string("77"));
        if (!hasSwap())
            return;
        if (const std::string sum = firstOf(group->paths(), "memory.memsw.limit_in_bytes"); !sum.empty())
            QCOMPARE(fileText(sum), std::to_string(192 * MiB));
        else
            QCOMPARE(text(*group, "memory.swap.max"), std::to_string(64 * MiB));
    };
    inForce();
    const std::string before = filesOf(*group);
    QVERIFY(group->setLimits({}));
    QVERIFY(filesOf(*group) != before);
    QCOMPARE(text(*group, "pids.max"), std::string("max"));
    QVERIFY(group->setLimits(limits));
    QCOMPARE(filesOf(*group), before);
    inForce();
    end(*group);
}

void TestCgroupLimits::memoryAndSwapInEveryOrder()
{
    if (!hasSwap())
        QSKIP(m_cgroups->unavailable("swap").c_str());
    const auto group = made("31");
    QVERIFY(group);
    // Up, down, with and without: v1 refuses a sum below the memory at any moment.
    const std::vector<Limits> all = {{64 * MiB, {}, 0},         {512 * MiB, {}, 0},
                                     {32 * MiB, {}, 256 * MiB}, {256 * MiB, {}, 32 * MiB},
                                     {256 * MiB, {}, {}},       {1024 * MiB, {}, 1 * MiB},
                                     {16 * MiB, {}, 0},         {},
                                     {64 * MiB, {}, 64 * MiB}};
    for (const Limits &from : all)
        for (const Limits &to : all)
            for (const Limits &limits : {from, to}) {
                const Status set = group->setLimits(limits);
                QVERIFY2(set, set ? "" : set.error().message().c_str());
            }
    end(*group);
}

void TestCgroupLimits::cpusOfGroupsThatTheGuestMade()
{
    if (std::thread::hardware_concurrency() < 2)
        QSKIP("this machine has one CPU");
    const auto group = made("32");
    QVERIFY(group);
    const std::string own = firstOf(group->paths(), "cpuset.cpus");
    const std::string outer = own.substr(0, own.rfind('/')) + "/payload/a", inner = outer + "/b",
                      file = "/cpuset.cpus";
    QCOMPARE(mkdir(outer.c_str(), 0755), 0);
    const bool old = access((outer + "/tasks").c_str(), F_OK) == 0;
    QCOMPARE(mkdir(inner.c_str(), 0755), 0);
    const pid_t pid = spawnIn(old ? into(inner) : *group->payload(), sleepForever);
    const auto allowed = [&] {
        cpu_set_t set;
        CPU_ZERO(&set);
        sched_getaffinity(pid, sizeof set, &set);
        return std::pair(CPU_COUNT(&set), CPU_ISSET(1, &set) != 0);
    };
    if (old)
        writeText(inner + file, "0");
    QVERIFY(group->setLimits({{}, {}, {}, {}, "1"}));
    QTRY_COMPARE(allowed(), std::pair(1, true));
    if (old) {
        QCOMPARE(fileText(outer + file), std::string("1"));
        QCOMPARE(fileText(inner + file), std::string("1"));
    }
    QVERIFY(group->setLimits({{}, {}, {}, {}, "0"}));
    QTRY_COMPARE(allowed(), std::pair(1, false));
    QVERIFY(group->setLimits({}));
    QTRY_VERIFY(allowed().first >= 2);
    QCOMPARE(allowed().first, int(std::thread::hardware_concurrency()));
    ::kill(pid, SIGKILL); // it is in that one hierarchy only: not the container's
    reap(pid);
    end(*group);
}

void TestCgroupLimits::cpusNobodyHas()
{
    const auto group = made("33", {64 * MiB, 200});
    QVERIFY(group);
    const std::string before = filesOf(*group);
    const Status set = group->setLimits({32 * MiB, 300, {}, 20, "0,4000", 5});
    QVERIFY(!set);
    QCOMPARE(set.error().code, ErrorCode::CgroupLimitRejected);
    QVERIFY(QString::fromStdString(set.error().message()).contains("4000"));
    QVERIFY(!set.error().hint.empty());
    QCOMPARE(filesOf(*group), before);
    QVERIFY(!m_cgroups->create("34", idFirst, {{}, {}, {}, {}, "4000"}));
    QCOMPARE(m_cgroups->list(), std::set<std::string>{"33"});
    end(*group);
}

void TestCgroupLimits::capBelowThatOfAnInnerGroup()
{
    const auto group = made("35", {{}, {}, {}, 200});
    QVERIFY(group);
    const std::string own = firstOf(group->paths(), "cpu.shares");
    if (!own.empty()) { // v2 lets a group have less than those below it
        const std::string inner = own.substr(0, own.rfind('/')) + "/payload/a";
        QCOMPARE(mkdir(inner.c_str(), 0755), 0);
        writeText(inner + "/cpu.cfs_quota_us", "90000");
        QCOMPARE(fileText(inner + "/cpu.cfs_quota_us"), std::string("90000"));
        QVERIFY(group->setLimits({{}, {}, {}, 100}));
        QCOMPARE(fileText(inner + "/cpu.cfs_quota_us"), std::string("90000")); // fits: left alone
    }
    QVERIFY(group->setLimits({{}, {}, {}, 30}));
    const std::string quota = firstOf(group->paths(), "cpu.cfs_quota_us");
    QCOMPARE(quota.empty() ? text(*group, "cpu.max") : fileText(quota),
             std::string(quota.empty() ? "30000 100000" : "30000"));
    end(*group);
}

void TestCgroupLimits::forksThatAreRefused()
{
    const auto group = made("36", {{}, {}, {}, {}, {}, 6});
    QVERIFY(group);
    QCOMPARE(group->events()->pidsRefused, 0u);
    int told[2];
    QCOMPARE(pipe2(told, O_CLOEXEC), 0);
    const pid_t pid = spawnIn(*group->payload(), [&] {
        const int made = forkUntilRefused();
        if (write(told[1], &made, sizeof made) < 0)
            _exit(1);
        return sleepForever();
    });
    QVERIFY(pid > 0);
    ::close(told[1]);
    int made = -1;
    QCOMPARE(read(told[0], &made, sizeof made), ssize_t(sizeof made));
    ::close(told[0]);
    QCOMPARE(made, 5); // and itself
    QCOMPARE(group->usage()->processes, 6u);
    QCOMPARE(group->events()->pidsRefused, 1u);
    // Below what there is: nobody is killed, nothing new begins; another helper counts on.
    QVERIFY(group->setLimits({{}, {}, {}, {}, {}, 2}));
    QCOMPARE(group->usage()->processes, 6u);
    const auto again = m_cgroups->adopt("36");
    QVERIFY(again);
    QCOMPARE((*again)->events()->pidsRefused, 1u);
    end(*group);
}

void TestCgroupLimits::allOrNoneAtEveryCall()
{
#ifdef TAPER_FAULTS
    const Limits first{256 * MiB, 200, {}, 150, "0", 50}, second{128 * MiB, 300, {}, 50, {}, 60};
    const auto group = made("37", first);
    QVERIFY(group);
    const std::string before = filesOf(*group);
    unsigned refused = 0;
    for (unsigned n = 1; n < 400; ++n) {
        kernel::setFault(n);
        const Status set = group->setLimits(second);
        kernel::setFault(0);
        if (set) {
            // What failed was not needed, or nothing was left to fail.
            QVERIFY(group->setLimits(first));
            QCOMPARE(filesOf(*group), before);
            continue;
        }
        ++refused;
        QVERIFY(!set.error().message().empty());
        QCOMPARE(filesOf(*group), before);
    }
    QVERIFY(refused >= 10);
    end(*group);
#else
    QSKIP("the build has no TAPER_FAULTS");
#endif
}

QTEST_GUILESS_MAIN(TestCgroupLimits)
#include "tst_cgroup_limits.moc"
