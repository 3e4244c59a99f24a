// SPDX-License-Identifier: GPL-3.0-or-later
// Emptying the trash of what hostile containers left there.
#include "worker/sandbox.h"

#include <QTest>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <linux/fs.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace taper;
using namespace taper::test;
namespace fs = std::filesystem;

class TestTrash : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void emptiesAndSaysHowMuch();
    void linksAreNotFollowed();
    void deepAndWideTrees();
    void immutableFileIsReportedAndTheRestGoes();
    void mountIsNotEntered();
    void killedAnywhereGoesOnLater();
    void hasGivenUpItsPrivileges();
    void unknownWork();

private:
    std::string trash(const std::string &path = {}) const { return m_disk->at("state/trash/" + path); }
    Answer empty() { return Worker::storage({{"kind", "empty-trash"}}, m_disk->at("state")).wait(); }
    std::unique_ptr<MemoryDisk> m_disk;
};

void TestTrash::initTestCase()
{
    m_disk = std::make_unique<MemoryDisk>();
    if (!m_disk->isMounted())
        QSKIP("takes root and mount namespaces");
}

void TestTrash::init()
{
    fs::remove_all(m_disk->at("state"));
    fs::create_directories(trash());
    fs::create_directories(m_disk->at("state/layers/1"));
    writeFile(m_disk->at("state/layers/1/kept"), "kept");
    writeFile(m_disk->at("outside"), "outside");
}

void TestTrash::emptiesAndSaysHowMuch()
{
    Answer answer = empty();
    QVERIFY2(answer.result == Json({{"freedBytes", 0}}), answer.text().c_str());
    fs::create_directories(trash("a/b/c"));
    writeFile(trash("a/file"), std::string(1 << 20, 'x'));
    fs::create_hard_link(trash("a/file"), trash("a/b/same"));
    QCOMPARE(::mkfifo(trash("a/fifo").c_str(), 0600), 0);
    writeFile(trash("plain"), "x", 0);
    answer = empty();
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(answer.exitStatus, 0);
    const auto freed = answer.result["freedBytes"].get<std::uint64_t>();
    QVERIFY(freed >= 1 << 20 && freed < 2 << 20); // the file of two names once
    QVERIFY(fs::is_empty(trash()));
}

void TestTrash::linksAreNotFollowed()
{
    fs::create_directories(trash("a"));
    fs::create_directory_symlink(m_disk->at("state/layers"), trash("a/layers"));
    fs::create_directory_symlink("../../layers/1", trash("a/relative"));
    fs::create_symlink(m_disk->at("outside"), trash("a/outside"));
    fs::create_directory_symlink("/", trash("root"));
    QVERIFY(empty().result.is_object());
    QVERIFY(fs::is_empty(trash()));
    QCOMPARE(readFile(m_disk->at("state/layers/1/kept")), "kept");
    QCOMPARE(readFile(m_disk->at("outside")), "outside");
}

