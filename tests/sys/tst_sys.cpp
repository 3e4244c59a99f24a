// SPDX-License-Identifier: GPL-3.0-or-later
// Packets with descriptors, processes by pidfd, kernel calls that are made to fail.
#include "engine/sys/clock.h"
#include "engine/sys/kernel.h"
#include "engine/sys/packet_socket.h"
#include "engine/sys/process.h"

#include <QRegularExpression>
#include <QTest>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace taper;

namespace {
std::ptrdiff_t openDescriptors()
{
    const auto entries = std::filesystem::directory_iterator("/proc/self/fd");
    return std::distance(begin(entries), end(entries));
}
} // namespace

class TestSys : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void sendsPacketsWithDescriptors();
    void refusesAnotherNumberOfDescriptors();
    void refusesPacketsThatAreTooLong();
    void seesThePeersEnd();
    void knowsAProcess();
    void readsStartTimesBehindStrangeNames();
    void failsTheNthCall();
    void tellsTheTime();

private:
    UniqueFd m_a, m_b;
};

void TestSys::init()
{
    int pair[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
    m_a.reset(pair[0]);
    m_b.reset(pair[1]);
}

void TestSys::sendsPacketsWithDescriptors()
{
    const int fds[2] = {m_a.get(), m_b.get()};
    QCOMPARE(sendPacket(m_a.get(), "hello", 5, fds), ssize_t(5));
    char text[16];
    UniqueFd got[2];
    QCOMPARE(receiveExactly(m_b.get(), text, sizeof text, got).value(), std::size_t(5));
    QVERIFY(got[0] && got[1]);
    QVERIFY(::fcntl(got[0].get(), F_GETFD) & FD_CLOEXEC);
}

void TestSys::refusesAnotherNumberOfDescriptors()
{
    const auto before = openDescriptors();
    for (const unsigned sent : {0U, 1U, 3U, 8U}) {
        const std::vector<int> fds(sent, m_a.get());
        QCOMPARE(sendPacket(m_a.get(), "x", 1, fds), ssize_t(1));
        char text[16];
        UniqueFd got[2];
        const auto received = receiveExactly(m_b.get(), text, sizeof text, got);
        QVERIFY(!received);
        QCOMPARE(received.error().code, ErrorCode::ProtocolViolation);
    }
    QCOMPARE(openDescriptors(), before); // surplus ones were closed
    const std::vector<int> tooMany(ReceivedFds::maximum + 1, m_a.get());
    QCOMPARE(sendPacket(m_a.get(), "x", 1, tooMany), ssize_t(-1));
}

void TestSys::refusesPacketsThatAreTooLong()
{
    const auto before = openDescriptors();
    const int fd = m_a.get();
    QCOMPARE(sendPacket(m_a.get(), "0123456789", 10, {&fd, 1}), ssize_t(10));
    char text[4];
    ReceivedFds fds;
    QCOMPARE(receivePacket(m_b.get(), text, sizeof text, fds), ssize_t(-1));
    QCOMPARE(errno, EMSGSIZE);
    QCOMPARE(openDescriptors(), before);
}

void TestSys::seesThePeersEnd()
{
    char text[4];
    m_a.reset();
    QCOMPARE(receiveExactly(m_b.get(), text, sizeof text).value(), std::size_t(0));
    QCOMPARE(sendPacket(m_b.get(), "x", 1), ssize_t(-1)); // and no SIGPIPE
    QCOMPARE(errno, EPIPE);
}

void TestSys::knowsAProcess()
{
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::pause();
        ::_exit(0);
    }
    auto process = PidFd::open(pid);
    QVERIFY(process);
    QVERIFY(process->startTime() > 0);
    QVERIFY(!process->hasEnded());
    QVERIFY(PidFd::open(pid, process->startTime()));
    QVERIFY(!PidFd::open(pid, process->startTime() + 1)); // another process of the same number
    QVERIFY(process->sendSignal(SIGKILL));
    QTRY_VERIFY(process->hasEnded());
    QVERIFY(!PidFd::open(pid)); // a zombie is no process any more
    ::waitpid(pid, nullptr, 0);
    QCOMPARE(process->sendSignal(SIGTERM).error().errnoValue, ESRCH);
}

void TestSys::readsStartTimesBehindStrangeNames()
{
    const std::uint64_t before = processStartTime(::getpid());
    QVERIFY(before > 0);
    kernel::prctl(15 /* PR_SET_NAME */, reinterpret_cast<unsigned long>(") R 1 (x 2 3"));
    QCOMPARE(processStartTime(::getpid()), before);
    QCOMPARE(processStartTime(0x7fffffff), std::uint64_t(0));
}

void TestSys::failsTheNthCall()
{
#ifdef TAPER_FAULTS
    kernel::setFault(2, 1, EPERM);
    QVERIFY(UniqueFd(kernel::pidfd_open(::getpid())));
    QCOMPARE(kernel::pidfd_open(::getpid()), -1);
    QCOMPARE(errno, EPERM);
    QVERIFY(UniqueFd(kernel::pidfd_open(::getpid()))); // once
    kernel::enterFaultChild();
    QCOMPARE(kernel::pidfd_open(::getpid()), -1);
    kernel::setFault(0);
#else
    QSKIP("built without TAPER_FAULTS");
#endif
}

void TestSys::tellsTheTime()
{
    const auto first = monotonicUsec();
    QVERIFY(monotonicUsec() >= first);
    const QRegularExpression form("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$");
    QVERIFY(form.match(QString::fromStdString(rfc3339Now())).hasMatch());
}

QTEST_GUILESS_MAIN(TestSys)
#include "tst_sys.moc"
