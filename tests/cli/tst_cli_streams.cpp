// SPDX-License-Identifier: GPL-3.0-or-later
// exec, run and console: bytes without loss, exit statuses, signals, the terminal as it was before.
#include "cli/ctl_runner.h"
#include "cli/fake_helper.h"

#include <QtTest>
#include <future>

using namespace taper;
using namespace taper::test;

namespace {
void writeAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

/// A program inside: its stdio and stderr as the test writes them, its end when the test says so.
class FakeProgram
{
public:
    explicit FakeProgram(FakeHelper &helper, bool terminal = false) : m_helper(helper)
    {
        helper.on("container.exec", [terminal](FakeSession &session, const protocol::Request &request) {
            session.reply(request.id, Json{{"exec", "e1"},
                                           {"stdioTicket", "io"},
                                           {"stderrTicket", terminal ? Json(nullptr) : Json("err")}});
        });
        helper.on("exec.wait", [this](FakeSession &session, const protocol::Request &request) {
            m_waiting.set_value({&session, request.id});
        });
        helper.answer("exec.signal", Json::object());
        helper.answer("console.resize", Json::object());
        onStdio([](int) {});
        onStderr([](int) {});
    }
    void onStdio(FakeHelper::StreamHandler handler) { m_helper.onStream("io", std::move(handler)); }
    void onStderr(FakeHelper::StreamHandler handler) { m_helper.onStream("err", std::move(handler)); }
    /// May be called from a stream's thread.
    void endWith(Result<Json> result)
    {
        auto [session, id] = m_ended.get();
        session->reply(id, std::move(result));
    }
    void end(int status)
    {
        endWith(Json{{"exitStatus", status}, {"signal", status > 128 ? Json(status - 128) : Json(nullptr)}});
    }

private:
    FakeHelper &m_helper;
    std::promise<std::pair<FakeSession *, std::int64_t>> m_waiting;
    std::shared_future<std::pair<FakeSession *, std::int64_t>> m_ended = m_waiting.get_future().share();
};
} // namespace

class TestCliStreams : public QObject
{
    Q_OBJECT

private slots:
    void exitStatusAndBothOutputs()
    {
        FakeHelper helper;
        FakeProgram program(helper);
        program.onStderr([](int socket) { writeAll(socket, "to stderr\n"); });
        program.onStdio([&](int socket) {
            writeAll(socket, "to stdout\n");
            program.end(7);
        });
        const auto result = CtlRunner(helper.path())
                                .run({"exec", "a", "--user", "ana", "--cwd", "/srv", "--env", "A=1", "-e",
                                      "B=x=y", "--", "sh", "-c", "exit 7"});
        QCOMPARE(result.status, 7);
        QCOMPARE(result.out, std::string("to stdout\n"));
        QCOMPARE(result.err, std::string("to stderr\n"));
        QCOMPARE(helper.requests().at(0).params, (Json{{"name", "a"},
                                                       {"argv", {"sh", "-c", "exit 7"}},
                                                       {"user", "ana"},
                                                       {"directory", "/srv"},
                                                       {"environment", {{"A", "1"}, {"B", "x=y"}}}}));
    }

    void megabytesBothWaysWithoutLoss()
    {
        FakeHelper helper;
        FakeProgram program(helper);
        program.onStdio([&](int socket) { // cat, which ends at the end of its input
            char bytes[32768];
            for (ssize_t count; (count = ::read(socket, bytes, sizeof bytes)) > 0;)
                writeAll(socket, {bytes, static_cast<std::size_t>(count)});
            program.end(0);
        });
        QByteArray input;
        for (int i = 0; i < 600000; ++i)
            input += QByteArray::number(i) + '\n';
        const auto result = CtlRunner(helper.path()).run({"exec", "a", "cat"}, input);
        QCOMPARE(result.status, 0);
        QVERIFY(result.out == input.toStdString());
    }

    void outputThatComesAfterTheEndIsNotLost()
    {
        FakeHelper helper;
        FakeProgram program(helper);
        program.onStdio([&](int socket) {
            program.end(3);
            writeAll(socket, std::string(1 << 20, 'x'));
        });
        const auto result = CtlRunner(helper.path()).run({"exec", "a", "--", "true"});
        QCOMPARE(result.status, 3);
        QCOMPARE(result.out.size(), std::size_t{1 << 20});
    }

