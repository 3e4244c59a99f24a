// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in image, made and tried in parts: its links, its scripts' syntax, its password hashes, its DHCP
// script in a network of the test's own.
#include "worker/archive_maker.h"
#include "worker/sandbox.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>
#include <fcntl.h>
#include <filesystem>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace taper;
using namespace taper::test;
namespace fs = std::filesystem;

class TestBusyboxImage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void isAWholeSystem();
    void isTheSameEachTime();
    void nobodyCanLogInYet();
    void scriptsAreSound_data();
    void scriptsAreSound();
    void leaseOfTheSameAddressChangesNothing();
    void leaseOfAnotherAddressReplacesIt();
    void refusesOtherPrograms_data();
    void refusesOtherPrograms();

private:
    Answer make(const std::string &program, const std::string &directory);
    QByteArray inside(const QString &script, int *status = nullptr);
    std::string root(const std::string &path) const { return m_disk->at("image/rootfs/" + path); }
    std::unique_ptr<MemoryDisk> m_disk;
    Answer m_answer;
    std::string m_program;
};

void TestBusyboxImage::initTestCase()
{
    for (const char *path : {"/usr/bin/busybox", "/bin/busybox"})
        if (m_program.empty() && ::access(path, X_OK) == 0)
            m_program = path;
    if (m_program.empty())
        QSKIP("busybox-static is not installed");
    m_disk = std::make_unique<MemoryDisk>();
    if (!m_disk->isMounted() || ::unshare(CLONE_NEWNET) < 0)
        QSKIP("takes root, mount and network namespaces");
    QElapsedTimer timer;
    timer.start();
    m_answer = make(m_program, "image");
    QVERIFY2(m_answer.result.is_object(), m_answer.text().c_str());
    QVERIFY(timer.elapsed() < 1000);
}

Answer TestBusyboxImage::make(const std::string &program, const std::string &directory)
{
    fs::create_directories(m_disk->at(directory));
    const UniqueFd input(::open(program.c_str(), O_RDONLY | O_CLOEXEC));
    return Worker::unpack({{"kind", "busybox"}}, input.get(), m_disk->at(directory)).wait();
}

/// Runs a script in the image, as root of a plain chroot.
QByteArray TestBusyboxImage::inside(const QString &script, int *status)
{
    QProcess process;
    const std::string directory = root("");
    process.setChildProcessModifier([&directory] {
        if (::chroot(directory.c_str()) < 0 || ::chdir("/") < 0)
            ::_exit(125);
    });
    process.setProcessChannelMode(QProcess::MergedChannels);
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), QStringLiteral("/bin:/sbin:/usr/bin:/usr/sbin"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral("/bin/busybox"), {"sh", "-c", script});
    process.waitForFinished(10000);
    if (status)
        *status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return process.readAll();
}

void TestBusyboxImage::isAWholeSystem()
{
    QCOMPARE(m_answer.exitStatus, 0);
    QVERIFY(m_answer.wellFormed);
    QCOMPARE(m_answer.result["init"].get<std::string>(), "busybox");
    QVERIFY(m_answer.result["os"].get<std::string>().starts_with("BusyBox 1."));
    QCOMPARE(m_answer.result["fingerprint"].get<std::string>().size(), 64u);
    QVERIFY(readFile(root("bin/busybox")) == readFile(m_program));
    for (const char *path :
         {"sbin/init", "bin/sh", "sbin/getty", "bin/login", "usr/sbin/httpd", "sbin/udhcpc"})
        QCOMPARE(fs::read_symlink(root(path)), fs::path("/bin/busybox"));
    struct stat status;
    QCOMPARE(::stat(root("tmp").c_str(), &status), 0);
    QCOMPARE(status.st_mode, mode_t(S_IFDIR | 01777));
    QCOMPARE(::stat(root("root").c_str(), &status), 0);
    QCOMPARE(status.st_mode, mode_t(S_IFDIR | 0700));
    QCOMPARE(::stat(root("etc/shadow").c_str(), &status), 0);
    QCOMPARE(status.st_mode, mode_t(S_IFREG | 0640));
    for (const auto &entry : fs::recursive_directory_iterator(root(""))) {
        QCOMPARE(::lstat(entry.path().c_str(), &status), 0);
        QCOMPARE(status.st_uid, sandboxIds);
        QVERIFY2((status.st_mode & (S_ISUID | S_ISGID)) == 0, entry.path().c_str());
    }
    QVERIFY(fs::is_empty(root("dev")) && fs::is_empty(root("proc")) && fs::is_empty(root("sys")));
}

