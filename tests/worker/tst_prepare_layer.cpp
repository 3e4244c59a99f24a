// SPDX-License-Identifier: GPL-3.0-or-later
// A fresh layer above images of all kinds, hostile ones among them: what a login, a host name and systemd
// find there.
#include "worker/sandbox.h"

#include <QTest>
#include <filesystem>
#include <sys/stat.h>

using namespace taper;
using namespace taper::test;
namespace fs = std::filesystem;

namespace {
const std::string hash = "$6$abcdefgh$ltjgWl6579NluT/Vi1nwEvcil.G5Nbc4NiXZaNGStk8PSwGfQv72N2CKPPrVACtLtip/";
} // namespace

class TestPrepareLayer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void rootsPassword();
    void newUser();
    void newUserTakesFreeIdsAndItsGroup();
    void knownUser();
    void withoutShadow();
    void withoutUser();
    void withoutAccounts();
    void keepsOwnersAndModes();
    void hostNameOverALink();
    void machineId();
    void resolverOfThePackingMachine();
    void hostileImage_data();
    void hostileImage();
    void refusesTask_data();
    void refusesTask();
    void cannotReachOutside();
    void renameWhereItIsOurs_data();
    void renameWhereItIsOurs();
    void renameTwice();
    void renameOfAHostileLayer();

private:
    Answer rename(const std::string &from, const std::string &to)
    {
        return Worker::storage({{"kind", "rename-layer"},
                                {"lower", "images/a/rootfs"},
                                {"upper", "layers/7/upper"},
                                {"from", from},
                                {"to", to}},
                               m_disk->at("state"))
            .wait();
    }
    Answer prepare(const Json &more = Json::object());
    std::string lower(const std::string &path) const { return m_disk->at("state/images/a/rootfs/" + path); }
    std::string upper(const std::string &path) const { return m_disk->at("state/layers/7/upper/" + path); }
    std::string lineOf(const std::string &file, const std::string &name) const;
    static struct stat statusOf(const std::string &path)
    {
        struct stat status = {};
        ::lstat(path.c_str(), &status);
        return status;
    }
    std::unique_ptr<MemoryDisk> m_disk;
};

void TestPrepareLayer::initTestCase()
{
    m_disk = std::make_unique<MemoryDisk>();
    if (!m_disk->isMounted())
        QSKIP("takes root and mount namespaces");
}

void TestPrepareLayer::init()
{
    fs::remove_all(m_disk->at("state"));
    writeFile(m_disk->at("outside"), "outside");
    for (const char *path : {"etc/skel", "home", "usr/bin"})
        fs::create_directories(lower(path));
    fs::create_directory_symlink("usr/bin", lower("bin"));
    fs::create_directories(upper(""));
    writeFile(lower("usr/bin/bash"), "x", 0755);
    writeFile(lower("etc/passwd"),
              "root:x:0:0:root:/root:/bin/sh\nmail:x:8:8::/:/bin/false\nodd line\n+::::::\n");
    writeFile(lower("etc/shadow"), "root:*:1:0:99999:7:::\nmail:!:1:0:99999:7:::\n", 0640);
    writeFile(lower("etc/group"), "root:x:0:\nmail:x:8:\nusers:x:100:\n");
    writeFile(lower("etc/gshadow"), "root:*::\n", 0640);
    writeFile(lower("etc/skel/.profile"), "# hello\n");
}

Answer TestPrepareLayer::prepare(const Json &more)
{
    Json task{{"kind", "prepare-layer"},
              {"lower", "images/a/rootfs"},
              {"upper", "layers/7/upper"},
              {"hostname", "web"},
              {"user", "root"},
              {"passwordHash", hash}};
    task.update(more);
    Answer answer = Worker::storage(task, m_disk->at("state")).wait();
    if (readFile(m_disk->at("outside")) != "outside")
        qFatal("something outside of the state directory was changed");
    return answer;
}

std::string TestPrepareLayer::lineOf(const std::string &file, const std::string &name) const
{
    const std::string content = "\n" + readFile(upper(file));
    const std::size_t at = content.find("\n" + name + ":");
    return at == std::string::npos ? "" : content.substr(at + 1, content.find('\n', at + 1) - at - 1);
}

