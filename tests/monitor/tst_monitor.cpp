// SPDX-License-Identifier: GPL-3.0-or-later
// The monitor of a running container: console, exec'd programs, helpers that die and come back, its own
// death.
#include "container/test_container.h"
#include "engine/sys/clock.h"
#include "engine/sys/kernel.h"

#include <QTest>
#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <poll.h>
#include <set>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

using namespace taper;
using namespace taper::test;
using monitor::Type;
namespace fs = std::filesystem;

namespace {

QString lines(const std::string &text)
{
    return QString::fromStdString(text);
}

/// One program run to its end.
struct Ran
{
    std::string out, err;
    monitor::Message ended;
    bool started = false;
};

Ran execute(Container &container, std::unique_ptr<monitor::ExecRequest> request,
            const std::string &input = {})
{
    auto [out, outTheirs] = streamPair();
    auto [err, errTheirs] = streamPair();
    Ran ran;
    container.process->send(*request, {outTheirs.get(), errTheirs.get()});
    outTheirs.reset();
    errTheirs.reset();
    if (!input.empty() && ::write(out.get(), input.data(), input.size()) != ssize_t(input.size()))
        return ran;
    ::shutdown(out.get(), SHUT_WR);
    ran.out = readAll(out.get()).value_or("?");
    ran.err = readAll(err.get()).value_or("?");
    for (;;) {
        const auto received = container.process->receive();
        if (!received)
            return ran;
        if (received->message.session != request->head.session)
            continue;
        ran.started = ran.started || received->message.type == Type::ExecStarted;
        if (received->message.type == Type::ExecEnded) {
            ran.ended = received->message;
            return ran;
        }
    }
}

Ran execute(Container &container, const std::string &command, const std::string &user = {},
            const std::string &input = {})
{
    static std::uint64_t session = 1000;
    return execute(container, execRequest(++session, {"/bin/sh", "-c", command}, user), input);
}

pid_t initOf(const Container &container)
{
    return pid_t(container.cloned->message.pid);
}

} // namespace

class TestMonitor : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void keepsTheConsoleForTheNextHelper();
    void aNewHelperReplacesTheOld();
    void letsNobodyElseIn();
    void dropsWhoSpeaksAnotherLanguage();
    void severalConsolesAtOnce();
    void aStuckConsoleDoesNotHoldTheContainer();
    void resizesTheConsole();
    void executes_data();
    void executes();
    void executesAsConfinedAsInit();
    void executesOnATerminal();
    void hangsUpWhenTheClientGoes();
    void signalsAnExec();
    void manyExecsAtOnce();
    void movesManyBytes();
    void keepsEndedExecsForTheNextHelper();
    void doesNotWaitForDaemons();
    void tellsWhichCallOfAnExecFailed();
    void reportsTheEndBySignal();
    void killedMonitorTakesTheContainerAlong();
    void killedAtAnyMomentOfTheStartLeavesNoProcess();
    void theHelpersDeathBeforeRunningUndoes();
    void killDuringTheStartFails();
    void theAnchorOnlySits();
    void isSmall();
};

void TestMonitor::initTestCase()
{
    if (const auto why = enterSandbox())
        QSKIP(why->c_str());
}

void TestMonitor::keepsTheConsoleForTheNextHelper()
{
    Container container({"/bin/sh", "-c", "read a; echo first; read b; echo second; exec sh"});
    QVERIFY(container.start());
    container.attach();
    QVERIFY(::write(container.console.get(), "x\n", 2) == 2);
    QVERIFY(readUntil(container.console.get(), "first"));
    container.process->loseHelper();                          // killed, say
    QVERIFY(::write(container.console.get(), "x\n", 2) == 2); // the client's socket lives on
    QVERIFY(readUntil(container.console.get(), "second"));
    container.console.reset();

    QVERIFY(container.process->reconnect(container.state.run(), "1"));
    const auto status = container.process->receive();
    QVERIFY(status && status->message.type == Type::Status);
    QCOMPARE(status->message.pid, container.cloned->message.pid);
    QCOMPARE(status->message.startTime, container.cloned->message.startTime);
    QCOMPARE(status->message.value, 1);
    QCOMPARE(status->fds.size(), std::size_t(2));
    struct stat network, theirs;
    QCOMPARE(::fstat(status->fds[1].get(), &network), 0);
    QCOMPARE(::stat(("/proc/" + std::to_string(initOf(container)) + "/ns/net").c_str(), &theirs), 0);
    QCOMPARE(network.st_ino, theirs.st_ino);
    container.attach();
    const auto scrollBack = readUntil(container.console.get(), "second");
    QVERIFY(scrollBack);
    QVERIFY(lines(*scrollBack).contains("first"));
    QCOMPARE(lines(container.ask("echo $$")), QString("1\n"));
}