    void childrenThatKeepTheOutputOpenDoNotHoldUsUp()
    {
        FakeHelper helper;
        FakeProgram program(helper);
        program.onStdio([&](int socket) {
            writeAll(socket, "started\n");
            program.end(0);
            pollfd gone{socket, 0, 0}; // stays open until the other side has gone altogether (POLLHUP)
            ::poll(&gone, 1, 15000);
        });
        QElapsedTimer timer;
        timer.start();
        const auto result = CtlRunner(helper.path()).run({"exec", "a", "--", "daemon"});
        QCOMPARE(result.status, 0);
        QCOMPARE(result.out, std::string("started\n"));
        QVERIFY(timer.elapsed() < 10000);
    }

    void closedOutputReachesTheProgram()
    {
        FakeHelper helper;
        FakeProgram program(helper);
        program.onStdio([&](int socket) { // yes | head: learns by EPIPE that nobody reads
            while (::send(socket, "y\ny\ny\ny\n", 8, MSG_NOSIGNAL) > 0) {
            }
            program.end(141);
        });
        QProcess shell;
        shell.start("bash", {"-c", "\"$0\" --socket \"$1\" exec a -- yes | head -c 4; exit ${PIPESTATUS[0]}",
                             TAPER_BIN_DIR "/taperctl", QString::fromStdString(helper.path())});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(shell.readAllStandardOutput(), QByteArray("y\ny\n"));
        QCOMPARE(shell.exitCode(), 141);
    }

