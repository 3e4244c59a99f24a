// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl against helpers that die, lie, babble and refuse; jobs with progress and cancel; files handed
// over.
#include "cli/ctl_runner.h"
#include "cli/fake_helper.h"

#include <QTemporaryDir>
#include <QtTest>
#include <future>

using namespace taper;
using namespace taper::test;

namespace {
void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

/// image.add of an archive: hands out a ticket, reads what is passed, ends the job with what it read as the
/// result.
void takeArchives(FakeHelper &helper, std::string &content, std::atomic<int> &passes)
{
    helper.on("image.add", [&](FakeSession &session, const protocol::Request &request) {
        const JobInfo job = helper.newJob(request);
        helper.on("fd.pass", [&, job, owner = &session](FakeSession &passing, const protocol::Request &pass) {
            passing.reply(pass.id, pass.params == Json{{"ticket", "T"}} && passing.passedFd >= 0
                                       ? Result<Json>(Json::object())
                                       : fail(ErrorCode::TicketInvalid, "fd.pass", "", "no"));
            ++passes;
            content = readAll(passing.passedFd);
            JobInfo ended = job;
            ended.outcome = JobOutcome::Done;
            owner->notifyJob(ended, {{"name", job.subject}});
        });
        session.reply(request.id, Json{{"job", job.job}, {"ticket", "T"}});
    });
}
} // namespace

class TestCliConnection : public QObject
{
    Q_OBJECT

private slots:
    void helperDiesInTheMiddle()
    {
        FakeHelper helper;
        helper.on("container.list",
                  [](FakeSession &session, const protocol::Request &) { session.hangUp(); });
        const auto result = CtlRunner(helper.path()).run({"list"});
        QCOMPARE(result.status, 1);
        QVERIFY2(result.err.starts_with("taperctl: connection to the helper at " + helper.path() + ": lost"),
                 result.err.c_str());
    }

    void helperDiesDuringAJob()
    {
        FakeHelper helper;
        helper.on("container.start", [&](FakeSession &session, const protocol::Request &request) {
            session.reply(request.id, Json{{"job", 1}});
            session.hangUp();
        });
        QCOMPARE(CtlRunner(helper.path()).run({"start", "a", "b"}).status, 1);
    }

    void helperSpeaksNonsense_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no JSON") << QByteArray("\0\0\0\x03xyz", 7);
        QTest::newRow("huge frame") << QByteArray("\xff\xff\xff\xff", 4);
        QTest::newRow("empty frame") << QByteArray("\0\0\0\0", 4);
        QTest::newRow("HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
        QTest::newRow("half") << QByteArray("\0\0\0\x09{}", 6);
    }
    void helperSpeaksNonsense()
    {
        QFETCH(QByteArray, bytes);
        FakeHelper helper;
        helper.on("hello", [&](FakeSession &session, const protocol::Request &) {
            session.send(bytes.toStdString());
            session.hangUp();
        });
        const auto result = CtlRunner(helper.path()).run({"list"});
        QCOMPARE(result.status, 1);
        QCOMPARE(std::count(result.err.begin(), result.err.end(), '\n'), 1);
    }

    void otherVersionIsSaid()
    {
        FakeHelper helper;
        helper.on("hello", [](FakeSession &session, const protocol::Request &request) {
            session.reply(request.id, fail(ErrorCode::ProtocolVersion, "hello", "",
                                           "this helper speaks version 2", "Update taperctl."));
            session.hangUp();
        });
        const auto result = CtlRunner(helper.path()).run({"list"});
        QCOMPARE(result.status, 1);
        QCOMPARE(result.err,
                 std::string("taperctl: hello: this helper speaks version 2. Update taperctl.\n"));
    }

    void helloIsFirst()
    {
        FakeHelper helper;
        helper.answer("container.list", Json::array());
        std::atomic<bool> greeted = false;
        helper.on("hello", [&](FakeSession &session, const protocol::Request &request) {
            greeted = helper.requests().empty() && request.params["major"] == protocol::majorVersion;
            session.reply(request.id, Json::object());
        });
        QCOMPARE(CtlRunner(helper.path()).run({"list"}).status, 0);
        QVERIFY(greeted);
    }

