// SPDX-License-Identifier: GPL-3.0-or-later
// Archives that are broken, or made to harm: each ends with an error that names the entry, and nothing
// outside of the new image's directory has changed.
#include "worker/archive_maker.h"
#include "worker/sandbox.h"

#include <QElapsedTimer>
#include <QTest>
#include <filesystem>
#include <random>
#include <sys/stat.h>

using namespace taper;
using namespace taper::test;
namespace fs = std::filesystem;

Q_DECLARE_METATYPE(std::vector<Entry>)

class TestUnpackHostile : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void refusesEntry_data();
    void refusesEntry();
    void refusesRoot_data();
    void refusesRoot();
    void refusesBytes_data();
    void refusesBytes();
    void cutOffAnywhere_data();
    void cutOffAnywhere();
    void damagedInTransitIsNoticed_data();
    void damagedInTransitIsNoticed();
    void flippedBytesNeverCrash();
    void tooManyEntries();
    void tooManyBytes();
    void bombBehindTheEnd();
    void fullDisk();
    void unknownTask();

private:
    Answer unpack(const std::string &archive, const Json &more = Json::object());
    std::unique_ptr<MemoryDisk> m_disk;
};

void TestUnpackHostile::initTestCase()
{
    m_disk = std::make_unique<MemoryDisk>();
    if (!m_disk->isMounted())
        QSKIP("takes root and mount namespaces");
}

void TestUnpackHostile::init()
{
    fs::remove_all(m_disk->at("image"));
    fs::create_directory(m_disk->at("image"));
    writeFile(m_disk->at("secret"), "secret", 0644);
}

Answer TestUnpackHostile::unpack(const std::string &archive, const Json &more)
{
    fs::remove_all(m_disk->at("image/rootfs"));
    Json task{{"kind", "archive"}};
    task.update(more);
    const UniqueFd input = inMemory(archive);
    Answer answer = Worker::unpack(task, input.get(), m_disk->at("image")).wait();
    // Beside the image there is one file, unharmed.
    if (readFile(m_disk->at("secret")) != "secret" ||
        std::distance(fs::directory_iterator(m_disk->at("")), {}) != 2)
        qFatal("something outside of the image was changed");
    return answer;
}

