// SPDX-License-Identifier: GPL-3.0-or-later
// State files as somebody might have broken them: each change makes the whole file refused, naming the field.
#include "engine/storage/records.h"
#include "storage/sample_records.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace taper;
using namespace taper::storage;
using Json = nlohmann::json;

class TestRecords : public QObject
{
    Q_OBJECT

private slots:
    void containerComesBackWhole();
    void noLimitIsNull();
    void imageComesBackWhole();
    void refusesContainer_data();
    void refusesContainer();
    void refusesImage_data();
    void refusesImage();
    void refusesWhatIsNoObject_data();
    void refusesWhatIsNoObject();
    void ignoresUnknownFields();
    void cutOffAnywhereIsAnError();
};

void TestRecords::containerComesBackWhole()
{
    const ContainerRecord before = sampleContainer("web", "3", "12");
    const auto after = containerRecordFromText(toText(before));
    QVERIFY2(after.has_value(), after ? "" : after.error().message().c_str());
    QCOMPARE(after->name, before.name);
    QCOMPARE(after->id, before.id);
    QCOMPARE(after->layer, before.layer);
    QCOMPARE(after->owner, before.owner);
    QCOMPARE(after->idFirst, before.idFirst);
    QVERIFY(after->limits == before.limits);
    QCOMPARE(after->address, before.address);
    QCOMPARE(after->prefix, before.prefix);
    QCOMPARE(after->mac, before.mac);
    QCOMPARE(after->generation, before.generation);
    QVERIFY(after->command == before.command);
    QVERIFY(after->environment == before.environment);
    QVERIFY(after->lastFailure.has_value());
    QCOMPARE(after->lastFailure->message, before.lastFailure->message);
    QCOMPARE(after->exitStatus.value(), 137);
}

void TestRecords::noLimitIsNull()
{
    ContainerRecord record = sampleContainer("web", "3", "12");
    record.limits = {};
    record.lastFailure.reset();
    record.exitStatus.reset();
    const Json json = Json::parse(toText(record));
    QVERIFY(json["limits"]["memory"].is_null());
    const auto after = containerRecordFromText(toText(record));
    QVERIFY(after && !after->limits.memory && !after->limits.cpuWeight && !after->lastFailure &&
            !after->exitStatus);
}

void TestRecords::imageComesBackWhole()
{
    const auto after = imageRecordFromText(toText(sampleImage()));
    QVERIFY(after.has_value());
    QCOMPARE(after->name, sampleImage().name);
    QCOMPARE(after->sizeBytes, sampleImage().sizeBytes);
    QCOMPARE(after->os, sampleImage().os);
}

void TestRecords::refusesContainer_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *tag, const char *field, const char *value) {
        QTest::newRow(tag) << QByteArray(field) << QByteArray(value);
    };
    row("name leads out", "name", R"("../x")");
    row("name with slash", "name", R"("a/b")");
    row("name is number", "name", "7");
    row("name missing", "name", "null");
    row("id with letters", "id", R"("3a")");
    row("id leads out", "id", R"("../3")");
    row("id empty", "id", R"("")");
    row("id too long", "id", R"("1234567890123456789")");
    row("layer leads out", "layer", R"("../../etc")");
    row("layer absolute", "layer", R"("/etc")");
    row("fingerprint short", "fingerprint", R"("abcd")");
    row("fingerprint leads out", "fingerprint",
        R"("../../../../../../../../../../../../../../../../../../../../../a")");
    row("image", "image", R"("a b")");
    row("ids of the host", "idFirst", "0");
    row("ids not aligned", "idFirst", "1879048193");
    row("ids above ours", "idFirst", "2147221504");
    row("ids negative", "idFirst", "-65536");
    row("ids as text", "idFirst", R"("1879048192")");
    row("ids as fraction", "idFirst", "1879048192.5");
    row("ids too large", "idFirst", "99999999999999999999");
    row("owner too large", "owner", "4294967295");
    row("address", "address", R"("10.83.0.400")");
    row("address v6", "address", R"("fe80::1")");
    row("address without network", "network", R"("")");
    row("network", "network", R"("tap er")");
    row("network too long", "network", R"("abcdefghijklmnop")");
    row("prefix", "prefix", "33");
    row("mac", "mac", R"("02:54:50:00:00:0g")");
    row("limits missing", "limits", "null");
    row("limits as list", "limits", "[]");
    row("memory too small", "limits", R"({"memory": 1})");
    row("memory negative", "limits", R"({"memory": -1})");
    row("weight zero", "limits", R"({"cpuWeight": 0})");
    row("ephemeral", "ephemeral", "1");
    row("command no list", "command", R"("/bin/sh")");
    row("command holds number", "command", "[1]");
    row("command zero byte", "command", R"(["a\u0000b"])");
    row("command empty program", "command", R"([""])");
    row("environment name", "environment", R"([["A=B", "x"]])");
    row("environment newline", "environment", R"([["A\nB", "x"]])");
    row("environment triple", "environment", R"([["A", "x", "y"]])");
    row("exit status", "exitStatus", "256");
    row("failure", "lastFailure", "[]");
    row("version newer", "version", "2");
    row("version missing", "version", "null");
}

