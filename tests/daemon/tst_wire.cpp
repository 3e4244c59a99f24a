// SPDX-License-Identifier: GPL-3.0-or-later
// What rude, wrong, foreign and huge clients get from a real helper, and that it goes on serving.
#include "daemon/helper_fixture.h"
#include "protocol/frame.h"
#include "protocol/methods.h"
#include <QTest>
#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace taper;
using namespace taper::test;
using protocol::Json;

class TestWire : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<HelperFixture> m_helper;

    /// The first answer's error code after sending bytes on a fresh connection, and whether the helper then
    /// closes it.
    std::pair<QString, bool> answerTo(const std::string &bytes)
    {
        Client client(m_helper->socket());
        client.sendRaw(bytes);
        auto body = client.receive();
        auto message = body ? protocol::parseFromHelper(*body) : tl::unexpected(Error{});
        if (!message || !std::holds_alternative<protocol::Response>(*message))
            return {"", false};
        const auto &result = std::get<protocol::Response>(*message).result;
        return {result ? "ok" : QString::fromStdString(std::string(errorCodeName(result.error().code))),
                !client.receive()};
    }

    /// Runs action as another uid in a child; its exit status.
    template <typename Action> int asUid(uid_t uid, Action action)
    {
        const pid_t child = fork();
        if (child == 0) {
            if (setgroups(0, nullptr) < 0 || setresgid(uid, uid, uid) < 0 || setresuid(uid, uid, uid) < 0)
                _exit(100);
            _exit(action());
        }
        int status = 0;
        waitpid(child, &status, 0);
        return WEXITSTATUS(status);
    }

