// SPDX-License-Identifier: GPL-3.0-or-later
// Control groups in the running kernel, whichever kind is mounted: layout, owners, limits, usage, and that a
// failure at any call leaves nothing. Everything happens below a base of this test's own name.
#include "cgroup/host_fixture.h"
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/discovery.h"
#include "engine/sys/kernel.h"
#include <QDir>
#include <QElapsedTimer>
#include <QTest>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace taper;
using namespace taper::cgroup;
using namespace taper::test;

class TestCgroupHost : public HostFixture
{
    Q_OBJECT
private slots:
    void layoutAndOwners();
    void limitsAreInTheKernel();
    void weightBothWays();
    void refusedLimitChangesNothing();
    void processesEnter();
    void usageCounts();
    void undoneAtEveryCall();
    void createsAgainWhenTheBaseIsGone();
    void timeOfCreateAndRemove();
};

void TestCgroupHost::layoutAndOwners()
{
    const auto group = made("1");
    QVERIFY(group);
    const auto paths = group->paths();
    QCOMPARE(paths.size(), findMounts("/sys/fs/cgroup").size());
    for (const std::string &path : paths) {
        struct stat status;
        QVERIFY(QString::fromStdString(path).endsWith(QString::fromStdString("/" + m_base + "/1")));
        for (const char *mine : {"", "/exec", "/exec/cgroup.procs", "/cgroup.procs"}) {
            QCOMPARE(stat((path + mine).c_str(), &status), 0);
            QCOMPARE(status.st_uid, 0u);
        }
        // Exactly these are the guest's; everything else in payload, above all each limit, is root's.
        const std::set<std::string> given = {"cgroup.procs", "tasks", "cgroup.threads",
                                             "cgroup.subtree_control"};
        QCOMPARE(stat((path + "/payload").c_str(), &status), 0);
        QCOMPARE(status.st_uid, idFirst);
        QCOMPARE(status.st_gid, idFirst);
        QDir payload(QString::fromStdString(path + "/payload"));
        for (const QString &name : payload.entryList(QDir::Files | QDir::System)) {
            QCOMPARE(stat(payload.filePath(name).toUtf8().constData(), &status), 0);
            // v1 has no cgroup.threads, v2 no tasks: what exists of the list is given.
            if (status.st_uid != (given.count(name.toStdString()) ? idFirst : 0u))
                QFAIL(qPrintable(payload.filePath(name) + " belongs to " + QString::number(status.st_uid)));
        }
    }
    QCOMPARE(m_cgroups->list(), std::set<std::string>{"1"});
    const auto second = m_cgroups->create("1", idFirst, {});
    QVERIFY(!second);
    QCOMPARE(second.error().errnoValue, EEXIST);
    QCOMPARE(m_cgroups->list(), std::set<std::string>{"1"}); // the first one's groups were not touched
    end(*group);
    QCOMPARE(m_cgroups->list(), std::set<std::string>());
}

void TestCgroupHost::limitsAreInTheKernel()
{
    const auto group = made("2", {64 * MiB, {}});
    QVERIFY(group);
    const std::string v1 = firstOf(group->paths(), "memory.limit_in_bytes");
    const std::string v2 = firstOf(group->paths(), "memory.max");
    const std::string file = v1.empty() ? v2 : v1;
    QCOMPARE(fileText(file), std::to_string(64 * MiB));
    if (v1.empty())
        QCOMPARE(fileText(firstOf(group->paths(), "memory.high")), std::to_string(60 * MiB));
    QVERIFY(group->setLimits({512 * MiB, {}}));
    QCOMPARE(fileText(file), std::to_string(512 * MiB));
    QVERIFY(group->setLimits({}));
    const auto none = number(fileText(file));
    QVERIFY(v1.empty() ? fileText(file) == "max" : *none > (1ull << 60));
    end(*group);
}

void TestCgroupHost::weightBothWays()
{
    const auto group = made("3", {{}, 400});
    QVERIFY(group);
    const std::string v1 = firstOf(group->paths(), "cpu.shares"), v2 = firstOf(group->paths(), "cpu.weight");
    const auto has = [&](std::uint32_t weight) {
        return fileText(v1.empty() ? v2 : v1) ==
               std::to_string(v1.empty() ? weight : sharesFromWeight(weight));
    };
    QVERIFY(has(400));
    for (const std::uint32_t wanted : {1u, 10000u, 100u, 37u}) {
        QVERIFY(group->setLimits({{}, wanted}));
        QVERIFY(has(wanted));
    }
    QVERIFY(group->setLimits({}));
    QVERIFY(has(100));
    QCOMPARE(fileText(v1.empty() ? v2 : v1), std::string(v1.empty() ? "100" : "1024"));
    end(*group);
}

