// SPDX-License-Identifier: GPL-3.0-or-later
// Names and addresses as containers see them: packets that really flow, through a dnsmasq that really runs.
#include "rooms.h"

#include <arpa/inet.h>
#include <csignal>
#include <fstream>
#include <netinet/in.h>
#include <poll.h>
#include <sstream>
#include <sys/socket.h>
#include <sys/stat.h>

using namespace rooms;

namespace {
constexpr int echoPort = 7777;

/// Waits for one datagram and sends it back.
int answerOnce()
{
    const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_port = htons(echoPort);
    if (bind(socket.get(), reinterpret_cast<sockaddr *>(&any), sizeof any) != 0)
        return 1;
    pollfd entry{socket.get(), POLLIN, 0};
    if (poll(&entry, 1, 5000) != 1)
        return 2;
    char text[16];
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const ssize_t length =
        recvfrom(socket.get(), text, sizeof text, 0, reinterpret_cast<sockaddr *>(&from), &size);
    return sendto(socket.get(), text, static_cast<std::size_t>(length), 0,
                  reinterpret_cast<sockaddr *>(&from), size) == length
               ? 0
               : 3;
}

/// Sends a datagram to a name and waits for it to come back.
int speakTo(const std::string &name, Ipv4 server)
{
    const Ipv4 address = lookAsProgramsDo(name, server);
    if (address == 0)
        return 10;
    const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(echoPort);
    to.sin_addr.s_addr = htonl(address);
    // The other side may only be about to listen.
    for (int attempt = 0; attempt < 50; ++attempt) {
        (void)sendto(socket.get(), "taper", 5, 0, reinterpret_cast<sockaddr *>(&to), sizeof to);
        pollfd entry{socket.get(), POLLIN, 0};
        if (poll(&entry, 1, 100) == 1) {
            char text[16];
            return recv(socket.get(), text, sizeof text, 0) == 5 ? 0 : 11;
        }
    }
    return 12;
}
} // namespace

class NamesTest : public QObject
{
    Q_OBJECT

    struct Plugged
    {
        Room room;
        Attachment attachment;
    };
    static Plugged plugIn(Network &network, const std::string &name, const std::string &id,
                          const std::set<Ipv4> &taken)
    {
        Plugged plugged;
        plugged.attachment = network.choose(name, taken).value();
        const Status entered = network.enter(name, plugged.attachment);
        if (!entered)
            qFatal("%s", errorText(entered.error()).c_str());
        const auto cable = network.plug(id, 1, plugged.attachment, plugged.room.fd());
        if (!cable)
            qFatal("%s", errorText(cable.error()).c_str());
        return plugged;
    }
    /// busybox udhcpc's answers as NAME=value, or nothing.
    static QMap<QString, QString> dhcp(const Room &room, const RunDirectory &run, const char *hostName)
    {
        const std::string script = run.path + "/script", answers = run.path + "/answers";
        std::ofstream(script) << "#!/bin/sh\n[ \"$1\" = bound ] && env > " << answers << "\nexit 0\n";
        chmod(script.c_str(), 0755);
        unlink(answers.c_str());
        const std::string option = std::string("hostname:") + hostName;
        (void)room.inside([&] {
            execl("/bin/busybox", "busybox", "udhcpc", "-i", "eth0", "-n", "-q", "-f", "-t", "5", "-T", "1",
                  "-s", script.c_str(), "-x", option.c_str(), nullptr);
            return 127;
        });
        QMap<QString, QString> values;
        std::ifstream file(answers);
        for (std::string line; std::getline(file, line);)
            if (const auto at = line.find('='); at != line.npos)
                values[QString::fromStdString(line.substr(0, at))] =
                    QString::fromStdString(line.substr(at + 1));
        return values;
    }

private slots:
    void init() { leaveTheMachine(); }

