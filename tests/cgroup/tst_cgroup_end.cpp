// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a container's groups, and of the helper that made them: kill, remove, take over.
#include "cgroup/host_fixture.h"
#include "engine/cgroup/discovery.h"
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace taper;
using namespace taper::cgroup;
using namespace taper::test;

class TestCgroupEnd : public HostFixture
{
    Q_OBJECT
private slots:
    void killEverything();
    void killFrozen();
    void killWithoutUnifiedTree();
    void removeWaitsForProcesses();
    void removesWhatTheGuestMade();
    void adopts();
};

void TestCgroupEnd::killEverything()
{
    const auto group = made("10");
    QVERIFY(group);
    const std::string unit = inner(group->paths(), "unit");
    std::vector<pid_t> pids;
    const auto stubborn = [] {
        signal(SIGTERM, SIG_IGN);
        return sleepForever();
    };
    for (int i = 0; i < 5; ++i) {
        pids.push_back(spawnIn(*group->payload(), stubborn));
        pids.push_back(spawnIn(*group->exec(), stubborn));
        // Beside v1 a container's process is in one group of every hierarchy, never in one of memory alone.
        if (!m_cgroups->hasUnified() || m_cgroups->isHybrid())
            continue;
        pids.push_back(spawnIn(into(unit), stubborn));
    }
    for (const pid_t pid : pids)
        QVERIFY(pid > 0);
    QVERIFY(group->populated());
    QVERIFY(group->kill());
    for (const pid_t pid : pids) {
        const int status = reap(pid);
        QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!group->populated(), patience);
    QVERIFY(group->kill()); // nobody there: no error
    QTRY_VERIFY_WITH_TIMEOUT(group->remove().has_value(), patience);
}

void TestCgroupEnd::killFrozen()
{
    const auto group = made("11");
    QVERIFY(group);
    const pid_t pid = spawnIn(*group->payload(), sleepForever);
    const std::string v1 = firstOf(group->paths(), "freezer.state"),
                      v2 = firstOf(group->paths(), "cgroup.freeze");
    if (!v1.empty()) {
        // Frozen by us and by the guest itself, one level down.
        writeText(v1.substr(0, v1.rfind('/')) + "/payload/freezer.state", "FROZEN");
        writeText(v1, "FROZEN");
        QTRY_COMPARE_WITH_TIMEOUT(fileText(v1), std::string("FROZEN"), patience);
    } else {
        writeText(v2, "1");
    }
    QVERIFY(group->kill());
    const int status = reap(pid);
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    end(*group);
}

void TestCgroupEnd::killWithoutUnifiedTree()
{
    // The same hierarchies without the v2 tree, as on a machine that has only v1: bound side by side in a
    // mount namespace of this process's own.
    std::vector<Mount> mounts = findMounts("/sys/fs/cgroup");
    std::erase_if(mounts, [](const Mount &mount) { return mount.unified; });
    if (mounts.empty())
        QSKIP("no v1 hierarchy is mounted here");
    QTemporaryDir place;
    Options options;
    options.root = place.path().toStdString();
    options.base = m_base;
    QCOMPARE(unshare(CLONE_NEWNS), 0);
    QCOMPARE(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
    for (const Mount &each : mounts) {
        const std::string point = options.root + "/" + each.options;
        QCOMPARE(mkdir(point.c_str(), 0755), 0);
        QCOMPARE(mount(each.path.c_str(), point.c_str(), nullptr, MS_BIND, nullptr), 0);
    }
    auto cgroups = openCgroups(options);
    QVERIFY(cgroups);
    QCOMPARE((*cgroups)->description(), std::string("v1"));
    QVERIFY(!(*cgroups)->hasUnified());
    auto group = (*cgroups)->create("20", idFirst, {});
    QVERIFY(group);
    const auto fds = (*group)->payload();
    QVERIFY(fds && !fds->directory);

    // One that sleeps, one in a frozen group below, and a chain in which each ends as soon as it has forked
    // the next.
    std::vector<pid_t> pids = {spawnIn(*fds, sleepForever), spawnIn(*(*group)->exec(), sleepForever)};
    const std::string frozen = firstOf((*group)->paths(), "freezer.state");
    writeText(frozen.substr(0, frozen.rfind('/')) + "/payload/freezer.state", "FROZEN");
    pids.push_back(spawnIn(*(*group)->exec(), [] {
        for (int i = 0; i < 1000000; ++i)
            if (fork() != 0)
                _exit(0);
        return 0;
    }));
    QTRY_VERIFY_WITH_TIMEOUT((*group)->populated(), patience);
    QVERIFY((*group)->kill());
    for (const pid_t pid : pids)
        reap(pid);
    QTRY_VERIFY_WITH_TIMEOUT(!(*group)->populated(), patience);
    QTRY_VERIFY_WITH_TIMEOUT((*group)->remove().has_value(), patience);
    for (const Mount &each : mounts)
        QCOMPARE(umount2((options.root + "/" + each.options).c_str(), MNT_DETACH), 0);
}

void TestCgroupEnd::removeWaitsForProcesses()
{
    const auto group = made("12");
    QVERIFY(group);
    const pid_t pid = spawnIn(*group->payload(), sleepForever);
    const auto paths = group->paths();
    QTRY_VERIFY_WITH_TIMEOUT(group->populated(), patience);
    const Status removed = group->remove();
    QVERIFY(!removed);
    QCOMPARE(removed.error().errnoValue, EBUSY);
    QVERIFY(group->kill());
    reap(pid);
    QTRY_VERIFY_WITH_TIMEOUT(group->remove().has_value(), patience);
    for (const std::string &path : paths)
        QVERIFY(access(path.c_str(), F_OK) != 0);
    QVERIFY(group->remove());
    QVERIFY(group->kill());
}

void TestCgroupEnd::removesWhatTheGuestMade()
{
    const auto group = made("13");
    QVERIFY(group);
    for (const std::string &path : group->paths()) {
        UniqueFd deep(open((path + "/payload").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        for (int i = 0; i < 40 && deep; ++i) {
            const std::string name = "deep inside " + std::to_string(i);
            for (const std::string &each : {name, name + " beside"})
                QCOMPARE(mkdirat(deep.get(), each.c_str(), 0700), 0);
            deep = UniqueFd(openat(deep.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        }
    }
    QCOMPARE(group->events()->oomKills, 0u);
    const auto paths = group->paths();
    const Status removed = group->remove();
    QVERIFY2(removed, removed ? "" : removed.error().message().c_str());
    for (const std::string &path : paths)
        QVERIFY(access(path.c_str(), F_OK) != 0);
}

void TestCgroupEnd::adopts()
{
    auto group = made("14", {128 * MiB, 300});
    QVERIFY(group);
    const auto paths = group->paths();
    const pid_t pid = spawnIn(*group->payload(), sleepForever);
    group.reset(); // the helper ends; its containers do not
    Options options;
    options.base = m_base;
    auto next = openCgroups(options);
    QVERIFY(next);
    QCOMPARE((*next)->list(), std::set<std::string>{"14"});
    auto again = (*next)->adopt("14");
    QVERIFY(again);
    QCOMPARE((*again)->paths(), paths);
    QVERIFY((*again)->populated());
    QVERIFY((*again)->exec());
    QVERIFY((*again)->setLimits({256 * MiB, 300}));
    QVERIFY((*again)->usage());
    QVERIFY((*again)->kill());
    reap(pid);
    QTRY_VERIFY_WITH_TIMEOUT((*again)->remove().has_value(), patience);
}

QTEST_GUILESS_MAIN(TestCgroupEnd)
#include "tst_cgroup_end.moc"
