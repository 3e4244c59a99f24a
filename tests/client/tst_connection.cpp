// SPDX-License-Identifier: GPL-3.0-or-later
// The connection: answers, a helper that is rude, dies, returns.
#include "client/async.h"
#include "client/connection.h"
#include "client/fake_helper.h"
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace taper;
using client::Connection;
using test::FakeHelper;
using test::FakeWorld;

class TestConnection : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QString path() const { return m_dir.filePath(QStringLiteral("helper.sock")); }

private slots:
    void saysHelloFirst()
    {
        FakeHelper helper(path());
        QVERIFY(helper.start());
        Connection connection(path());
        connection.open();
        QTRY_VERIFY(connection.isReady());
        QCOMPARE(helper.requests().front().method, std::string("hello"));
        QCOMPARE(helper.requests().front().params["major"].get<int>(), 1);
        QCOMPARE(connection.hello().helperVersion, std::string("0.1.0"));
        QVERIFY(!connection.hello().rightsReason.empty());
    }

    void answersWithoutHelperAtOnce()
    {
        Connection connection(path() + QStringLiteral(".none"));
        connection.open();
        auto future = connection.request("host.info");
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::HelperUnavailable);
    }

    void connectsWhenTheSocketAppears()
    {
        // In a folder that does not exist yet either, as /run/taper after a boot.
        const QString folder = m_dir.filePath(QStringLiteral("late"));
        Connection connection(folder + QStringLiteral("/helper.sock"));
        connection.open();
        QTRY_COMPARE(connection.link(), Connection::Link::Absent);
        QVERIFY(QDir().mkpath(folder));
        FakeHelper helper(folder + QStringLiteral("/helper.sock"));
        QVERIFY(helper.start());
        QTRY_VERIFY_WITH_TIMEOUT(connection.isReady(), 2500);
    }

    void reconnectsWhenTheHelperReturns()
    {
        FakeHelper helper(path());
        QVERIFY(helper.start());
        Connection connection(path());
        connection.open();
        QTRY_VERIFY(connection.isReady());
        helper.stop();
        QTRY_VERIFY(!connection.isReady());
        QCOMPARE(connection.problem().code, ErrorCode::HelperUnavailable);
        QVERIFY(helper.start());
        QTRY_VERIFY_WITH_TIMEOUT(connection.isReady(), 2500);
    }

    void tellsWhoWaitsWhenTheHelperDies()
    {
        FakeHelper helper(path());
        QVERIFY(helper.start());
        Connection connection(path());
        connection.open();
        QTRY_VERIFY(connection.isReady());
        auto future = connection.request("host.info");
        helper.stop(); // before it has read the request
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::HelperUnavailable);
    }

    void closesOnAnOversizedFrame()
    {
        FakeHelper helper(path());
        QVERIFY(helper.start());
        Connection connection(path());
        connection.open();
        QTRY_VERIFY(connection.isReady());
        QSignalSpy changes(&connection, &Connection::linkChanged);
        helper.sendRaw(std::string("\x7f\xff\xff\xff", 4) + std::string(64, 'x'));
        QTRY_VERIFY(!changes.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(connection.isReady(), 2500); // and is back by itself
    }

    void closesOnWhatIsNoMessage()
    {
        FakeHelper helper(path());
        QVERIFY(helper.start());
        Connection connection(path());
        connection.open();
        QTRY_VERIFY(connection.isReady());
        std::vector<ErrorCode> problems;
        connect(&connection, &Connection::linkChanged, this,
                [&] { problems.push_back(connection.problem().code); });
        helper.sendRaw(protocol::frame("[1,2"));
        QTRY_VERIFY(!problems.empty());
        QCOMPARE(problems.front(), ErrorCode::ProtocolViolation);
    }

    void keepsMoreThan32RequestsInOrder()
    {
        FakeHelper helper(path());
        QVERIFY(helper.start());
        Connection connection(path());
        connection.open();
        QTRY_VERIFY(connection.isReady());
        int answers = 0;
        for (int i = 0; i < 200; ++i)
            client::whenDone(connection.request("host.info"), this,
                             [&](const Result<protocol::Json> &answer) { answers += answer.has_value(); });
        QTRY_COMPARE(answers, 200);
        QCOMPARE(helper.count("host.info"), 200);
    }

    void refusesATooLongRequest()
    {
        FakeHelper helper(path());
        QVERIFY(helper.start());
        Connection connection(path());
        connection.open();
        QTRY_VERIFY(connection.isReady());
        auto future = connection.request("container.create", {{"name", std::string(2 << 20, 'a')}});
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::InvalidArgument);
        QVERIFY(connection.isReady());
    }

    void answerToADeadContextIsDropped()
    {
        FakeHelper helper(path());
        QVERIFY(helper.start());
        Connection connection(path());
        connection.open();
        QTRY_VERIFY(connection.isReady());
        bool called = false;
        {
            QObject context;
            client::whenDone(connection.request("host.info"), &context, [&](const auto &) { called = true; });
        }
        auto other = connection.request("host.info");
        QTRY_VERIFY(other.isFinished());
        QCoreApplication::processEvents();
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
