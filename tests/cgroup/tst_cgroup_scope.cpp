// SPDX-License-Identifier: GPL-3.0-or-later
// The delegated scope: in a machine that systemd has booted, and only there (scripts/vm-test). This program
// is the anchor too.
#include "cgroup/group_process.h"
#include "engine/cgroup/cgroups.h"
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/discovery.h"
#include <QProcess>
#include <QTest>
#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace taper;
using namespace taper::cgroup;
using namespace taper::test;

namespace {

constexpr std::uint64_t MiB = 1ull << 20;
constexpr int patience = 120000;

QString systemctl(const QStringList &arguments)
{
    QProcess process;
    process.start("systemctl", arguments);
    process.waitForFinished(patience);
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

} // namespace

class TestCgroupScope : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void scopeIsDelegated();
    void helperIsOutside();
    void containersInIt();
    void takenOverByTheNextHelper();
    void takenOverWithContainers();
    void newAnchorWhenItDied();
    void newScopeWhenItIsGone();
    void enterWhileTheGuestHasControllers();

private:
    std::unique_ptr<Cgroups> opened();
    pid_t anchor() const;
    void end(Group &group);

    Options m_options;
    std::string m_unit;
};

std::unique_ptr<Cgroups> TestCgroupScope::opened()
{
    auto cgroups = openCgroups(m_options);
    if (!cgroups)
        qCritical("%s", cgroups.error().message().c_str());
    return cgroups ? std::move(*cgroups) : nullptr;
}

/// The process in the scope that is not a container's.
pid_t TestCgroupScope::anchor() const
{
    const QString group = systemctl({"show", "-P", "ControlGroup", QString::fromStdString(m_unit)});
    for (const Mount &mount : findMounts(m_options.root)) {
        for (const char *where : {"/anchor", ""}) {
            const auto pids =
                words(fileText(mount.path + group.toStdString() + where + "/cgroup.procs"), '\n');
            if (group.size() > 1 && pids.size() == 1)
                return std::stoi(pids[0]);
        }
    }
    return -1;
}

void TestCgroupScope::end(Group &group)
{
    QVERIFY(group.kill());
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    QTRY_VERIFY_WITH_TIMEOUT((waitpid(-1, nullptr, WNOHANG), group.remove().has_value()), patience);
}

void TestCgroupScope::initTestCase()
{
    if (geteuid() != 0 || access("/run/systemd/system", F_OK) != 0)
        QSKIP("needs root and a running systemd");
    m_options.base = "taper-test-" + std::to_string(getpid());
    m_options.useSystemd = true;
    m_options.anchorProgram = QCoreApplication::applicationFilePath().toStdString();
    m_unit = m_options.base + ".scope";
}

void TestCgroupScope::cleanupTestCase()
{
    if (m_unit.empty())
        return;
    auto cgroups = opened();
    QVERIFY(cgroups);
    const pid_t pid = anchor();
    const Status removed = cgroups->removeBase();
    QVERIFY2(removed, removed ? "" : removed.error().message().c_str());
    waitpid(pid, nullptr, 0);
    QTRY_COMPARE_WITH_TIMEOUT(systemctl({"show", "-P", "ActiveState", QString::fromStdString(m_unit)}),
                              "inactive", patience);
    for (const Mount &mount : findMounts(m_options.root)) {
        QTRY_VERIFY_WITH_TIMEOUT(access((mount.path + "/machine.slice/" + m_unit).c_str(), F_OK) != 0,
                                 patience);
        QVERIFY(access((mount.path + "/" + m_options.base).c_str(), F_OK) != 0);
    }
}

void TestCgroupScope::scopeIsDelegated()
{
    const auto cgroups = opened();
    QVERIFY(cgroups);
    const QString unit = QString::fromStdString(m_unit);
    QCOMPARE(systemctl({"show", "-P", "ActiveState", unit}), "active");
    QCOMPARE(systemctl({"show", "-P", "Delegate", unit}), "yes");
    QCOMPARE(systemctl({"show", "-P", "TasksMax", unit}), "infinity");
    QVERIFY(anchor() > 0);
    QCOMPARE(getsid(anchor()), anchor()); // its own session: no terminal takes it along
    QCOMPARE(cgroups->unavailable("memory"), std::string());
    QCOMPARE(cgroups->unavailable("cpuWeight"), std::string());
    QCOMPARE(cgroups->list(), std::set<std::string>());
}

