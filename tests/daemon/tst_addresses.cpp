// SPDX-License-Identifier: GPL-3.0-or-later
// Which address and MAC a container gets: asked for or chosen, never somebody else's; a refusal changes nothing.
#include "daemon/addresses.h"
#include "helper_fixture.h"

#include <QTemporaryDir>
#include <QtTest>
#include <sys/stat.h>

using namespace taper;
using namespace taper::daemon;
using protocol::Json;

namespace {
storage::ContainerRecord record(const std::string &name, const std::string &address = {},
                                const std::string &mac = {})
{
    storage::ContainerRecord record;
    record.name = name;
    record.network = "taper0";
    record.address = address;
    record.mac = mac;
    return record;
}
} // namespace

class AddressesTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    std::unique_ptr<network::Network> m_network;

    Status settle(const Json &params, storage::ContainerRecord &record,
                  const std::vector<storage::ContainerRecord> &others = {})
    {
        const auto wish = readAddressWish(params);
        if (!wish)
            return tl::unexpected(wish.error());
        return settleAddress(*m_network, others, *wish, record);
    }

private slots:
    void initTestCase()
    {
        QVERIFY2(test::enterOwnNamespaces(), "needs root");
        auto network = network::openNetwork({.runDirectory = m_directory.path().toStdString()});
        QVERIFY2(network, network ? "" : network.error().message().c_str());
        m_network = std::move(*network);
    }

    void itIsChosenWhenNothingIsAsked()
    {
        auto web = record("web");
        QVERIFY(settle(Json::object(), web, {record("db", "10.83.0.2", "02:74:0a:53:00:02")}));
        QCOMPARE(web.address, "10.83.0.3");
        QCOMPARE(web.mac, "02:74:0a:53:00:03");
        QVERIFY(!web.addressFixed && !web.macFixed);
    }

    void whatIsAskedForIsKept()
    {
        auto web = record("web");
        QVERIFY(settle({{"address", "10.83.1.50"}, {"mac", "06:00:00:AB:CD:0f"}}, web));
        QCOMPARE(web.address, "10.83.1.50");
        QCOMPARE(web.mac, "06:00:00:ab:cd:0f");
        QVERIFY(web.addressFixed && web.macFixed);
        QVERIFY(settle({{"address", nullptr}}, web));
        QCOMPARE(web.address, "10.83.0.2");
        QCOMPARE(web.mac, "06:00:00:ab:cd:0f");
        QVERIFY(!web.addressFixed && web.macFixed);
        QVERIFY(settle({{"mac", nullptr}}, web));
        QCOMPARE(web.mac, "02:74:0a:53:00:02");
        QVERIFY(!web.macFixed);
        QVERIFY(settle({{"address", "10.83.0.9"}}, web)); // a chosen MAC goes with its address
        QCOMPARE(web.mac, "02:74:0a:53:00:09");
    }

    void refused_data()
    {
        QTest::addColumn<QString>("params");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("no address") << R"({"address": "10.83.0"})"
                                    << "request.invalid"
                                    << "IPv4";
        QTest::newRow("control bytes") << "{\"address\": \"10.83.0.5\\n\"}"
                                       << "request.invalid"
                                       << "10.83.0.5?";
        QTest::newRow("IPv6") << R"({"address": "fd00::1"})"
                              << "request.invalid"
                              << "IPv4";
        QTest::newRow("a number") << R"({"address": 5})"
                                  << "request.invalid"
                                  << "string";
        QTest::newRow("another network") << R"({"address": "192.168.7.7"})"
                                         << "request.invalid"
                                         << "taper0";
        QTest::newRow("the network") << R"({"address": "10.83.0.0"})"
                                     << "request.invalid"
                                     << "10.83.0.2 to 10.83.15.254";
        QTest::newRow("the gateway") << R"({"address": "10.83.0.1"})"
                                     << "request.invalid"
                                     << "bridge's own";
        QTest::newRow("broadcast") << R"({"address": "10.83.15.255"})"
                                   << "request.invalid"
                                   << "taper0";
        QTest::newRow("behind it") << R"({"address": "10.83.16.1"})"
                                   << "request.invalid"
                                   << "taper0";
        QTest::newRow("another container's") << R"({"address": "10.83.0.7"})"
                                             << "network.address_taken"
                                             << "db";
        QTest::newRow("no MAC") << R"({"mac": "02:00:00:00:00"})"
                                << "request.invalid"
                                << "MAC";
        QTest::newRow("multicast") << R"({"mac": "03:00:00:00:00:01"})"
                                   << "request.invalid"
                                   << "unicast";
        QTest::newRow("all zero") << R"({"mac": "00:00:00:00:00:00"})"
                                  << "request.invalid"
                                  << "unicast";
        QTest::newRow("the bridge's") << R"({"mac": "02:74:61:70:65:72"})"
                                      << "network.address_taken"
                                      << "bridge";
        QTest::newRow("another's MAC") << R"({"mac": "02:00:00:00:0A:01"})"
                                       << "network.address_taken"
                                       << "db";
        QTest::newRow("one of two") << R"({"address": "10.83.0.8", "mac": "02:00:00:00:0a:01"})"
                                    << "network.address_taken"
                                    << "db";
    }
    void refused()
    {
        QFETCH(QString, params);
        QFETCH(QString, code);
        QFETCH(QString, says);
        auto web = record("web", "10.83.0.5", "02:74:0a:53:00:05");
        const auto status =
            settle(Json::parse(params.toStdString()), web, {record("db", "10.83.0.7", "02:00:00:00:0a:01")});
        QVERIFY(!status);
        QCOMPARE(QString::fromUtf8(errorCodeName(status.error().code).data()), code);
        const std::string text = status.error().message() + " " + status.error().hint;
        QVERIFY2(text.find(says.toStdString()) != std::string::npos, text.c_str());
        QCOMPARE(web.address, "10.83.0.5"); // untouched
        QCOMPARE(web.mac, "02:74:0a:53:00:05");
        QVERIFY(!web.addressFixed && !web.macFixed);
    }

    void aChosenMacIsNeverSomebodysFixedOne()
    {
        auto web = record("web");
        QVERIFY(settle(Json::object(), web, {record("db", "10.83.0.9", "02:74:0a:53:00:02")}));
        QCOMPARE(web.address, "10.83.0.2");
        QCOMPARE(web.mac, "02:75:0a:53:00:02");
    }

    void withoutANetworkThereIsNone()
    {
        auto web = record("web");
        web.network.clear();
        QVERIFY(settle(Json::object(), web));
        QVERIFY(web.address.empty());
        QVERIFY(!settle({{"address", "10.83.0.5"}}, web));
        QVERIFY(!attachmentOf(web));
    }
};

QTEST_GUILESS_MAIN(AddressesTest)
#include "tst_addresses.moc"