void TestMonitor::aNewHelperReplacesTheOld()
{
    Container container;
    QVERIFY(container.start());
    const UniqueFd old(::dup(container.process->socket()));
    QVERIFY(container.process->reconnect(container.state.run(), "1"));
    QVERIFY(container.process->waitFor(Type::Status));
    char byte;
    QCOMPARE(::recv(old.get(), &byte, 1, 0), ssize_t(0)); // closed by the monitor
}

void TestMonitor::letsNobodyElseIn()
{
    Container container;
    QVERIFY(container.start());
    const auto connectAs = [&](uid_t uid) {
        const pid_t pid = ::fork();
        if (pid == 0) {
            const int socket = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
            sockaddr_un address{};
            address.sun_family = AF_UNIX;
            std::strcpy(address.sun_path, (container.state.run() + "/monitors/1").c_str());
            if (::setresuid(uid, uid, uid) < 0)
                ::_exit(9);
            if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) < 0)
                ::_exit(errno == EACCES ? 1 : 2);
            char byte;
            ::_exit(::recv(socket, &byte, 1, 0) == 0 ? 3 : 4); // closed without a word
        }
        int status = 0;
        ::waitpid(pid, &status, 0);
        return WEXITSTATUS(status);
    };
    QCOMPARE(connectAs(1000), 1); // the directory is root's alone
    ::chmod(container.state.path().c_str(), 0755);
    ::chmod((container.state.run() + "/monitors").c_str(), 0777);
    ::chmod((container.state.run() + "/monitors/1").c_str(), 0777);
    QCOMPARE(connectAs(1000), 3); // and were it not, the kernel says who it is
    QVERIFY(container.process->reconnect(container.state.run(), "1"));
    QVERIFY(container.process->waitFor(Type::Status));
}

void TestMonitor::dropsWhoSpeaksAnotherLanguage()
{
    Container container;
    QVERIFY(container.start());
    const auto dropped = [&] {
        pollfd entry{container.process->socket(), POLLIN, 0};
        char block[8192];
        while (::poll(&entry, 1, 10000) == 1)
            if (::recv(container.process->socket(), block, sizeof block, 0) <= 0)
                return true;
        return false;
    };
    QVERIFY(::send(container.process->socket(), "short", 5, MSG_NOSIGNAL) == 5);
    QVERIFY(dropped());
    QVERIFY(container.process->reconnect(container.state.run(), "1", false));
    monitor::Message kill; // anything before Hello
    kill.type = Type::Kill;
    QVERIFY(container.process->send(kill));
    QVERIFY(dropped());
    QVERIFY(container.process->reconnect(container.state.run(), "1", false));
    const std::string large(100000, 'x');
    QVERIFY(::send(container.process->socket(), large.data(), large.size(), MSG_NOSIGNAL) > 0);
    QVERIFY(dropped());
    // Wrong numbers of descriptors are answered, and closed.
    QVERIFY(container.process->reconnect(container.state.run(), "1"));
    QVERIFY(container.process->waitFor(Type::Status));
    QVERIFY(container.process->send(*execRequest(7, {"true"}), {container.process->socket()}));
    auto answer = container.process->waitFor(Type::ExecEnded);
    QVERIFY(answer);
    QCOMPARE(answer->message.errnoValue, EINVAL);
    auto request = execRequest(8, {"true"});
    request->argumentCount = 4000000000;
    QVERIFY(container.process->send(*request, {container.process->socket(), container.process->socket()}));
    answer = container.process->waitFor(Type::ExecEnded);
    QVERIFY(answer);
    QCOMPARE(answer->message.errnoValue, E2BIG);
    monitor::Message attach;
    attach.type = Type::AttachConsole;
    attach.session = 3;
    QVERIFY(container.process->send(attach));
    QVERIFY(container.process->waitFor(Type::ConsoleClosed));
    QVERIFY(!waitUntilGone(initOf(container), 0));
}