void TestPrepareLayer::rootsPassword()
{
    const std::string passwd = readFile(lower("etc/passwd"));
    const Answer answer = prepare();
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(answer.exitStatus, 0);
    const std::string line = lineOf("etc/shadow", "root");
    QVERIFY2(line.starts_with("root:" + hash + ":"), line.c_str());
    QVERIFY(line.ends_with(":0:99999:7:::"));
    QCOMPARE(lineOf("etc/shadow", "mail"), "mail:!:1:0:99999:7:::");
    QCOMPARE(readFile(upper("etc/passwd")), passwd); // odd lines too
    QCOMPARE(readFile(lower("etc/shadow")).substr(0, 7), "root:*:");
    QCOMPARE(readFile(upper("etc/hostname")), "web\n");
    QVERIFY(!fs::exists(upper("home")));
    QVERIFY(!fs::exists(upper("etc/resolv.conf")));
}

void TestPrepareLayer::newUser()
{
    const Answer answer = prepare({{"user", "ana"}});
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QCOMPARE(lineOf("etc/passwd", "ana"), "ana:x:1000:1000::/home/ana:/bin/bash");
    QCOMPARE(lineOf("etc/group", "ana"), "ana:x:1000:");
    QCOMPARE(lineOf("etc/gshadow", "ana"), "ana:!::");
    QVERIFY(lineOf("etc/shadow", "ana").starts_with("ana:" + hash + ":"));
    QVERIFY(lineOf("etc/shadow", "root").starts_with("root:*:"));
    QCOMPARE(statusOf(upper("home/ana")).st_mode, mode_t(S_IFDIR | 0700));
    QCOMPARE(statusOf(upper("home/ana")).st_uid, 1000u);
    QCOMPARE(statusOf(upper("home/ana")).st_gid, 1000u);
    QCOMPARE(readFile(upper("home/ana/.profile")), "# hello\n");
    QCOMPARE(statusOf(upper("home/ana/.profile")).st_uid, 1000u);
}

void TestPrepareLayer::newUserTakesFreeIdsAndItsGroup()
{
    writeFile(lower("etc/passwd"), readFile(lower("etc/passwd")) + "first:x:1000:1000::/home/first:/bin/sh");
    writeFile(lower("etc/group"), "root:x:0:\nother:x:1001:\n");
    fs::remove(lower("usr/bin/bash"));
    QVERIFY(prepare({{"user", "ana"}}).result.is_object());
    QCOMPARE(lineOf("etc/passwd", "ana"), "ana:x:1002:1002::/home/ana:/bin/sh");
    QCOMPARE(lineOf("etc/passwd", "first"), "first:x:1000:1000::/home/first:/bin/sh"); // had no newline
    init();
    QVERIFY(prepare({{"user", "users"}}).result.is_object());
    QCOMPARE(lineOf("etc/passwd", "users"), "users:x:1000:100::/home/users:/bin/bash");
    QVERIFY(!fs::exists(upper("etc/group"))); // unchanged
}

void TestPrepareLayer::knownUser()
{
    QVERIFY(prepare({{"user", "mail"}}).result.is_object());
    QCOMPARE(lineOf("etc/passwd", "mail"), "mail:x:8:8::/:/bin/false");
    QVERIFY(lineOf("etc/shadow", "mail").starts_with("mail:" + hash + ":"));
    QVERIFY(!fs::exists(upper("home")));
}

void TestPrepareLayer::withoutShadow()
{
    fs::remove(lower("etc/shadow"));
    fs::remove(lower("etc/gshadow"));
    QVERIFY(prepare({{"user", "ana"}}).result.is_object());
    QCOMPARE(lineOf("etc/passwd", "ana"), "ana:" + hash + ":1000:1000::/home/ana:/bin/bash");
    QVERIFY(!fs::exists(upper("etc/shadow")));
    QVERIFY(!fs::exists(upper("etc/gshadow")));
}

/// A root file system of a shell and little else: its root can log in all the same.
void TestPrepareLayer::withoutAccounts()
{
    fs::remove(lower("etc/passwd"));
    fs::remove(lower("etc/shadow"));
    QVERIFY(prepare().result.is_object());
    QCOMPARE(lineOf("etc/passwd", "root"), "root:x:0:0:root:/root:/bin/sh");
    QVERIFY(lineOf("etc/shadow", "root").starts_with("root:" + hash + ":"));
    QCOMPARE(statusOf(upper("etc/shadow")).st_mode & 07777, mode_t(0640));
}