    void containersReachEachOtherByName()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = plugIn(*network, "web", "1", {});
        const auto db = plugIn(*network, "db", "2", {web.attachment.address});
        const Ipv4 gateway = network->gateway();
        web.room.address(web.attachment, gateway);
        db.room.address(db.attachment, gateway);
        QVERIFY(resolves(*network, "web"));
        QVERIFY(resolves(*network, "db"));
        for (const char *name : {"db", "DB", "db.taper"}) {
            const pid_t listener = db.room.begin(answerOnce);
            QCOMPARE(web.room.inside([&] { return speakTo(name, gateway); }), 0);
            QCOMPARE(end(listener), 0);
        }
        // The machine reaches it by its address, too.
        const pid_t listener = db.room.begin(answerOnce);
        const pid_t speaker = fork();
        if (speaker == 0)
            _exit(speakTo("db", gateway));
        QCOMPARE(end(speaker), 0);
        QCOMPARE(end(listener), 0);
        // What is not there is denied at once, not after a timeout.
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(
            web.room.inside([&] { return lookAsProgramsDo("nobody-is-called-so", gateway) == 0 ? 0 : 1; }),
            0);
        QCOMPARE(web.room.inside([&] { return lookAsProgramsDo("example.org", gateway) == 0 ? 0 : 1; }), 0);
        QVERIFY2(timer.elapsed() < 1500, std::to_string(timer.elapsed()).c_str());
        network->shutdown();
    }

    void dhcpGivesTheSameAddress()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = plugIn(*network, "web", "1", {});
        QVERIFY(resolves(*network, "web"));
        QCOMPARE(web.room.inside([] {
            setUp("eth0");
            return 0;
        }),
                 0);
        const auto values = dhcp(web.room, run, "web");
        QCOMPARE(values["ip"].toStdString(), formatIpv4(web.attachment.address));
        QCOMPARE(values["router"].toStdString(), formatIpv4(network->gateway()));
        QCOMPARE(values["dns"].toStdString(), formatIpv4(network->gateway()));
        QCOMPARE(values["subnet"], QStringLiteral("255.255.240.0"));
        QCOMPARE(values["domain"], QStringLiteral("taper"));
        network->shutdown();
    }

    void aClientMayNotNameItself()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = plugIn(*network, "web", "1", {});
        QVERIFY(resolves(*network, "web"));
        QCOMPARE(web.room.inside([] {
            setUp("eth0");
            return 0;
        }),
                 0);
        QVERIFY(!dhcp(web.room, run, "bank").isEmpty());
        for (const char *name : {"bank", "bank.taper"})
            QCOMPARE(look(name, network->gateway()), Ipv4{0});
        QCOMPARE(look("web", network->gateway()), web.attachment.address);
        network->shutdown();
    }

    void strangersGetNoAddress()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        auto web = plugIn(*network, "web", "1", {});
        QVERIFY(resolves(*network, "web"));
        const Room stranger;
        auto other = web.attachment;
        other.mac = "02:00:00:00:00:99";
        VERIFY_DONE(network->plug("2", 1, other, stranger.fd()));
        QCOMPARE(stranger.inside([] {
            setUp("eth0");
            return 0;
        }),
                 0);
        QVERIFY(dhcp(stranger, run, "x").isEmpty());
        network->shutdown();
    }

    void aNameIsForgottenWhenItsOwnerLeaves()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = plugIn(*network, "web", "1", {});
        const auto db = plugIn(*network, "db", "2", {web.attachment.address});
        QVERIFY(resolves(*network, "web"));
        QCOMPARE(web.room.inside([] {
            setUp("eth0");
            return 0;
        }),
                 0);
        QVERIFY(!dhcp(web.room, run, "web").isEmpty()); // a lease must not keep the name alive
        network->leave("web");
        QVERIFY(!network->askName("web"));
        QTRY_COMPARE(look("web", network->gateway()), Ipv4{0});
        QCOMPARE(look("web.taper", network->gateway()), Ipv4{0});
        QVERIFY(resolves(*network, "db"));
        // Started again with another address: only that one.
        auto moved = web.attachment;
        moved.address += 7;
        VERIFY_DONE(network->enter("web", moved));
        QVERIFY(resolves(*network, "web"));
        QCOMPARE(look("web", network->gateway()), moved.address);
        // Its MAC goes with the new address.
        QCOMPARE(dhcp(web.room, run, "web")["ip"].toStdString(), formatIpv4(moved.address));
        network->shutdown();
    }

    void aKilledResolverComesBack()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = plugIn(*network, "web", "1", {});
        const auto db = plugIn(*network, "db", "2", {web.attachment.address});
        QVERIFY(resolves(*network, "web"));
        QVERIFY(resolves(*network, "db"));
        const pid_t first = dnsmasqOf(run);
        QCOMPARE(kill(first, SIGKILL), 0);
        // As the helper's loop: something happened at the descriptor, and then what is due.
        pollfd entry{network->resolverFd(), POLLIN, 0};
        QCOMPARE(poll(&entry, 1, 5000), 1);
        QVERIFY(network->namesAnswered().empty());
        while (const auto due = network->housekeeping())
            (void)poll(nullptr, 0, *due);
        QVERIFY(resolves(*network, "web"));
        QVERIFY(resolves(*network, "db"));
        QVERIFY(dnsmasqOf(run) > 0 && dnsmasqOf(run) != first);
        // The next user brings it back at once.
        QCOMPARE(kill(dnsmasqOf(run), SIGKILL), 0);
        const auto mail = network->choose("mail", {web.attachment.address, db.attachment.address}).value();
        QTRY_VERIFY(dnsmasqOf(run) == 0);
        VERIFY_DONE(network->enter("mail", mail));
        QVERIFY(resolves(*network, "mail"));
        QVERIFY(resolves(*network, "web"));
        network->shutdown();
    }

    void itsFilesAreNobodysBusiness()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        const auto web = plugIn(*network, "web", "1", {});
        QVERIFY(resolves(*network, "web"));
        const pid_t dnsmasq = dnsmasqOf(run);
        // Not root any more.
        struct stat process
        {
        };
        QCOMPARE(stat(("/proc/" + std::to_string(dnsmasq)).c_str(), &process), 0);
        QVERIFY(process.st_uid != 0);
        // Environment empty, standard input and output nobody's.
        std::ifstream environment("/proc/" + std::to_string(dnsmasq) + "/environ");
        std::stringstream content;
        content << environment.rdbuf();
        QVERIFY(content.str().empty());
        for (const char *path : {"/network", "/network/hosts", "/network/dhcp", "/network/hosts/web"}) {
            struct stat status
            {
            };
            QCOMPARE(stat((run.path + path).c_str(), &status), 0);
            QCOMPARE(status.st_uid, 0u);
            QCOMPARE(status.st_mode & 0026, 0u); // others read nothing, dnsmasq changes nothing
        }
        network->shutdown();
    }

    void figures()
    {
        const RunDirectory run;
        auto network = rooms::open(run);
        QElapsedTimer timer;
        std::set<Ipv4> taken;
        std::vector<qint64> enters, plugs, answers;
        std::vector<Room> keep(40);
        for (int i = 0; i < 40; ++i) {
            const std::string name = "c" + std::to_string(i);
            const auto attachment = network->choose(name, taken).value();
            taken.insert(attachment.address);
            timer.start();
            VERIFY_DONE(network->enter(name, attachment));
            enters.push_back(timer.nsecsElapsed() / 1000);
            timer.start();
            VERIFY_DONE(
                network->plug(std::to_string(i), 1, attachment, keep[static_cast<std::size_t>(i)].fd()));
            plugs.push_back(timer.nsecsElapsed() / 1000);
            timer.start();
            QVERIFY(resolves(*network, name));
            answers.push_back(timer.nsecsElapsed() / 1000);
        }
        const auto median = [](std::vector<qint64> values) {
            std::sort(values.begin(), values.end());
            return values[values.size() / 2];
        };
        qInfo("enter first %lld us, then %lld; plug %lld; name answered: first %lld, then %lld",
              static_cast<long long>(enters.front()),
              static_cast<long long>(median({enters.begin() + 1, enters.end()})),
              static_cast<long long>(median(plugs)), static_cast<long long>(answers.front()),
              static_cast<long long>(median({answers.begin() + 1, answers.end()})));
        timer.start();
        network->leave("c0");
        const auto left = timer.nsecsElapsed() / 1000;
        timer.start();
        network->shutdown();
        qInfo("leave %lld us, shutdown %lld us", static_cast<long long>(left),
              static_cast<long long>(timer.nsecsElapsed() / 1000));
    }
};

QTEST_GUILESS_MAIN(NamesTest)
#include "tst_names.moc"
