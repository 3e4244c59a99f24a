// SPDX-License-Identifier: GPL-3.0-or-later
// Good archives: what arrives on the disk, by every compression, from a file and from a pipe.
#include "worker/archive_maker.h"
#include "worker/sandbox.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QTest>
#include <clocale>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <thread>

using namespace taper;
using namespace taper::test;
namespace fs = std::filesystem;

class TestUnpack : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void compressions_data();
    void compressions();
    void fromAPipe();
    void attributesOnDisk();
    void capabilitiesAndAccessLists();
    void userAttributes();
    void sparseStaysSparse();
    void hardLinksAreOneFile();
    void laterEntryWins();
    void standardNodesAreLeftOut();
    void linksInsideAreKeptAsTheyAre();
    void namesThatAreNotAscii_data();
    void namesThatAreNotAscii();
    void knowsTheInit_data();
    void knowsTheInit();
    void namesTheSystem_data();
    void namesTheSystem();
    void progressNeverExceedsFiveASecond();
    void killedLeavesNothingElsewhere();

private:
    Answer unpack(const std::string &archive, const Json &more = Json::object());
    std::string root(const std::string &path) const { return m_disk->at("image/rootfs/" + path); }
    struct stat statusOf(const std::string &path) const
    {
        struct stat status = {};
        ::lstat(root(path).c_str(), &status);
        return status;
    }
    std::unique_ptr<MemoryDisk> m_disk;
};

void TestUnpack::initTestCase()
{
    m_disk = std::make_unique<MemoryDisk>();
    if (!m_disk->isMounted())
        QSKIP("takes root and mount namespaces");
}

void TestUnpack::init()
{
    fs::remove_all(m_disk->at("image"));
    fs::create_directory(m_disk->at("image"));
}

Answer TestUnpack::unpack(const std::string &archive, const Json &more)
{
    Json task{{"kind", "archive"}};
    task.update(more);
    const UniqueFd input = inMemory(archive);
    return Worker::unpack(task, input.get(), m_disk->at("image")).wait();
}

void TestUnpack::compressions_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QByteArray>("format");
    for (const char *filter : {"none", "gzip", "bzip2", "xz", "zstd"})
        QTest::newRow(filter) << QByteArray(filter) << QByteArray("pax");
    for (const char *format : {"gnutar", "ustar"})
        QTest::newRow(format) << QByteArray("gzip") << QByteArray(format);
}

void TestUnpack::compressions()
{
    QFETCH(QByteArray, filter);
    QFETCH(QByteArray, format);
    std::string content(3'000'000, 'a');
    for (std::size_t i = 0; i < content.size(); i += 7)
        content[i] = char(i * 31 >> 3);
    const std::string archive =
        makeArchive(smallRootWith({file("./usr/data", content)}), filter.toStdString(), format.toStdString());
    const Answer answer = unpack(archive);
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(answer.exitStatus, 0);
    QVERIFY(answer.wellFormed);
    QVERIFY(readFile(root("usr/data")) == content);
    const QByteArray hash =
        QCryptographicHash::hash(QByteArray::fromStdString(archive), QCryptographicHash::Sha256).toHex();
    QCOMPARE(QByteArray::fromStdString(answer.result["fingerprint"]), hash);
    QCOMPARE(answer.result["os"].get<std::string>(), "Small 1");
    QCOMPARE(answer.result["init"].get<std::string>(), "other");
    QVERIFY(answer.result["sizeBytes"].get<std::uint64_t>() >= content.size());
}