    void notificationsInBetween()
    {
        FakeHelper helper;
        helper.on("container.start", [&](FakeSession &session, const protocol::Request &request) {
            JobInfo job = helper.newJob(request);
            JobInfo other = job;
            other.job = 999;
            other.outcome = JobOutcome::Failed;
            session.notify("containers.changed", {{"revision", 5}});
            session.notifyJob(other);
            job.outcome = JobOutcome::Done; // even its end comes before the answer
            session.notifyJob(job, {{"pid", 5}});
            session.reply(request.id, Json{{"job", job.job}});
        });
        QCOMPARE(CtlRunner(helper.path()).run({"start", "a"}).status, 0);
    }

    void answerInPieces()
    {
        FakeHelper helper;
        helper.on("container.list", [](FakeSession &session, const protocol::Request &request) {
            const std::string bytes =
                protocol::frame(protocol::encode(protocol::Response{request.id, Json::array()}));
            for (char byte : bytes)
                session.send({&byte, 1});
        });
        QCOMPARE(CtlRunner(helper.path()).run({"list", "--json"}).out, std::string("[]\n"));
    }

    void interruptCancelsTheJob()
    {
        FakeHelper helper;
        JobInfo job;
        helper.on("container.start", [&](FakeSession &session, const protocol::Request &request) {
            job = helper.newJob(request);
            session.reply(request.id, Json{{"job", job.job}});
        });
        helper.on("job.cancel", [&](FakeSession &session, const protocol::Request &request) {
            session.reply(request.id, Json::object());
            job.outcome = JobOutcome::Cancelled;
            job.error = fail(ErrorCode::JobCancelled, "start", "a", "cancelled").value();
            session.notifyJob(job);
        });
        CtlRunner runner(helper.path());
        runner.start({"start", "a", "b"});
        QVERIFY(!helper.waitFor("container.start").is_null());
        runner.signal(SIGINT);
        QCOMPARE(helper.waitFor("job.cancel"), (Json{{"job", 1}}));
        const auto result = runner.finish();
        QCOMPARE(result.status, 1);
        QCOMPARE(result.err, std::string("taperctl: start a: cancelled.\n"));
        QCOMPARE(helper.methods(),
                 (std::vector<std::string>{"container.start", "job.cancel"})); // b was not begun
    }

    void secondInterruptLeavesAJobThatCannotBeCancelled()
    {
        FakeHelper helper;
        helper.on("container.start", [&](FakeSession &session, const protocol::Request &request) {
            session.reply(request.id, Json{{"job", 7}});
        });
        helper.answer("job.cancel",
                      fail(ErrorCode::JobNotCancellable, "job", "7", "cannot be cancelled now"));
        CtlRunner runner(helper.path());
        runner.start({"start", "a"});
        QVERIFY(!helper.waitFor("container.start").is_null());
        runner.signal(SIGINT);
        QByteArray said;
        QTRY_VERIFY((said += runner.process().readAllStandardError()).contains("Press Ctrl-C again"));
        runner.signal(SIGINT);
        const auto result = runner.finish();
        QCOMPARE(result.status, 1);
        QVERIFY2(said.contains("cannot be cancelled now. Press Ctrl-C again"), said);
        QVERIFY2(result.err.find("left to itself") != std::string::npos, result.err.c_str());
    }

    void progressIsALineOfTheTerminal()
    {
        FakeHelper helper;
        std::promise<void> seen;
        auto hasSeen = seen.get_future().share();
        helper.on("image.delete", [&](FakeSession &session, const protocol::Request &request) {
            JobInfo job = helper.newJob(request);
            session.reply(request.id, Json{{"job", job.job}});
            job.step = "remove";
            job.done = 3 << 20;
            job.total = 12 << 20;
            job.unit = "bytes";
            session.notifyJob(job);
            hasSeen.wait();
            job.outcome = JobOutcome::Done;
            session.notifyJob(job);
        });
        PtyRunner terminal(helper.path(), {"image", "delete", "debian"});
        const bool shown = terminal.waitForText("debian: remove 3 MiB of 12 MiB");
        seen.set_value();
        QVERIFY(shown);
        QCOMPARE(terminal.finish(), 0);
        QVERIFY(terminal.seen().ends_with("\r\033[K")); // and gone afterwards
        // Into a file goes none of it.
        QCOMPARE(CtlRunner(helper.path()).run({"image", "delete", "debian"}).err, std::string());
    }