void TestUnpackHostile::refusesEntry_data()
{
    QTest::addColumn<std::vector<Entry>>("entries");
    QTest::addColumn<QByteArray>("subject");
    QTest::addColumn<QByteArray>("detail");
    const auto row = [](const char *tag, const std::vector<Entry> &entries, const char *subject,
                        const char *detail) {
        QTest::newRow(tag) << entries << QByteArray(subject) << QByteArray(detail);
    };
    row("parent", {file("../secret")}, "../secret", "..");
    row("parent in the middle", {file("usr/../../secret")}, "usr/../../secret", "..");
    row("parent at the end", {directory("usr/..")}, "usr/..", "..");
    row("harmless parent", {file("usr/../x")}, "usr/../x", "..");
    row("absolute", {file("/etc/passwd")}, "/etc/passwd", "absolute");
    row("absolute directory", {directory("/")}, "/", "absolute");
    row("hard link out", {hardLink("usr/x", "../../secret")}, "usr/x", "..");
    row("hard link absolute", {hardLink("usr/x", "/secret")}, "usr/x", "absolute");
    row("hard link to nothing", {hardLink("usr/x", "usr/nothing")}, "usr/x", "did not come before");
    row("hard link to directory", {hardLink("usr/x", "etc")}, "usr/x", "directory");
    row("hard link to root", {hardLink("usr/x", ".")}, "usr/x", "root");
    row("hard link to itself", {file("usr/x"), hardLink("usr/x", "./usr/x")}, "usr/x", "itself");
    row("hard link behind link", {symbolicLink("l", "/etc"), hardLink("usr/x", "l/os-release")}, "usr/x",
        "symbolic link");
    row("link out", {symbolicLink("usr/x", "../../secret")}, "usr/x", "leads out");
    row("link far out", {symbolicLink("x", "../../../../etc/passwd")}, "x", "leads out");
    row("link out and in", {symbolicLink("x", "../image/usr")}, "x", "leads out");
    row("absolute link out", {symbolicLink("x", "/../secret")}, "x", "leads out");
    row("file behind absolute link", {symbolicLink("l", "/etc"), file("l/passwd")}, "l/passwd",
        "symbolic link");
    row("file behind inner link", {symbolicLink("l", "etc"), file("l/passwd")}, "l/passwd", "symbolic link");
    row("directory behind link", {symbolicLink("l", "/"), directory("l/x/y")}, "l/x/y", "symbolic link");
    row("directory onto link", {symbolicLink("l", "/etc"), directory("l")}, "l", "no directory");
    row("link behind link", {symbolicLink("l", "etc"), symbolicLink("l/x", "y")}, "l/x", "symbolic link");
    row("fifo behind link", {symbolicLink("l", "etc"), node("l/x", S_IFIFO, 0, 0)}, "l/x", "symbolic link");
    row("file in a file", {file("f"), file("f/x")}, "f/x", "no directory");
    row("file onto directory", {file("usr")}, "usr", "directory");
    row("link onto directory", {symbolicLink("usr", "etc")}, "usr", "directory");
    row("root as file", {file(".")}, ".", "root");
    row("disk", {node("dev/sda", S_IFBLK, 8, 0)}, "dev/sda", "block 8:0");
    row("memory", {node("dev/mem", S_IFCHR, 1, 1)}, "dev/mem", "character 1:1");
    row("null elsewhere", {node("tmp/null", S_IFCHR, 1, 3)}, "tmp/null", "device node");
    row("disk called null", {node("dev/null", S_IFBLK, 8, 0)}, "dev/null", "block 8:0");
    row("disk as character", {node("dev/null", S_IFCHR, 8, 0)}, "dev/null", "character 8:0");
    row("whiteout node", {node("usr/x", S_IFCHR, 0, 0)}, "usr/x", "whiteout");
    row("whiteout name", {file("usr/.wh.x")}, "usr/.wh.x", "whiteout");
    row("opaque name", {file("usr/.wh..wh..opq")}, "usr/.wh..wh..opq", "whiteout");
    row("long part", {file("usr/" + std::string(256, 'x'))}, "usr/xxx", "255");
    std::string deep, veryLong;
    for (int i = 0; i < 300; ++i)
        deep += "d/";
    while (veryLong.size() < 4200)
        veryLong += std::string(200, 'l') + "/";
    row("deep", {file(deep + "x")}, "d/d/d", "256");
    row("long", {file(veryLong + "x")}, "lll", "4095");
    Entry foreign = file("usr/x");
    foreign.uid = 70000;
    row("owner", {foreign}, "usr/x", "70000");
    foreign.uid = 0;
    foreign.gid = 65536;
    row("group", {foreign}, "usr/x", "65536");
    foreign.gid = 4294967295;
    row("group of nobody", {foreign}, "usr/x", "4294967295");
    Entry overlay = file("usr/x");
    overlay.attributes = {{"trusted.overlay.redirect", "/etc"}};
    row("overlay attribute", {overlay}, "usr/x", "overlay");
    overlay.attributes = {{"user.overlay.opaque", "y"}};
    row("overlay user attribute", {overlay}, "usr/x", "overlay");
    Entry malformed = file("usr/x");
    malformed.attributes = {{"security.capability", "nonsense"}};
    row("malformed capability", {malformed}, "usr/x", "malformed");
    Entry many = file("usr/x");
    for (int i = 0; i < 65; ++i)
        many.attributes.emplace_back("user.a" + std::to_string(i), "1");
    row("many attributes", {many}, "usr/x", "64");
    row("escape sequence in the name", {file("usr/../\x1b[2J\n")}, "usr/../?[2J?", "..");
}

