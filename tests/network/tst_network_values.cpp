// SPDX-License-Identifier: GPL-3.0-or-later
// Subnets, addresses, names of cables and DNS messages: no kernel involved.
#include "engine/network/bridge.h"
#include "engine/network/dns_message.h"
#include <QtTest>

using namespace taper;
using namespace taper::network;

namespace {
Subnet subnet(const char *address, int prefix)
{
    return Subnet::of(parseIpv4(address).value(), static_cast<std::uint8_t>(prefix));
}

/// An answer as dnsmasq gives it: the question, then records whose name points back at it.
std::vector<std::uint8_t> answerOf(std::vector<std::uint8_t> question, std::vector<std::uint8_t> record)
{
    question[2] = 0x85;
    question[3] = 0x80;
    question[7] = 1;
    question.insert(question.end(), record.begin(), record.end());
    return question;
}
const std::vector<std::uint8_t> recordA{0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 10, 83, 0, 5};
} // namespace

class NetworkValues : public QObject
{
    Q_OBJECT
private slots:
    void addressesAreReadStrictly()
    {
        QCOMPARE(parseIpv4("10.83.0.4"), std::optional<Ipv4>(0x0a530004));
        QCOMPARE(formatIpv4(0x0a530004), "10.83.0.4");
        for (const char *wrong :
             {"", "10.83.0", "10.83.0.256", "010.83.0.4", "10.83.0.4 ", "10.83.0.4/20", "::1"})
            QVERIFY2(!parseIpv4(wrong), wrong);
        QVERIFY(!parseIpv4(std::string_view("10.0.0.1\0x", 10)));
    }

    void theSubnetAvoidsWhatIsThere()
    {
        QCOMPARE(freeSubnet({})->text(), "10.83.0.0/20");
        QCOMPARE(freeSubnet({subnet("10.83.5.1", 24)})->text(), "10.83.16.0/20");
        QCOMPARE(freeSubnet({subnet("10.80.0.0", 12)})->text(), "10.96.0.0/20");
        QCOMPARE(freeSubnet({subnet("10.83.0.0", 16), subnet("10.84.0.0", 20)})->text(), "10.84.16.0/20");
        QCOMPARE(freeSubnet({subnet("10.64.0.0", 10), subnet("10.128.0.0", 9)})->text(), "10.0.0.0/20");
        QCOMPARE(freeSubnet({subnet("10.0.0.0", 8)})->text(), "172.16.0.0/20");
        QCOMPARE(freeSubnet({subnet("10.0.0.0", 8), subnet("172.16.0.0", 12)})->text(), "192.168.0.0/20");
        QVERIFY(!freeSubnet({subnet("10.0.0.0", 8), subnet("172.16.0.0", 12), subnet("192.168.0.0", 16)}));
    }

    void addressesAreGivenFromTheLowest()
    {
        const Subnet small = subnet("10.83.0.0", 29); // .0 network, .1 gateway, .7 broadcast
        std::set<Ipv4> taken;
        for (Ipv4 expected = small.network + 2; expected < small.network + 7; ++expected) {
            QCOMPARE(freeAddress(small, taken), std::optional(expected));
            taken.insert(expected);
        }
        QVERIFY(!freeAddress(small, taken));
        taken.erase(small.network + 4);
        QCOMPARE(freeAddress(small, taken), std::optional(small.network + 4));
    }

    void macsAreUnicastAndLocal()
    {
        QCOMPARE(macOf(0x0a530004), "02:74:0a:53:00:04");
        QVERIFY(parseMac("02:74:0A:53:00:04"));
        for (const char *wrong :
             {"", "02:74:0a:53:00", "02:74:0a:53:00:0", "02:74:0a:53:00:0g", "03:74:0a:53:00:04",
              "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "02-74-0a-53-00-04", "02:74:0a:53:00:04 "})
            QVERIFY2(!parseMac(wrong), wrong);
    }

    void cablesHaveNamesThatFit()
    {
        QCOMPARE(cableName("3", 1).value(), "tp3g1");
        QCOMPARE(cableName("4092", 1234567).value(), "tp4092g1234567");
        QCOMPARE(cableName("12345", 4294967295).has_value(), false); // 18 characters
        for (const char *wrong : {"", "../x", "a b", "3g"})
            QVERIFY2(!cableName(wrong, 1) || isCableName(cableName(wrong, 1).value()), wrong);
        QVERIFY(!cableName("", 1));
        QVERIFY(!cableName("../x", 1));
        for (const char *foreign : {"tp0", "tpg1", "tap1g1", "tp1g", "tp1gx", "eth0", "tplink", "tp-1g1"})
            QVERIFY2(!isCableName(foreign), foreign);
    }

    void aGoodAnswerIsUnderstood()
    {
        const auto answer = parseDnsAnswer(answerOf(dnsQuestion(0x1234, "Web"), recordA));
        QVERIFY(answer);
        QCOMPARE(answer->id, 0x1234);
        QCOMPARE(answer->name, "web");
        QCOMPARE(answer->addresses, (std::vector<Ipv4>{0x0a530005}));
        auto refused = dnsQuestion(1, "web");
        refused[2] = 0x81;
        refused[3] = 3;
        QVERIFY(parseDnsAnswer(refused));
        QVERIFY(parseDnsAnswer(refused)->addresses.empty());
        QVERIFY(!parseDnsAnswer(dnsQuestion(1, "web"))); // a question is no answer
    }

    void brokenAnswersAreRefused()
    {
        const auto good = answerOf(dnsQuestion(1, "web"), recordA);
        for (std::size_t length = 0; length < good.size(); ++length)
            QVERIFY2(!parseDnsAnswer(std::span(good).first(length)), std::to_string(length).c_str());
        // Every byte changed in every way: never a crash (the sanitizers look), never an address out of
        // nothing.
        for (std::size_t at = 0; at < good.size(); ++at) {
            for (int value = 0; value < 256; ++value) {
                auto bytes = good;
                bytes[at] = static_cast<std::uint8_t>(value);
                const auto answer = parseDnsAnswer(bytes);
                if (answer)
                    QVERIFY(answer->addresses.size() <= 1);
            }
        }
        auto manyRecords = good;
        manyRecords[6] = manyRecords[7] = 0xff; // 65535 announced, one there
        QVERIFY(!parseDnsAnswer(manyRecords));
        auto longLabel = good;
        longLabel[12] = 0x3f;
        QVERIFY(!parseDnsAnswer(longLabel));
        QVERIFY(!parseDnsAnswer(std::vector<std::uint8_t>(513, 0x85)));
        const auto loop = answerOf(dnsQuestion(1, "web"), {0xc0, 21, 0xc0, 21, 0, 1, 0, 1});
        QVERIFY(!parseDnsAnswer(loop));
    }
};

QTEST_GUILESS_MAIN(NetworkValues)
#include "tst_network_values.moc"