void TestTrash::deepAndWideTrees()
{
    for (int i = 0; i < 3000; ++i)
        fs::create_directories(trash("wide/" + std::to_string(i)));
    fs::create_directories(trash("deep"));
    UniqueFd at(::open(trash("deep").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const std::string name(100, 'd');
    for (int i = 0; i < 5000; ++i) { // 500 KB of path
        QCOMPARE(::mkdirat(at.get(), name.c_str(), 0700), 0);
        at.reset(::openat(at.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    }
    writeFile(trash("deep-1"), "a name that the worker might want itself");
    const Answer answer = empty();
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QVERIFY(fs::is_empty(trash()));
}

void TestTrash::immutableFileIsReportedAndTheRestGoes()
{
    fs::create_directories(trash("a/b"));
    writeFile(trash("a/b/stays"), "x");
    writeFile(trash("a/goes"), "x");
    writeFile(trash("z"), "x");
    const UniqueFd fd(::open(trash("a/b/stays").c_str(), O_RDONLY | O_CLOEXEC));
    int flags = FS_IMMUTABLE_FL;
    if (::ioctl(fd.get(), FS_IOC_SETFLAGS, &flags) < 0)
        QSKIP("tmpfs of this kernel has no immutable files");
    Answer answer = empty();
    QVERIFY2(answer.error.is_object(), answer.text().c_str());
    QCOMPARE(answer.exitStatus, 1);
    QCOMPARE(answer.subject(), "trash/a/b/stays");
    QVERIFY(answer.detail().find("immutable") != std::string::npos);
    QVERIFY(fs::exists(trash("a/b/stays")));
    QVERIFY(!fs::exists(trash("a/goes")));
    QVERIFY(!fs::exists(trash("z")));
    flags = 0;
    QCOMPARE(::ioctl(fd.get(), FS_IOC_SETFLAGS, &flags), 0);
    QVERIFY(empty().result.is_object());
    QVERIFY(fs::is_empty(trash()));
}

void TestTrash::mountIsNotEntered()
{
    fs::create_directories(trash("a/mounted"));
    fs::create_directories(m_disk->at("other"));
    writeFile(m_disk->at("other/kept"), "kept");
    QCOMPARE(::mount("tmpfs", trash("a/mounted").c_str(), "tmpfs", 0, nullptr), 0);
    writeFile(trash("a/mounted/kept"), "kept");
    writeFile(trash("a/goes"), "x");
    const Answer answer = empty();
    const std::string kept = readFile(trash("a/mounted/kept"));
    ::umount2(trash("a/mounted").c_str(), MNT_DETACH);
    QCOMPARE(kept, "kept");
    QCOMPARE(answer.subject(), "trash/a/mounted");
    QVERIFY(!fs::exists(trash("a/goes")));
}

void TestTrash::killedAnywhereGoesOnLater()
{
    for (int i = 0; i < 2000; ++i) {
        fs::create_directories(trash(std::to_string(i % 20) + "/" + std::to_string(i)));
        writeFile(trash(std::to_string(i % 20) + "/" + std::to_string(i) + "/f"), "x");
    }
    Worker worker = Worker::storage({{"kind", "empty-trash"}}, m_disk->at("state"));
    pollfd said{worker.reportFd(), POLLIN, 0};
    QCOMPARE(::poll(&said, 1, 10000), 1); // the first progress: it is at work
    ::kill(worker.pid(), SIGKILL);
    worker.wait();
    QVERIFY(empty().result.is_object());
    QVERIFY(fs::is_empty(trash()));
    QCOMPARE(readFile(m_disk->at("state/layers/1/kept")), "kept");
}

/// Looked at while it works: what a hole in it could still do.
void TestTrash::hasGivenUpItsPrivileges()
{
    for (int i = 0; i < 3000; ++i)
        fs::create_directories(trash(std::to_string(i)));
    Worker worker = Worker::storage({{"kind", "empty-trash"}}, m_disk->at("state"));
    pollfd said{worker.reportFd(), POLLIN, 0};
    QCOMPARE(::poll(&said, 1, 10000), 1);
    QCOMPARE(::kill(worker.pid(), SIGSTOP), 0);
    const std::string process = "/proc/" + std::to_string(worker.pid());
    const std::string status = readFile(process + "/status");
    // CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER, FSETID (capabilities(7)).
    for (const char *set : {"CapPrm", "CapEff", "CapBnd"})
        QVERIFY2(status.find(std::string(set) + ":\t000000000000001f") != std::string::npos, status.c_str());
    QVERIFY(status.find("CapInh:\t0000000000000000") != std::string::npos);
    QVERIFY(status.find("NoNewPrivs:\t1") != std::string::npos);
    for (const char *kind : {"net", "ipc", "uts"})
        QVERIFY(fs::read_symlink(process + "/ns/" + kind) !=
                fs::read_symlink(std::string("/proc/self/ns/") + kind));
    QCOMPARE(::kill(worker.pid(), SIGCONT), 0);
    QVERIFY(worker.wait().result.is_object());
}

void TestTrash::unknownWork()
{
    for (const Json &task : {Json{{"kind", "format-disk"}}, Json::object(), Json::array()})
        QCOMPARE(Worker::storage(task, m_disk->at("state")).wait().code(), "request.invalid");
}

QTEST_GUILESS_MAIN(TestTrash)
#include "tst_trash.moc"
