// SPDX-License-Identifier: GPL-3.0-or-later
// Freezing in the running kernel, with the unified tree's freezer and with v1's: everything stands still, goes on
// where it was, can be killed, and what does not freeze is named.
#include "cgroup/host_fixture.h"
#include "engine/cgroup/discovery.h"
#include <QTest>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace taper;
using namespace taper::cgroup;
using namespace taper::test;

namespace {
/// A counter in memory that the test sees, too.
std::atomic<std::uint64_t> *sharedCounter()
{
    void *memory = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return new (memory) std::atomic<std::uint64_t>(0);
}

int countForever(std::atomic<std::uint64_t> &counter)
{
    for (;;) {
        ++counter;
        usleep(200);
    }
}

/// Reads through process_vm_readv(2) what nobody will ever provide: waits where only SIGKILL reaches it.
int waitUnreachably(int ready)
{
    const int faults = int(syscall(SYS_userfaultfd, O_CLOEXEC));
    uffdio_api api{UFFD_API, 0, 0};
    void *memory = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    uffdio_register range{{reinterpret_cast<std::uintptr_t>(memory), 4096}, UFFDIO_REGISTER_MODE_MISSING, 0};
    const bool good =
        faults >= 0 && ioctl(faults, UFFDIO_API, &api) == 0 && ioctl(faults, UFFDIO_REGISTER, &range) == 0;
    if (write(ready, good ? "y" : "n", 1) != 1 || !good)
        return sleepForever();
    char byte;
    const iovec local{&byte, 1}, remote{memory, 1};
    const pid_t owner = getpid();
    if (fork() == 0) // another one, so that the fault is taken on its behalf
        _exit(int(process_vm_readv(owner, &local, 1, &remote, 1, 0)));
    return sleepForever();
}
} // namespace

class TestCgroupFreeze : public HostFixture
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanup();
    void cleanupTestCase();
    void standsStillAndGoesOn_data() { kinds(); }
    void standsStillAndGoesOn();
    void groupsThatTheGuestMade_data() { kinds(); }
    void groupsThatTheGuestMade();
    void frozenIsKilled_data() { kinds(); }
    void frozenIsKilled();
    void limitsWhileFrozen();
    void whatDoesNotFreezeIsNamed();
    void anotherHelperSeesIt();

private:
    static void kinds();
    Cgroups *cgroups();
    std::unique_ptr<Group> group(const std::string &id);
    bool becomes(Group &group, FreezerState wanted);

    std::unique_ptr<Cgroups> m_old;
};

void TestCgroupFreeze::initTestCase()
{
    HostFixture::initTestCase();
    // v1's freezer alone, as if there was nothing else.
    for (const Mount &mount : findMounts("/sys/fs/cgroup"))
        if (mount.options == "freezer") {
            Options options;
            options.root = mount.path;
            options.base = m_base + "-v1";
            auto opened = openCgroups(options);
            QVERIFY(opened);
            m_old = std::move(*opened);
        }
}

void TestCgroupFreeze::cleanup()
{
    for (const std::string &id : m_old ? m_old->list() : std::set<std::string>())
        if (auto group = m_old->adopt(id))
            end(**group);
    HostFixture::cleanup();
}

void TestCgroupFreeze::cleanupTestCase()
{
    if (m_old)
        QVERIFY(m_old->removeBase());
    HostFixture::cleanupTestCase();
}

void TestCgroupFreeze::kinds()
{
    QTest::addColumn<bool>("old");
    QTest::newRow("as the host has it") << false;
    QTest::newRow("v1") << true;
}

Cgroups *TestCgroupFreeze::cgroups()
{
    QFETCH(bool, old);
    return old ? m_old.get() : m_cgroups.get();
}

std::unique_ptr<Group> TestCgroupFreeze::group(const std::string &id)
{
    auto made = cgroups()->create(id, idFirst, {});
    return made ? std::move(*made) : nullptr;
}

bool TestCgroupFreeze::becomes(Group &group, FreezerState wanted)
{
    return QTest::qWaitFor([&] { return group.freezerState() == wanted; }, patience);
}

#define NEEDS_FREEZER                                                                                        \
    if (!cgroups())                                                                                          \
    QSKIP("v1's freezer is not mounted")

