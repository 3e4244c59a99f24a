// SPDX-License-Identifier: GPL-3.0-or-later
// What may be a name, and above all what may not.
#include "core/names.h"

#include <QtTest>

using namespace taper;

class TestNames : public QObject
{
    Q_OBJECT

private slots:
    void container_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *tag, QByteArray name, bool good) {
            QTest::newRow(tag) << name << good;
        };
        row("one letter", "a", true);
        row("dash inside", "web-1", true);
        row("capitals", "Web", true);
        row("digit first", "1a", true);
        row("longest", QByteArray(63, 'a'), true);
        row("too long", QByteArray(64, 'a'), false);
        row("empty", "", false);
        row("only digits", "123", false);
        row("dash first", "-a", false);
        row("dash last", "a-", false);
        row("parent folder", "../x", false);
        row("dots", "..", false);
        row("dot", "a.b", false);
        row("slash", "a/b", false);
        row("space", "a b", false);
        row("underscore", "a_b", false);
        row("new line", "a\n", false);
        row("NUL", QByteArray("a\0b", 3), false);
        row("shell", "a;reboot", false);
        row("umlaut", "t\xc3\xa1per", false);
        row("option", "--help", false);
    }
    void container()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, good);
        const auto checked = checkContainerName(name.toStdString());
        QCOMPARE(checked.has_value(), good);
        if (!good)
            QCOMPARE(checked.error().code, ErrorCode::NameInvalid);
    }

    void image_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *tag, QByteArray name, bool good) {
            QTest::newRow(tag) << name << good;
        };
        row("plain", "busybox", true);
        row("path", "debian/12", true);
        row("tag", "debian:bookworm", true);
        row("all signs", "a._:/@+-z", true);
        row("longest", QByteArray(128, 'a'), true);
        row("too long", QByteArray(129, 'a'), false);
        row("empty", "", false);
        row("parent folder", "a/../b", false);
        row("two dots", "a..b", false);
        row("absolute", "/etc", false);
        row("hidden", ".a", false);
        row("space", "a b", false);
        row("escape", "a\x1b[2J", false);
    }
    void image()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, good);
        QCOMPARE(checkImageName(name.toStdString()).has_value(), good);
    }

    void user_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *tag, QByteArray name, bool good) {
            QTest::newRow(tag) << name << good;
        };
        row("root", "root", true);
        row("underscore first", "_apt", true);
        row("all signs", "a_-9", true);
        row("longest", QByteArray(32, 'a'), true);
        row("too long", QByteArray(33, 'a'), false);
        row("empty", "", false);
        row("digit first", "1a", false);
        row("capital", "Root", false);
        row("colon ends the passwd field", "a:b", false);
        row("line of its own", "a\nroot::0:0", false);
    }
    void user()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, good);
        QCOMPARE(checkUserName(name.toStdString()).has_value(), good);
    }

    void hostileNamesDoNotReachTheTerminal()
    {
        const auto checked = checkContainerName("\x1b]0;owned\x07" + std::string(5000, 'x'));
        QVERIFY(!checked);
        const std::string message = checked.error().message();
        QVERIFY(message.find('\x1b') == std::string::npos);
        QVERIFY(message.size() < 200);
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_core_names.moc"