void TestCgroupScope::helperIsOutside()
{
    for (const std::string &line : words(fileText("/proc/self/cgroup"), '\n'))
        QVERIFY2(line.find(m_unit) == std::string::npos, line.c_str());
}

void TestCgroupScope::containersInIt()
{
    const auto cgroups = opened();
    QVERIFY(cgroups);
    auto group = cgroups->create("1", 0x70000000, {64 * MiB, 400});
    QVERIFY2(group, group ? "" : group.error().message().c_str());
    int status = reap(spawnIn(*(*group)->payload(), [] { return hog(128 * MiB); }));
    QVERIFY(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    QCOMPARE((*group)->events()->oomKills, 1u);
    QVERIFY((*group)->setLimits({}));
    status = reap(spawnIn(*(*group)->exec(), [] { return hog(128 * MiB); }));
    QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    // systemd leaves a delegated group's inside alone, also when it is told to load its units again.
    systemctl({"daemon-reload"});
    QVERIFY((*group)->setLimits({128 * MiB, 200}));
    QVERIFY((*group)->usage());
    end(**group);
}

void TestCgroupScope::takenOverByTheNextHelper()
{
    const auto first = opened();
    const pid_t before = anchor();
    const auto second = opened();
    QVERIFY(second);
    QCOMPARE(anchor(), before);
}

void TestCgroupScope::takenOverWithContainers()
{
    auto first = opened();
    auto group = first->create("2", 0x70000000, {64 * MiB, {}});
    QVERIFY(group);
    const pid_t pid = spawnIn(*(*group)->payload(), sleepForever);
    const auto paths = (*group)->paths();
    (*group).reset();
    first.reset();
    const auto second = opened();
    QVERIFY(second);
    QCOMPARE(second->list(), std::set<std::string>{"2"});
    auto again = second->adopt("2");
    QVERIFY(again);
    QCOMPARE((*again)->paths(), paths);
    QVERIFY((*again)->populated());
    QCOMPARE(waitpid(pid, nullptr, WNOHANG), 0);
    end(**again);
}

void TestCgroupScope::newAnchorWhenItDied()
{
    auto first = opened();
    auto group = first->create("3", 0x70000000, {});
    QVERIFY(group);
    spawnIn(*(*group)->payload(), sleepForever);
    const pid_t before = anchor();
    QCOMPARE(kill(before, SIGKILL), 0);
    waitpid(before, nullptr, 0);
    // The container keeps the scope; without a new anchor the scope would end with it.
    const auto second = opened();
    QVERIFY(second);
    QVERIFY(anchor() > 0);
    QVERIFY(anchor() != before);
    end(**group);
    QCOMPARE(systemctl({"show", "-P", "ActiveState", QString::fromStdString(m_unit)}), "active");
}

void TestCgroupScope::newScopeWhenItIsGone()
{
    const auto cgroups = opened();
    QVERIFY(cgroups);
    const pid_t before = anchor();
    kill(before, SIGKILL);
    waitpid(before, nullptr, 0);
    QTRY_VERIFY_WITH_TIMEOUT(
        systemctl({"show", "-P", "ActiveState", QString::fromStdString(m_unit)}) != "active", patience);
    auto group = cgroups->create("4", 0x70000000, {64 * MiB, {}});
    QVERIFY2(group, group ? "" : group.error().message().c_str());
    QVERIFY(anchor() > 0);
    end(**group);
}

void TestCgroupScope::enterWhileTheGuestHasControllers()
{
    // What a systemd inside does: it moves itself down and enables controllers in its root. Who enters from
    // outside goes to exec, not there (EBUSY).
    const auto cgroups = opened();
    auto group = cgroups->create("5", 0x70000000, {64 * MiB, {}});
    QVERIFY(group);
    for (const std::string &path : (*group)->paths()) {
        const std::string payload = path + "/payload";
        if (access((payload + "/cgroup.subtree_control").c_str(), F_OK) != 0)
            continue;
        QCOMPARE(mkdir((payload + "/init.scope").c_str(), 0755), 0);
        for (const std::string &controller : words(fileText(payload + "/cgroup.controllers")))
            writeText(payload + "/cgroup.subtree_control", "+" + controller);
    }
    const int status = reap(spawnIn(*(*group)->exec(), [] { return 0; }));
    QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    end(**group);
}

int main(int argc, char **argv)
{
    if (argc == 2 && std::string_view(argv[1]) == "--anchor")
        return sleepForever();
    QCoreApplication application(argc, argv);
    TestCgroupScope test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_cgroup_scope.moc"