void TestCgroupFreeze::standsStillAndGoesOn()
{
    NEEDS_FREEZER;
    const auto it = group("40");
    QVERIFY(it);
    std::atomic<std::uint64_t> *counters[2] = {sharedCounter(), sharedCounter()};
    QVERIFY(spawnIn(*it->payload(), [&] { return countForever(*counters[0]); }) > 0);
    QVERIFY(spawnIn(*it->exec(), [&] { return countForever(*counters[1]); }) > 0);
    QTRY_VERIFY(*counters[0] > 0 && *counters[1] > 0);
    QCOMPARE(*it->freezerState(), FreezerState::Thawed);
    for (int round = 0; round < 3; ++round) {
        QVERIFY(it->freeze());
        QVERIFY(becomes(*it, FreezerState::Frozen));
        const std::uint64_t first = *counters[0], second = *counters[1];
        usleep(20'000); // the time in which a hundred steps would be made
        QCOMPARE(counters[0]->load(), first);
        QCOMPARE(counters[1]->load(), second);
        QVERIFY(it->freeze()); // once more does no harm
        QCOMPARE(*it->freezerState(), FreezerState::Frozen);
        QVERIFY(it->thaw());
        QVERIFY(becomes(*it, FreezerState::Thawed));
        QTRY_VERIFY(*counters[0] > first && *counters[1] > second);
    }
    end(*it);
    QVERIFY(cgroups()->list().empty());
}

void TestCgroupFreeze::groupsThatTheGuestMade()
{
    NEEDS_FREEZER;
    const auto it = group("41");
    QVERIFY(it);
    auto *counter = sharedCounter(), *own = sharedCounter();
    const bool unified = !it->payload()->directory ? false : true;
    std::string freezer;
    for (const std::string &path : it->paths())
        if (access((path + (unified ? "/cgroup.freeze" : "/freezer.state")).c_str(), F_OK) == 0)
            freezer = path;
    const std::string inner = freezer + "/payload/system.slice", stopped = freezer + "/payload/stopped";
    QCOMPARE(mkdir(inner.c_str(), 0755), 0);
    QCOMPARE(mkdir(stopped.c_str(), 0755), 0);
    QVERIFY(spawnIn(into(inner), [&] { return countForever(*counter); }) > 0);
    QVERIFY(spawnIn(into(stopped), [&] { return countForever(*own); }) > 0);
    QTRY_VERIFY(*counter > 0 && *own > 0);
    // The guest froze one of its own groups: that stays as it wants.
    writeText(stopped + (unified ? "/cgroup.freeze" : "/freezer.state"), unified ? "1" : "FROZEN");
    QVERIFY(it->freeze());
    QVERIFY(becomes(*it, FreezerState::Frozen));
    const std::uint64_t seen = *counter, stays = *own;
    usleep(20'000);
    QCOMPARE(counter->load(), seen);
    QVERIFY(it->thaw());
    QVERIFY(becomes(*it, FreezerState::Thawed));
    QTRY_VERIFY(*counter > seen);
    QCOMPARE(own->load(), stays);
    end(*it);
    QVERIFY(cgroups()->list().empty());
}

void TestCgroupFreeze::frozenIsKilled()
{
    NEEDS_FREEZER;
    const auto it = group("42");
    QVERIFY(it);
    const pid_t pid = spawnIn(*it->payload(), sleepForever);
    QVERIFY(it->freeze());
    QVERIFY(becomes(*it, FreezerState::Frozen));
    QVERIFY(it->kill());
    const int status = reap(pid);
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(WTERMSIG(status), SIGKILL);
    end(*it);
    QVERIFY(cgroups()->list().empty());
}

void TestCgroupFreeze::limitsWhileFrozen()
{
    const auto it = made("43");
    QVERIFY(it);
    spawnIn(*it->payload(), sleepForever);
    QVERIFY(it->freeze());
    QVERIFY(becomes(*it, FreezerState::Frozen));
    const Status set = it->setLimits({64 * MiB, 300, {}, 50, "0", 20});
    QVERIFY2(set, set ? "" : set.error().message().c_str());
    QCOMPARE(fileText(firstOf(it->paths(), "pids.max")), std::string("20"));
    QCOMPARE(*it->freezerState(), FreezerState::Frozen);
    end(*it);
}

void TestCgroupFreeze::whatDoesNotFreezeIsNamed()
{
    const auto it = made("44");
    QVERIFY(it);
    int ready[2];
    QCOMPARE(pipe2(ready, O_CLOEXEC), 0);
    QVERIFY(spawnIn(*it->payload(), [&] { return waitUnreachably(ready[1]); }) > 0);
    ::close(ready[1]);
    char answer = 0;
    QCOMPARE(read(ready[0], &answer, 1), 1);
    ::close(ready[0]);
    if (answer != 'y') {
        end(*it);
        QSKIP("this kernel has no userfaultfd(2) to be held up by");
    }
    const auto waits = [&] {
        const std::string name = it->awakeProcesses();
        const std::string pid = name.substr(0, name.find(' '));
        return !pid.empty() && fileText("/proc/" + pid + "/stat").find(") D ") != std::string::npos;
    };
    QTRY_VERIFY(waits());
    QVERIFY(it->freeze());
    QVERIFY(!QTest::qWaitFor([&] { return it->freezerState() == FreezerState::Frozen; }, 300));
    QCOMPARE(*it->freezerState(), FreezerState::Freezing);
    const std::string names = it->awakeProcesses();
    QVERIFY2(names.find("(tst_cgroup") != std::string::npos && names.find(',') == std::string::npos,
             names.c_str());
    QVERIFY(it->thaw());
    QVERIFY(becomes(*it, FreezerState::Thawed));
    end(*it);
}

void TestCgroupFreeze::anotherHelperSeesIt()
{
    auto it = made("45");
    QVERIFY(it);
    spawnIn(*it->payload(), sleepForever);
    QVERIFY(it->freeze());
    QVERIFY(becomes(*it, FreezerState::Frozen));
    it.reset();
    const auto again = m_cgroups->adopt("45");
    QVERIFY(again);
    QCOMPARE(*(*again)->freezerState(), FreezerState::Frozen);
    QVERIFY((*again)->thaw());
    QVERIFY(becomes(**again, FreezerState::Thawed));
    end(**again);
}

QTEST_GUILESS_MAIN(TestCgroupFreeze)
#include "tst_cgroup_freeze.moc"
