// SPDX-License-Identifier: GPL-3.0-or-later
// What the system call filters let through, tried by a process that has loaded them.
#include "engine/security/security.h"

#include <QTest>
#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace taper;

namespace {

/// The errno (0: it succeeded) that the call has in a process with that filter.
int errnoUnder(const std::vector<sock_filter> &program, const std::function<long()> &call)
{
    const pid_t pid = ::fork();
    if (pid == 0) {
        const sock_fprog loaded{static_cast<unsigned short>(program.size()),
                                const_cast<sock_filter *>(program.data())};
        if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
            ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &loaded) < 0)
            ::_exit(255);
        ::_exit(call() < 0 ? errno : 0);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

long makeNamespace()
{
    return ::syscall(SYS_unshare, CLONE_NEWUSER);
}

long cloneInto(unsigned long flags)
{
    const long pid = ::syscall(SYS_clone, flags | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
    if (pid == 0)
        ::_exit(0);
    return pid;
}

} // namespace

class TestSecurity : public QObject
{
    Q_OBJECT

private slots:
    void systemRefusesWhatReachesBeyondAContainer_data();
    void systemRefusesWhatReachesBeyondAContainer();
    void systemAllowsWhatDistributionsNeed();
    void workersHaveNoNetworkAndNoNamespaces();
    void keepsTheCapabilitiesOfASystem();
};

void TestSecurity::systemRefusesWhatReachesBeyondAContainer_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("kexec_load") << SYS_kexec_load;
    QTest::newRow("init_module") << SYS_init_module;
    QTest::newRow("finit_module") << SYS_finit_module;
    QTest::newRow("bpf") << SYS_bpf;
    QTest::newRow("perf_event_open") << SYS_perf_event_open;
    QTest::newRow("keyctl") << SYS_keyctl;
    QTest::newRow("add_key") << SYS_add_key;
    QTest::newRow("open_by_handle_at") << SYS_open_by_handle_at;
    QTest::newRow("userfaultfd") << SYS_userfaultfd;
    QTest::newRow("io_uring_setup") << SYS_io_uring_setup;
    QTest::newRow("swapon") << SYS_swapon;
    QTest::newRow("settimeofday") << SYS_settimeofday;
    QTest::newRow("of the future") << 700;
#ifdef __x86_64__
    QTest::newRow("x32's getpid") << (0x40000000 | SYS_getpid);
#endif
}

void TestSecurity::systemRefusesWhatReachesBeyondAContainer()
{
    QFETCH(int, number);
    const auto filter = security::systemFilter();
    QVERIFY(filter);
    QCOMPARE(errnoUnder(*filter, [=] { return ::syscall(number, 0, 0, 0, 0, 0, 0); }), ENOSYS);
}

void TestSecurity::systemAllowsWhatDistributionsNeed()
{
    const auto filter = security::systemFilter();
    QVERIFY(filter);
    QVERIFY(filter->size() <= 4096);
    QCOMPARE(errnoUnder(*filter, [] { return long(::socket(AF_UNIX, SOCK_STREAM, 0)); }), 0);
    QCOMPARE(errnoUnder(*filter, [] { return cloneInto(0); }), 0);
    QVERIFY(errnoUnder(*filter, [] { return makeNamespace(); }) != ENOSYS);
    QVERIFY(errnoUnder(*filter, [] { return ::syscall(SYS_mount, 0, 0, 0, 0, 0); }) != ENOSYS);
    QVERIFY(errnoUnder(*filter, [] { return ::syscall(SYS_fsopen, "nothing", 0); }) != ENOSYS);
    QVERIFY(errnoUnder(*filter, [] { return ::syscall(SYS_name_to_handle_at, -1, "", 0, 0, 0); }) != ENOSYS);
}

void TestSecurity::workersHaveNoNetworkAndNoNamespaces()
{
    const auto filter = security::workerFilter();
    QVERIFY(filter);
    QCOMPARE(errnoUnder(*filter, [] { return ::syscall(SYS_socket, AF_INET, SOCK_STREAM, 0); }), ENOSYS);
    QCOMPARE(errnoUnder(*filter, [] { return ::syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0); }), ENOSYS);
    QCOMPARE(errnoUnder(*filter, [] { return makeNamespace(); }), ENOSYS);
    QCOMPARE(errnoUnder(*filter, [] { return cloneInto(CLONE_NEWUSER); }), ENOSYS);
    QCOMPARE(errnoUnder(*filter, [] { return cloneInto(CLONE_NEWNET); }), ENOSYS);
    QCOMPARE(errnoUnder(*filter, [] { return ::syscall(SYS_clone3, 0, 0); }), ENOSYS);
    QCOMPARE(errnoUnder(*filter, [] { return ::syscall(SYS_ptrace, 0, 0, 0, 0); }), ENOSYS);
    QCOMPARE(errnoUnder(*filter, [] { return ::syscall(SYS_mount, 0, 0, 0, 0, 0); }), ENOSYS);
    QCOMPARE(errnoUnder(*filter, [] { return ::syscall(SYS_execve, 0, 0, 0); }), ENOSYS);
    QCOMPARE(errnoUnder(*filter, [] { return long(::open("/", O_RDONLY)); }), 0);
    QCOMPARE(errnoUnder(*filter, [] { return cloneInto(0); }), 0); // threads
}

void TestSecurity::keepsTheCapabilitiesOfASystem()
{
    const std::uint64_t kept = security::systemCapabilities();
    for (const unsigned capability :
         {CAP_CHOWN, CAP_SETUID, CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_NET_RAW, CAP_SYS_BOOT, CAP_SYS_CHROOT})
        QVERIFY(kept & (1ull << capability));
    for (const unsigned capability :
         {CAP_SYS_MODULE, CAP_SYS_RAWIO, CAP_SYS_TIME, CAP_MAC_ADMIN, CAP_BPF, CAP_PERFMON})
        QVERIFY(!(kept & (1ull << capability)));
}

QTEST_GUILESS_MAIN(TestSecurity)
#include "tst_security.moc"