void TestMonitor::severalConsolesAtOnce()
{
    Container container;
    QVERIFY(container.start());
    container.attach();
    auto [second, theirs] = streamPair();
    monitor::Message attach;
    attach.type = Type::AttachConsole;
    attach.session = 2;
    QVERIFY(container.process->send(attach, {theirs.get()}));
    theirs.reset();
    QVERIFY(::write(second.get(), "echo fr''om two\n", 16) == 16);
    QVERIFY(readUntil(container.console.get(), "from two"));
    QVERIFY(readUntil(second.get(), "from two"));
    second.reset();
    const auto closed = container.process->waitFor(Type::ConsoleClosed);
    QVERIFY(closed);
    QCOMPARE(closed->message.session, std::uint64_t(2));
    QCOMPARE(lines(container.ask("echo still")), QString("still\n"));
}

void TestMonitor::aStuckConsoleDoesNotHoldTheContainer()
{
    Container container(
        {"/bin/sh", "-c",
         "read go; yes 0123456789012345678901234567890 | head -c 3000000; echo; echo al''l; exec sh"});
    QVERIFY(container.start());
    auto [stuck, theirs] = streamPair(); // never read
    monitor::Message attach;
    attach.type = Type::AttachConsole;
    attach.session = 9;
    QVERIFY(container.process->send(attach, {theirs.get()}));
    theirs.reset();
    container.attach();
    QVERIFY(::write(container.console.get(), "go\n", 3) == 3);
    const auto all = readUntil(container.console.get(), "\nall", 60000);
    QVERIFY(all);
    QVERIFY(all->size() > 3000000); // this one missed nothing
    const auto closed = container.process->waitFor(Type::ConsoleClosed);
    QVERIFY(closed);
    QCOMPARE(closed->message.session, std::uint64_t(9));
    container.console.reset();
    // With nobody there it goes on too, and the last 64 KiB stay.
    QCOMPARE(lines(execute(container, "yes y | head -c 300000 > /dev/console; echo done").out),
             QString("done\n"));
    container.attach();
    char block[200000];
    std::size_t got = 0;
    pollfd entry{container.console.get(), POLLIN, 0};
    while (::poll(&entry, 1, 300) == 1) {
        const ssize_t length = ::read(container.console.get(), block, sizeof block);
        if (length <= 0)
            break;
        got += std::size_t(length);
    }
    QCOMPARE(got, std::size_t(65536));
}

void TestMonitor::resizesTheConsole()
{
    Container container;
    QVERIFY(container.start());
    container.attach();
    monitor::Message resize;
    resize.type = Type::Resize;
    resize.session = 1;
    resize.rows = 31;
    resize.columns = 97;
    QVERIFY(container.process->send(resize));
    QTRY_COMPARE(lines(container.ask("stty size")), QString("31 97\n"));
}

void TestMonitor::executes_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("out");
    QTest::addColumn<QString>("err");
    QTest::addColumn<int>("exitStatus");
    QTest::newRow("output") << "echo hi"
                            << ""
                            << ""
                            << "hi\n"
                            << "" << 0;
    QTest::newRow("errors apart") << "echo out; echo err >&2; exit 3"
                                  << ""
                                  << ""
                                  << "out\n"
                                  << "err\n"
                                  << 3;
    QTest::newRow("input to its end") << "cat; echo end"
                                      << ""
                                      << "one\ntwo\n"
                                      << "one\ntwo\nend\n"
                                      << "" << 0;
    QTest::newRow("a user with groups") << "id -u; id -g; id -G; pwd; echo $HOME $USER $SHELL"
                                        << "anna"
                                        << ""
                                        << "1000\n1000\n1000 2001 2002\n/home/anna\n/home/anna anna /bin/sh\n"
                                        << "" << 0;
    QTest::newRow("a user by number") << "id -un; echo $HOME"
                                      << "1000"
                                      << ""
                                      << "anna\n/home/anna\n"
                                      << "" << 0;
    QTest::newRow("a number nobody has") << "id -u; id -g; id -G; pwd"
                                         << "4242"
                                         << ""
                                         << "4242\n0\n0\n/\n"
                                         << "" << 0;
    QTest::newRow("root's groups") << "id -G; echo $HOME"
                                   << "root"
                                   << ""
                                   << "0 2002\n/root\n"
                                   << "" << 0;
    QTest::newRow("files of its own") << "echo a > f && stat -c %u:%g f"
                                      << "anna"
                                      << ""
                                      << "1000:1000\n"
                                      << "" << 0;
    QTest::newRow("no rights of root") << "{ echo a > /etc/x; } 2>/dev/null || echo no"
                                       << "anna"
                                       << ""
                                       << "no\n"
                                       << "" << 0;
    QTest::newRow("its pipes by name") << "echo x > /dev/stdout"
                                       << "anna"
                                       << ""
                                       << "x\n"
                                       << "" << 0;
    QTest::newRow("no terminal") << "tty; echo ${TERM:-none}"
                                 << ""
                                 << ""
                                 << "not a tty\nnone\n"
                                 << "" << 0;
    QTest::newRow("in a session of its own") << "echo $(($(cut -d' ' -f6 /proc/self/stat) == $$))"
                                             << ""
                                             << ""
                                             << "1\n"
                                             << "" << 0;
}

