// SPDX-License-Identifier: GPL-3.0-or-later
// Control groups in the running kernel, whichever kind is mounted: limits that bite, kills that are counted,
// nothing left behind. Everything happens below a base of this test's own name.
#include "cgroup/group_process.h"
#include "engine/cgroup/cgroups.h"
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/discovery.h"
#include "engine/sys/kernel.h"
#include <QDir>
#include <QElapsedTimer>
#include <QSocketNotifier>
#include <QTest>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace taper;
using namespace taper::cgroup;
using namespace taper::test;

namespace {

constexpr std::uint32_t idFirst = 0x70000000;
constexpr std::uint64_t MiB = 1ull << 20;
constexpr int patience = 60000; // an emulated machine is slow

std::string firstOf(const std::vector<std::string> &paths, const std::string &file)
{
    for (const std::string &path : paths)
        if (access((path + "/" + file).c_str(), F_OK) == 0)
            return path + "/" + file;
    return {};
}

/// One group of one hierarchy.
JoinFds into(const std::string &group)
{
    JoinFds fds;
    UniqueFd tasks(open((group + "/tasks").c_str(), O_WRONLY | O_CLOEXEC));
    if (tasks)
        fds.tasks.push_back(std::move(tasks));
    else
        fds.directory = UniqueFd(open(group.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return fds;
}

/// Asked again after a success it says the same: QTRY_VERIFY does so.
bool isRemoved(const std::string &path)
{
    return rmdir(path.c_str()) == 0 || errno == ENOENT;
}

} // namespace

class TestCgroupHost : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();

    void layoutAndOwners();
    void limitsAreInTheKernel();
    void weightBothWays();
    void refusedLimitChangesNothing();
    void processesEnter();
    void memoryOverTheLimitIsKilledAndCounted_data();
    void memoryOverTheLimitIsKilledAndCounted();
    void killInAGroupThatVanishes_data();
    void killInAGroupThatVanishes();
    void killsOfAnInnerLimit();
    void countSurvivesTheHelper();
    void killEverything();
    void killFrozen();
    void removeWaitsForProcesses();
    void removesWhatTheGuestMade();
    void adopts();
    void usageCounts();
    void undoneAtEveryCall();
    void createsAgainWhenTheBaseIsGone();
    void timeOfCreateAndRemove();

private:
    std::unique_ptr<Group> made(const std::string &id, const Limits &limits = {});
    void end(Group &group);
    std::vector<std::string> leftovers() const;
    std::string inner(const std::vector<std::string> &paths, const std::string &name,
                      bool limited = false) const;

    std::string m_base;
    std::unique_ptr<Cgroups> m_cgroups;
};

void TestCgroupHost::initTestCase()
{
    if (geteuid() != 0)
        QSKIP("needs root");
    m_base = "taper-test-" + std::to_string(getpid());
    Options options;
    options.base = m_base;
    auto opened = openCgroups(options);
    QVERIFY2(opened, opened ? "" : opened.error().message().c_str());
    m_cgroups = std::move(*opened);
    qInfo("%s", m_cgroups->description().c_str());
    QCOMPARE(m_cgroups->unavailable("memory"), std::string());
    QCOMPARE(m_cgroups->unavailable("cpuWeight"), std::string());
}

void TestCgroupHost::cleanup()
{
    // A test that failed half way leaves processes: they end here, not in the next test.
    kernel::setFault(0);
    for (const std::string &id : m_cgroups ? m_cgroups->list() : std::set<std::string>())
        if (auto group = m_cgroups->adopt(id))
            end(**group);
}

void TestCgroupHost::cleanupTestCase()
{
    if (!m_cgroups)
        return;
    const Status removed = m_cgroups->removeBase();
    QVERIFY2(removed, removed ? "" : removed.error().message().c_str());
    QCOMPARE(leftovers(), std::vector<std::string>());
}

std::unique_ptr<Group> TestCgroupHost::made(const std::string &id, const Limits &limits)
{
    auto group = m_cgroups->create(id, idFirst, limits);
    if (!group)
        qCritical("%s", group.error().message().c_str());
    return group ? std::move(*group) : nullptr;
}

void TestCgroupHost::end(Group &group)
{
    QVERIFY(group.kill());
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    QTRY_VERIFY_WITH_TIMEOUT((waitpid(-1, nullptr, WNOHANG), group.remove().has_value()), patience);
}

std::vector<std::string> TestCgroupHost::leftovers() const
{
    std::vector<std::string> found;
    for (const Mount &mount : findMounts("/sys/fs/cgroup"))
        if (access((mount.path + "/" + m_base).c_str(), F_OK) == 0)
            found.push_back(mount.path + "/" + m_base);
    return found;
}

/// A group below payload in the hierarchy that has memory, as a guest's systemd makes them; limited: with
/// limits of its own. (On v2 nothing enters payload itself from then on.)
std::string TestCgroupHost::inner(const std::vector<std::string> &paths, const std::string &name,
                                  bool limited) const
{
    std::string memory = firstOf(paths, "memory.limit_in_bytes");
    if (memory.empty())
        memory = firstOf(paths, "memory.max");
    const std::string payload = memory.substr(0, memory.rfind('/')) + "/payload";
    if (limited && access((payload + "/cgroup.subtree_control").c_str(), F_OK) == 0)
        writeText(payload + "/cgroup.subtree_control", "+memory");
    mkdir((payload + "/" + name).c_str(), 0755);
    return payload + "/" + name;
}

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
    const auto weight = [&] {
        return v1.empty() ? std::uint32_t(std::stoul(fileText(v2)))
                          : weightFromShares(std::stoull(fileText(v1)));
    };
    QCOMPARE(weight(), 400u);
    for (const std::uint32_t wanted : {1u, 10000u, 100u, 37u}) {
        QVERIFY(group->setLimits({{}, wanted}));
        QCOMPARE(weight(), wanted);
    }
    QVERIFY(group->setLimits({}));
    QCOMPARE(weight(), 100u);
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

void TestCgroupHost::memoryOverTheLimitIsKilledAndCounted_data()
{
    QTest::addColumn<bool>("inExec");
    QTest::newRow("payload") << false;
    QTest::newRow("exec") << true;
}

void TestCgroupHost::memoryOverTheLimitIsKilledAndCounted()
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

void TestCgroupHost::killInAGroupThatVanishes_data()
{
    QTest::addColumn<bool>("attentive");
    QTest::newRow("seen at once") << true;
    QTest::newRow("helper was busy") << false;
}

void TestCgroupHost::killInAGroupThatVanishes()
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

void TestCgroupHost::killsOfAnInnerLimit()
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

void TestCgroupHost::countSurvivesTheHelper()
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

void TestCgroupHost::killEverything()
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

void TestCgroupHost::killFrozen()
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

void TestCgroupHost::removeWaitsForProcesses()
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

void TestCgroupHost::removesWhatTheGuestMade()
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

void TestCgroupHost::adopts()
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
