// SPDX-License-Identifier: GPL-3.0-or-later
// What the role build makes of a task and of what mmdebstrap, apt and dpkg print: recorded outputs and hostile lines.
#include "worker/build_failure.h"
#include "worker/build_progress.h"
#include "worker/build_task.h"
#include "worker/worker_protocol.h"

#include <QTest>
#include <algorithm>
#include <fstream>
#include <sys/mman.h>
#include <unistd.h>

using namespace taper;
using namespace taper::worker;

namespace {

std::vector<std::string> recorded(const std::string &name)
{
    std::ifstream file(TAPER_SOURCE_DIR "/tests/fixtures/mmdebstrap/" + name + ".txt");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

Result<BuildTask> taskFrom(const nlohmann::json &json)
{
    const int fd = ::memfd_create("task", MFD_CLOEXEC);
    const std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    const bool written = ::write(fd, text.data(), text.size()) == ssize_t(text.size());
    auto task = Task::read(fd);
    ::close(fd);
    if (!task || !written)
        return fail(ErrorCode::System, "task", {}, "not written");
    return readBuildTask(*task);
}

nlohmann::json goodTask()
{
    return {{"distribution", "debian"},
            {"release", "bookworm"},
            {"mirror", "http://deb.debian.org/debian"},
            {"architecture", "amd64"},
            {"updates", true},
            {"securityMirror", "http://deb.debian.org/debian-security"}};
}

} // namespace

class TestBuildWords : public QObject
{
    Q_OBJECT

private slots:
    void recordedBuildIsCountedToItsEnd();
    void sizesOfApt_data();
    void sizesOfApt();
    void hostileLinesDoNoHarm();
    void downloadNeverPassesItsTotal();
    void failures_data();
    void failures();
    void scriptsCannotBlameTheNetwork();
    void tasksThatAreRefused_data();
    void tasksThatAreRefused();
    void argumentsAreFixed();
};

void TestBuildWords::recordedBuildIsCountedToItsEnd()
{
    const auto lines = recorded("bookworm");
    QVERIFY(lines.size() > 300);
    BuildProgress progress;
    std::vector<std::string> steps;
    std::uint64_t last = 0;
    for (const std::string &line : lines) {
        progress.line(line);
        const std::string step(progress.stepName());
        if (steps.empty() || steps.back() != step) {
            steps.push_back(step);
            last = 0;
        }
        QCOMPARE(progress.done().has_value(), progress.total().has_value());
        if (!progress.done())
            continue;
        QVERIFY2(*progress.done() <= *progress.total(), line.c_str());
        QVERIFY2(*progress.done() >= last, line.c_str()); // within a step it only grows
        last = *progress.done();
        if (line.starts_with("Fetched 25.7")) {
            QCOMPARE(*progress.total(), 69u + 72u);
        }
    }
    const std::vector<std::string> expected{"package lists", "download", "unpack",    "configure",
                                            "download",      "unpack",   "configure", "finish"};
    QCOMPARE(steps, expected);
}

void TestBuildWords::sizesOfApt_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<qint64>("bytes"); // -1: it says nothing
    QTest::newRow("megabytes") << "Need to get 29.7 MB of archives." << qint64(29'700'000);
    QTest::newRow("bytes") << "Need to get 512 B of archives." << qint64(512);
    QTest::newRow("kilobytes") << "Need to get 1999 kB of archives." << qint64(1'999'000);
    QTest::newRow("partly there") << "Need to get 1.5 GB/2.5 GB of archives." << qint64(1'500'000'000);
    QTest::newRow("nothing") << "Need to get 0 B of archives." << qint64(0);
    QTest::newRow("no unit") << "Need to get 29.7 of archives." << qint64(-1);
    QTest::newRow("negative") << "Need to get -5 MB of archives." << qint64(-1);
    QTest::newRow("huge") << "Need to get 99999999999999999999 GB of archives." << qint64(-1);
    QTest::newRow("too much") << "Need to get 999999 GB of archives." << qint64(-1);
    QTest::newRow("cut") << "Need to get 29.7 M" << qint64(-1);
    QTest::newRow("point at the end") << "Need to get 29." << qint64(-1);
    QTest::newRow("empty") << "Need to get " << qint64(-1);
}

void TestBuildWords::sizesOfApt()
{
    QFETCH(QString, line);
    QFETCH(qint64, bytes);
    const auto found = bytesToGet(line.toStdString());
    QCOMPARE(found ? qint64(*found) : qint64(-1), bytes);
}

void TestBuildWords::hostileLinesDoNoHarm()
{
    BuildProgress progress;
    BuildFailure failure;
    const std::string lines[] = {"",
                                 std::string(5, '\0'),
                                 std::string(100'000, 'A'),
                                 "99999999999999999999 upgraded, 1 newly installed, 0",
                                 "0 upgraded, 4294967296000 newly installed, 0 to remove and 0 not upgraded.",
                                 "0 upgraded, ",
                                 "I: ",
                                 "\x1b[2J",
                                 "Unpacking x",
                                 "Setting up y",
                                 "Fetched ",
                                 "Need to get 5 MB of archives.",
                                 "\xff\xfe invalid"};
    for (const std::string &line : lines) {
        progress.line(line);
        failure.line(line);
        progress.setDownloaded(UINT64_MAX);
        QVERIFY(!progress.done()); // nothing of it is believed
    }
    const Error error = failure.explain({"bookworm", "http://m/debian", "amd64", "", false}, 0x100);
    QCOMPARE(error.code, ErrorCode::BuildFailed);
    QVERIFY(error.detail.size() < 2000);
    QVERIFY(std::none_of(error.detail.begin(), error.detail.end(),
                         [](char c) { return c == '\x1b' || c == '\0'; }));
}

void TestBuildWords::downloadNeverPassesItsTotal()
{
    BuildProgress progress;
    progress.line("0 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.");
    progress.line("Need to get 1000 B of archives.");
    QCOMPARE(progress.unit(), std::string_view("bytes"));
    progress.setDownloaded(400);
    QCOMPARE(*progress.done(), std::uint64_t(400));
    progress.setDownloaded(300); // apt has moved one from partial/ meanwhile
    QCOMPARE(*progress.done(), std::uint64_t(400));
    progress.setDownloaded(5000);
    QCOMPARE(*progress.done(), std::uint64_t(1000));
    QCOMPARE(*progress.total(), std::uint64_t(1000));
}

void TestBuildWords::failures_data()
{
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("word");
    const auto file = [](const char *name) {
        QStringList lines;
        for (const std::string &line : recorded(name))
            lines.append(QString::fromStdString(line));
        return lines;
    };
    QTest::newRow("no such name") << file("noname") << "download.failed"
                                  << "cannot be resolved";
    QTest::newRow("refused") << file("refused") << "download.failed"
                             << "cannot be reached";
    QTest::newRow("no such release") << file("nosuite") << "download.failed"
                                     << "has no release bookworm";
    QTest::newRow("no key") << file("wrongkey") << "download.failed"
                            << "signature of release bookworm";
    QTest::newRow("no key, apt 3")
        << QStringList{"Err:1 http://m trixie InRelease",
                       "  Sub-process /usr/bin/sqv returned an error code (1), error message "
                       "is: Missing key 4CB50190207B4758A3F73A796ED0E7B82643E131, which is "
                       "needed to verify signature."}
        << "download.failed"
        << "signature of release";
    QTest::newRow("timeout") << QStringList{"Err:1 http://m bookworm InRelease",
                                            "  Could not connect to m:80 (10.0.0.1), connection timed out"}
                             << "download.failed"
                             << "cannot be reached";
    QTest::newRow("unreachable")
        << QStringList{"  Cannot initiate the connection to m:80 (::1). - connect (101: Network "
                       "is unreachable)"}
        << "download.failed"
        << "cannot be reached";
    QTest::newRow("package gone")
        << QStringList{"E: Failed to fetch http://m/pool/l/less.deb  404  Not Found [IP: ::1 80]"}
        << "download.failed"
        << "lacks a file";
    QTest::newRow("certificate")
        << QStringList{"  Certificate verification failed: The certificate is NOT trusted."}
        << "download.failed"
        << "certificate";
    QTest::newRow("expired")
        << QStringList{"E: Release file for http://m/InRelease is expired (invalid since 3d)."}
        << "download.failed"
        << "clock";
    QTest::newRow("disk full, dpkg")
        << QStringList{"dpkg: error processing archive /x.deb (--unpack):",
                       " cannot copy extracted data for './usr/bin/perl' to "
                       "'/usr/bin/perl.dpkg-new': failed to write (No space left on device)"}
        << "storage.no_space"
        << "No space left";
    QTest::newRow("disk full, apt")
        << QStringList{"E: You don't have enough free space in /var/cache/apt/archives/."}
        << "storage.no_space"
        << "free space";
    QTest::newRow("no package") << QStringList{"E: Unable to locate package nano"} << "image.build_failed"
                                << "nano";
    QTest::newRow("dpkg") << QStringList{"dpkg: error processing package udev (--configure):", " something",
                                         "E: Sub-process dpkg returned an error code (1)"}
                          << "image.build_failed"
                          << "processing package udev";
}

void TestBuildWords::failures()
{
    QFETCH(QStringList, lines);
    QFETCH(QString, code);
    QFETCH(QString, word);
    BuildFailure failure;
    for (const QString &line : lines)
        failure.line(line.toStdString());
    const Error error =
        failure.explain({"bookworm", "http://mirror.example/debian", "amd64", "", false}, 25 << 8);
    QCOMPARE(QString::fromUtf8(errorCodeName(error.code).data()), code);
    const QString text = QString::fromStdString(error.message());
    QVERIFY2(text.contains(word), qPrintable(text));
    QVERIFY2(text.contains("bookworm"), qPrintable(text));
    if (code == "download.failed") {
        QVERIFY2(text.contains("http://mirror.example/debian"), qPrintable(text));
        QVERIFY(!error.hint.empty());
    }
}

void TestBuildWords::scriptsCannotBlameTheNetwork()
{
    BuildFailure failure;
    failure.line("Could not resolve 'evil.example'"); // a package's script says so
    failure.line("E: Sub-process dpkg returned an error code (1)");
    QCOMPARE(failure.explain({"bookworm", "http://m/debian", "amd64", "", false}, 25 << 8).code,
             ErrorCode::BuildFailed);
    QVERIFY(failure.explain({"bookworm", "http://m/debian", "amd64", "", false}, 9).detail.find("signal 9") !=
            std::string::npos);
}

void TestBuildWords::tasksThatAreRefused_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *field, const char *value) { QTest::newRow(value) << field << value; };
    row("distribution", "ubuntu");
    row("release", "--customize-hook=id");
    row("release", "book worm");
    row("release", "../sid");
    row("release", "BOOKWORM");
    row("release", "bookworm/updates");
    row("mirror", "file:///etc");
    row("mirror", "-o");
    row("mirror", "copy:/etc/shadow");
    row("mirror", "http://m/debian bookworm main");
    row("mirror", "http://m/debian\nDeb: x");
    row("mirror", "[trusted=yes] http://m/debian");
    row("mirror", "http://m/debian]");
    row("mirror", "http://m/$(id)");
    row("mirror", "http://m/`id`");
    row("mirror", "http://user:secret@m/debian");
    row("mirror", "http://m/../x");
    row("mirror", "http://m/debian/");
    row("mirror", "http://");
    row("mirror", "http://:80/debian");
    row("mirror", "http://m:999999/debian");
    row("mirror", "http://m:/debian");
    row("mirror", "HTTP://m/debian");
    row("securityMirror", "http://m/debian-security updates");
    row("architecture", "amd64,i386");
    row("architecture", "--help");
}

void TestBuildWords::tasksThatAreRefused()
{
    QFETCH(QString, field);
    QFETCH(QString, value);
    auto task = goodTask();
    QVERIFY(taskFrom(task));
    task[field.toStdString()] = value.toStdString();
    const auto read = taskFrom(task);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
    task.erase(field.toStdString());
    QCOMPARE(bool(taskFrom(task)), field == "securityMirror");
}

void TestBuildWords::argumentsAreFixed()
{
    const auto arguments = mmdebstrapArguments(*taskFrom(goodTask()));
    QCOMPARE(arguments.front(), std::string("/usr/bin/mmdebstrap"));
    const auto end = std::find(arguments.begin(), arguments.end(), "--");
    QVERIFY(end != arguments.end());
    const std::vector<std::string> expected{"bookworm", "/image/rootfs",
                                            "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
                                            "http://deb.debian.org/debian bookworm main",
                                            "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
                                            "http://deb.debian.org/debian bookworm-updates main",
                                            "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
                                            "http://deb.debian.org/debian-security "
                                            "bookworm-security main"};
    QCOMPARE(std::vector<std::string>(end + 1, arguments.end()), expected);
}

QTEST_GUILESS_MAIN(TestBuildWords)
#include "tst_build_words.moc"
