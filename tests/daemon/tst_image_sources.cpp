// SPDX-License-Identifier: GPL-3.0-or-later
// What is offered to be built, and from where: read from a host's os-release(5) and sources.list(5), never guessed.
#include "daemon/image_sources.h"

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>

using namespace taper;
using namespace taper::daemon;

class TestImageSources : public QObject
{
    Q_OBJECT

private slots:
    void mirrors_data();
    void mirrors();
    void ownReleaseFirst();
    void anotherDistributionGetsDebian();
    void oddFilesAreNoHarm();

private:
    static void write(const QTemporaryDir &root, const char *path, const std::string &text)
    {
        const std::filesystem::path file = root.filePath(path).toStdString();
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }
};

namespace {
constexpr const char *bookworm =
    "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n"
    "VERSION_CODENAME=bookworm\n";
constexpr const char *usual = "http://deb.debian.org/debian",
                     *usualSecurity = "http://deb.debian.org/debian-security";
} // namespace

void TestImageSources::mirrors_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("archive");
    QTest::addColumn<QString>("security");
    const auto list = "etc/apt/sources.list", deb822 = "etc/apt/sources.list.d/debian.sources";
    QTest::newRow("one-line") << list
                              << "# deb http://old/debian bookworm main\n"
                                 "deb-src http://src/debian bookworm main\n"
                                 "deb http://ftp.example/debian/ bookworm main contrib\n"
                                 "deb http://sec.example/debian-security bookworm-security main\n"
                              << "http://ftp.example/debian"
                              << "http://sec.example/debian-security";
    QTest::newRow("options") << list
                             << "deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
                                "https://ftp.example:8443/debian bookworm main\n"
                             << "https://ftp.example:8443/debian" << usualSecurity;
    QTest::newRow("deb822")
        << deb822
        << "Types: deb\n# a word\nURIs: http://ftp.example/debian\nSuites: bookworm\n bookworm-updates\n"
           "Components: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n\n"
           "Types: deb\nURIs: http://sec.example/debian-security\nSuites: bookworm-security\n"
           "Components: main\n"
        << "http://ftp.example/debian"
        << "http://sec.example/debian-security";
    QTest::newRow("disabled")
        << deb822
        << "Enabled: no\nTypes: deb\nURIs: http://ftp.example/debian\nSuites: bookworm\nComponents: main\n"
        << usual << usualSecurity;
    QTest::newRow("somebody else's")
        << list
        << "deb http://shop.example/apt bookworm main\n"
           "deb [signed-by=/usr/share/keyrings/shop.gpg] http://shop.example/debian bookworm main\n"
        << usual << usualSecurity;
    QTest::newRow("another release") << list << "deb http://ftp.example/debian trixie main\n"
                                     << usual << usualSecurity;
    QTest::newRow("not the web")
        << list << "deb cdrom:[Debian]/debian bookworm main\ndeb file:/srv/debian bookworm main\n"
        << usual << usualSecurity;
    QTest::newRow("with a password") << list << "deb http://me:secret@ftp.example/debian bookworm main\n"
                                     << usual << usualSecurity;
    QTest::newRow("none") << list << "" << usual << usualSecurity;
}

void TestImageSources::mirrors()
{
    QFETCH(QString, file);
    QFETCH(QString, text);
    const QTemporaryDir root;
    write(root, "etc/os-release", bookworm);
    write(root, qPrintable(file), text.toStdString());
    const std::string path = root.path().toStdString();
    const DebianMirrors found = debianMirrors(hostSystem(path), path);
    QTEST(QString::fromStdString(found.archive), "archive");
    QTEST(QString::fromStdString(found.security), "security");
}

void TestImageSources::ownReleaseFirst()
{
    const auto sources = imageSources({"debian", "trixie", "13"}, {});
    QCOMPARE(sources.size(), std::size_t(2));
    QCOMPARE(sources[0].release, std::string("trixie"));
    QCOMPARE(sources[0].title, std::string("Debian 13 (trixie)"));
    QVERIFY(sources[0].suggested && !sources[1].suggested);
    const auto newer = imageSources({"debian", "forky", ""}, {});
    QCOMPARE(newer.size(), std::size_t(3));
    QCOMPARE(newer[0].title, std::string("Debian forky"));
}

void TestImageSources::anotherDistributionGetsDebian()
{
    const QTemporaryDir root;
    write(root, "etc/os-release", "ID=ubuntu\nVERSION_CODENAME=noble\n");
    write(root, "etc/apt/sources.list", "deb http://archive.ubuntu.com/debian noble main\n");
    const std::string path = root.path().toStdString();
    const HostSystem host = hostSystem(path);
    const auto sources = imageSources(host, debianMirrors(host, path));
    QCOMPARE(sources.size(), std::size_t(2));
    for (const ImageSource &source : sources) {
        QCOMPARE(source.distribution, std::string("debian"));
        QCOMPARE(source.mirror, std::string(usual));
    }
    QVERIFY(sources[0].suggested);
}

void TestImageSources::oddFilesAreNoHarm()
{
    const QTemporaryDir root;
    write(root, "etc/os-release", bookworm);
    write(root, "etc/apt/sources.list",
          "deb\n\xff\xfe\ndeb [ http://x/debian bookworm main\n] deb [\n" + std::string(100000, 'x'));
    write(root, "etc/apt/sources.list.d/a.sources", " continued\n: \nTypes\n\n\n:::\nURIs:");
    const std::string path = root.path().toStdString();
    QCOMPARE(debianMirrors(hostSystem(path), path).archive, std::string(usual));
    QCOMPARE(debianMirrors({}, "/nonexistent").archive, std::string(usual));
}

QTEST_GUILESS_MAIN(TestImageSources)
#include "tst_image_sources.moc"