void TestUnpackHostile::refusesEntry()
{
    QFETCH(std::vector<Entry>, entries);
    QFETCH(QByteArray, subject);
    QFETCH(QByteArray, detail);
    const Answer answer = unpack(makeArchive(smallRootWith(entries), "gzip"));
    QVERIFY2(answer.error.is_object(), answer.text().c_str());
    QCOMPARE(answer.exitStatus, 1);
    QVERIFY(answer.wellFormed);
    QCOMPARE(answer.code(), "image.invalid");
    QVERIFY2(answer.subject().find(subject.toStdString()) != std::string::npos, answer.text().c_str());
    QVERIFY2(answer.detail().find(detail.toStdString()) != std::string::npos, answer.text().c_str());
}

void TestUnpackHostile::refusesRoot_data()
{
    QTest::addColumn<std::vector<Entry>>("entries");
    QTest::addColumn<QByteArray>("detail");
    QTest::newRow("one directory") << std::vector{directory("debian"), directory("debian/usr"),
                                                  file("debian/usr/sbin/init", "", 0755)}
                                   << QByteArray("only the directory debian");
    QTest::newRow("documents") << std::vector{file("a.txt"), file("b.txt")}
                               << QByteArray("neither /usr nor /bin");
    QTest::newRow("no init") << std::vector{directory("usr"), directory("bin")} << QByteArray("/sbin/init");
    QTest::newRow("init is a directory")
        << std::vector{directory("usr"), directory("sbin/init")} << QByteArray("/sbin/init");
    QTest::newRow("init cannot run") << std::vector{directory("usr"), file("sbin/init", "x", 0644)}
                                     << QByteArray("/sbin/init");
    QTest::newRow("init leads round")
        << std::vector{directory("usr"), symbolicLink("sbin/init", "init")} << QByteArray("/sbin/init");
    QTest::newRow("init is the host's")
        << std::vector{directory("usr"), symbolicLink("sbin/init", "/bin/sh")} << QByteArray("/sbin/init");
    QTest::newRow("nothing but the root") << std::vector{directory("./")} << QByteArray("empty");
}

void TestUnpackHostile::refusesRoot()
{
    QFETCH(std::vector<Entry>, entries);
    QFETCH(QByteArray, detail);
    const Answer answer = unpack(makeArchive(entries));
    QVERIFY2(answer.error.is_object(), answer.text().c_str());
    QCOMPARE(answer.code(), "image.invalid");
    QVERIFY2(answer.detail().find(detail.toStdString()) != std::string::npos, answer.text().c_str());
}

void TestUnpackHostile::refusesBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("detail");
    QTest::newRow("nothing") << QByteArray() << QByteArray("no bytes");
    QTest::newRow("one byte") << QByteArray("x") << QByteArray("not a tar archive");
    QTest::newRow("text") << QByteArray(10000, 'x') << QByteArray("not a tar archive");
    QTest::newRow("zeros") << QByteArray(10240, '\0') << QByteArray("no entries");
    QByteArray random(100000, '\0');
    std::mt19937 generator(7);
    for (char &byte : random)
        byte = char(generator());
    QTest::newRow("random") << random << QByteArray("not a tar archive");
    QTest::newRow("gzip of nothing") << QByteArray::fromStdString(makeArchive({}, "gzip"))
                                     << QByteArray("no entries");
    QTest::newRow("gzip head") << QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10) << QByteArray();
    QTest::newRow("zstd head") << QByteArray("\x28\xb5\x2f\xfd", 4) << QByteArray();
    QTest::newRow("xz head") << QByteArray("\xfd"
                                           "7zXZ\0",
                                           6)
                             << QByteArray();
    QTest::newRow("zip") << QByteArray("PK\x03\x04" + QByteArray(2000, '\0'))
                         << QByteArray("not a tar archive");
}

void TestUnpackHostile::refusesBytes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, detail);
    const Answer answer = unpack(bytes.toStdString());
    QVERIFY2(answer.error.is_object(), answer.text().c_str());
    QCOMPARE(answer.code(), "image.invalid");
    QVERIFY2(answer.detail().find(detail.toStdString()) != std::string::npos, answer.text().c_str());
}