    void archiveIsHandedOverAsADescriptor()
    {
        FakeHelper helper;
        std::string content;
        std::atomic<int> passes = 0;
        takeArchives(helper, content, passes);
        QTemporaryDir folder;
        const QString path = folder.filePath("debian-12.tar.zst");
        writeFile(path, "not looked at by taperctl");
        const auto result = CtlRunner(helper.path()).run({"image", "add", path});
        QVERIFY2(result.status == 0, result.err.c_str());
        QCOMPARE(content, std::string("not looked at by taperctl"));
        QCOMPARE(helper.requests().at(0).params,
                 (Json{{"name", "debian-12"}, {"source", "archive"}, {"sizeBytes", 25}}));
    }

    void folderIsHandedOverAsATarStream()
    {
        FakeHelper helper;
        std::string content;
        std::atomic<int> passes = 0;
        takeArchives(helper, content, passes);
        QTemporaryDir folder;
        writeFile(folder.filePath("small"), "small file");
        writeFile(folder.filePath("big"), QByteArray(3 << 20, 'b'));
        const auto result =
            CtlRunner(helper.path()).run({"image", "add", folder.path() + "/", "--name", "mine"});
        QVERIFY2(result.status == 0, result.err.c_str());
        QCOMPARE(helper.requests().at(0).params, (Json{{"name", "mine"}, {"source", "archive"}}));
        QProcess tar;
        tar.start("tar", {"-tf", "-"});
        tar.write(QByteArray::fromStdString(content));
        tar.closeWriteChannel();
        QVERIFY(tar.waitForFinished());
        QCOMPARE(tar.exitCode(), 0);
        const QByteArray names = tar.readAllStandardOutput();
        QVERIFY(names.contains("./small") && names.contains("./big"));
    }

    void halfAFolderBecomesNoImage()
    {
        FakeHelper helper;
        std::string content;
        std::atomic<int> passes = 0;
        takeArchives(helper, content, passes);
        helper.answer("job.cancel", Json::object());
        QTemporaryDir folder, programs;
        // A tar that writes all of a valid archive, then says that something could not be read.
        const QString tar = programs.filePath("tar");
        writeFile(tar, "#!/bin/sh\nhead -c 40960 /dev/zero\nexit 2\n");
        QFile::setPermissions(tar, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        CtlRunner runner(helper.path());
        runner.setEnvironment("PATH", programs.path() + ":" + qEnvironmentVariable("PATH"));
        const auto result = runner.run({"image", "add", folder.path(), "--name", "mine"});
        QCOMPARE(result.status, 1);
        QVERIFY2(result.err.find("tar could not read all of it") != std::string::npos, result.err.c_str());
        QCOMPARE(helper.waitFor("job.cancel"), (Json{{"job", 1}}));
        QTRY_COMPARE(passes.load(), 1);
        QTRY_VERIFY(content.size() <= 20480); // the end never arrived
    }

    void missingArchive()
    {
        FakeHelper helper;
        const auto result = CtlRunner(helper.path()).run({"image", "add", "/nonexistent.tar"});
        QCOMPARE(result.status, 1);
        QVERIFY2(result.err.find("/nonexistent.tar: No such file or directory") != std::string::npos,
                 result.err.c_str());
        QVERIFY(helper.requests().empty());
    }

    void wordBusyboxIsTheBuiltIn()
    {
        FakeHelper helper;
        helper.answerJob("image.add", Json{{"name", "busybox"}});
        QCOMPARE(CtlRunner(helper.path()).run({"image", "add", "busybox"}).status, 0);
        QCOMPARE(helper.requests().at(0).params, (Json{{"name", "busybox"}, {"source", "busybox"}}));
    }
};

QTEST_GUILESS_MAIN(TestCliConnection)
#include "tst_cli_connection.moc"
