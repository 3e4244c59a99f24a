// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that is full, and file systems that can or cannot be idmapped, in a mount namespace of the test's
// own.
#include "engine/storage/storage.h"
#include "storage/sample_records.h"

#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

using namespace taper;
using namespace taper::storage;
namespace fs = std::filesystem;

class TestStorageFull : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void fullDiskSaysSoAndKeepsTheOldRecord();
    void noInodesLeft();
    void fileSystemThatCannotBeMapped();
    void fileSystemThatCanBeMapped();

private:
    void mountTmpfs(const char *options);
    QTemporaryDir m_temporary;
    std::string m_mount;
};

void TestStorageFull::initTestCase()
{
    if (::geteuid() != 0)
        QSKIP("mounting takes root");
    QVERIFY(m_temporary.isValid());
    m_mount = m_temporary.path().toStdString() + "/disk";
    fs::create_directory(m_mount);
    QCOMPARE(::unshare(CLONE_NEWNS), 0);
    QCOMPARE(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
}

void TestStorageFull::cleanup()
{
    ::umount2(m_mount.c_str(), MNT_DETACH);
}

void TestStorageFull::mountTmpfs(const char *options)
{
    QCOMPARE(::mount("tmpfs", m_mount.c_str(), "tmpfs", 0, options), 0);
}

void TestStorageFull::fullDiskSaysSoAndKeepsTheOldRecord()
{
    mountTmpfs("size=1M,mode=700");
    auto storage = openStorage(m_mount + "/state").value();
    auto record = sampleContainer("web", "1", storage->createLayer().value());
    QVERIFY(storage->saveContainer(record).has_value());

    std::ofstream filler(m_mount + "/filler");
    const std::string block(4096, 'x');
    while (filler.write(block.data(), std::streamsize(block.size())) && filler.flush())
        continue;
    record.generation = 99;
    const Status saved = storage->saveContainer(record);
    QVERIFY(!saved.has_value());
    QCOMPARE(saved.error().code, ErrorCode::StorageNoSpace);
    QVERIFY(!saved.error().hint.empty());
    const Status fresh = storage->saveContainer(sampleContainer("db", "2", "2"));
    QVERIFY(!fresh.has_value());
    QCOMPARE(fresh.error().code, ErrorCode::StorageNoSpace);

    // The record is as it was, nothing half-made is taken for a container, and it can be dropped on the full
    // disk.
    storage.reset();
    storage = openStorage(m_mount + "/state").value();
    auto records = storage->loadContainers().value();
    QCOMPARE(records.size(), 1u);
    QCOMPARE(records[0].generation, 7u);
    QVERIFY(storage->problems().empty());
    QVERIFY(storage->dropContainer(records[0]).has_value());
}

void TestStorageFull::noInodesLeft()
{
    mountTmpfs("size=1M,nr_inodes=12,mode=700");
    auto storage = openStorage(m_mount + "/state").value();
    Result<std::string> layer = storage->createLayer();
    while (layer)
        layer = storage->createLayer();
    QCOMPARE(layer.error().code, ErrorCode::StorageNoSpace);
    QVERIFY(!layer.error().hint.empty());
    QVERIFY(!storage->beginImage().has_value());
}

void TestStorageFull::fileSystemThatCannotBeMapped()
{
    QCOMPARE(::mount("ramfs", m_mount.c_str(), "ramfs", 0, nullptr), 0);
    const Status checked = checkIdmappable(m_mount, TAPER_BIN_DIR "/taper-worker");
    QVERIFY(!checked.has_value());
    QCOMPARE(checked.error().code, ErrorCode::StorageUnsupported);
    QVERIFY2(checked.error().message().find("ramfs") != std::string::npos, checked.error().message().c_str());
    QVERIFY(!checked.error().hint.empty());
}

void TestStorageFull::fileSystemThatCanBeMapped()
{
    const Status checked = checkIdmappable(m_temporary.path().toStdString(), TAPER_BIN_DIR "/taper-worker");
    if (!checked && checked.error().code == ErrorCode::StorageUnsupported)
        QSKIP("the file system of the temporary directory cannot be idmapped");
    QVERIFY2(checked.has_value(), checked ? "" : checked.error().message().c_str());
}

QTEST_GUILESS_MAIN(TestStorageFull)
#include "tst_storage_full.moc"