    void signalsAreForwarded_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("INT") << SIGINT;
        QTest::newRow("TERM") << SIGTERM;
        QTest::newRow("HUP") << SIGHUP;
        QTest::newRow("QUIT") << SIGQUIT;
    }
    void signalsAreForwarded()
    {
        QFETCH(int, signal);
        FakeHelper helper;
        FakeProgram program(helper);
        program.onStdio([&](int) {
            const Json params = helper.waitFor("exec.signal");
            program.end(128 + params.value("signal", 0));
        });
        CtlRunner runner(helper.path());
        runner.start({"exec", "a", "--", "sleep", "60"});
        QVERIFY(!helper.waitFor("console.attach", 2).is_null());
        QVERIFY(!helper.waitFor("exec.wait").is_null());
        runner.signal(signal);
        QCOMPARE(runner.finish().status, 128 + signal);
        QCOMPARE(helper.waitFor("exec.signal"), (Json{{"exec", "e1"}, {"signal", signal}}));
    }

    void commandThatCannotBeExecuted_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("status");
        QTest::newRow("not found") << ENOENT << 127;
        QTest::newRow("not executable") << EACCES << 126;
        QTest::newRow("no binary") << ENOEXEC << 126;
    }
    void commandThatCannotBeExecuted()
    {
        QFETCH(int, number);
        QFETCH(int, status);
        Error error = fail(ErrorCode::ExecFailed, "exec", "nosuch", "").value();
        error.errnoValue = number;
        FakeHelper helper;
        FakeProgram program(helper);
        program.onStdio([&](int) { program.endWith(tl::unexpected<Error>(error)); });
        auto result = CtlRunner(helper.path()).run({"exec", "a", "--", "nosuch"});
        QCOMPARE(result.status, status);
        QCOMPARE(result.err, "taperctl: exec nosuch: " + std::string(std::strerror(number)) + ".\n");
        helper.answer("container.exec", tl::unexpected<Error>(error));
        QCOMPARE(CtlRunner(helper.path()).run({"exec", "a", "--", "nosuch"}).status, status);
    }

    void execInUnknownContainer()
    {
        FakeHelper helper;
        helper.answer("container.exec", fail(ErrorCode::ContainerUnknown, "container", "a", "unknown"));
        QCOMPARE(CtlRunner(helper.path()).run({"exec", "a", "--", "true"}).status, 4);
    }

    void helperDiesDuringExec()
    {
        FakeHelper helper;
        FakeProgram program(helper);
        helper.on("exec.wait", [](FakeSession &session, const protocol::Request &) { session.hangUp(); });
        QCOMPARE(CtlRunner(helper.path()).run({"exec", "a", "--", "true"}).status, 1);
    }

    void terminalIsRawInsideAndAsBeforeAfterwards()
    {
        FakeHelper helper;
        FakeProgram program(helper, true);
        std::promise<std::string> typed;
        program.onStdio([&](int socket) {
            writeAll(socket, "prompt# ");
            char bytes[16] = {};
            const ssize_t count = ::read(socket, bytes, sizeof bytes);
            typed.set_value(std::string(bytes, static_cast<std::size_t>(std::max<ssize_t>(count, 0))));
            (void)helper.waitFor("console.resize");
            program.end(5);
        });
        PtyRunner terminal(helper.path(), {"exec", "a", "--", "sh"}, 30, 100);
        QVERIFY(terminal.waitForText("prompt# "));
        QVERIFY(terminal.isRaw());
        QCOMPARE(helper.requests().at(0).params["terminal"], (Json{{"rows", 30}, {"columns", 100}}));
        terminal.type("\x03"); // Ctrl-C is a key for the program inside, not a signal for us
        auto typedThere = typed.get_future();
        QCOMPARE(typedThere.wait_for(std::chrono::seconds(10)), std::future_status::ready);
        QCOMPARE(typedThere.get(), std::string("\x03"));
        terminal.resize(40, 120);
        QCOMPARE(terminal.finish(), 5);
        QCOMPARE(helper.waitFor("console.resize"), (Json{{"console", "e1"}, {"rows", 40}, {"columns", 120}}));
        QVERIFY(terminal.isAsBefore());
    }

    void terminalIsPutBackWhenASignalOrTheHelperEndsUs()
    {
        for (const bool bySignal : {true, false}) {
            FakeHelper helper;
            FakeProgram program(helper, true);
            FakeSession *rpc = nullptr;
            helper.on("exec.wait", [&](FakeSession &session, const protocol::Request &) { rpc = &session; });
            program.onStdio([&](int socket) {
                writeAll(socket, "prompt# ");
                readAll(socket);
            });
            PtyRunner terminal(helper.path(), {"exec", "a", "--", "sh"});
            QVERIFY(terminal.waitForText("prompt# "));
            QTRY_VERIFY(terminal.isRaw());
            QVERIFY(!helper.waitFor("exec.wait").is_null());
            if (bySignal)
                terminal.signal(SIGTERM);
            else
                rpc->hangUp();
            QCOMPARE(terminal.finish(), 1);
            QVERIFY(terminal.isAsBefore());
        }
    }

    void consoleIsLeftByItsKeys()
    {
        FakeHelper helper;
        helper.answer("container.console", Json{{"ticket", "con"}, {"console", "c1"}});
        helper.answer("console.resize", Json::object());
        std::promise<std::string> typed;
        helper.onStream("con", [&](int socket) {
            writeAll(socket, "a login: ");
            typed.set_value(readAll(socket));
        });
        PtyRunner terminal(helper.path(), {"console", "a"}, 50, 132);
        QVERIFY(terminal.waitForText("login: "));
        QVERIFY(terminal.seen().find("Ctrl-a q leaves it") != std::string::npos);
        QCOMPARE(helper.requests().at(0).params, (Json{{"name", "a"}, {"rows", 50}, {"columns", 132}}));
        terminal.type("root\r\x01\x01\x01x\x01q");
        QCOMPARE(terminal.finish(), 0);
        QCOMPARE(typed.get_future().get(), std::string("root\r\x01\x01x"));
        QVERIFY(terminal.isAsBefore());
    }

    void consoleEndsWithTheContainer()
    {
        FakeHelper helper;
        helper.answer("container.console", Json{{"ticket", "con"}, {"console", "c1"}});
        helper.onStream("con", [&](int socket) { writeAll(socket, "System halted.\n"); });
        PtyRunner terminal(helper.path(), {"console", "a"});
        QCOMPARE(terminal.finish(), 0);
        QVERIFY(terminal.seen().find("System halted.") != std::string::npos);
        QVERIFY(terminal.seen().find("has closed") != std::string::npos);
        QVERIFY(terminal.isAsBefore());
    }

    void consoleOfPipes()
    {
        FakeHelper helper;
        helper.answer("container.console", Json{{"ticket", "con"}, {"console", "c1"}});
        std::promise<std::string> typed;
        helper.onStream("con", [&](int socket) {
            writeAll(socket, "scroll-back\nlogin: ");
            const std::string all = readAll(socket);
            writeAll(socket, "answer to " + all);
            typed.set_value(all);
        });
        const auto result = CtlRunner(helper.path()).run({"console", "a"}, "root\x01q\n");
        QCOMPARE(result.status, 0);
        QCOMPARE(result.out, std::string("scroll-back\nlogin: answer to root\x01q\n"));
        QCOMPARE(result.err, std::string());
    }

    void runMakesUsesAndRemoves()
    {
        FakeHelper helper;
        FakeProgram program(helper);
        helper.answerJob("container.create", Json{{"name", "x"}, {"password", "secret"}});
        helper.answerJob("container.kill", Json::object());
        program.onStdio([&](int socket) {
            writeAll(socket, "hi\n");
            program.end(9);
        });
        const auto result = CtlRunner(helper.path()).run({"run", "--", "sh", "-c", "echo hi; exit 9"});
        QCOMPARE(result.status, 9);
        QCOMPARE(result.out, std::string("hi\n"));
        QCOMPARE(result.err, std::string());
        const Json create = helper.waitFor("container.create");
        const std::string name = create["name"];
        QVERIFY2(QRegularExpression("^run-[a-z0-9]{6}$").match(QString::fromStdString(name)).hasMatch(),
                 name.c_str());
        QCOMPARE(create, (Json{{"name", name}, {"image", "busybox"}, {"ephemeral", true}, {"start", true}}));
        QCOMPARE(helper.waitFor("container.exec")["name"], Json(name));
        QCOMPARE(helper.waitFor("container.kill"), (Json{{"name", name}}));
    }

    void runCleansUpAfterEverything()
    {
        // The command does not exist; the start fails; a signal comes.
        {
            FakeHelper helper;
            helper.answerJob("container.create", Json{{"name", "x"}});
            helper.answerJob("container.kill", Json::object());
            Error error = fail(ErrorCode::ExecFailed, "exec", "nosuch", "").value();
            error.errnoValue = ENOENT;
            helper.answer("container.exec", tl::unexpected<Error>(error));
            QCOMPARE(CtlRunner(helper.path()).run({"run", "--name", "x", "--", "nosuch"}).status, 127);
            QCOMPARE(helper.methods().back(), std::string("container.kill"));
        }
        {
            FakeHelper helper;
            helper.answerJob("container.create", fail(ErrorCode::StartFailed, "start", "overlay", "no"));
            helper.answerJob("container.kill",
                             fail(ErrorCode::ContainerWrongState, "kill", "x", "the container is STOPPED"));
            helper.answerJob("container.delete", Json::object());
            QCOMPARE(CtlRunner(helper.path()).run({"run", "--name", "x", "--", "true"}).status, 1);
            QCOMPARE(helper.methods().back(), std::string("container.delete"));
        }
        {
            FakeHelper helper; // a name that another has is not removed
            helper.answer("container.create", fail(ErrorCode::NameTaken, "create", "x", "taken"));
            QCOMPARE(CtlRunner(helper.path()).run({"run", "--name", "x", "--", "true"}).status, 1);
            QCOMPARE(helper.methods(), (std::vector<std::string>{"container.create"}));
        }
        {
            FakeHelper helper;
            FakeProgram program(helper);
            helper.answerJob("container.create", Json{{"name", "x"}});
            helper.answerJob("container.kill", Json::object());
            program.onStdio(
                [&](int) { program.end(128 + helper.waitFor("exec.signal").value("signal", 0)); });
            CtlRunner runner(helper.path());
            runner.start({"run", "--name", "x", "--", "sleep", "60"});
            QVERIFY(!helper.waitFor("exec.wait").is_null());
            QVERIFY(!helper.waitFor("console.attach", 2).is_null());
            runner.signal(SIGTERM);
            QCOMPARE(runner.finish().status, 143);
            QCOMPARE(helper.methods().back(), std::string("container.kill"));
        }
    }
};

QTEST_GUILESS_MAIN(TestCliStreams)
#include "tst_cli_streams.moc"
