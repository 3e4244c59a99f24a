// SPDX-License-Identifier: GPL-3.0-or-later
// The way to the outside: packets that really flow from a room that stands for a container, through one that stands
// for this computer, into one that stands for the internet; and what is left when the bridge has gone.
#include "engine/network/firewall.h"
#include "engine/network/forwarding.h"
#include "world.h"

#include <csignal>
#include <filesystem>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

using namespace rooms;

namespace {
constexpr int quietMs = 400; ///< so long nothing must come

/// socket(2) for NETLINK_NETFILTER fails from now on, as on a kernel without it.
void loseNetfilter()
{
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[2])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NETLINK_NETFILTER, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPROTONOSUPPORT),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog filter{6, program};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}
} // namespace

class OutsideTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { leaveTheMachine(); }

    void aContainerReachesTheWorldAsThisComputer()
    {
        const World world;
        const RunDirectory run;
        auto network = rooms::open(run);
        QCOMPARE(sysctl("ip_forward"), '0');
        const Guest web(*network, "web", "1");
        QCOMPARE(sysctl("ip_forward"), '1');
        QCOMPARE(sysctl("conf/taper0/forwarding"), '1');
        const UniqueFd server = listenIn(world.room, worldAddress, 80);
        const UniqueFd client = connectFrom(web.room, worldAddress, 80);
        QVERIFY(isConnected(client.get(), 2000));
        Ipv4 peer = 0;
        const UniqueFd accepted = acceptOn(server.get(), &peer);
        QCOMPARE(formatIpv4(peer), formatIpv4(outerAddress)); // not 10.83.0.2
        QVERIFY(passes(client.get(), accepted.get(), 2000));
        QVERIFY(passes(accepted.get(), client.get(), 2000));
        network->shutdown();
        QVERIFY(!tableThere("taper"));
        QCOMPARE(sysctl("ip_forward"), '0');
    }

    void theWorldDoesNotReachContainers_data()
    {
        QTest::addColumn<bool>("nat");
        QTest::newRow("NAT on") << true;
        QTest::newRow("NAT off") << false;
    }
    void theWorldDoesNotReachContainers()
    {
        QFETCH(bool, nat);
        const World world; // has a route to the containers' network through this computer
        const RunDirectory run;
        setSysctl("ip_forward", '1'); // somebody else's choice
        auto network = rooms::open(run, nat);
        const Guest web(*network, "web", "1");
        const UniqueFd server = listenIn(web.room, web.attachment.address, 80);
        const UniqueFd client = connectFrom(world.room, web.attachment.address, 80);
        QVERIFY(!isConnected(client.get(), quietMs));
        // The same service is there for this computer, and that of the world for nobody of the others' networks.
        QVERIFY(isConnected(connectHere(web.attachment.address, 80).get(), 2000));
        network->shutdown();
        QCOMPARE(sysctl("ip_forward"), '1');
    }

    void theSwitchActsAtOnce()
    {
        const World world;
        const RunDirectory run;
        auto network = rooms::open(run);
        const Guest web(*network, "web", "1");
        const UniqueFd server = listenIn(world.room, worldAddress, 80);
        const UniqueFd client = connectFrom(web.room, worldAddress, 80);
        QVERIFY(isConnected(client.get(), 2000));
        const UniqueFd accepted = acceptOn(server.get());
        QVERIFY(passes(client.get(), accepted.get(), 2000));

        VERIFY_DONE(network->setNat("taper0", false));
        QVERIFY(!network->nat());
        QVERIFY(!passes(client.get(), accepted.get(), quietMs)); // an open connection is cut, too
        QVERIFY(!passes(accepted.get(), client.get(), quietMs));
        QVERIFY(!isConnected(connectFrom(web.room, worldAddress, 80).get(), quietMs));
        QCOMPARE(sysctl("ip_forward"), '0');
        setSysctl("ip_forward", '1'); // whatever others do: the rules hold by themselves
        QVERIFY(!isConnected(connectFrom(web.room, worldAddress, 80).get(), quietMs));
        setSysctl("ip_forward", '0');

        VERIFY_DONE(network->setNat("taper0", true));
        QVERIFY(isConnected(connectFrom(web.room, worldAddress, 80).get(), 2000));
        QVERIFY(resolves(*network, "web")); // by a resolver that was started anew
        network->shutdown();
    }

    void containersReachEachOtherWithoutIt()
    {
        const RunDirectory run;
        auto network = rooms::open(run, false);
        const Guest web(*network, "web", "1"), db(*network, "db", "2");
        const UniqueFd server = listenIn(db.room, db.attachment.address, 80);
        QVERIFY(isConnected(connectFrom(web.room, db.attachment.address, 80).get(), 2000));
        QCOMPARE(sysctl("ip_forward"), '0');
        network->shutdown();
    }

    void aUserWithoutANameHasTheWayOut()
    {
        const World world;
        const RunDirectory run;
        auto network = rooms::open(run);
        const Guest build(*network, ".build-1", "b1"), web(*network, "web", "1");
        QVERIFY(build.attachment.address != web.attachment.address);
        const UniqueFd server = listenIn(world.room, worldAddress, 80);
        QVERIFY(isConnected(connectFrom(build.room, worldAddress, 80).get(), 2000));
        QVERIFY(resolves(*network, "web"));
        QVERIFY(!std::filesystem::exists(run.path + "/network/hosts/.build-1"));
        QVERIFY(!network->enter("..", build.attachment));
        network->leave("web");
        QVERIFY(network->hasOtherUsers("web"));
        network->leave(".build-1");
        network->shutdown();
    }

    void forwardingIsPutBackAsItWas()
    {
        const World world;
        const RunDirectory run;
        setSysctl("conf/all/accept_redirects", '0');
        setSysctl("conf/up0/forwarding", '1');
        auto network = rooms::open(run);
        {
            const Guest web(*network, "web", "1");
            QCOMPARE(sysctl("conf/lo/forwarding"), '1');
        }
        network->shutdown();
        QCOMPARE(sysctl("ip_forward"), '0');
        QCOMPARE(sysctl("conf/all/accept_redirects"), '0');
        QCOMPARE(sysctl("conf/up0/forwarding"), '1');
        QCOMPARE(sysctl("conf/lo/forwarding"), '0');
    }

    void forwardingStaysForABridgeThatCameMeanwhile()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const Guest web(*network, "web", "1");
        makeBridge("docker0");
        setAddress("docker0", *parseIpv4("172.17.0.1"), 16);
        network->shutdown();
        QCOMPARE(sysctl("ip_forward"), '1');
        QVERIFY(!tableThere("taper"));
    }

    void theNextHelperGoesOnOrCleansUp()
    {
        const World world;
        const RunDirectory run;
        auto first = rooms::open(run);
        auto web = std::make_optional<Guest>(*first, "web", "1");
        first.reset(); // as by kill -9: nothing is put back
        QVERIFY(tableThere("taper"));

        auto second = rooms::open(run, false); // meanwhile it was switched off
        VERIFY_DONE(second->adopt({{"web", web->attachment}}));
        const UniqueFd server = listenIn(world.room, worldAddress, 80);
        QVERIFY(!isConnected(connectFrom(web->room, worldAddress, 80).get(), quietMs));
        VERIFY_DONE(second->setNat("taper0", true));
        QVERIFY(isConnected(connectFrom(web->room, worldAddress, 80).get(), 2000));
        second.reset();
        QCOMPARE(sysctl("ip_forward"), '1');

        web.reset();
        auto third = rooms::open(run);
        VERIFY_DONE(third->adopt({}));
        QVERIFY(!tableThere("taper"));
        QVERIFY(!link("taper0"));
        QCOMPARE(sysctl("ip_forward"), '0');
    }

    void tablesOfOthersAreLeftAlone()
    {
        const RunDirectory run;
        nft("table inet taper {\n chain mine {\n }\n}\n"
            "table ip filter {\n chain FORWARD {\n type filter hook forward priority 0; policy drop;\n }\n}\n");
        auto network = rooms::open(run);
        const auto attachment = network->choose("web", {});
        const Status refused = network->enter("web", *attachment);
        QVERIFY(!refused);
        QCOMPARE(errorCodeName(refused.error().code), "network.setup_failed");
        QVERIFY(!link("taper0"));
        QVERIFY(nft("list table inet taper").find("mine") != std::string::npos);
        QCOMPARE(sysctl("ip_forward"), '0');
        nft("delete table inet taper");

        VERIFY_DONE(network->enter("web", *attachment));
        Firewall firewall;
        const auto obstacles = firewall.dropsForwarding();
        VERIFY_DONE(obstacles);
        QCOMPARE(obstacles->size(), std::size_t{1});
        QCOMPARE(obstacles->front().table, "filter");
        QCOMPARE(obstacles->front().chain, "FORWARD");
        network->shutdown();
        QVERIFY(tableThere("filter") && !tableThere("taper"));
    }

    void foreignBridgesAreRefused()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        makeBridge("br0");
        for (const char *name : {"br0", "nothing0"}) {
            const Status refused = network->setNat(name, false);
            QVERIFY(!refused);
            QCOMPARE(errorCodeName(refused.error().code), "network.unknown");
        }
        const auto bridges = network->bridges();
        VERIFY_DONE(bridges);
        QCOMPARE(bridges->size(), std::size_t{2});
        QVERIFY(!bridges->front().nat);
        QCOMPARE(bridges->back().name, "taper0");
        QCOMPARE(bridges->back().state, "absent");
        QCOMPARE(bridges->back().nat, std::optional(true));
    }

    void withoutNetfilterOnlyNatIsMissing()
    {
        const RunDirectory run;
        const pid_t child = fork();
        if (child == 0) {
            loseNetfilter();
            auto network = rooms::open(run);
            const auto attachment = network->choose("web", {});
            const Status refused = network->enter("web", *attachment);
            if (refused || refused.error().code != ErrorCode::NetworkSetupFailed ||
                refused.error().hint.empty() || link("taper0"))
                _exit(1);
            if (!network->setNat("taper0", false) || !network->enter("web", *attachment))
                _exit(2);
            const bool closed = sysctl("conf/taper0/forwarding") == '0';
            network->shutdown();
            _exit(closed && !link("taper0") ? 0 : 3);
        }
        QCOMPARE(rooms::end(child), 0);
    }

    void aStartCostsNothingOnceItIsThere()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto first = network->choose("a", {});
        QElapsedTimer clock;
        clock.start();
        VERIFY_DONE(network->enter("a", *first));
        const double made = double(clock.nsecsElapsed()) / 1e6;
        const std::string before = nft("-a list table inet taper");
        const auto second = network->choose("b", {});
        clock.restart();
        VERIFY_DONE(network->enter("b", *second));
        const double further = double(clock.nsecsElapsed()) / 1e6;
        QCOMPARE(nft("-a list table inet taper"), before); // the handles: it was not made again
        clock.restart();
        VERIFY_DONE(network->setNat("taper0", false));
        qInfo("first user %.2f ms, further %.2f ms, switch %.2f ms", made, further,
              double(clock.nsecsElapsed()) / 1e6);
        clock.restart();
        network->shutdown();
        qInfo("shutdown %.2f ms", double(clock.nsecsElapsed()) / 1e6);
    }
};

QTEST_GUILESS_MAIN(OutsideTest)
#include "tst_outside.moc"
