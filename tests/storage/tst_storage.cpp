// SPDX-License-Identifier: GPL-3.0-or-later
// The state directory as a helper uses it over several lives: what was saved comes back, what a crash left is
// collected, what cannot be read is reported and kept.
#include "engine/storage/records.h"
#include "engine/storage/storage.h"
#include "storage/sample_records.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

using namespace taper;
using namespace taper::storage;
namespace fs = std::filesystem;

class TestStorage : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void makesItsDirectoryPrivate();
    void refusesADirectoryThatIsALink();
    void onlyOneAtATime();
    void savesAndLoads();
    void renamesWithItsDirectory();
    void renameThatACrashInterrupted();
    void dropsIntoTrash();
    void brokenRecordIsReportedAndOthersLoad_data();
    void brokenRecordIsReportedAndOthersLoad();
    void keepsLayersWhileARecordIsUnreadable();
    void brokenRecordIsNotOverwritten();
    void sharedRangesLayersAndIdsAreReported_data();
    void sharedRangesLayersAndIdsAreReported();
    void collectsWhatACrashLeft();
    void keepsAFreshLayer();
    void numbersAreNeverGivenTwice();
    void images();
    void refusesToCommitWhatIsNoSystem();
    void refusesNamesThatLeadOut();
    void choosesTheLowestRange();
    void saysHowMuchSpaceThereIs();

private:
    void reopen();
    ContainerRecord create(const std::string &name);
    std::string at(const std::string &path) const { return m_path + "/" + path; }
    std::size_t trashed() const { return count("trash"); }
    std::size_t count(const std::string &directory) const
    {
        return std::size_t(std::distance(fs::directory_iterator(at(directory)), {}));
    }
    std::vector<ContainerRecord> load();
    void write(const std::string &path, const std::string &content) { std::ofstream(at(path)) << content; }

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::string m_path;
    std::unique_ptr<Storage> m_storage;
};

void TestStorage::init()
{
    m_storage.reset();
    m_temporary = std::make_unique<QTemporaryDir>();
    m_path = m_temporary->path().toStdString() + "/state";
    reopen();
}

/// As a helper that was killed and started again.
void TestStorage::reopen()
{
    m_storage.reset();
    auto opened = openStorage(m_path);
    if (!opened)
        QFAIL(opened.error().message().c_str());
    m_storage = std::move(*opened);
}

std::vector<ContainerRecord> TestStorage::load()
{
    return m_storage->loadContainers().value_or(std::vector<ContainerRecord>());
}

ContainerRecord TestStorage::create(const std::string &name)
{
    auto record = sampleContainer(name, m_storage->nextContainerId(),
                                  m_storage->createLayer().value_or(std::string("?")));
    if (Status saved = m_storage->saveContainer(record); !saved)
        qWarning("%s", saved.error().message().c_str());
    return record;
}

