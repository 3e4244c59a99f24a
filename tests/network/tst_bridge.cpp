// SPDX-License-Identifier: GPL-3.0-or-later
// The bridge comes with the first user and goes with the last, collides with nothing, and touches nothing
// foreign.
#include "engine/network/bridge.h"
#include "engine/sys/kernel.h"
#include "rooms.h"

#include <csignal>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

using namespace rooms;

class BridgeTest : public QObject
{
    Q_OBJECT

    /// Calls housekeeping when it is due, as the helper's loop does, until it has nothing to do.
    static void keepHouse(Network &network)
    {
        while (const auto due = network.housekeeping())
            (void)poll(nullptr, 0, *due);
    }

private slots:
    void init() { leaveTheMachine(); }

    void theFirstUserMakesIt()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto attachment = network->choose("web", {});
        VERIFY_DONE(attachment);
        QCOMPARE(formatIpv4(attachment->address), "10.83.0.2");
        QCOMPARE(attachment->prefix, 20);
        QCOMPARE(attachment->bridge, "taper0");
        QCOMPARE(formatIpv4(network->gateway()), "10.83.0.1");
        QVERIFY(!link("taper0"));
        QVERIFY(!network->housekeeping());

        VERIFY_DONE(network->enter("web", *attachment));
        const auto bridge = link("taper0");
        QVERIFY(bridge);
        QCOMPARE(bridge->kind, "bridge");
        QCOMPARE(bridge->alias, "taper");
        QCOMPARE(addressesOf("taper0"), (std::vector<std::string>{"10.83.0.1/20"}));
        QVERIFY(!network->hasOtherUsers("web"));
        QVERIFY(network->hasOtherUsers("db"));
        QVERIFY(resolves(*network, "web"));
        QVERIFY(!network->housekeeping());
        network->shutdown();
        QVERIFY(!link("taper0"));
        QCOMPARE(dnsmasqOf(run), 0);
    }

    void theLastUserTakesItAlong()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = network->choose("web", {}).value();
        const auto db = network->choose("db", {web.address}).value();
        QVERIFY(db.address != web.address && db.mac != web.mac);
        VERIFY_DONE(network->enter("web", web));
        VERIFY_DONE(network->enter("db", db));
        QVERIFY(resolves(*network, "db"));
        const pid_t dnsmasq = dnsmasqOf(run);
        QVERIFY(dnsmasq > 0);
        network->leave("web");
        QVERIFY(!network->housekeeping());
        network->leave("db");
        network->leave("db"); // nothing more happens
        const auto due = network->housekeeping();
        QVERIFY(due && *due > 0 && *due <= 1000);
        QVERIFY(link("taper0"));
        keepHouse(*network);
        QVERIFY(!link("taper0"));
        QCOMPARE(dnsmasqOf(run), 0);
        for (const char *file : {"dnsmasq.conf", "dnsmasq.pid", "leases", "hosts", "dhcp", "aside"})
            QVERIFY2(access((run.path + "/network/" + file).c_str(), F_OK) != 0, file);
        // And it comes again.
        VERIFY_DONE(network->enter("web", web));
        QVERIFY(resolves(*network, "web"));
        network->shutdown();
    }

    void aUserInTimeKeepsIt()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = network->choose("web", {}).value();
        VERIFY_DONE(network->enter("web", web));
        QVERIFY(resolves(*network, "web"));
        const pid_t dnsmasq = dnsmasqOf(run);
        const auto index = link("taper0")->index;
        network->leave("web");
        QVERIFY(network->housekeeping());
        VERIFY_DONE(network->enter("web", web));
        QVERIFY(!network->housekeeping());
        QVERIFY(resolves(*network, "web"));
        QCOMPARE(dnsmasqOf(run), dnsmasq);
        QCOMPARE(link("taper0")->index, index);
        network->shutdown();
    }

    void aForeignInterfaceOfItsNameIsRefusedAndLeftAlone_data()
    {
        QTest::addColumn<bool>("bridge");
        QTest::addColumn<QString>("alias");
        QTest::newRow("a bridge without a mark") << true << QString();
        QTest::newRow("a bridge with somebody's mark") << true << QStringLiteral("my own");
        QTest::newRow("no bridge at all") << false << QString();
    }
    void aForeignInterfaceOfItsNameIsRefusedAndLeftAlone()
    {
        QFETCH(bool, bridge);
        QFETCH(QString, alias);
        if (bridge)
            makeBridge("taper0", alias.toStdString());
        else
            makePair("taper0", "other");
        setAddress("taper0", parseIpv4("10.83.0.1").value(), 20);
        const auto before = link("taper0");
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto attachment = network->choose("web", {});
        VERIFY_DONE(attachment);
        QCOMPARE(formatIpv4(attachment->address), "10.83.16.2");
        const Status entered = network->enter("web", *attachment);
        QVERIFY(!entered);
        QCOMPARE(entered.error().code, ErrorCode::NetworkUnknown);
        QVERIFY(entered.error().message().find("taper0") != std::string::npos);
        QVERIFY(!entered.error().hint.empty());
        network->shutdown();
        VERIFY_DONE(network->adopt({}));
        const auto after = link("taper0");
        QVERIFY(after);
        QCOMPARE(after->index, before->index);
        QCOMPARE(after->flags, before->flags);
        QCOMPARE(after->alias, before->alias);
        QCOMPARE(addressesOf("taper0"), (std::vector<std::string>{"10.83.0.1/20"}));
        QCOMPARE(dnsmasqOf(run), 0);
    }

    void aHalfMadeBridgeOfOursIsCompleted()
    {
        // The helper died between its first and its second message.
        Socket socket = netlink();
        Message message(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
        message.header(ifinfomsg{})
            .putString(IFLA_IFNAME, "taper0")
            .putBytes(IFLA_ADDRESS, *parseMac(bridgeMac));
        message.nest(IFLA_LINKINFO, [](Message &info) { info.putString(IFLA_INFO_KIND, "bridge"); });
        VERIFY_DONE(socket.request(message, "make", "taper0"));
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto attachment = network->choose("web", {}).value();
        VERIFY_DONE(network->enter("web", attachment));
        QCOMPARE(link("taper0")->alias, "taper");
        QCOMPARE(addressesOf("taper0"), (std::vector<std::string>{"10.83.0.1/20"}));
        QVERIFY(resolves(*network, "web"));
        network->shutdown();
        QVERIFY(!link("taper0"));
    }

    void occupiedRangesAreAvoided()
    {
        makePair("lan0", "lan1");
        setUp("lan0");
        setUp("lan1");
        setAddress("lan0", parseIpv4("10.83.7.9").value(), 24);
        addRoute(Subnet::of(parseIpv4("10.83.16.0").value(), 20), "lan0");
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto attachment = network->choose("web", {});
        VERIFY_DONE(attachment);
        QCOMPARE(formatIpv4(attachment->address), "10.83.32.2");
        QCOMPARE(formatIpv4(network->gateway()), "10.83.32.1");
        VERIFY_DONE(network->enter("web", *attachment));
        QCOMPARE(addressesOf("taper0"), (std::vector<std::string>{"10.83.32.1/20"}));
        QVERIFY(resolves(*network, "web"));
        // A range that is taken later: said clearly, and a new choice leads elsewhere.
        network->shutdown();
        addRoute(Subnet::of(parseIpv4("10.83.32.0").value(), 24), "lan0");
        const Status entered = network->enter("web", *attachment);
        QVERIFY(!entered);
        QCOMPARE(entered.error().code, ErrorCode::NetworkNoAddress);
        QVERIFY(!link("taper0"));
        QCOMPARE(formatIpv4(network->choose("web", {attachment->address})->address), "10.83.48.2");
    }

    void knownContainersKeepTheirRange()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const Ipv4 first = parseIpv4("10.99.16.2").value();
        QCOMPARE(formatIpv4(network->choose("db", {first})->address), "10.99.16.3");
    }

    void attachmentsThatCannotBeAreRefused()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto good = network->choose("web", {}).value();
        for (const Ipv4 wrong : {good.address - 2, good.address - 1, good.address | 0xfff}) {
            auto bad = good;
            bad.address = wrong;
            QVERIFY(!network->enter("web", bad));
        }
        for (const std::string name : {"../x", "", "a.b", "a\nb", "-a"})
            QVERIFY2(!network->enter(name, good), name.c_str());
        auto bad = good;
        bad.mac = "03:00:00:00:00:01";
        QVERIFY(!network->enter("web", bad));
        bad = good;
        bad.bridge = "br0";
        QCOMPARE(network->enter("web", bad).error().code, ErrorCode::NetworkUnknown);
        QVERIFY(!link("taper0"));
        VERIFY_DONE(network->enter("web", good));
        QCOMPARE(network->enter("db", good).error().code, ErrorCode::NetworkNoAddress);
        network->shutdown();
    }

    void cablesAreMadeInOneGo()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = network->choose("web", {}).value();
        const Room room;
        QVERIFY(!network->plug("3", 1, web, room.fd())); // no bridge yet
        VERIFY_DONE(network->enter("web", web));
        const auto name = network->plug("3", 1, web, room.fd());
        VERIFY_DONE(name);
        QCOMPARE(*name, "tp3g1");
        const auto cable = link("tp3g1");
        QVERIFY(cable);
        QCOMPARE(cable->master, link("taper0")->index);
        QCOMPARE(cable->alias, "web");
        const int found = room.inside([&] {
            const auto eth0 = link("eth0");
            return eth0 && eth0->mac == web.mac ? 0 : 1;
        });
        QCOMPARE(found, 0);
        // The same name, a name that is too long, and something that is no network namespace: errors, nothing
        // made.
        const Room other;
        const auto twice = network->plug("3", 1, web, other.fd());
        QVERIFY(!twice);
        QCOMPARE(twice.error().errnoValue, EEXIST);
        QCOMPARE(other.inside([] { return link("eth0") ? 1 : 0; }), 0);
        QVERIFY(!network->plug("123456789", 4294967295, web, other.fd()));
        const UniqueFd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        QVERIFY(!network->plug("4", 1, web, null.get()));
        QVERIFY(!link("tp4g1"));
        network->shutdown();
    }

    void somebodyElsesPortKeepsTheBridge()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = network->choose("web", {}).value();
        VERIFY_DONE(network->enter("web", web));
        makePair("vm0", "vm1");
        Socket socket = netlink();
        Message message(RTM_NEWLINK, 0);
        message.header(ifinfomsg{}).putString(IFLA_IFNAME, "vm0").put(IFLA_MASTER, link("taper0")->index);
        VERIFY_DONE(socket.request(message, "enslave", "vm0"));
        network->shutdown();
        QVERIFY(link("taper0"));
        QCOMPARE(dnsmasqOf(run), 0);
        Message remove(RTM_DELLINK, 0);
        remove.header(ifinfomsg{}).putString(IFLA_IFNAME, "vm0");
        VERIFY_DONE(socket.request(remove, "delete", "vm0"));
        network->shutdown();
        QVERIFY(!link("taper0"));
    }

    void withoutDnsmasqNothingIsMade()
    {
        for (const char *program : {"/usr/sbin/dnsmasq", "/usr/bin/dnsmasq"})
            if (access(program, F_OK) == 0)
                QCOMPARE(mount("/dev/null", program, nullptr, MS_BIND, nullptr), 0);
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = network->choose("web", {}).value();
        const Status entered = network->enter("web", web);
        for (const char *program : {"/usr/sbin/dnsmasq", "/usr/bin/dnsmasq"})
            (void)umount2(program, MNT_DETACH);
        QVERIFY(!entered);
        QCOMPARE(entered.error().code, ErrorCode::HostMissingProgram);
        QVERIFY(entered.error().hint.find("dnsmasq-base") != std::string::npos);
        QVERIFY(!link("taper0"));
        // Installed meanwhile: works without a new helper.
        VERIFY_DONE(network->enter("web", web));
        network->shutdown();
    }

    void aDirectoryThatDnsmasqMayNotEnterIsNamed()
    {
        const RunDirectory run;
        QCOMPARE(chmod(run.path.c_str(), 0700), 0);
        auto network = rooms::open(run);
        const auto web = network->choose("web", {}).value();
        const Status entered = network->enter("web", web);
        QVERIFY(!entered);
        QVERIFY(entered.error().message().find(run.path) != std::string::npos);
        QVERIFY(!link("taper0"));
    }

    void aTakenPortIsExplained()
    {
        const UniqueFd taken(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        sockaddr_in any{};
        any.sin_family = AF_INET;
        any.sin_port = htons(53);
        QCOMPARE(bind(taken.get(), reinterpret_cast<sockaddr *>(&any), sizeof any), 0);
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = network->choose("web", {}).value();
        VERIFY_DONE(network->enter("web", web));
        Status asked;
        QDeadlineTimer deadline(5000);
        while (asked && !deadline.hasExpired()) {
            pollfd entry{network->resolverFd(), POLLIN, 0};
            (void)poll(&entry, 1, 20);
            asked = network->askName("web");
        }
        QVERIFY(!asked);
        QVERIFY2(asked.error().message().find("ddress already in use") != std::string::npos,
                 errorText(asked.error()).c_str());
        network->shutdown();
        QVERIFY(!link("taper0"));
    }

#ifdef TAPER_FAULTS
    void whatFailsLeavesNothingBehind()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = network->choose("web", {}).value();
        unsigned failed = 0;
        for (unsigned n = 1; n < 200; ++n) {
            kernel::setFault(n);
            const Status entered = network->enter("web", web);
            const bool ended = kernel::faultNow(); // counts as one call more: the fault was still to come
            kernel::setFault(0);
            if (!entered) {
                ++failed;
                QVERIFY2(!link("taper0"), std::to_string(n).c_str());
                QVERIFY2(dnsmasqOf(run) == 0, std::to_string(n).c_str());
            } else {
                QVERIFY2(resolves(*network, "web"), std::to_string(n).c_str());
                network->shutdown();
            }
            if (ended)
                break;
        }
        QVERIFY2(failed > 10, std::to_string(failed).c_str());
    }
