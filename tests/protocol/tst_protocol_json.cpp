// SPDX-License-Identifier: GPL-3.0-or-later
// Strict JSON and typed fields.
#include "protocol/json.h"

#include <QtTest>

using namespace taper;
using namespace taper::protocol;

class TestJson : public QObject
{
    Q_OBJECT

private slots:
    void good_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text :
             {"{}", "[]", "null", "true", "-9223372036854775808", "9223372036854775807", "1.5",
              "{\"a\":{\"b\":[1,{\"c\":null},\"x\"]},\"d\":[[],[[]]]}", "\"\xc3\xa1\"", "\"\\u0000\""})
            QTest::newRow(text) << QByteArray(text);
    }
    void good()
    {
        QFETCH(QByteArray, text);
        const auto parsed = parseJson(text.toStdString());
        QVERIFY(parsed.has_value());
        QCOMPARE(QByteArray::fromStdString(dumpJson(*parsed)), text);
    }

    void bad_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *tag, QByteArray text) { QTest::newRow(tag) << text; };
        row("empty", "");
        row("half", "{\"a\":");
        row("two values", "{} {}");
        row("trailing comma", "[1,]");
        row("comment", "/*x*/{}");
        row("single quotes", "{'a':1}");
        row("NaN", "NaN");
        row("bad UTF-8", "\"\xff\"");
        row("overlong UTF-8", "\"\xc0\xaf\"");
        row("lone surrogate", "\"\\ud800\"");
        row("control byte", "\"\n\"");
        row("NUL", QByteArray("{}\0", 3));
        row("duplicate key", "{\"name\":\"a\",\"name\":\"b\"}");
        row("duplicate key inside", "{\"x\":[{\"a\":1,\"b\":2,\"a\":1}]}");
        row("duplicate key, escaped", "{\"a\":1,\"\\u0061\":2}");
        row("beyond int64", "9223372036854775808");
        row("below int64", "-9223372036854775809");
        row("beyond uint64", "{\"a\":18446744073709551616}");
        row("beyond double", "1e999");
        row("65 deep", QByteArray(65, '[') + QByteArray(65, ']'));
        row("a million deep", QByteArray(1 << 20, '['));
        row("objects deep", QByteArray("{\"a\":").repeated(100000));
    }
    void bad()
    {
        QFETCH(QByteArray, text);
        const auto parsed = parseJson(text.toStdString());
        QVERIFY2(!parsed, "was accepted");
        QCOMPARE(parsed.error().code, ErrorCode::ProtocolViolation);
        QVERIFY(parsed.error().message().size() < 200);
    }

    void deepestAllowed() { QVERIFY(parseJson(std::string(64, '[') + std::string(64, ']'))); }

    void everyTruncationIsRefused()
    {
        const std::string whole = R"({"jsonrpc":"2.0","id":1,"method":"x","params":{"a":[1,2.5,null,"é"]}})";
        for (std::size_t length = 0; length < whole.size(); ++length)
            QVERIFY(!parseJson(std::string_view(whole).substr(0, length)));
    }

    void badBytesAreReplacedWhenWritten() { QVERIFY(parseJson(dumpJson({{"os", "Bad \xff name"}}))); }

    void fieldsNameWhatIsWrong()
    {
        const Json object{{"text", "abc"},      {"number", 5}, {"none", nullptr},
                          {"list", {"a", "b"}}, {"yes", true}, {"real", 1.5}};
        const Fields fields(object);
        QCOMPARE(*fields.requireString("text"), std::string("abc"));
        QCOMPARE(*fields.requireInteger("number", 0, 10), 5);
        QCOMPARE((*fields.strings("list", 2)).size(), 2u);
        QVERIFY(*fields.boolean("yes", false));
        QVERIFY(*fields.boolean("absent", true));
        QVERIFY(!*fields.string("none"));
        QVERIFY(fields.has("none") && fields.isNull("none") && !fields.has("absent"));
        const auto refusal = [](const auto &result) {
            return result ? std::string() : result.error().message();
        };
        QCOMPARE(refusal(fields.requireString("absent")), std::string("field absent: is missing"));
        QCOMPARE(refusal(fields.requireString("none")), std::string("field none: is missing"));
        QCOMPARE(refusal(fields.requireString("number")), std::string("field number: must be a string"));
        QCOMPARE(refusal(fields.requireString("text", 2)),
                 std::string("field text: must not be longer than 2 bytes"));
        QCOMPARE(refusal(fields.requireInteger("number", 6, 10)),
                 std::string("field number: must be from 6 to 10"));
        QCOMPARE(refusal(fields.requireInteger("real", 0, 9)),
                 std::string("field real: must be an integer from 0 to 9"));
        QCOMPARE(refusal(fields.requireInteger("text", 0, 9)),
                 std::string("field text: must be an integer from 0 to 9"));
        QCOMPARE(refusal(fields.boolean("number", false)),
                 std::string("field number: must be true or false"));
        QCOMPARE(refusal(fields.strings("text", 9)), std::string("field text: must be a list of strings"));
        QCOMPARE(refusal(fields.strings("list", 1)),
                 std::string("field list: must not have more than 1 entries"));
    }

    void nulBytesAreRefused()
    {
        const auto object = parseJson(R"({"name":"a\u0000b","argv":["sh\u0000"]})");
        QVERIFY(object.has_value());
        QVERIFY(!Fields(*object).requireString("name"));
        QVERIFY(!Fields(*object).strings("argv", 10));
    }

    void fieldsOfSomethingThatIsNoObject()
    {
        for (const Json &json : {Json(5), Json(nullptr), Json::array({1}), Json("x")}) {
            const Fields fields(json);
            QVERIFY(!fields.has("a"));
            QVERIFY(!fields.requireString("a"));
        }
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_protocol_json.moc"