void TestPrepareLayer::withoutUser()
{
    fs::remove(lower("etc/passwd"));
    QVERIFY(prepare({{"user", ""}, {"passwordHash", ""}}).result.is_object());
    QCOMPARE(readFile(upper("etc/hostname")), "web\n");
    QVERIFY(!fs::exists(upper("etc/shadow")));
}

void TestPrepareLayer::keepsOwnersAndModes()
{
    QCOMPARE(::chown(lower("etc/shadow").c_str(), 0, 15), 0); // another distribution's group shadow
    QCOMPARE(::chmod(lower("etc/shadow").c_str(), 0600), 0);
    QCOMPARE(::chown(lower("etc").c_str(), 3, 4), 0);
    QCOMPARE(::chmod(lower("etc").c_str(), 0751), 0);
    QVERIFY(prepare().result.is_object());
    QCOMPARE(statusOf(upper("etc/shadow")).st_gid, 15u);
    QCOMPARE(statusOf(upper("etc/shadow")).st_mode, mode_t(S_IFREG | 0600));
    QCOMPARE(statusOf(upper("etc")).st_mode, mode_t(S_IFDIR | 0751));
    QCOMPARE(statusOf(upper("etc")).st_uid, 3u);
    QCOMPARE(statusOf(upper("etc")).st_gid, 4u);
    QCOMPARE(std::distance(fs::directory_iterator(upper("etc")), {}), 3); // nothing aside is left
}

void TestPrepareLayer::hostNameOverALink()
{
    fs::create_symlink(m_disk->at("outside"), lower("etc/hostname"));
    QVERIFY(prepare().result.is_object());
    QVERIFY(!fs::is_symlink(upper("etc/hostname")));
    QCOMPARE(readFile(upper("etc/hostname")), "web\n");
}

void TestPrepareLayer::machineId()
{
    QVERIFY(prepare().result.is_object());
    QVERIFY(!fs::exists(upper("etc/machine-id"))); // the image has none and wants none
    init();
    writeFile(lower("etc/machine-id"), "0123456789abcdef0123456789abcdef\n", 0444);
    fs::create_directories(lower("var/lib/dbus"));
    writeFile(lower("var/lib/dbus/machine-id"), "0123456789abcdef0123456789abcdef\n", 0444);
    QVERIFY(prepare().result.is_object());
    QVERIFY(fs::exists(upper("etc/machine-id")));
    QVERIFY(fs::is_empty(upper("etc/machine-id")));
    QCOMPARE(statusOf(upper("etc/machine-id")).st_mode, mode_t(S_IFREG | 0444));
    QCOMPARE(fs::read_symlink(upper("var/lib/dbus/machine-id")), fs::path("/etc/machine-id"));
}

void TestPrepareLayer::resolverOfThePackingMachine()
{
    writeFile(lower("etc/resolv.conf"), "nameserver 192.0.2.1\n", 0644);
    QVERIFY(prepare().result.is_object());
    QVERIFY(fs::exists(upper("etc/resolv.conf")) && fs::is_empty(upper("etc/resolv.conf")));
    init();
    fs::create_symlink("../run/systemd/resolve/stub-resolv.conf", lower("etc/resolv.conf"));
    QVERIFY(prepare().result.is_object());
    QVERIFY(!fs::exists(fs::symlink_status(upper("etc/resolv.conf")))); // the guest's own service writes it
}

void TestPrepareLayer::hostileImage_data()
{
    QTest::addColumn<QByteArray>("deed");
    QTest::addColumn<QByteArray>("subject");
    for (const auto &[deed, subject] :
         {std::pair("etc is a link", "/etc"), std::pair("etc is a link to the host", "/etc"),
          std::pair("etc is a file", "/etc"), std::pair("passwd is a fifo", "/etc/passwd"),
          std::pair("passwd is a directory", "/etc/passwd"), std::pair("passwd is a link", "/etc/passwd"),
          std::pair("shadow is a link", "/etc/shadow"), std::pair("passwd is huge", "/etc/passwd"),
          std::pair("passwd has zeros", "/etc/passwd"), std::pair("group has a long line", "/etc/group"),
          std::pair("passwd is a node", "/etc/passwd"), std::pair("no root", "etc/passwd"),
          std::pair("home is a link", "/home"), std::pair("home of the user is a link", "/home/ana"),
          std::pair("no ids left", "ana")})
        QTest::newRow(deed) << QByteArray(deed) << QByteArray(subject);
}