void TestBusyboxImage::isTheSameEachTime()
{
    const Answer again = make(m_program, "again");
    QVERIFY(again.result["fingerprint"] == m_answer.result["fingerprint"]);
    fs::remove_all(m_disk->at("again"));
}

void TestBusyboxImage::nobodyCanLogInYet()
{
    const std::string shadow = readFile(root("etc/shadow"));
    std::size_t lines = 0, locked = 0;
    for (std::size_t at = 0; (at = shadow.find('\n', at)) != std::string::npos; ++at)
        ++lines;
    for (std::size_t at = 0; (at = shadow.find(":*:", at)) != std::string::npos; ++at)
        ++locked;
    QVERIFY(lines > 0);
    QCOMPARE(locked, lines);
    // The hashes that the helper makes are those that this login knows (crypt(5)'s method 6).
    QCOMPARE(inside("mkpasswd -m sha512 -S abcdefgh secret").trimmed(),
             QByteArray("$6$abcdefgh$ltjgWl6579NluT/Vi1nwEvcil.G5Nbc4NiXZaNGStk8PSwGfQv72N2CKPPrVACtLtip/cZ/"
                        "1GM/O6IND4WQhG."));
}

void TestBusyboxImage::scriptsAreSound_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path : {"/etc/init.d/rcS", "/etc/init.d/rcK", "/sbin/reboot",
                             "/usr/share/udhcpc/default.script", "/etc/profile", "/etc/shrc"})
        QTest::newRow(path) << QString(path);
}

void TestBusyboxImage::scriptsAreSound()
{
    QFETCH(QString, path);
    int status = -1;
    const QByteArray said = inside("sh -n " + path, &status);
    QVERIFY2(status == 0, said);
}

void TestBusyboxImage::leaseOfTheSameAddressChangesNothing()
{
    const QByteArray before =
        inside("ip link add eth0 type veth && ip link set veth0 up && "
               "ip addr add 10.83.0.4/20 dev eth0 && ip link set eth0 up && "
               "ip route add default via 10.83.0.1 && ip -4 -o addr show dev eth0; ip route");
    QVERIFY2(before.contains("10.83.0.4/20") && before.contains("default via 10.83.0.1"), before);
    const QByteArray after = inside(
        "export interface=eth0; d=/usr/share/udhcpc/default.script; sh $d deconfig; "
        "export ip=10.83.0.4 mask=20 router=10.83.0.1 dns='10.83.0.1 10.83.0.2' domain=taper; sh $d bound; "
        "sh $d renew; ip -4 -o addr show dev eth0; ip route");
    QCOMPARE(after, before);
    QCOMPARE(readFile(root("etc/resolv.conf")), "search taper\nnameserver 10.83.0.1\nnameserver 10.83.0.2\n");
    const QByteArray kept =
        inside("echo mine >/etc/resolv.conf; export interface=eth0 ip=10.83.0.4 mask=20 dns=1.1.1.1; "
               "sh /usr/share/udhcpc/default.script bound; cat /etc/resolv.conf");
    QCOMPARE(kept, QByteArray("mine\n"));
}

void TestBusyboxImage::leaseOfAnotherAddressReplacesIt()
{
    const QByteArray after =
        inside("export interface=eth0 ip=10.83.0.9 mask=20 router=10.83.0.2; "
               "sh /usr/share/udhcpc/default.script bound; ip -4 -o addr show dev eth0; ip route");
    QVERIFY2(after.contains("10.83.0.9/20") && !after.contains("10.83.0.4"), after);
    QVERIFY2(after.contains("default via 10.83.0.2"), after);
}

void TestBusyboxImage::refusesOtherPrograms_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("hello");
    QTest::newRow("needs libraries") << QByteArray::fromStdString(readFile("/proc/self/exe"));
    QTest::newRow("script") << QByteArray("#!/bin/sh\nexit 0\n");
}

void TestBusyboxImage::refusesOtherPrograms()
{
    QFETCH(QByteArray, content);
    fs::remove_all(m_disk->at("other"));
    writeFile(m_disk->at("program"), content.toStdString(), 0755);
    const Answer answer = make(m_disk->at("program"), "other");
    QVERIFY2(answer.error.is_object(), answer.text().c_str());
    QCOMPARE(answer.code(), "host.missing_program");
    QVERIFY(answer.error.value("hint", "").find("busybox-static") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestBusyboxImage)
#include "tst_busybox_image.moc"
