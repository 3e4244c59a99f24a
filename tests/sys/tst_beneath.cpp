// SPDX-License-Identifier: GPL-3.0-or-later
// The file API beneath a directory: what somebody hostile who owns the directory's content can not reach with
// it.
#include "engine/sys/beneath.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace taper;
namespace fs = std::filesystem;

class TestBeneath : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void staysBeneath_data();
    void staysBeneath();
    void readsOnlyRegularFilesUpToTheBound();
    void writesAtomically();
    void writingDoesNotFollowALinkAside();
    void makesDirectories();
    void renames();
    void removesTreesWithoutFollowingLinks();
    void removesDeepAndWideTrees();
    void doesNotEnterOtherFileSystems();

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    std::string m_outside, m_inside;
    UniqueFd m_directory;
};

void TestBeneath::init()
{
    // In memory where that is possible: thousands of directories are made.
    const QString base = ::access("/dev/shm", W_OK) == 0 ? QStringLiteral("/dev/shm") : QDir::tempPath();
    m_temporary = std::make_unique<QTemporaryDir>(base + "/tst_beneath-XXXXXX");
    m_outside = m_temporary->path().toStdString();
    m_inside = m_outside + "/inside";
    fs::create_directory(m_inside);
    std::ofstream(m_outside + "/secret") << "secret";
    m_directory.reset(::open(m_inside.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

void TestBeneath::cleanup()
{
    m_directory.reset();
    m_temporary.reset();
}

void TestBeneath::staysBeneath_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("parent") << "../secret";
    QTest::newRow("absolute") << (QString::fromStdString(m_outside) + "/secret");
    QTest::newRow("link to a file") << "link";
    QTest::newRow("link in the middle") << "up/secret";
    QTest::newRow("link that stays inside") << "here/file";
    QTest::newRow("down and up") << "sub/../../secret";
    QTest::newRow("magic link") << "proc/self/fd/0";
}

void TestBeneath::staysBeneath()
{
    QFETCH(QString, path);
    fs::create_symlink("../secret", m_inside + "/link");
    fs::create_symlink("..", m_inside + "/up");
    fs::create_symlink("sub", m_inside + "/here");
    fs::create_symlink("/proc", m_inside + "/proc");
    fs::create_directory(m_inside + "/sub");
    std::ofstream(m_inside + "/sub/file") << "fine";
    const std::string name = path.toStdString();
    QVERIFY(!beneath::open(m_directory.get(), name, O_RDONLY));
    QVERIFY(!beneath::readFile(m_directory.get(), name, 100));
    QVERIFY(!beneath::writeExisting(m_directory.get(), name, "x"));
    QCOMPARE(beneath::readFile(m_directory.get(), "sub/file", 100).value(), std::string("fine"));
    std::ifstream secret(m_outside + "/secret");
    std::string content;
    secret >> content;
    QCOMPARE(content, std::string("secret"));
}

void TestBeneath::readsOnlyRegularFilesUpToTheBound()
{
    std::ofstream(m_inside + "/file") << "12345";
    QCOMPARE(beneath::readFile(m_directory.get(), "file", 5).value(), std::string("12345"));
    QCOMPARE(beneath::readFile(m_directory.get(), "file", 4).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(::mkfifo((m_inside + "/fifo").c_str(), 0600), 0); // would wait for a writer
    QCOMPARE(beneath::readFile(m_directory.get(), "fifo", 4).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(beneath::readFile(m_directory.get(), "none", 4).error().errnoValue, ENOENT);
    QVERIFY(!beneath::open(m_directory.get(), std::string("file\0x", 6), O_RDONLY));
}

void TestBeneath::writesAtomically()
{
    QVERIFY(beneath::writeFileAtomically(m_directory.get(), "state", "one", 0640));
    QVERIFY(beneath::writeFileAtomically(m_directory.get(), "state", "two", 0600));
    QCOMPARE(beneath::readFile(m_directory.get(), "state", 100).value(), std::string("two"));
    struct stat status;
    QCOMPARE(::stat((m_inside + "/state").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777, mode_t(0600));
    QCOMPARE(beneath::list(m_directory.get(), ".").value(),
             std::vector<std::string>{"state"}); // nothing aside is left
    QVERIFY(!beneath::writeFileAtomically(m_directory.get(), "none/state", "x"));
    QVERIFY(!beneath::writeFileAtomically(m_directory.get(), "..", "x"));
    fs::create_directory(m_inside + "/directory");
    QVERIFY(!beneath::writeFileAtomically(m_directory.get(), "directory", "x"));
    QVERIFY(!fs::exists(m_inside + "/directory.new"));
}

void TestBeneath::writingDoesNotFollowALinkAside()
{
    fs::create_symlink("../secret", m_inside + "/state.new");
    fs::create_symlink("../secret", m_inside + "/state");
    QVERIFY(beneath::writeFileAtomically(m_directory.get(), "state", "new"));
    QVERIFY(!fs::is_symlink(m_inside + "/state"));
    std::ifstream secret(m_outside + "/secret");
    std::string content;
    secret >> content;
    QCOMPARE(content, std::string("secret"));
}

void TestBeneath::makesDirectories()
{
    QVERIFY(beneath::makeDirectories(m_directory.get(), "a/b//c/", 0700));
    QVERIFY(beneath::makeDirectories(m_directory.get(), "a/b/c"));
    QVERIFY(fs::is_directory(m_inside + "/a/b/c"));
    QVERIFY(!beneath::makeDirectories(m_directory.get(), "a/../../x"));
    fs::create_symlink("..", m_inside + "/up");
    QVERIFY(!beneath::makeDirectories(m_directory.get(), "up/x"));
    QVERIFY(!fs::exists(m_outside + "/x"));
}

void TestBeneath::renames()
{
    fs::create_directory(m_inside + "/a");
    std::ofstream(m_inside + "/a/file") << "1";
    std::ofstream(m_inside + "/there") << "2";
    QCOMPARE(beneath::rename(m_directory.get(), "a/file", "there").error().errnoValue, EEXIST);
    QVERIFY(beneath::rename(m_directory.get(), "a/file", "there", true));
    QVERIFY(!beneath::rename(m_directory.get(), "there", "../out"));
    QVERIFY(beneath::exists(m_directory.get(), "there"));
    QVERIFY(!beneath::exists(m_directory.get(), "a/file"));
    QVERIFY(beneath::removeFile(m_directory.get(), "there"));
    QVERIFY(!beneath::exists(m_directory.get(), "there"));
}

void TestBeneath::removesTreesWithoutFollowingLinks()
{
    fs::create_directories(m_inside + "/tree/sub");
    fs::create_directory(m_outside + "/kept");
    std::ofstream(m_outside + "/kept/file") << "x";
    fs::create_symlink("../../kept", m_inside + "/tree/link");
    fs::create_symlink("/", m_inside + "/tree/sub/root");
    QVERIFY(beneath::removeTree(m_directory.get(), "tree"));
    QVERIFY(!fs::exists(m_inside + "/tree"));
    QVERIFY(fs::exists(m_outside + "/kept/file"));
    fs::create_directory_symlink(m_outside + "/kept", m_inside + "/link");
    QVERIFY(beneath::removeTree(m_directory.get(), "link"));
    QVERIFY(fs::exists(m_outside + "/kept/file"));
    QVERIFY(beneath::removeTree(m_directory.get(), "none"));
    QVERIFY(beneath::removeTree(m_directory.get(), "none/neither"));
    QVERIFY(!beneath::removeTree(m_directory.get(), ".."));
    QVERIFY(!beneath::removeTree(m_directory.get(), "../kept"));
    QVERIFY(fs::exists(m_outside + "/kept/file"));
}

void TestBeneath::removesDeepAndWideTrees()
{
    // Deeper than PATH_MAX and than the descriptors we may have.
    UniqueFd at(::dup(m_directory.get()));
    QCOMPARE(::mkdirat(at.get(), "deep", 0755), 0);
    at.reset(::openat(at.get(), "deep", O_PATH | O_CLOEXEC));
    const std::string name(100, 'd');
    for (int level = 0; level < 1500; ++level) {
        QCOMPARE(::mkdirat(at.get(), name.c_str(), 0755), 0);
        at.reset(::openat(at.get(), name.c_str(), O_PATH | O_CLOEXEC));
    }
    for (int i = 0; i < 3000; ++i)
        fs::create_directories(m_inside + "/wide/" + std::to_string(i) + "/x");
    QVERIFY(beneath::removeTree(m_directory.get(), "deep"));
    QVERIFY(beneath::removeTree(m_directory.get(), "wide"));
    QVERIFY(fs::is_empty(m_inside));
}

void TestBeneath::doesNotEnterOtherFileSystems()
{
    // /dev is another file system than the directory everywhere; nothing may be deleted there.
    const UniqueFd root(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
    const Status done = beneath::removeTree(root.get(), "proc");
    QVERIFY(!done);
    QCOMPARE(done.error().errnoValue, EXDEV);
}

QTEST_GUILESS_MAIN(TestBeneath)
#include "tst_beneath.moc"