void TestCgroupHost::refusedLimitChangesNothing()
{
    const auto group = made("4", {512 * MiB, 200});
    QVERIFY(group);
    const auto payload = group->payload();
    QVERIFY(payload);
    int ready[2];
    QCOMPARE(pipe2(ready, O_CLOEXEC), 0);
    const pid_t pid = spawnIn(*payload, [&] { return hold(48 * MiB, ready[1]); });
    ::close(ready[1]);
    char byte;
    QCOMPARE(read(ready[0], &byte, 1), 1);
    ::close(ready[0]);

    const auto text = [&] {
        std::string all;
        for (const char *file :
             {"memory.limit_in_bytes", "memory.max", "memory.high", "cpu.shares", "cpu.weight"})
            if (const std::string path = firstOf(group->paths(), file); !path.empty())
                all += fileText(path) + " ";
        return all;
    };
    const std::string before = text();
    const Status set = group->setLimits({16 * MiB, 300});
    QVERIFY(!set);
    QCOMPARE(set.error().code, ErrorCode::CgroupLimitRejected);
    QCOMPARE(set.error().errnoValue, EBUSY);
    const QString message = QString::fromStdString(set.error().message());
    QVERIFY2(message.contains("16 MiB"), qPrintable(message));
    QVERIFY(!set.error().hint.empty());
    qInfo("%s (%s)", qPrintable(message), set.error().hint.c_str());
    QCOMPARE(text(), before);
    QCOMPARE(waitpid(pid, nullptr, WNOHANG), 0); // and nobody was killed for it
    QCOMPARE(group->events()->oomKills, 0u);
    end(*group);
}

void TestCgroupHost::processesEnter()
{
    const auto group = made("5");
    QVERIFY(group);
    for (const char *which : {"payload", "exec"}) {
        const auto fds = which == std::string("payload") ? group->payload() : group->exec();
        QVERIFY(fds);
        QCOMPARE(bool(fds->directory), m_cgroups->hasUnified());
        QCOMPARE(fds->tasks.size(), fds->controllers.size());
        for (const UniqueFd &fd : fds->tasks)
            QVERIFY(fcntl(fd.get(), F_GETFD) & FD_CLOEXEC);
        int ready[2];
        QCOMPARE(pipe2(ready, O_CLOEXEC), 0);
        const pid_t pid = spawnIn(*fds, [&] { return hold(4096, ready[1]); });
        char byte;
        QCOMPARE(read(ready[0], &byte, 1), 1);
        ::close(ready[0]);
        ::close(ready[1]);
        const std::string own = "/" + m_base + "/5/" + which;
        for (const std::string &line : words(fileText("/proc/" + std::to_string(pid) + "/cgroup"), '\n')) {
            // Hierarchies that are mounted nowhere have no group of ours.
            if (QString::fromStdString(line).endsWith(QString::fromStdString(own)))
                continue;
            for (const Mount &mount : findMounts("/sys/fs/cgroup"))
                if (line.find(":" + (mount.unified ? std::string() : mount.options) + ":") !=
                    std::string::npos)
                    QFAIL(line.c_str());
        }
    }
    QVERIFY(group->populated());
    end(*group);
}

void TestCgroupHost::usageCounts()
{
    const auto group = made("15");
    QVERIFY(group);
    const auto before = group->usage();
    QVERIFY(before);
    QCOMPARE(before->processes, 0u);
    int ready[2];
    QCOMPARE(pipe2(ready, O_CLOEXEC), 0);
    spawnIn(*group->payload(), [&] { return hold(32 * MiB, ready[1]); });
    char byte;
    QCOMPARE(read(ready[0], &byte, 1), 1);
    ::close(ready[0]);
    ::close(ready[1]);
    QTRY_VERIFY_WITH_TIMEOUT(group->usage()->memoryBytes >= 32 * MiB, patience);
    QTRY_VERIFY_WITH_TIMEOUT(group->usage()->cpuUsec > before->cpuUsec, patience);
    QVERIFY(group->usage()->memoryBytes < 128 * MiB);
    QCOMPARE(group->usage()->processes, 1u);
    end(*group);
}

void TestCgroupHost::undoneAtEveryCall()
{
#ifdef TAPER_FAULTS
    for (unsigned n = 1;; ++n) {
        kernel::setFault(n);
        auto group = m_cgroups->create("16", idFirst, {64 * MiB, 200});
        kernel::setFault(0);
        if (group && m_cgroups->list() == std::set<std::string>{"16"} && n > 20) {
            QVERIFY((*group)->remove());
            // Calls whose failure is not fatal (a limit's event) succeed too: the end is where no call is
            // left to fail.
            if (n > 400)
                break;
            continue;
        }
        if (group)
            QVERIFY((*group)->remove());
        QCOMPARE(m_cgroups->list(), std::set<std::string>());
    }
#else
    QSKIP("the build has no TAPER_FAULTS");
#endif
}

void TestCgroupHost::createsAgainWhenTheBaseIsGone()
{
    for (const Mount &mount : findMounts("/sys/fs/cgroup"))
        QCOMPARE(rmdir((mount.path + "/" + m_base).c_str()), 0);
    const auto group = made("17", {64 * MiB, {}});
    QVERIFY(group);
    end(*group);
}

void TestCgroupHost::timeOfCreateAndRemove()
{
    QElapsedTimer timer;
    qint64 create = 0, remove = 0;
    constexpr int rounds = 20;
    for (int i = 0; i < rounds; ++i) {
        timer.start();
        const auto group = made("18", {64 * MiB, 200});
        create += timer.nsecsElapsed();
        QVERIFY(group);
        timer.start();
        QVERIFY(group->remove());
        remove += timer.nsecsElapsed();
    }
    qInfo("create %lld us, remove %lld us", create / rounds / 1000, remove / rounds / 1000);
}

QTEST_GUILESS_MAIN(TestCgroupHost)
#include "tst_cgroup_host.moc"