void TestPrepareLayer::hostileImage()
{
    QFETCH(QByteArray, deed);
    QFETCH(QByteArray, subject);
    Json more{{"user", deed == "no root" ? "root" : "ana"}};
    const auto replaceEtc = [this] { fs::rename(lower("etc"), lower("real")); };
    if (deed == "etc is a link") {
        replaceEtc();
        fs::create_directory_symlink("real", lower("etc"));
    } else if (deed == "etc is a link to the host") {
        replaceEtc();
        fs::create_directory_symlink("/etc", lower("etc"));
    } else if (deed == "etc is a file") {
        replaceEtc();
        writeFile(lower("etc"), "x");
    } else if (deed == "passwd is huge") {
        fs::resize_file(lower("etc/passwd"), 100 << 20);
    } else if (deed == "passwd has zeros") {
        writeFile(lower("etc/passwd"), std::string("root:x:0:0\0:", 12) + ":/root:/bin/sh\n");
    } else if (deed == "group has a long line") {
        writeFile(lower("etc/group"), std::string(20000, 'x') + "\n");
    } else if (deed == "no root") {
        writeFile(lower("etc/passwd"), "toor:x:0:0::/root:/bin/sh\n");
    } else if (deed == "home is a link") {
        fs::remove(lower("home"));
        fs::create_directory_symlink("/tmp", lower("home"));
    } else if (deed == "home of the user is a link") {
        fs::create_directory_symlink(m_disk->at(""), lower("home/ana"));
    } else if (deed == "no ids left") {
        std::string passwd = readFile(lower("etc/passwd"));
        for (int id = 1000; id < 60000; ++id)
            passwd += "u:x:" + std::to_string(id) + ":1:::\n";
        writeFile(lower("etc/passwd"), passwd);
    } else {
        const std::string path = deed.startsWith("shadow") ? lower("etc/shadow") : lower("etc/passwd");
        fs::remove(path);
        if (deed.endsWith("fifo"))
            QCOMPARE(::mkfifo(path.c_str(), 0644), 0);
        else if (deed.endsWith("directory"))
            fs::create_directory(path);
        else if (deed.endsWith("node"))
            QCOMPARE(::mknod(path.c_str(), S_IFCHR | 0644, 0x103), 0);
        else if (deed.endsWith("link"))
            fs::create_symlink(m_disk->at("outside"), path);
    }
    const Answer answer = prepare(more);
    QVERIFY2(answer.error.is_object(), answer.text().c_str());
    QCOMPARE(answer.exitStatus, 1);
    QCOMPARE(answer.code(), "image.invalid");
    QCOMPARE(QByteArray::fromStdString(answer.subject()), subject);
    QVERIFY(!answer.detail().empty());
}

void TestPrepareLayer::refusesTask_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("host name leads out") << QByteArray("hostname") << QByteArray("../x");
    QTest::newRow("host name of two lines") << QByteArray("hostname") << QByteArray("a\nb");
    QTest::newRow("user of two fields") << QByteArray("user") << QByteArray("a:b");
    QTest::newRow("user leads out") << QByteArray("user") << QByteArray("../x");
    QTest::newRow("hash of two fields") << QByteArray("passwordHash") << QByteArray("$6$a:0:0");
    QTest::newRow("hash of two lines") << QByteArray("passwordHash") << QByteArray("$6$a\nroot::0:0:::");
    QTest::newRow("no hash") << QByteArray("passwordHash") << QByteArray("");
    QTest::newRow("upper leads out") << QByteArray("upper") << QByteArray("../../etc");
    QTest::newRow("upper absolute") << QByteArray("upper") << QByteArray("/etc");
    QTest::newRow("lower missing") << QByteArray("lower") << QByteArray("images/b/rootfs");
}

void TestPrepareLayer::refusesTask()
{
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, value);
    const Answer answer = prepare({{field.toStdString(), value.toStdString()}});
    QVERIFY2(answer.error.is_object(), answer.text().c_str());
    QVERIFY(!fs::exists(upper("etc/shadow")));
}