private slots:
    void initTestCase()
    {
        if (!enterOwnNamespaces())
            QSKIP("needs root and namespaces");
        m_helper = std::make_unique<HelperFixture>(std::vector<std::string>{"--authorize-uid", "4001"});
        QVERIFY(m_helper->start());
    }

    void cleanupTestCase() { m_helper.reset(); }

    /// Whatever a test did, the helper still answers others.
    void cleanup()
    {
        if (m_helper)
            QVERIFY(m_helper->client()->call("container.list"));
    }

    void helloComesFirst()
    {
        auto [code, closed] = answerTo(
            protocol::frame(protocol::encode(protocol::Request{1, "container.list", Json::object()})));
        QCOMPARE(code, "protocol.violation");
        QVERIFY(closed);
    }

    void otherMajorVersionIsRefused()
    {
        auto [code, closed] = answerTo(
            protocol::frame(protocol::encode(protocol::Request{1, "hello", {{"major", 99}, {"minor", 0}}})));
        QCOMPARE(code, "protocol.version");
        QVERIFY(closed);
    }

    void brokenFrames_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("length 0") << QByteArray(4, '\0');
        QTest::newRow("10 MB announced") << QByteArray("\x00\xA0\x00\x00", 4) + QByteArray(4096, 'x');
        QTest::newRow("4 GB announced") << QByteArray("\xFF\xFF\xFF\xFF", 4);
        QTest::newRow("no JSON") << QByteArray("\0\0\0\5hello", 9);
        QTest::newRow("a batch") << QByteArray("\0\0\0\2[]", 6);
        QTest::newRow("bad UTF-8") << QByteArray("\0\0\0\4\"\xFF\xFE\"", 8);
    }

    void brokenFrames()
    {
        QFETCH(QByteArray, bytes);
        auto [code, closed] = answerTo(bytes.toStdString());
        QCOMPARE(code, "protocol.violation");
        QVERIFY(closed);
    }

    void unknownMethod()
    {
        auto result = m_helper->client()->call("container.explode");
        QVERIFY(!result);
        QCOMPARE(errorCodeName(result.error().code), "request.unknown_method");
    }

    void everyMethodRefusesEmptyParamsOrAnswers()
    {
        for (const auto &method : protocol::methods) {
            if (method.action == protocol::Action::None)
                continue;
            auto client = m_helper->client();
            auto result = client->call(std::string(method.name));
            if (result)
                continue;
            QVERIFY2(result.error().code != ErrorCode::System &&
                         result.error().code != ErrorCode::HelperUnavailable,
                     (std::string(method.name) + ": " + result.error().message()).c_str());
        }
    }

    void wrongTypesAreNamed()
    {
        auto result = m_helper->client()->call("container.show", {{"name", 7}});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
        QVERIFY(QString::fromStdString(result.error().message()).contains("name"));
    }

    void badNames_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"../x", "", "a/b", "-a", "a-", "1234", "a b", "ä", "a\nb"})
            QTest::newRow(name) << name;
        QTest::newRow("64 characters") << QString(64, 'a');
    }

    void badNames()
    {
        QFETCH(QString, name);
        auto result = m_helper->client()->call("container.create",
                                               {{"name", name.toStdString()}, {"image", "busybox"}});
        QVERIFY(!result);
        QCOMPARE(errorCodeName(result.error().code), "name.invalid");
        QVERIFY(!result.error().hint.empty());
    }

    /// There is no system bus here: tests/whole/tst_rights.py has one.
    void strangerIsDenied()
    {
        const std::string socket = m_helper->socket();
        const int status = asUid(4002, [&] {
            Client client(socket);
            auto hello = client.hello();
            if (!hello || hello->at("rights") != "none")
                return 1;
            for (const auto &method : protocol::methods) {
                if (method.action == protocol::Action::None)
                    continue;
                auto result = client.call(std::string(method.name), {{"name", "x"}, {"image", "busybox"}});
                if (result || result.error().code != ErrorCode::AuthUnavailable || result.error().hint.empty())
                    return 2;
            }
            return 0;
        });
        QCOMPARE(status, 0);
        auto containers = m_helper->client()->call("container.list");
        QVERIFY(containers && containers->empty());
        auto journal = m_helper->client()->call("journal.list");
        QVERIFY(journal);
        for (const auto &entry : *journal) // who may nothing must not be able to fill it either
            QVERIFY(entry.at("uid") != 4002);
    }

    void authorizedUidIsServed()
    {
        const std::string socket = m_helper->socket();
        QCOMPARE(asUid(4001,
                       [&] {
                           Client client(socket);
                           auto hello = client.hello();
                           return hello && hello->at("uid") == 4001 && client.call("container.list") ? 0 : 1;
                       }),
                 0);
    }

    void ticketIsOneTimeAndOfOneUid()
    {
        auto client = m_helper->client();
        auto added = client->call("image.add", {{"name", "never"}, {"source", "archive"}});
        QVERIFY(added);
        const std::string ticket = added->at("ticket"), socket = m_helper->socket();
        QCOMPARE(asUid(4001,
                       [&] {
                           Client thief(socket);
                           auto taken = thief.call("fd.pass", {{"ticket", ticket}});
                           return !taken && taken.error().code == ErrorCode::TicketInvalid ? 0 : 1;
                       }),
                 0);
        Client owner(socket);
        auto without = owner.call("fd.pass", {{"ticket", ticket}});
        QVERIFY(!without); // no fd came along
        Client again(socket);
        auto second = again.call("fd.pass", {{"ticket", ticket}});
        QVERIFY(!second);
        QCOMPARE(errorCodeName(second.error().code), "ticket.invalid");
    }

    void cancelledJobEndsOnce()
    {
        auto client = m_helper->client();
        auto added = client->call("image.add", {{"name", "waits"}, {"source", "archive"}});
        QVERIFY(added);
        QVERIFY(client->call("job.cancel", {{"job", added->at("job")}}));
        int ends = 0;
        for (auto change = client->awaitNotification("job.changed"); change;
             change = client->awaitNotification("job.changed"))
            if (change->at("outcome") != "running") {
                QCOMPARE(text(change->at("outcome")), QString("cancelled"));
                ++ends;
                break;
            }
        QCOMPARE(ends, 1);
        auto again = client->call("job.cancel", {{"job", added->at("job")}});
        QVERIFY(!again);
        QCOMPARE(errorCodeName(again.error().code), "job.not_cancellable");
    }

    void oneUidCannotTakeAllConnections()
    {
        const std::string socket = m_helper->socket();
        QCOMPARE(asUid(4001,
                       [&] {
                           std::vector<std::unique_ptr<Client>> clients;
                           int served = 0;
                           for (int i = 0; i < 80; ++i) {
                               clients.push_back(std::make_unique<Client>(socket));
                               served += clients.back()->isConnected() && clients.back()->hello() ? 1 : 0;
                           }
                           return served;
                       }),
                 64);
    }
};

QTEST_GUILESS_MAIN(TestWire)
#include "tst_wire.moc"
