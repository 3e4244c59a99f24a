// SPDX-License-Identifier: GPL-3.0-or-later
// JSON-RPC bodies there and back, and all that is none.
#include "protocol/messages.h"

#include <QtTest>
#include <random>

using namespace taper;
using namespace taper::protocol;

class TestMessages : public QObject
{
    Q_OBJECT

private slots:
    void requestThereAndBack()
    {
        const auto read = parseRequest(encode(Request{42, "container.show", {{"name", "web"}}}));
        QVERIFY(read.has_value());
        QCOMPARE(read->id, 42);
        QCOMPARE(read->method, std::string("container.show"));
        QCOMPARE(read->params, (Json{{"name", "web"}}));
    }

    void paramsMayBeAbsent()
    {
        const auto read = parseRequest(R"({"jsonrpc":"2.0","id":1,"method":"job.list"})");
        QVERIFY(read && read->params.is_object() && read->params.empty());
    }

    void noRequest_data()
    {
        QTest::addColumn<QByteArray>("body");
        for (const char *body :
             {"", "5", "[]", R"([{"jsonrpc":"2.0","id":1,"method":"x"}])", R"({"id":1,"method":"x"})",
              R"({"jsonrpc":"1.0","id":1,"method":"x"})", R"({"jsonrpc":"2.0","method":"x"})",
              R"({"jsonrpc":"2.0","id":null,"method":"x"})", R"({"jsonrpc":"2.0","id":"1","method":"x"})",
              R"({"jsonrpc":"2.0","id":1.5,"method":"x"})", R"({"jsonrpc":"2.0","id":0,"method":"x"})",
              R"({"jsonrpc":"2.0","id":-1,"method":"x"})",
              R"({"jsonrpc":"2.0","id":9223372036854775808,"method":"x"})", R"({"jsonrpc":"2.0","id":1})",
              R"({"jsonrpc":"2.0","id":1,"method":5})", R"({"jsonrpc":"2.0","id":1,"method":""})",
              R"({"jsonrpc":"2.0","id":1,"method":"x","params":[1]})",
              R"({"jsonrpc":"2.0","id":1,"method":"x","params":null})",
              R"({"jsonrpc":"2.0","id":1,"id":2,"method":"x"})"})
            QTest::newRow(*body ? body : "empty") << QByteArray(body);
        QTest::newRow("long method") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":")") +
                                            QByteArray(65, 'x') + "\"}";
    }
    void noRequest()
    {
        QFETCH(QByteArray, body);
        const auto read = parseRequest(body.toStdString());
        QVERIFY2(!read, "was accepted");
        QCOMPARE(read.error().code, ErrorCode::ProtocolViolation);
    }

    void responseThereAndBack()
    {
        const auto read = parseFromHelper(encode(Response{7, Json{{"pid", 5}}}));
        QVERIFY(read.has_value());
        const auto &response = std::get<Response>(*read);
        QCOMPARE(response.id, 7);
        QCOMPARE(*response.result, (Json{{"pid", 5}}));
    }

    void errorThereAndBack()
    {
        const Error error =
            fail(ErrorCode::ContainerUnknown, "container", "web", "unknown", "taperctl list").value();
        const std::string body = encode(Response{7, tl::unexpected<Error>(error)});
        QCOMPARE((*parseJson(body))["error"]["code"], Json(-32000));
        const auto read = parseFromHelper(body);
        const auto &response = std::get<Response>(*read);
        QVERIFY(!response.result);
        QCOMPARE(response.result.error().code, ErrorCode::ContainerUnknown);
        QCOMPARE(response.result.error().message(), error.message());
        QCOMPARE(response.result.error().hint, error.hint);
    }

    void errorWithoutARequest()
    {
        const std::string body =
            encode(Response{0, fail(ErrorCode::ProtocolViolation, "hello", "", "must be first")});
        QVERIFY((*parseJson(body))["id"].is_null());
        const auto read = parseFromHelper(body);
        QVERIFY(read.has_value());
        QCOMPARE(std::get<Response>(*read).id, 0);
    }

    void errorOfAnotherJsonRpcServer()
    {
        const auto read = parseFromHelper(
            R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}})");
        QCOMPARE(std::get<Response>(*read).result.error().message(), std::string("Method not found"));
        QVERIFY(parseFromHelper(R"({"jsonrpc":"2.0","id":1,"error":"bad"})"));
    }

    void notificationThereAndBack()
    {
        const auto read = parseFromHelper(encode(Notification{"job.changed", {{"job", 3}}}));
        QVERIFY(read.has_value());
        QCOMPARE(std::get<Notification>(*read).method, std::string("job.changed"));
    }

    /// Thousands of damaged messages from a fixed seed: each is refused or reads the same when written again.
    /// The sanitizers of the dev-asan preset watch.
    void damagedMessages()
    {
        const std::string whole =
            R"({"jsonrpc":"2.0","id":17,"method":"container.set","params":{"name":"wéb","limits":{"memory":-5.25e2,"cpuWeight":null},"a":[true,[],{}]}})";
        std::mt19937 random(4711);
        static constexpr std::string_view bytes = "{}[]\",:\\u0019-+.eE \xff\xc3\x80ntf";
        int accepted = 0;
        for (int round = 0; round < 30000; ++round) {
            std::string body = whole;
            for (unsigned change = 0; change <= random() % 4; ++change) {
                const std::size_t at = random() % body.size();
                switch (random() % 4) {
                case 0:
                    body[at] = bytes[random() % bytes.size()];
                    break;
                case 1:
                    body.erase(at, 1 + random() % 8);
                    break;
                case 2:
                    body.insert(at, body.substr(random() % body.size(), random() % 16));
                    break;
                case 3:
                    body[at] = static_cast<char>(random());
                    break;
                }
                if (body.empty())
                    body = " ";
            }
            (void)parseFromHelper(body);
            const auto read = parseRequest(body);
            if (!read)
                continue;
            ++accepted;
            (void)limitsChangeFromJson(read->params);
            (void)containerFromJson(read->params);
            (void)errorFromJson(read->params).message();
            const auto again = parseRequest(encode(*read));
            QVERIFY(again && again->params == read->params && again->method == read->method);
        }
        QVERIFY(accepted > 0 && accepted < 30000);
    }

    void nothingAHelperSays_data()
    {
        QTest::addColumn<QByteArray>("body");
        for (const char *body :
             {"[]", R"({"jsonrpc":"2.0"})", R"({"jsonrpc":"2.0","id":1})",
              R"({"jsonrpc":"2.0","id":1,"result":1,"error":{}})", R"({"jsonrpc":"2.0","id":"a","result":1})",
              R"({"jsonrpc":"2.0","method":"x","params":5})"})
            QTest::newRow(body) << QByteArray(body);
    }
    void nothingAHelperSays()
    {
        QFETCH(QByteArray, body);
        QVERIFY(!parseFromHelper(body.toStdString()));
    }
};

QTEST_GUILESS_MAIN(TestMessages)
#include "tst_protocol_messages.moc"