#endif

    void aBridgeWithoutResolverStillGoesWithItsLastUser()
    {
        const RunDirectory run;
        auto first = rooms::open(run);
        const auto web = first->choose("web", {}).value();
        VERIFY_DONE(first->enter("web", web));
        QVERIFY(resolves(*first, "web"));
        QCOMPARE(kill(dnsmasqOf(run), SIGKILL), 0);
        first.reset();
        for (const char *program : {"/usr/sbin/dnsmasq", "/usr/bin/dnsmasq"})
            if (access(program, F_OK) == 0)
                QCOMPARE(mount("/dev/null", program, nullptr, MS_BIND, nullptr), 0);
        auto second = rooms::open(run);
        const Status adopted = second->adopt({{"web", web}});
        const bool kept = link("taper0").has_value();
        second->leave("web");
        keepHouse(*second);
        for (const char *program : {"/usr/sbin/dnsmasq", "/usr/bin/dnsmasq"})
            (void)umount2(program, MNT_DETACH);
        QVERIFY(!adopted);
        QCOMPARE(adopted.error().code, ErrorCode::HostMissingProgram);
        QVERIFY(kept);
        QVERIFY(!link("taper0"));
    }

    void theNextHelperTakesOver()
    {
        const RunDirectory run;
        auto first = rooms::open(run);
        const auto web = first->choose("web", {}).value();
        const auto db = first->choose("db", {web.address}).value();
        VERIFY_DONE(first->enter("web", web));
        VERIFY_DONE(first->enter("db", db));
        QVERIFY(resolves(*first, "db"));
        const pid_t dnsmasq = dnsmasqOf(run);
        const auto index = link("taper0")->index;
        first.reset(); // the helper died; db ended meanwhile
        auto second = rooms::open(run);
        QCOMPARE(second->gateway(), web.address - 1);
        VERIFY_DONE(second->adopt({{"web", web}}));
        QCOMPARE(dnsmasqOf(run), dnsmasq);
        QCOMPARE(link("taper0")->index, index);
        QVERIFY(resolves(*second, "web"));
        QTRY_COMPARE(look("db", second->gateway()), Ipv4{0});
        QVERIFY(!second->hasOtherUsers("web"));
        VERIFY_DONE(second->enter("db", db));
        QVERIFY(resolves(*second, "db"));
        second.reset();
        // Nobody runs any more.
        auto third = rooms::open(run);
        VERIFY_DONE(third->adopt({}));
        QVERIFY(!link("taper0"));
        QCOMPARE(dnsmasqOf(run), 0);
    }

    void aPidThatSomebodyElseHasNowIsNotTouched()
    {
        const RunDirectory run;
        auto first = rooms::open(run);
        const auto web = first->choose("web", {}).value();
        VERIFY_DONE(first->enter("web", web));
        QVERIFY(resolves(*first, "web"));
        const pid_t dnsmasq = dnsmasqOf(run);
        QCOMPARE(kill(dnsmasq, SIGKILL), 0);
        first.reset();
        const pid_t bystander = fork();
        if (bystander == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            pause();
            _exit(0);
        }
        std::FILE *file = std::fopen((run.path + "/network/dnsmasq.pid").c_str(), "w");
        std::fprintf(file, "%d\n", bystander);
        std::fclose(file);
        auto second = rooms::open(run);
        VERIFY_DONE(second->adopt({{"web", web}}));
        QVERIFY(resolves(*second, "web"));
        QVERIFY(dnsmasqOf(run) != bystander);
        QCOMPARE(kill(bystander, 0), 0);
        second->shutdown();
        QCOMPARE(kill(bystander, SIGKILL), 0);
        QCOMPARE(end(bystander), -1);
    }
};

QTEST_GUILESS_MAIN(BridgeTest)
#include "tst_bridge.moc"