void TestMonitor::executes()
{
    static std::unique_ptr<Container> container; // one for all rows
    if (!container) {
        container = std::make_unique<Container>();
        fs::create_symlink("busybox", container->rootfs() + "/bin/cut");
        QVERIFY(container->start());
    }
    QFETCH(QString, command);
    QFETCH(QString, user);
    QFETCH(QString, input);
    QFETCH(QString, out);
    QFETCH(QString, err);
    QFETCH(int, exitStatus);
    const Ran ran = execute(*container, command.toStdString(), user.toStdString(), input.toStdString());
    QCOMPARE(lines(ran.out), out);
    QCOMPARE(lines(ran.err), err);
    QVERIFY(ran.started);
    QVERIFY(WIFEXITED(ran.ended.value));
    QCOMPARE(WEXITSTATUS(ran.ended.value), exitStatus);
    QCOMPARE(ran.ended.errnoValue, 0);
    if (QString(QTest::currentDataTag()).startsWith("in a session"))
        container.reset();
}

void TestMonitor::executesAsConfinedAsInit()
{
    Container container;
    spit(container.rootfs() + "/etc/notes", "#!/bin/sh\n");
    QVERIFY(container.start());
    const auto one = [&](const std::vector<std::string> &words, const std::string &user = {}) {
        static std::uint64_t session = 100;
        return execute(container, execRequest(++session, words, user));
    };
    // What could not be executed: 127 and 126 are made of these.
    QCOMPARE(one({"no-such-program"}).ended.errnoValue, ENOENT);
    QCOMPARE(one({"/no/such"}).ended.errnoValue, ENOENT);
    QCOMPARE(one({"/etc/notes"}).ended.errnoValue, EACCES);
    QCOMPARE(one({""}).ended.errnoValue, ENOENT);
    QCOMPARE(one({"true"}, "nobody-here").ended.errnoValue, ENOENT);
    QVERIFY(QString(one({"true"}, "nobody-here").ended.text).contains("user"));
    auto elsewhere = execRequest(55, {"pwd"});
    QVERIFY(setField(elsewhere->directory, sizeof elsewhere->directory, "/no-directory", "directory"));
    const Ran nowhere = execute(container, std::move(elsewhere));
    QCOMPARE(nowhere.ended.errnoValue, ENOENT);
    QVERIFY(!nowhere.started);
    elsewhere = execRequest(56, {"sh", "-c", "pwd; echo $A$PATH"}, "", false, {"A=b", "PATH=/bin:/x"});
    QVERIFY(setField(elsewhere->directory, sizeof elsewhere->directory, "/home/anna", "directory"));
    QCOMPARE(lines(execute(container, std::move(elsewhere)).out), QString("/home/anna\nb/bin:/x\n"));

    const QString status = lines(execute(container, "cat /proc/self/status").out);
    QVERIFY(status.contains("Seccomp:\t2\n"));
    QVERIFY(status.contains(QString("CapBnd:\t%1\n").arg(container.plan->capabilities, 16, 16, QChar('0'))));
    QVERIFY(status.contains("CapInh:\t0000000000000000\n"));
    QVERIFY(lines(execute(container, "cat /proc/self/status", "anna").out)
                .contains("CapEff:\t0000000000000000\n"));
    QCOMPARE(lines(execute(container,
                           "for n in user pid mnt uts ipc net cgroup; do [ $(readlink /proc/self/ns/$n) = "
                           "$(readlink /proc/1/ns/$n) ] || echo $n; done")
                       .out),
             QString());
    // Nothing of the monitor's is open in it.
    auto [out, outTheirs] = streamPair();
    auto [err, errTheirs] = streamPair();
    QVERIFY(container.process->send(*execRequest(9, {"sleep", "1000"}), {outTheirs.get(), errTheirs.get()}));
    const auto started = container.process->waitFor(Type::ExecStarted);
    QVERIFY(started);
    QStringList fds;
    for (const auto &entry : fs::directory_iterator("/proc/" + std::to_string(started->message.pid) + "/fd"))
        fds << QString::fromStdString(entry.path().filename());
    fds.sort();
    QCOMPARE(fds, QStringList({"0", "1", "2"}));
    // Beside the payload, where the limits hold as well.
    const QString groups = lines(execute(container, "cat /proc/self/cgroup").out);
    for (const QString &line : groups.split('\n', Qt::SkipEmptyParts))
        QVERIFY2(line.endsWith("/../exec") || line.endsWith(":/"), qPrintable(line));
    QVERIFY(groups.contains("/../exec"));
}

