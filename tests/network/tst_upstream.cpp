// SPDX-License-Identifier: GPL-3.0-or-later
// Names of the world: asked of this computer's own resolvers, only while NAT is on, only for the bridge; names of
// containers never leave.
#include "world.h"

#include <algorithm>
#include <arpa/inet.h>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <netinet/in.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/socket.h>

using namespace rooms;

namespace {
constexpr Ipv4 answered = 0xC6336407; ///< 198.51.100.7, which the world's resolver says for every name

/// A resolver in the world: every A question is answered, every name is remembered.
class Upstream
{
public:
    explicit Upstream(const Room &room, Ipv4 address = worldAddress) : m_socket(socketIn(room, SOCK_DGRAM))
    {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(53);
        at.sin_addr.s_addr = htonl(address);
        if (bind(m_socket.get(), reinterpret_cast<sockaddr *>(&at), sizeof at) != 0 ||
            pipe2(m_names, O_CLOEXEC | O_NONBLOCK) != 0)
            qFatal("upstream: %s", strerror(errno));
        m_child = fork();
        if (m_child == 0)
            serve();
    }
    ~Upstream()
    {
        kill(m_child, SIGKILL);
        (void)rooms::end(m_child);
        close(m_names[0]);
        close(m_names[1]);
    }
    /// Names it was asked since the last call, each with a newline.
    std::string asked() const
    {
        char text[4096];
        const ssize_t length = read(m_names[0], text, sizeof text);
        return length > 0 ? std::string(text, static_cast<std::size_t>(length)) : std::string();
    }

private:
    [[noreturn]] void serve() const
    {
        for (;;) {
            pollfd entry{m_socket.get(), POLLIN, 0};
            (void)poll(&entry, 1, -1);
            std::uint8_t bytes[1024];
            sockaddr_in from{};
            socklen_t size = sizeof from;
            const ssize_t length =
                recvfrom(m_socket.get(), bytes, 512, 0, reinterpret_cast<sockaddr *>(&from), &size);
            if (length < 17)
                continue;
            std::string name;
            std::size_t at = 12;
            while (at < static_cast<std::size_t>(length) && bytes[at] != 0) {
                name.append(reinterpret_cast<const char *>(bytes + at + 1), bytes[at]);
                name += '.';
                at += bytes[at] + 1u;
            }
            name += '\n';
            (void)!write(m_names[1], name.data(), name.size());
            at += 5;
            const bool isAddress = bytes[at - 3] == 1;
            bytes[2] = 0x81, bytes[3] = 0x80;               // an answer, recursion available
            bytes[7] = isAddress, bytes[9] = bytes[11] = 0; // no EDNS in it
            if (isAddress) {
                const std::uint8_t record[] = {0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 198, 51, 100, 7};
                std::copy(std::begin(record), std::end(record), bytes + at);
                at += sizeof record;
            }
            (void)sendto(m_socket.get(), bytes, at, 0, reinterpret_cast<sockaddr *>(&from), size);
        }
    }

    UniqueFd m_socket;
    int m_names[2]{-1, -1};
    pid_t m_child = -1;
};

/// An /etc of this test's own: what dnsmasq needs, and a resolv.conf.
class Etc
{
public:
    explicit Etc(const std::string &resolvConf)
    {
        std::filesystem::create_directory(m_run.path + "/etc");
        for (const char *file : {"passwd", "group"})
            std::filesystem::copy_file(std::string("/etc/") + file, m_run.path + "/etc/" + file);
        write(resolvConf);
        if (mount((m_run.path + "/etc").c_str(), "/etc", nullptr, MS_BIND, nullptr) != 0)
            qFatal("bind /etc: %s", strerror(errno));
    }
    ~Etc() { umount2("/etc", MNT_DETACH); }
    /// Written aside and renamed, as programs do.
    void write(const std::string &resolvConf)
    {
        std::ofstream(m_run.path + "/etc/resolv.conf.new") << resolvConf;
        std::filesystem::rename(m_run.path + "/etc/resolv.conf.new", m_run.path + "/etc/resolv.conf");
    }

private:
    RunDirectory m_run;
};

Ipv4 lookInside(const Guest &guest, const Network &network, const std::string &name)
{
    int pipes[2];
    if (pipe2(pipes, O_CLOEXEC) != 0)
        return 0;
    (void)guest.room.inside([&] {
        const Ipv4 found = lookAsProgramsDo(name, network.gateway());
        return write(pipes[1], &found, sizeof found) == sizeof found ? 0 : 1;
    });
    Ipv4 found = 0;
    (void)!read(pipes[0], &found, sizeof found);
    close(pipes[0]);
    close(pipes[1]);
    return found;
}
const std::string worldResolver = "nameserver 203.0.113.2\n";
} // namespace

class UpstreamTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { leaveTheMachine(); }

    void namesOfTheWorldComeFromThisComputersResolver()
    {
        const World world;
        const Etc etc(worldResolver);
        const Upstream upstream(world.room);
        const RunDirectory run;
        auto network = rooms::open(run);
        const Guest web(*network, "web", "1");
        QVERIFY(resolves(*network, "web"));
        QCOMPARE(formatIpv4(lookInside(web, *network, "www.example.org")), formatIpv4(answered));
        QVERIFY(upstream.asked().find("www.example.org.\n") != std::string::npos);
        network->shutdown();
    }

    void namesOfContainersNeverLeave()
    {
        const World world;
        const Etc etc(worldResolver);
        const Upstream upstream(world.room);
        const RunDirectory run;
        auto network = rooms::open(run);
        const Guest web(*network, "web", "1");
        QVERIFY(resolves(*network, "web"));
        (void)upstream.asked(); // dnsmasq's own question, whether it would answer itself
        for (const char *name : {"web", "web.taper"})
            QCOMPARE(lookInside(web, *network, name), web.attachment.address);
        for (const char *name : {"nobody", "nobody.taper"})
            QCOMPARE(lookInside(web, *network, name), 0u);
        QCOMPARE(upstream.asked(), "");
        network->shutdown();
    }

    void withNatOffOnlyContainersAreKnown()
    {
        const World world;
        const Etc etc(worldResolver);
        const Upstream upstream(world.room);
        const RunDirectory run;
        auto network = rooms::open(run);
        const Guest web(*network, "web", "1");
        VERIFY_DONE(network->setNat("taper0", false));
        QVERIFY(resolves(*network, "web"));
        (void)upstream.asked();
        QCOMPARE(lookInside(web, *network, "www.example.org"), 0u);
        QCOMPARE(lookInside(web, *network, "web"), web.attachment.address);
        QCOMPARE(upstream.asked(), "");
        VERIFY_DONE(network->setNat("taper0", true));
        QVERIFY(resolves(*network, "web"));
        QCOMPARE(lookInside(web, *network, "www.example.org"), answered);
        network->shutdown();
    }

    void itFollowsResolvConf()
    {
        const World world;
        Etc etc("nameserver 203.0.113.77\n"); // nobody there
        const Upstream upstream(world.room);
        const RunDirectory run;
        auto network = rooms::open(run);
        const Guest web(*network, "web", "1");
        QVERIFY(resolves(*network, "web"));
        QCOMPARE(lookInside(web, *network, "www.example.org"), 0u);
        etc.write(worldResolver);
        QTRY_COMPARE(lookInside(web, *network, "www.example.org"), answered);
        network->shutdown();
    }

    /// systemd-resolved's stub is on an address of this computer itself.
    void aResolverOnThisComputerWillDo()
    {
        const World world;
        const Etc etc("nameserver 127.0.0.53\n");
        const RunDirectory run;
        auto network = rooms::open(run);
        const Guest web(*network, "web", "1");
        QVERIFY(resolves(*network, "web"));
        const Upstream stub(Room::here(), 0x7F000035);
        QCOMPARE(lookInside(web, *network, "www.example.org"), answered);
        network->shutdown();
    }

    void itDoesNotAskItself()
    {
        const World world;
        const Etc etc("nameserver 10.83.0.1\n");
        const RunDirectory run;
        auto network = rooms::open(run);
        const Guest web(*network, "web", "1");
        QVERIFY(resolves(*network, "web"));
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(lookInside(web, *network, "www.example.org"), 0u);
        QVERIFY2(clock.elapsed() < 1500, "it took as long as a question that nobody answers");
        network->shutdown();
    }

    /// The world has a route to the bridge's address: it must not find a resolver there.
    void itAnswersNobodyElse()
    {
        const World world;
        const Etc etc(worldResolver);
        const Upstream upstream(world.room);
        const RunDirectory run;
        auto network = rooms::open(run);
        const Guest web(*network, "web", "1");
        QVERIFY(resolves(*network, "web"));
        const Ipv4 gateway = network->gateway();
        QCOMPARE(look("web", gateway), web.attachment.address); // this computer itself may
        QCOMPARE(world.room.inside([&] { return look("web", gateway) == 0 ? 0 : 1; }), 0);
        network->shutdown();
    }
};

QTEST_GUILESS_MAIN(UpstreamTest)
#include "tst_upstream.moc"