void TestStorage::makesItsDirectoryPrivate()
{
    struct stat status;
    QCOMPARE(::stat(m_path.c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777, 0700u);
    QCOMPARE(::chmod(m_path.c_str(), 0755), 0);
    reopen();
    QCOMPARE(::stat(m_path.c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777, 0700u);
    QVERIFY(m_storage->trashIsEmpty());
}

void TestStorage::refusesADirectoryThatIsALink()
{
    const std::string link = m_temporary->path().toStdString() + "/link";
    fs::create_directory_symlink(m_path, link);
    QVERIFY(!openStorage(link).has_value());
}

void TestStorage::onlyOneAtATime()
{
    const auto second = openStorage(m_path);
    QVERIFY(!second.has_value());
    QVERIFY(second.error().message().find("another taper-helper") != std::string::npos);
    m_storage.reset();
    QVERIFY(openStorage(m_path).has_value());
}

void TestStorage::savesAndLoads()
{
    ContainerRecord web = create("web");
    create("db");
    web.limits.memory = std::nullopt;
    web.generation = 8;
    QVERIFY(m_storage->saveContainer(web).has_value());
    reopen();
    const auto records = load();
    QCOMPARE(records.size(), 2u);
    QVERIFY(m_storage->problems().empty());
    QCOMPARE(records[0].name, "db");
    QCOMPARE(records[1].generation, 8u);
    QVERIFY(!records[1].limits.memory);
    QVERIFY(fs::is_directory(at("layers/" + web.layer + "/upper")));
    QVERIFY(fs::is_directory(at("layers/" + web.layer + "/work")));
    struct stat status;
    QCOMPARE(::stat(at("containers/web/container.json").c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777, 0600u);
    QCOMPARE(count("containers/web"), 1u); // nothing aside is left
}

void TestStorage::renamesWithItsDirectory()
{
    ContainerRecord web = create("web");
    create("db");
    ContainerRecord renamed = web;
    renamed.name = "db";
    renamed.renamedFrom = "web";
    Status done = m_storage->renameContainer(renamed);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::NameTaken);
    QVERIFY(fs::exists(at("containers/web/container.json")));
    renamed.name = "shop";
    QVERIFY(m_storage->renameContainer(renamed).has_value());
    QVERIFY(!fs::exists(at("containers/web")));
    renamed.renamedFrom.clear();
    QVERIFY(m_storage->saveContainer(renamed).has_value());
    reopen();
    const auto records = load();
    QVERIFY(m_storage->problems().empty());
    QCOMPARE(records.size(), 2u);
    QCOMPARE(records[1].name, "shop");
    QCOMPARE(records[1].id, web.id);
    QCOMPARE(records[1].layer, web.layer);
    QVERIFY(m_storage->saveContainer(create("web")).has_value()); // its old name is free
    ContainerRecord nobody = renamed;
    nobody.name = "x";
    nobody.renamedFrom = "gone";
    QCOMPARE(m_storage->renameContainer(nobody).error().code, ErrorCode::ContainerUnknown);
}

void TestStorage::renameThatACrashInterrupted()
{
    ContainerRecord web = create("web");
    web.renamedFrom = "web";
    web.name = "shop";
    // The record was written, the directory not moved.
    write("containers/web/container.json", toText(web));
    for (int start = 0; start < 2; ++start) {
        reopen();
        const auto records = load();
        QVERIFY(m_storage->problems().empty());
        QCOMPARE(records.size(), 1u);
        QCOMPARE(records[0].name, "shop");
        QCOMPARE(records[0].renamedFrom, "web"); // the names inside are still to be written
        QVERIFY(!fs::exists(at("containers/web")));
        QVERIFY(fs::exists(at("containers/shop/container.json")));
    }
    // A directory that only says so is not moved over another.
    create("web");
    web.name = "web";
    web.renamedFrom = "shop";
    write("containers/shop/container.json", toText(web));
    reopen();
    QCOMPARE(load().size(), 1u);
    QVERIFY(!m_storage->problems().empty());
    QVERIFY(fs::exists(at("containers/shop/container.json")));
}

void TestStorage::dropsIntoTrash()
{
    const ContainerRecord web = create("web");
    write("layers/" + web.layer + "/upper/file", "x");
    QVERIFY(m_storage->dropContainer(web).has_value());
    QCOMPARE(trashed(), 2u);
    QVERIFY(!fs::exists(at("containers/web")));
    QVERIFY(!fs::exists(at("layers/" + web.layer)));
    QVERIFY(load().empty());
    create("web"); // the name is free at once
    QCOMPARE(load().size(), 1u);
}

void TestStorage::brokenRecordIsReportedAndOthersLoad_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("empty") << QByteArray() << QByteArray("empty");
    QTest::newRow("half") << QByteArray("{\"version\": 1,") << QByteArray("not JSON");
    QTest::newRow("no field") << QByteArray("{\"version\": 1}") << QByteArray("\"name\"");
    QTest::newRow("newer") << QByteArray("{\"version\": 99}") << QByteArray("another release");
    QTest::newRow("huge") << QByteArray(2 << 20, ' ') << QByteArray("longer than");
}

void TestStorage::brokenRecordIsReportedAndOthersLoad()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, reason);
    create("good");
    create("bad");
    write("containers/bad/container.json", content.toStdString());
    reopen();
    const auto records = load();
    QCOMPARE(records.size(), 1u);
    QCOMPARE(records[0].name, "good");
    const auto problems = m_storage->problems();
    QCOMPARE(problems.size(), 1u);
    QCOMPARE(problems[0].code, ErrorCode::StorageCorrupt);
    QVERIFY(problems[0].subject.ends_with("/containers/bad/container.json"));
    QVERIFY2(problems[0].detail.find(reason.toStdString()) != std::string::npos, problems[0].detail.c_str());
    QVERIFY(!problems[0].hint.empty());
}