void TestMonitor::executesOnATerminal()
{
    Container container;
    QVERIFY(container.start());
    auto [mine, theirs] = streamPair();
    auto request = execRequest(3, {"sh"}, "anna", true);
    request->head.rows = 40;
    request->head.columns = 100;
    QVERIFY(container.process->send(*request, {theirs.get()}));
    theirs.reset();
    const auto started = container.process->waitFor(Type::ExecStarted);
    QVERIFY(started);
    const auto ask = [&](const std::string &line, const std::string &answer) {
        return ::write(mine.get(), line.data(), line.size()) == ssize_t(line.size()) &&
               readUntil(mine.get(), answer);
    };
    QVERIFY(ask("tty\n", "/dev/pts/"));
    QVERIFY(ask("stty size\n", "40 100"));
    QVERIFY(ask("stat -c %u:%g:%a $(tty)\n", "1000:5:620"));
    QVERIFY(ask("echo $TERM$HOME\n", "xterm-256color/home/anna"));
    monitor::Message resize;
    resize.type = Type::Resize;
    resize.session = 3;
    resize.rows = 20;
    resize.columns = 60;
    QVERIFY(container.process->send(resize));
    QVERIFY(ask("stty size; stty size; stty size\n", "20 60"));
    // Job control: ^C ends the sleep, not the shell.
    QVERIFY(ask("sleep 1000; echo int''errupted\n", "\n"));
    QTRY_VERIFY(lines(execute(container, "ps").out).contains("sleep 1000"));
    QVERIFY(ask("\x03", "$"));
    QVERIFY(ask("echo he''re\n", "here"));
    QVERIFY(ask("exit 5\n", "exit"));
    const auto ended = container.process->waitFor(Type::ExecEnded);
    QVERIFY(ended);
    QCOMPARE(WEXITSTATUS(ended->message.value), 5);
    QVERIFY(readAll(mine.get()));
}

void TestMonitor::hangsUpWhenTheClientGoes()
{
    Container container;
    QVERIFY(container.start());
    auto [mine, theirs] = streamPair();
    QVERIFY(container.process->send(*execRequest(3, {"sleep", "1000"}, "", true), {theirs.get()}));
    theirs.reset();
    QVERIFY(container.process->waitFor(Type::ExecStarted));
    mine.reset();
    auto ended = container.process->waitFor(Type::ExecEnded);
    QVERIFY(ended);
    QVERIFY(WIFSIGNALED(ended->message.value));
    QCOMPARE(WTERMSIG(ended->message.value), SIGHUP);
    // Without a terminal: the program finds nobody to read.
    auto [out, outTheirs] = streamPair();
    auto [err, errTheirs] = streamPair();
    QVERIFY(container.process->send(*execRequest(4, {"yes"}), {outTheirs.get(), errTheirs.get()}));
    outTheirs.reset();
    errTheirs.reset();
    QVERIFY(container.process->waitFor(Type::ExecStarted));
    out.reset();
    err.reset();
    ended = container.process->waitFor(Type::ExecEnded);
    QVERIFY(ended);
    QCOMPARE(WTERMSIG(ended->message.value), SIGPIPE);
}