/// Even a storage directory that was tampered with leads nowhere else.
void TestPrepareLayer::cannotReachOutside()
{
    fs::remove(upper(""));
    fs::remove_all(m_disk->at("state/layers/7"));
    fs::create_directories(m_disk->at("elsewhere/upper"));
    fs::create_directory_symlink(m_disk->at("elsewhere"), m_disk->at("state/layers/7"));
    QVERIFY(prepare().error.is_object());
    QVERIFY(fs::is_empty(m_disk->at("elsewhere/upper")));
}

void TestPrepareLayer::renameWhereItIsOurs_data()
{
    QTest::addColumn<QString>("hostname");
    QTest::addColumn<QString>("hosts");
    QTest::addColumn<QString>("newHostname");
    QTest::addColumn<QString>("newHosts");
    QTest::newRow("ours") << "web\n" << "127.0.0.1 localhost\n127.0.1.1\tweb.lan  web\n10.0.0.1 web\n"
                          << "shop\n" << "127.0.0.1 localhost\n127.0.1.1\tweb.lan  shop\n10.0.0.1 web\n";
    QTest::newRow("the guest's own") << "www.example.org\n" << "127.0.1.1 www\n" << "www.example.org\n" << "127.0.1.1 www\n";
    QTest::newRow("comments, blanks, no line end") << "web" << "\n  127.0.1.1 web # web\n# 127.0.1.1 web\n127.0.1.1 web" << "shop\n"
                                                   << "\n  127.0.1.1 shop # web\n# 127.0.1.1 web\n127.0.1.1 shop";
    QTest::newRow("longer names") << "webweb\n" << "127.0.1.10 web\n127.0.1.1 webweb we\n" << "webweb\n" << "127.0.1.10 web\n127.0.1.1 webweb we\n";
}

void TestPrepareLayer::renameWhereItIsOurs()
{
    QFETCH(QString, hostname);
    QFETCH(QString, hosts);
    fs::create_directories(upper("etc"));
    writeFile(upper("etc/hostname"), hostname.toStdString(), 0640);
    writeFile(lower("etc/hosts"), hosts.toStdString(), 0600);
    const Answer answer = rename("web", "shop");
    QVERIFY2(answer.result.is_object(), answer.text().c_str());
    QTEST(QString::fromStdString(readFile(upper("etc/hostname"))), "newHostname");
    QCOMPARE(statusOf(upper("etc/hostname")).st_mode & 07777, 0640u);
    QCOMPARE(readFile(lower("etc/hosts")), hosts.toStdString()); // the image is everybody's
    QFETCH(QString, newHosts);
    QCOMPARE(fs::exists(upper("etc/hosts")), newHosts != hosts);
    if (newHosts != hosts) {
        QCOMPARE(QString::fromStdString(readFile(upper("etc/hosts"))), newHosts);
        QCOMPARE(statusOf(upper("etc/hosts")).st_mode & 07777, 0600u);
    }
}

void TestPrepareLayer::renameTwice()
{
    fs::create_directories(upper("etc"));
    writeFile(upper("etc/hostname"), "web\n");
    writeFile(upper("etc/hostname.taper-new"), "left by one that was killed");
    for (int i = 0; i < 2; ++i) {
        const Answer answer = rename("web", "shop");
        QVERIFY2(answer.result.is_object(), answer.text().c_str());
        QCOMPARE(readFile(upper("etc/hostname")), std::string("shop\n"));
        QVERIFY(!fs::exists(upper("etc/hostname.taper-new")));
    }
    QCOMPARE(rename("web", "../x").exitStatus, 1);
    QCOMPARE(rename("", "x").exitStatus, 1);
}

void TestPrepareLayer::renameOfAHostileLayer()
{
    // Whatever lies there instead of the files is not followed and not touched.
    fs::create_directories(upper("etc/hosts"));
    fs::create_symlink(m_disk->at("outside"), upper("etc/hostname"));
    QVERIFY(rename("web", "shop").result.is_object());
    QVERIFY(fs::is_symlink(upper("etc/hostname")));
    fs::remove_all(upper("etc"));
    fs::create_directory_symlink(m_disk->at(""), upper("etc"));
    QVERIFY(rename("web", "shop").result.is_object());
    QCOMPARE(readFile(m_disk->at("outside")), std::string("outside"));
}

QTEST_GUILESS_MAIN(TestPrepareLayer)
#include "tst_prepare_layer.moc"