void TestRecords::refusesContainer()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, value);
    Json json = Json::parse(toText(sampleContainer("web", "3", "12")));
    json[field.toStdString()] = Json::parse(value.toStdString());
    const auto record = containerRecordFromText(json.dump());
    QVERIFY(!record.has_value());
    QCOMPARE(record.error().code, ErrorCode::StorageCorrupt);
    QVERIFY2(record.error().detail.starts_with("field \""), record.error().detail.c_str());
}

void TestRecords::refusesImage_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("name") << QByteArray("name") << QByteArray(R"("../x")");
    QTest::newRow("fingerprint") << QByteArray("fingerprint") << QByteArray(R"("..")");
    QTest::newRow("init") << QByteArray("init") << QByteArray(R"("runit")");
    QTest::newRow("os with escapes") << QByteArray("os") << QByteArray(R"("\u001b[2J")");
    QTest::newRow("size") << QByteArray("sizeBytes") << QByteArray("-1");
    QTest::newRow("version") << QByteArray("version") << QByteArray("0");
}

void TestRecords::refusesImage()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, value);
    Json json = Json::parse(toText(sampleImage()));
    json[field.toStdString()] = Json::parse(value.toStdString());
    const auto record = imageRecordFromText(json.dump());
    QVERIFY(!record.has_value());
    QCOMPARE(record.error().code, ErrorCode::StorageCorrupt);
}

void TestRecords::refusesWhatIsNoObject_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("zeros") << QByteArray(4096, '\0');
    QTest::newRow("list") << QByteArray("[]");
    QTest::newRow("text") << QByteArray("\"x\"");
    QTest::newRow("half") << QByteArray("{\"version\": 1");
    QTest::newRow("two") << QByteArray("{} {}");
    QTest::newRow("not UTF-8") << QByteArray("{\"name\": \"\xff\xfe\"}");
    QTest::newRow("deep") << QByteArray("{\"a\":" + QByteArray(100000, '[') + QByteArray(100000, ']') + "}");
    QTest::newRow("deep open") << QByteArray(900000, '[');
}

void TestRecords::refusesWhatIsNoObject()
{
    QFETCH(QByteArray, text);
    const auto record = containerRecordFromText(text.toStdString());
    QVERIFY(!record.has_value());
    QCOMPARE(record.error().code, ErrorCode::StorageCorrupt);
    QVERIFY(!nextContainerFromText(text.toStdString()).has_value());
}

void TestRecords::ignoresUnknownFields()
{
    Json json = Json::parse(toText(sampleContainer("web", "3", "12")));
    json["ofTheNextRelease"] = {{"a", 1}};
    QVERIFY(containerRecordFromText(json.dump()).has_value());
}

void TestRecords::cutOffAnywhereIsAnError()
{
    const std::string text = toText(sampleContainer("web", "3", "12"));
    for (std::size_t length = 0; length + 2 < text.size(); ++length)
        QVERIFY(!containerRecordFromText(std::string_view(text).substr(0, length)).has_value());
}

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_records.moc"