void TestMonitor::signalsAnExec()
{
    Container container;
    QVERIFY(container.start());
    auto [out, outTheirs] = streamPair();
    auto [err, errTheirs] = streamPair();
    QVERIFY(container.process->send(*execRequest(4, {"sleep", "1000"}), {outTheirs.get(), errTheirs.get()}));
    QVERIFY(container.process->waitFor(Type::ExecStarted));
    monitor::Message message;
    message.type = Type::SignalExec;
    message.session = 4;
    message.value = SIGTERM;
    QVERIFY(container.process->send(message));
    const auto ended = container.process->waitFor(Type::ExecEnded);
    QVERIFY(ended);
    QCOMPARE(WTERMSIG(ended->message.value), SIGTERM);
}

void TestMonitor::manyExecsAtOnce()
{
    Container container;
    QVERIFY(container.start());
    constexpr int count = 40;
    std::vector<UniqueFd> outs, errs;
    for (int i = 0; i < count; ++i) {
        auto [out, outTheirs] = streamPair();
        auto [err, errTheirs] = streamPair();
        QVERIFY(container.process->send(
            *execRequest(std::uint64_t(100 + i), {"sh", "-c", "cat; exit " + std::to_string(i)}),
            {outTheirs.get(), errTheirs.get()}));
        outs.push_back(std::move(out));
        errs.push_back(std::move(err));
    }
    for (int i = count - 1; i >= 0; --i) {
        const std::string text = "text " + std::to_string(i);
        QVERIFY(::write(outs[std::size_t(i)].get(), text.data(), text.size()) == ssize_t(text.size()));
        ::shutdown(outs[std::size_t(i)].get(), SHUT_WR);
        QCOMPARE(readAll(outs[std::size_t(i)].get()).value_or("?"), text);
    }
    std::map<std::uint64_t, int> ends;
    while (ends.size() < count) {
        const auto ended = container.process->waitFor(Type::ExecEnded);
        QVERIFY(ended);
        QVERIFY(!ends.contains(ended->message.session)); // once each
        ends[ended->message.session] = WEXITSTATUS(ended->message.value);
    }
    for (int i = 0; i < count; ++i)
        QCOMPARE(ends[std::uint64_t(100 + i)], i);
}

void TestMonitor::movesManyBytes()
{
    Container container;
    QVERIFY(container.start());
    auto [out, outTheirs] = streamPair();
    auto [err, errTheirs] = streamPair();
    QVERIFY(container.process->send(*execRequest(4, {"cat"}), {outTheirs.get(), errTheirs.get()}));
    outTheirs.reset();
    errTheirs.reset();
    const std::string text = std::string(1000000, 'a') + std::string(1000000, 'b');
    const pid_t writer = ::fork(); // both directions at once, or it would stand still
    if (writer == 0) {
        for (std::size_t at = 0; at < text.size();) {
            const ssize_t written = ::write(out.get(), text.data() + at, text.size() - at);
            if (written <= 0)
                ::_exit(1);
            at += std::size_t(written);
        }
        ::shutdown(out.get(), SHUT_WR);
        ::_exit(0);
    }
    const auto back = readAll(out.get());
    int status = -1;
    ::waitpid(writer, &status, 0);
    QCOMPARE(status, 0);
    QVERIFY(back && *back == text);
}

void TestMonitor::keepsEndedExecsForTheNextHelper()
{
    Container container;
    QVERIFY(container.start());
    auto [out, outTheirs] = streamPair();
    auto [err, errTheirs] = streamPair();
    QVERIFY(container.process->send(*execRequest(77, {"sh", "-c", "read x; exit 9"}),
                                    {outTheirs.get(), errTheirs.get()}));
    outTheirs.reset();
    errTheirs.reset();
    const auto started = container.process->waitFor(Type::ExecStarted);
    QVERIFY(started);
    container.process->loseHelper();
    QVERIFY(::write(out.get(), "x\n", 2) == 2);
    QVERIFY(readAll(out.get())); // its end, seen by the client
    QVERIFY(container.process->reconnect(container.state.run(), "1"));
    const auto ended = container.process->waitFor(Type::ExecEnded);
    QVERIFY(ended);
    QCOMPARE(ended->message.session, std::uint64_t(77));
    QCOMPARE(WEXITSTATUS(ended->message.value), 9);
    QVERIFY(container.process->reconnect(container.state.run(), "1"));
    QVERIFY(container.process->waitFor(Type::Status));
    QVERIFY(!container.process->waitFor(Type::ExecEnded, 200)); // told once
}