void TestStorage::keepsLayersWhileARecordIsUnreadable()
{
    const ContainerRecord bad = create("bad");
    std::string text;
    std::ifstream file(at("containers/bad/container.json"));
    std::getline(file, text, '\0');
    write("containers/bad/container.json", "oops");
    reopen();
    QVERIFY(load().empty());
    QVERIFY(fs::exists(at("layers/" + bad.layer))); // it may be this one's: the user's data
    write("containers/bad/container.json", text);
    QCOMPARE(load().size(), 1u);
    QVERIFY(m_storage->problems().empty());
}

void TestStorage::brokenRecordIsNotOverwritten()
{
    create("bad");
    write("containers/bad/container.json", "oops");
    reopen();
    load();
    const Status saved = m_storage->saveContainer(sampleContainer("bad", "9", "9"));
    QVERIFY(!saved.has_value());
    QCOMPARE(saved.error().code, ErrorCode::NameTaken);
    std::ifstream file(at("containers/bad/container.json"));
    std::string text;
    std::getline(file, text);
    QCOMPARE(text, "oops");
}

void TestStorage::sharedRangesLayersAndIdsAreReported_data()
{
    QTest::addColumn<QByteArray>("field");
    for (const char *field : {"id", "layer", "idFirst"})
        QTest::newRow(field) << QByteArray(field);
}

void TestStorage::sharedRangesLayersAndIdsAreReported()
{
    QFETCH(QByteArray, field);
    const ContainerRecord one = create("one");
    ContainerRecord two = create("two");
    if (field == "id")
        two.id = one.id;
    else if (field == "layer")
        two.layer = one.layer;
    else
        two.idFirst = one.idFirst;
    fs::remove_all(at("containers/two"));
    reopen();
    load();
    QVERIFY(m_storage->saveContainer(two).has_value());
    reopen();
    QCOMPARE(load().size(), 1u);
    QCOMPARE(m_storage->problems().size(), 1u);
    QVERIFY(m_storage->problems()[0].detail.find("\"" + field.toStdString() + "\"") != std::string::npos);
    QVERIFY(fs::exists(at("layers/" + one.layer)));
}

void TestStorage::collectsWhatACrashLeft()
{
    const ContainerRecord kept = create("kept");
    const std::string orphan = m_storage->createLayer().value(); // no record was saved
    const std::string image = m_storage->beginImage().value();   // nor committed
    const ContainerRecord half = create("half");
    fs::rename(at("containers/half"), at("trash/half-1")); // died between the two renames of a drop
    reopen();
    QCOMPARE(load().size(), 1u);
    QVERIFY(fs::exists(at("layers/" + kept.layer)));
    QVERIFY(!fs::exists(at("layers/" + orphan)));
    QVERIFY(!fs::exists(at("layers/" + half.layer)));
    QVERIFY(!fs::exists(at(image)));
    QCOMPARE(trashed(), 4u);
    QVERIFY(!m_storage->trashIsEmpty());
    QVERIFY(m_storage->problems().empty());
}

void TestStorage::keepsAFreshLayer()
{
    const std::string layer = m_storage->createLayer().value();
    load(); // while a container is being created
    QVERIFY(fs::exists(at("layers/" + layer)));
    QVERIFY(m_storage->saveContainer(sampleContainer("web", "1", layer)).has_value());
    QCOMPARE(load().size(), 1u);
}

void TestStorage::numbersAreNeverGivenTwice()
{
    const ContainerRecord one = create("one");
    QCOMPARE(m_storage->nextContainerId(), "2");
    QVERIFY(m_storage->dropContainer(one).has_value());
    reopen();
    QCOMPARE(m_storage->nextContainerId(), "3");
    const ContainerRecord four = create("four");
    QCOMPARE(four.id, "4");
    fs::remove(at("state.json"));
    reopen();
    QCOMPARE(m_storage->nextContainerId(), "5"); // from what is there
    write("state.json", "{\"version\": 1, \"nextContainer\": -7}");
    reopen();
    load();
    QCOMPARE(m_storage->problems().size(), 1u);
    QCOMPARE(m_storage->nextContainerId(), "5");
}

