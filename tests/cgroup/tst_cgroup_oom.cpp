// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that want more memory than their container may have: killed, and counted once, wherever in the
// container.
#include "cgroup/host_fixture.h"
#include <QElapsedTimer>
#include <QSocketNotifier>
#include <QTest>
#include <csignal>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace taper;
using namespace taper::cgroup;
using namespace taper::test;

class TestCgroupOom : public HostFixture
{
    Q_OBJECT
private slots:
    void memoryOverTheLimitIsKilledAndCounted_data();
    void memoryOverTheLimitIsKilledAndCounted();
    void killInAGroupThatVanishes_data();
    void killInAGroupThatVanishes();
    void killsOfAnInnerLimit();
    void countSurvivesTheHelper();
};

void TestCgroupOom::memoryOverTheLimitIsKilledAndCounted_data()
{
    QTest::addColumn<bool>("inExec");
    QTest::newRow("payload") << false;
    QTest::newRow("exec") << true;
}

void TestCgroupOom::memoryOverTheLimitIsKilledAndCounted()
{
    QFETCH(bool, inExec);
    const auto group = made("6", {64 * MiB, {}});
    QVERIFY(group);
    int seen = 0;
    QVERIFY(group->eventFd() >= 0);
    QSocketNotifier notifier(group->eventFd(), group->eventPollMask() == POLLPRI ? QSocketNotifier::Exception
                                                                                 : QSocketNotifier::Read);
    connect(&notifier, &QSocketNotifier::activated, [&] { group->eventSeen(), ++seen; });
    QCOMPARE(group->events()->oomKills, 0u);
    const auto fds = inExec ? group->exec() : group->payload();
    QVERIFY(fds);
    const pid_t pid = spawnIn(*fds, [] { return hog(128 * MiB); });
    const int status = reap(pid);
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(WTERMSIG(status), SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(seen > 0, patience);
    QTRY_COMPARE_WITH_TIMEOUT(group->events()->oomKills, 1u, patience);
    // Lifted, the same program runs to its end, and the count stays.
    QVERIFY(group->setLimits({}));
    const int after = reap(spawnIn(*fds, [] { return hog(128 * MiB); }));
    QVERIFY(WIFEXITED(after));
    QCOMPARE(WEXITSTATUS(after), 0);
    QCOMPARE(group->events()->oomKills, 1u);
    notifier.setEnabled(false);
    end(*group);
}

void TestCgroupOom::killInAGroupThatVanishes_data()
{
    QTest::addColumn<bool>("attentive");
    QTest::newRow("seen at once") << true;
    QTest::newRow("helper was busy") << false;
}

void TestCgroupOom::killInAGroupThatVanishes()
{
    QFETCH(bool, attentive);
    const auto group = made("7", {64 * MiB, {}});
    QVERIFY(group);
    QCOMPARE(group->events()->oomKills, 0u);
    for (std::uint64_t round = 1; round <= 3; ++round) {
        const std::string unit = inner(group->paths(), "unit");
        const JoinFds fds = into(unit);
        const pid_t pid = spawnIn(fds, [] { return hog(128 * MiB); });
        QVERIFY(pid > 0);
        int status = 0;
        while (waitpid(pid, &status, WNOHANG) == 0) {
            pollfd event{group->eventFd(), group->eventPollMask(), 0};
            if (attentive && poll(&event, 1, 1) == 1)
                group->eventSeen();
        }
        QVERIFY(WIFSIGNALED(status));
        QTRY_VERIFY_WITH_TIMEOUT(isRemoved(unit), patience);
        group->eventSeen();
        QCOMPARE(group->events()->oomKills, round);
        // The next kill is one of its own, not a repeated notice of this one: they are a second apart.
        QElapsedTimer timer;
        timer.start();
        QTRY_VERIFY(timer.elapsed() > 1100);
        QCOMPARE(group->events()->oomKills, round);
    }
    end(*group);
}

void TestCgroupOom::killsOfAnInnerLimit()
{
    // A unit of the guest's with a limit of its own: no notice comes for the container, the count is there
    // all the same.
    const auto group = made("8");
    QVERIFY(group);
    const std::string unit = inner(group->paths(), "unit", true);
    const bool old = access((unit + "/tasks").c_str(), F_OK) == 0;
    writeText(unit + (old ? "/memory.limit_in_bytes" : "/memory.max"), std::to_string(32 * MiB));
    QVERIFY(WIFSIGNALED(reap(spawnIn(into(unit), [] { return hog(64 * MiB); }))));
    QCOMPARE(group->events()->oomKills, 1u);
    QTRY_VERIFY_WITH_TIMEOUT(isRemoved(unit), patience);
    QCOMPARE(group->events()->oomKills, 1u);
    end(*group);
}

void TestCgroupOom::countSurvivesTheHelper()
{
    auto group = made("9", {64 * MiB, {}});
    QVERIFY(group);
    const std::string unit = inner(group->paths(), "unit");
    const auto fds = group->payload();
    QVERIFY(WIFSIGNALED(reap(spawnIn(*group->exec(), [] { return hog(128 * MiB); }))));
    QCOMPARE(group->events()->oomKills, 1u);
    group.reset();
    auto again = m_cgroups->adopt("9");
    QVERIFY(again);
    QCOMPARE((*again)->events()->oomKills, 1u);
    QTRY_VERIFY_WITH_TIMEOUT(isRemoved(unit), patience);
    end(**again);
}

QTEST_GUILESS_MAIN(TestCgroupOom)
#include "tst_cgroup_oom.moc"