void TestUnpackHostile::cutOffAnywhere_data()
{
    QTest::addColumn<QByteArray>("filter");
    for (const char *filter : {"none", "gzip", "bzip2", "xz", "zstd"})
        QTest::newRow(filter) << QByteArray(filter);
}

void TestUnpackHostile::cutOffAnywhere()
{
    QFETCH(QByteArray, filter);
    std::string noise(40000, '\0');
    std::mt19937 generator(3);
    for (char &byte : noise)
        byte = char(generator());
    const std::string archive =
        makeArchive(smallRootWith({file("./usr/noise", noise)}), filter.toStdString());
    // Without compression the last 1024 bytes and more are the end mark and padding.
    const std::size_t whole =
        filter == "none" ? archive.find_last_not_of('\0') / 512 * 512 + 512 : archive.size();
    for (std::size_t length = 1; length < whole; length += length < 1500 ? 61 : 997) {
        const Answer answer = unpack(archive.substr(0, length));
        QVERIFY2(answer.error.is_object(), ("at " + std::to_string(length) + ": " + answer.text()).c_str());
        QCOMPARE(answer.code(), "image.invalid");
    }
    for (const std::size_t missing : {1, 4, 8}) {
        const Answer answer = unpack(archive.substr(0, whole - missing));
        QVERIFY2(answer.error.is_object(), (std::to_string(missing) + " missing: " + answer.text()).c_str());
    }
    QVERIFY(unpack(archive).result.is_object());
}

void TestUnpackHostile::damagedInTransitIsNoticed_data()
{
    QTest::addColumn<QByteArray>("filter");
    for (const char *filter :
         {"gzip", "bzip2", "xz"}) // zstd has a checksum only where its maker asked for one
        QTest::newRow(filter) << QByteArray(filter);
}

/// One bit in the middle of a file's content, which no header tells of.
void TestUnpackHostile::damagedInTransitIsNoticed()
{
    QFETCH(QByteArray, filter);
    std::string noise(100000, '\0');
    std::mt19937 generator(5);
    for (char &byte : noise)
        byte = char(generator());
    const std::string good = makeArchive(smallRootWith({file("./usr/noise", noise)}), filter.toStdString());
    QVERIFY(unpack(good).result.is_object());
    for (const std::size_t part : {30u, 50u, 70u}) {
        std::string bytes = good;
        bytes[bytes.size() * part / 100] ^= 4;
        const Answer answer = unpack(bytes);
        QVERIFY2(answer.error.is_object(), answer.text().c_str());
        QCOMPARE(answer.code(), "image.invalid");
    }
}

void TestUnpackHostile::flippedBytesNeverCrash()
{
    Entry odd = file("./usr/odd", std::string(3000, 'z'));
    odd.attributes = {{"user.a", "b"}};
    odd.aclUsers = {{5, 7}};
    Entry sparse = file("./usr/sparse", {});
    sparse.size = 1 << 20;
    sparse.sparse = {{4096, std::string(512, 'a')}};
    const std::string good = makeArchive(smallRootWith(
        {odd, sparse, hardLink("./usr/h", "./usr/odd"), file("./" + std::string(150, 'n') + "/ü", "1")}));
    std::mt19937 generator(11);
    for (int round = 0; round < 300; ++round) {
        std::string bytes = good;
        for (int i = 0; i < 6; ++i)
            bytes[generator() % bytes.size()] = char(generator());
        const Answer answer = unpack(bytes);
        QVERIFY2(answer.exitStatus == 0 || answer.exitStatus == 1, answer.text().c_str());
        QVERIFY(answer.wellFormed);
        QVERIFY(answer.result.is_object() != answer.error.is_object());
    }
}