void TestMonitor::doesNotWaitForDaemons()
{
    Container container;
    QVERIFY(container.start());
    const Ran ran = execute(container, "sleep 1000 & echo started");
    QCOMPARE(lines(ran.out), QString("started\n"));
    QVERIFY(lines(execute(container, "ps").out).contains("sleep 1000"));
}

void TestMonitor::tellsWhichCallOfAnExecFailed()
{
#ifndef TAPER_FAULTS
    QSKIP("built without TAPER_FAULTS");
#endif
    for (const bool terminal : {false, true}) {
        int failures = 0, successes = 0;
        for (int n = 1; n < 200 && successes < 4; ++n) {
            Container container;
            QVERIFY(container.start({{"TAPER_FAULT_EXEC", std::to_string(n)}}));
            auto [out, outTheirs] = streamPair();
            auto [err, errTheirs] = streamPair();
            std::vector<int> fds{outTheirs.get()};
            if (!terminal)
                fds.push_back(errTheirs.get());
            QVERIFY(container.process->send(*execRequest(5, {"/bin/true"}, "anna", terminal), fds));
            outTheirs.reset();
            errTheirs.reset();
            const auto ended = container.process->waitFor(Type::ExecEnded);
            QVERIFY2(ended, qPrintable(QString::number(n)));
            QVERIFY(readAll(out.get())); // the client's end is closed in any case
            if (ended->message.errnoValue == 0) {
                QCOMPARE(ended->message.value, 0);
                ++successes;
                continue;
            }
            successes = 0;
            ++failures;
            QCOMPARE(ended->message.errnoValue, EIO);
            QVERIFY2(ended->message.text[0], qPrintable(QString::number(n)));
            // Nothing of it is left: init and nobody else.
            const auto processes = container.groups.processes();
            QCOMPARE(std::set<pid_t>(processes.begin(), processes.end()), std::set<pid_t>{initOf(container)});
        }
        QVERIFY2(failures > 10, qPrintable(QString::number(failures)));
    }
}

void TestMonitor::reportsTheEndBySignal()
{
    Container container;
    QVERIFY(container.start());
    auto [out, outTheirs] = streamPair();
    auto [err, errTheirs] = streamPair();
    QVERIFY(container.process->send(*execRequest(4, {"sleep", "1000"}), {outTheirs.get(), errTheirs.get()}));
    const auto started = container.process->waitFor(Type::ExecStarted);
    QVERIFY(started);
    monitor::Message kill;
    kill.type = Type::Kill;
    QVERIFY(container.process->send(kill));
    // What was entered dies with the container, and is told before its end.
    const auto ended = container.process->waitFor(Type::ExecEnded);
    QVERIFY(ended);
    QCOMPARE(WTERMSIG(ended->message.value), SIGKILL);
    const auto end = container.process->waitFor(Type::Ended);
    QVERIFY(end);
    QCOMPARE(end->message.value, SIGKILL);
    QCOMPARE(container.process->waitForEnd(), std::optional<int>(0));
    QCOMPARE(slurp(container.state.run() + "/monitors/1.exit"), std::string("status 9\n"));
    QVERIFY(waitUntilGone(pid_t(started->message.pid)));
    QVERIFY(container.groups.remove());
}

void TestMonitor::killedMonitorTakesTheContainerAlong()
{
    Container container;
    QVERIFY(container.start());
    auto [out, outTheirs] = streamPair();
    auto [err, errTheirs] = streamPair();
    QVERIFY(container.process->send(*execRequest(4, {"sleep", "1000"}), {outTheirs.get(), errTheirs.get()}));
    const auto started = container.process->waitFor(Type::ExecStarted);
    QVERIFY(started);
    container.process->kill(SIGKILL);
    QVERIFY(container.process->waitForEnd());
    QVERIFY(waitUntilGone(initOf(container)));
    QVERIFY(waitUntilGone(pid_t(started->message.pid)));
    QVERIFY(!fs::exists(container.state.run() + "/monitors/1.exit"));
    // The socket that it left does not keep the next one from starting.
    QVERIFY(fs::exists(container.state.run() + "/monitors/1"));
    QVERIFY(container.start());
    QVERIFY(container.process->reconnect(container.state.run(), "1"));
    QVERIFY(container.process->waitFor(Type::Status));
}