void TestStorage::images()
{
    const std::string directory = m_storage->beginImage().value();
    fs::create_directories(at(directory + "/rootfs/usr/bin"));
    QVERIFY(m_storage->commitImage(directory, sampleImage()).has_value());
    QVERIFY(fs::exists(at(m_storage->lowerPath(sampleImage()) + "/usr/bin")));
    QVERIFY(!fs::exists(at(directory)));

    const std::string again = m_storage->beginImage().value();
    fs::create_directories(at(again + "/rootfs/bin"));
    const Status taken = m_storage->commitImage(again, sampleImage("other"));
    QVERIFY(!taken.has_value());
    QCOMPARE(taken.error().code, ErrorCode::NameTaken);
    m_storage->abandonImage(again);
    QVERIFY(!fs::exists(at(again)));

    reopen();
    auto images = m_storage->loadImages();
    QVERIFY(images.has_value());
    QCOMPARE(images->size(), 1u);
    QCOMPARE(images->front().os, sampleImage().os);
    QVERIFY(m_storage->dropImage(sampleImage()).has_value());
    QVERIFY(m_storage->loadImages()->empty());
    fs::create_directories(at("images/0123456789abcdef"));
    QVERIFY(m_storage->loadImages()->empty());
    QCOMPARE(m_storage->problems().size(), 1u);
}

void TestStorage::refusesToCommitWhatIsNoSystem()
{
    const std::string directory = m_storage->beginImage().value();
    QVERIFY(!m_storage->commitImage(directory, sampleImage()).has_value()); // no rootfs
    fs::create_directory_symlink("/", at(directory + "/rootfs"));           // the host's own
    const Status linked = m_storage->commitImage(directory, sampleImage());
    QVERIFY(!linked.has_value());
    QCOMPARE(linked.error().code, ErrorCode::ImageInvalid);
    fs::remove(at(directory + "/rootfs"));
    fs::create_directory(at(directory + "/rootfs"));
    QVERIFY(!m_storage->commitImage(directory, sampleImage()).has_value()); // empty
    QVERIFY(!m_storage->commitImage("layers/../../x", sampleImage()).has_value());
    QCOMPARE(count("images"), 0u);
}

void TestStorage::refusesNamesThatLeadOut()
{
    for (const char *name : {"../x", "a/b", "", "..", "7"})
        QVERIFY(!m_storage->saveContainer(sampleContainer(name, "1", "1")).has_value());
    auto record = sampleContainer("web", "1", "1");
    record.layer = "../images";
    QVERIFY(!m_storage->saveContainer(record).has_value());
    QVERIFY(!m_storage->dropContainer(record).has_value());
    QVERIFY(fs::exists(at("images")));
    QCOMPARE(count("containers"), 0u);
    QCOMPARE(count("new"), 0u);
}

void TestStorage::choosesTheLowestRange()
{
    std::vector<ContainerRecord> containers;
    QCOMPARE(chooseIdRange(containers).value(), 0x70000000u);
    for (std::uint32_t n : {0u, 1u, 3u}) {
        containers.push_back(sampleContainer("c", "1", "1"));
        containers.back().idFirst = 0x70000000 + n * 65536;
    }
    QCOMPARE(chooseIdRange(containers).value(), 0x70020000u);
    for (std::uint32_t n = 0; n < 4092; ++n) {
        containers.push_back(sampleContainer("c", "1", "1"));
        containers.back().idFirst = 0x70000000 + n * 65536;
    }
    QCOMPARE(chooseIdRange(containers).error().code, ErrorCode::IdRangeExhausted);
}

void TestStorage::saysHowMuchSpaceThereIs()
{
    const auto space = m_storage->space();
    QVERIFY(space.has_value());
    QVERIFY(space->total > 0);
    QVERIFY(space->free <= space->total);
}

QTEST_GUILESS_MAIN(TestStorage)
#include "tst_storage.moc"