void TestUnpack::fromAPipe()
{
    const std::string archive =
        makeArchive(smallRootWith({file("./usr/data", std::string(500'000, 'y'))}), "zstd");
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0); // as a careless client would make it
    const UniqueFd from(ends[0]);
    UniqueFd to(ends[1]);
    QCOMPARE(::fcntl(to.get(), F_SETFL, 0), 0);
    Worker worker = Worker::unpack({{"kind", "archive"}}, from.get(), m_disk->at("image"));
    std::thread writer([&] {
        for (std::size_t at = 0; at < archive.size(); at += 1000)
            (void)!::write(to.get(), archive.data() + at, std::min<std::size_t>(1000, archive.size() - at));
        to.reset();
    });
    const Answer answer = worker.wait();
    writer.join();
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(
        QByteArray::fromStdString(answer.result["fingerprint"]),
        QCryptographicHash::hash(QByteArray::fromStdString(archive), QCryptographicHash::Sha256).toHex());
}

void TestUnpack::attributesOnDisk()
{
    Entry owned = file("./usr/owned", "abc", 0640);
    owned.uid = 1000;
    owned.gid = 65535;
    Entry setuid = file("./usr/su", "abc", 04755);
    Entry setgid = file("./usr/wall", "abc", 02755);
    setgid.gid = 5;
    Entry fifo = file("./usr/fifo", {}, 0600);
    fifo.type = S_IFIFO;
    fifo.uid = 7;
    Entry link = symbolicLink("./usr/link", "/usr/lib/x");
    link.uid = 9;
    const Answer answer = unpack(makeArchive(
        smallRootWith({owned, setuid, setgid, fifo, link, directory("./tmp", 01777), directory("./closed", 0),
                       file("./closed/in", "1"), file("./not/mentioned/before", "1")})));
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(statusOf("usr/owned").st_uid, sandboxIds + 1000);
    QCOMPARE(statusOf("usr/owned").st_gid, sandboxIds + 65535);
    QCOMPARE(statusOf("usr/owned").st_mode, mode_t(S_IFREG | 0640));
    QCOMPARE(statusOf("usr/owned").st_mtim.tv_sec, 1'700'000'000);
    QCOMPARE(statusOf("usr/su").st_mode, mode_t(S_IFREG | 04755));
    QCOMPARE(statusOf("usr/su").st_uid, sandboxIds);
    QCOMPARE(statusOf("usr/wall").st_mode, mode_t(S_IFREG | 02755));
    QCOMPARE(statusOf("usr/fifo").st_mode, mode_t(S_IFIFO | 0600));
    QCOMPARE(statusOf("usr/fifo").st_uid, sandboxIds + 7);
    QCOMPARE(statusOf("usr/link").st_uid, sandboxIds + 9);
    QCOMPARE(fs::read_symlink(root("usr/link")), fs::path("/usr/lib/x"));
    QCOMPARE(statusOf("tmp").st_mode, mode_t(S_IFDIR | 01777));
    QCOMPARE(statusOf("closed").st_mode, mode_t(S_IFDIR));
    QCOMPARE(statusOf("usr").st_mtim.tv_sec, 1'700'000'000); // although things were made inside later
    QCOMPARE(statusOf("not/mentioned").st_mode, mode_t(S_IFDIR | 0755));
}

void TestUnpack::capabilitiesAndAccessLists()
{
    Entry ping = file("./usr/ping", "x", 0755);
    ping.attributes = {
        {"security.capability", std::string("\x01\0\0\x02\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20)},
        {"security.selinux", "system_u:object_r:etc_t:s0"},
        {"trusted.md5sum", "x"}};
    Entry shared = file("./usr/shared", "x", 0660);
    shared.aclUsers = {{1000, 6}};
    const Answer answer = unpack(makeArchive(smallRootWith({ping, shared})));
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    char value[64];
    // Revision 3: the capability is the sandbox's root's, not the host's (capabilities(7)).
    QCOMPARE(::getxattr(root("usr/ping").c_str(), "security.capability", value, sizeof value), 24);
    QCOMPARE(::getxattr(root("usr/ping").c_str(), "trusted.md5sum", value, sizeof value), -1);
    // Version, owner, user 1000, group, mask, others.
    QCOMPARE(::getxattr(root("usr/shared").c_str(), "system.posix_acl_access", value, sizeof value),
             4 + 5 * 8);
    const auto *id = reinterpret_cast<const unsigned *>(value + 4 + 8 + 4);
    QCOMPARE(*id, sandboxIds + 1000);
}

void TestUnpack::userAttributes()
{
    writeFile(m_disk->at("probe"), "x");
    if (::setxattr(m_disk->at("probe").c_str(), "user.x", "1", 1, 0) < 0)
        QSKIP("tmpfs of this kernel has no user attributes");
    Entry tagged = file("./usr/tagged", "x", 0644);
    tagged.attributes = {{"user.origin", "somewhere"}};
    const Answer answer = unpack(makeArchive(smallRootWith({tagged})));
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    char value[64];
    QCOMPARE(::getxattr(root("usr/tagged").c_str(), "user.origin", value, sizeof value), 9);
}

void TestUnpack::sparseStaysSparse()
{
    Entry sparse = file("./usr/sparse", {});
    sparse.size = 64 << 20;
    sparse.sparse = {{0, std::string(4096, 'a')}, {32 << 20, std::string(4096, 'b')}};
    const Answer answer = unpack(makeArchive(smallRootWith({sparse})));
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(statusOf("usr/sparse").st_size, 64 << 20);
    QVERIFY(statusOf("usr/sparse").st_blocks * 512 <= 1 << 20);
    const std::string content = readFile(root("usr/sparse"));
    QCOMPARE(content.substr(32 << 20, 2), "bb");
    QVERIFY(answer.result["sizeBytes"].get<std::uint64_t>() < 1 << 20);
}

void TestUnpack::hardLinksAreOneFile()
{
    const Answer answer =
        unpack(makeArchive(smallRootWith({file("./usr/a", "one"), hardLink("./usr/b", "./usr/a"),
                                          hardLink("./c", "usr//./a"), hardLink("./usr/l2", "./sbin")})));
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(statusOf("usr/a").st_nlink, 3u);
    QCOMPARE(statusOf("usr/a").st_ino, statusOf("c").st_ino);
    QVERIFY(fs::is_symlink(root("usr/l2"))); // the link itself, not what it names
}

void TestUnpack::laterEntryWins()
{
    const Answer answer = unpack(makeArchive(
        smallRootWith({file("./usr/a", "one"), symbolicLink("./usr/b", "/etc/passwd"), file("./usr/a", "two"),
                       file("./usr/b", "not through the link"), directory("./usr", 0711)})));
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(readFile(root("usr/a")), "two");
    QVERIFY(!fs::is_symlink(root("usr/b")));
    QCOMPARE(readFile(root("usr/b")), "not through the link");
    QCOMPARE(statusOf("usr").st_mode, mode_t(S_IFDIR | 0711));
}

void TestUnpack::standardNodesAreLeftOut()
{
    const Answer answer = unpack(makeArchive(smallRootWith(
        {directory("./dev"), node("./dev/null", S_IFCHR, 1, 3), node("./dev/console", S_IFCHR, 5, 1),
         node("./dev/ptmx", S_IFCHR, 5, 2), symbolicLink("./dev/fd", "/proc/self/fd")})));
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(answer.result["skippedNodes"].get<int>(), 3);
    QVERIFY(!fs::exists(fs::symlink_status(root("dev/null"))));
    QVERIFY(fs::is_symlink(root("dev/fd")));
}

void TestUnpack::linksInsideAreKeptAsTheyAre()
{
    const Answer answer = unpack(makeArchive(smallRootWith(
        {symbolicLink("./usr/up", "../etc/os-release"), symbolicLink("./etc/localtime", "/usr/share/x"),
         symbolicLink("./usr/sbin/round", "../../usr/../etc"), symbolicLink("./loop", "loop")})));
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(fs::read_symlink(root("usr/up")), fs::path("../etc/os-release"));
    QCOMPARE(fs::read_symlink(root("etc/localtime")), fs::path("/usr/share/x"));
}

void TestUnpack::namesThatAreNotAscii_data()
{
    QTest::addColumn<QByteArray>("format");
    QTest::newRow("pax") << QByteArray("pax");
    QTest::newRow("gnu") << QByteArray("gnutar");
}

void TestUnpack::namesThatAreNotAscii()
{
    QFETCH(QByteArray, format);
    ::setlocale(LC_CTYPE, "C.UTF-8"); // for writing the archive
    const std::string name = "usr/Táper–\xf0\x9f\x90\xa7", target = "ñandú/目";
    const std::string archive = makeArchive(
        smallRootWith({file("./" + name, "1"), symbolicLink("./usr/l", target),
                       file("./usr/" + std::string(200, 'n') + "ü", "2"), hardLink("./usr/h", "./" + name)}),
        "gzip", format.toStdString());
    ::setlocale(LC_CTYPE, "C");
    const Answer answer = unpack(archive);
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(readFile(root(name)), "1");
    QCOMPARE(fs::read_symlink(root("usr/l")).string(), target);
    QCOMPARE(readFile(root("usr/" + std::string(200, 'n') + "ü")), "2");
    QCOMPARE(statusOf(name).st_nlink, 2u);
}

void TestUnpack::knowsTheInit_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("kind");
    QTest::newRow("systemd") << QByteArray("/lib/systemd/systemd") << QByteArray("systemd");
    QTest::newRow("relative") << QByteArray("../usr/lib/systemd/systemd") << QByteArray("systemd");
    QTest::newRow("busybox") << QByteArray("/bin/busybox") << QByteArray("busybox");
    QTest::newRow("other") << QByteArray("../usr/bin/other") << QByteArray("other");
}

void TestUnpack::knowsTheInit()
{
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, kind);
    const Answer answer = unpack(makeArchive(
        {directory("./usr"), file("./usr/lib/systemd/systemd", "1", 0755), symbolicLink("./lib", "usr/lib"),
         file("./usr/bin/busybox", "1", 0755), symbolicLink("./bin", "usr/bin"),
         file("./usr/bin/other", "1", 0755), symbolicLink("./sbin/init", target.toStdString())}));
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(QByteArray::fromStdString(answer.result["init"]), kind);
    QCOMPARE(answer.result["os"].get<std::string>(), "");
}

void TestUnpack::namesTheSystem_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("plain") << QByteArray("PRETTY_NAME=Alpine") << QByteArray("Alpine");
    QTest::newRow("quoted") << QByteArray("ID=x\nPRETTY_NAME='A B'\n") << QByteArray("A B");
    QTest::newRow("escapes") << QByteArray("PRETTY_NAME=\"\x1b]0;evil\a\x1b[2Jx\"\n")
                             << QByteArray("]0;evil[2Jx");
    QTest::newRow("none") << QByteArray("ID=x\n") << QByteArray("");
    QTest::newRow("long") << QByteArray("PRETTY_NAME=" + QByteArray(5000, 'x')) << QByteArray(200, 'x');
    QTest::newRow("behind 64 KiB") << QByteArray(QByteArray(70000, '#') + "\nPRETTY_NAME=x\n")
                                   << QByteArray("");
}

void TestUnpack::namesTheSystem()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, name);
    const Answer answer =
        unpack(makeArchive(smallRootWith({file("./usr/lib/os-release", content.toStdString()),
                                          symbolicLink("./etc/os-release", "../usr/lib/os-release")})));
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(QByteArray::fromStdString(answer.result["os"]), name);
}

void TestUnpack::progressNeverExceedsFiveASecond()
{
    std::vector<Entry> entries;
    for (int i = 0; i < 2000; ++i)
        entries.push_back(file("./usr/f" + std::to_string(i), std::string(10000, 'x')));
    QElapsedTimer timer;
    timer.start();
    const Answer answer = unpack(makeArchive(smallRootWith(entries)));
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QVERIFY(qint64(answer.progress.size()) <= timer.elapsed() / 200 + 1);
    QVERIFY(std::is_sorted(answer.progress.begin(), answer.progress.end()));
}

void TestUnpack::killedLeavesNothingElsewhere()
{
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    const UniqueFd from(ends[0]), to(ends[1]);
    const std::string archive = makeArchive(smallRootWith({file("./usr/data", std::string(1'000'000, 'y'))}));
    Worker worker = Worker::unpack({{"kind", "archive"}}, from.get(), m_disk->at("image"));
    QCOMPARE(::write(to.get(), archive.data(), 20000), 20000);
    // It is at work when it has made the first file; then it is cancelled, as the helper does.
    QTRY_VERIFY(fs::exists(root("usr/sbin/init")));
    QCOMPARE(::kill(worker.pid(), SIGKILL), 0);
    const Answer answer = worker.wait();
    QCOMPARE(answer.exitStatus, 128 + SIGKILL);
    QVERIFY(answer.result.is_null() && answer.error.is_null());
}

QTEST_GUILESS_MAIN(TestUnpack)
#include "tst_unpack.moc"