void TestMonitor::killedAtAnyMomentOfTheStartLeavesNoProcess()
{
    Container container({"/bin/sleep", "1000"});
    const auto mounts = mountIds();
    // While the child waits for the network …
    container.plan->network = 1;
    container.process = std::make_unique<MonitorProcess>(*container.plan, container.groups.open());
    QVERIFY(container.process->waitFor(Type::Cloned));
    container.process->kill(SIGKILL);
    QVERIFY(container.process->waitForEnd());
    QTRY_VERIFY(container.groups.processes().empty());
    // … and swept over the whole start, which takes a few milliseconds.
    container.plan->network = 0;
    for (std::uint64_t delayUsec = 0; delayUsec < 8000; delayUsec += 200) {
        container.process = std::make_unique<MonitorProcess>(*container.plan, container.groups.open());
        const std::uint64_t until = monotonicUsec() + delayUsec;
        while (monotonicUsec() < until) {
        }
        container.process->kill(SIGKILL);
        QVERIFY(container.process->waitForEnd());
        QTRY_VERIFY2(container.groups.processes().empty(), qPrintable(QString::number(delayUsec)));
        QVERIFY(hasNoNewMounts(mounts));
    }
    QVERIFY(container.groups.remove());
}

void TestMonitor::theHelpersDeathBeforeRunningUndoes()
{
    Container container;
    container.plan->network = 1; // it waits for a network that nobody makes
    container.process = std::make_unique<MonitorProcess>(*container.plan, container.groups.open());
    const auto cloned = container.process->waitFor(Type::Cloned);
    QVERIFY(cloned);
    container.process->loseHelper();
    QCOMPARE(container.process->waitForEnd(), std::optional<int>(1 << 8));
    QVERIFY(waitUntilGone(pid_t(cloned->message.pid)));
    QVERIFY(container.groups.processes().empty());
    QVERIFY(!fs::exists(container.state.run() + "/monitors/1"));
    QVERIFY(!fs::exists(container.state.run() + "/monitors/1.exit"));
    QVERIFY(container.groups.remove());
}

void TestMonitor::killDuringTheStartFails()
{
    Container container;
    container.plan->network = 1;
    container.process = std::make_unique<MonitorProcess>(*container.plan, container.groups.open());
    const auto cloned = container.process->waitFor(Type::Cloned);
    QVERIFY(cloned);
    monitor::Message kill;
    kill.type = Type::Kill;
    QVERIFY(container.process->send(kill));
    const auto failed = container.process->waitFor(Type::Failed);
    QVERIFY(failed);
    QVERIFY(failed->message.text[0] != 0);
    QVERIFY(container.process->waitForEnd());
    QVERIFY(container.groups.remove());
}

void TestMonitor::theAnchorOnlySits()
{
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::execl(TAPER_BIN_DIR "/taper-monitor", "taper-monitor", "--anchor", nullptr);
        ::_exit(127);
    }
    const std::string proc = "/proc/" + std::to_string(pid);
    QTRY_COMPARE(lines(slurp(proc + "/comm")), QString("taper-anchor\n"));
    QTRY_VERIFY(lines(slurp(proc + "/syscall")).startsWith("34 ") || !fs::exists(proc + "/syscall"));
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
}

void TestMonitor::isSmall()
{
    Container container;
    QVERIFY(container.start());
    const auto own = [&] { // the plan is let go right after the start has been announced
        const QString rollup =
            lines(slurp("/proc/" + std::to_string(container.process->pid()) + "/smaps_rollup"));
        return rollup.section("Anonymous:", 1, 1).section("kB", 0, 0).simplified().toInt();
    };
    QTRY_VERIFY2(own() > 0 && own() < 120,
                 qPrintable(QString::number(own()))); // its text is the same pages for all
    qInfo("a monitor's own memory: %d KiB", own());
    QCOMPARE(lines(slurp("/proc/" + std::to_string(container.process->pid()) + "/status"))
                 .section("Threads:", 1, 1)
                 .section('\n', 0, 0)
                 .trimmed(),
             QString("1"));
    // It keeps no mount of the host busy.
    QTRY_COMPARE(fs::read_symlink("/proc/" + std::to_string(container.process->pid()) + "/ns/mnt"),
                 fs::read_symlink("/proc/self/ns/mnt"));
}

QTEST_GUILESS_MAIN(TestMonitor)
#include "tst_monitor.moc"