void TestUnpackHostile::tooManyEntries()
{
    const Answer answer =
        unpack(makeArchive(smallRootWith({file("usr/one"), file("usr/two")})), {{"maxEntries", 8}});
    QCOMPARE(answer.code(), "image.invalid");
    QVERIFY2(answer.detail().find("more than 8 entries") != std::string::npos, answer.text().c_str());
    // The same file over and over counts as well.
    std::vector<Entry> same(100, file("usr/same"));
    QCOMPARE(unpack(makeArchive(smallRootWith(same)), {{"maxEntries", 50}}).code(), "image.invalid");
}

void TestUnpackHostile::tooManyBytes()
{
    const std::string half(600'000, 'x');
    const Json limit{{"maxBytes", 1'000'000}};
    Answer answer =
        unpack(makeArchive(smallRootWith({file("usr/one", half), file("usr/two", half)}), "zstd"), limit);
    QCOMPARE(answer.code(), "image.invalid");
    QCOMPARE(answer.subject(), "usr/two");
    answer =
        unpack(makeArchive(smallRootWith({file("usr/one", half), file("usr/one", half)}), "zstd"), limit);
    QCOMPARE(answer.code(), "image.invalid"); // although the first is replaced
    answer = unpack(makeArchive(smallRootWith({file("usr/big", std::string(1'000'001, 'x'))})), limit);
    QVERIFY2(answer.detail().find("1000001") != std::string::npos, answer.text().c_str());

    // Declared only, with nothing behind it: 2^50 bytes, in the header's base-256 form.
    std::string lie = makeArchive(smallRootWith({file("usr/lie", "x")}), "none", "gnutar");
    const std::size_t header = lie.find("usr/lie");
    QVERIFY(header != std::string::npos);
    lie.replace(header + 124, 12, std::string("\x80\0\0\0\0\x04\0\0\0\0\0\0", 12));
    unsigned sum = 0;
    lie.replace(header + 148, 8, "        ");
    for (std::size_t i = 0; i < 512; ++i)
        sum += static_cast<unsigned char>(lie[header + i]);
    char text[9];
    std::snprintf(text, sizeof text, "%06o", sum);
    lie.replace(header + 148, 7, std::string(text, 7));
    answer = unpack(lie);
    QCOMPARE(answer.code(), "image.invalid");
    QVERIFY2(answer.detail().find("1125899906842624") != std::string::npos, answer.text().c_str());
}

/// Gigabytes of zeros behind the end mark, in a few hundred kilobytes: they are not waited for.
void TestUnpackHostile::bombBehindTheEnd()
{
    const std::string plain = makeArchive(smallRoot());
    Entry filler = file("filler", std::string(200 << 20, '\0'));
    const std::string bomb = makeArchive(smallRootWith({filler}), "zstd");
    QElapsedTimer timer;
    timer.start();
    const Answer answer = unpack(bomb, {{"maxBytes", 1 << 20}});
    QCOMPARE(answer.code(), "image.invalid");
    QVERIFY(timer.elapsed() < 10'000);
    QVERIFY(unpack(plain + std::string(100 << 20, '\0')).result.is_object());
}

void TestUnpackHostile::fullDisk()
{
    std::vector<Entry> entries;
    for (int i = 0; i < 6; ++i)
        entries.push_back(file("usr/f" + std::to_string(i), std::string(100 << 20, 'x')));
    const Answer answer = unpack(makeArchive(smallRootWith(entries), "zstd"));
    QCOMPARE(answer.code(), "storage.no_space");
    QVERIFY(!answer.error.value("hint", "").empty());
}

void TestUnpackHostile::unknownTask()
{
    const UniqueFd input = inMemory("x");
    for (const Json &task : {Json{{"kind", "folder"}}, Json::object(), Json("text")}) {
        const Answer answer = Worker::unpack(task, input.get(), m_disk->at("image")).wait();
        QCOMPARE(answer.code(), "request.invalid");
        QVERIFY(!fs::exists(m_disk->at("image/rootfs")));
    }
}

QTEST_GUILESS_MAIN(TestUnpackHostile)
#include "tst_unpack_hostile.moc"
