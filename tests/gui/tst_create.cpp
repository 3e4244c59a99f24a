// SPDX-License-Identifier: GPL-3.0-or-later
// The page for a new container: checks, suggestion, the command, errors in place.
#include "dialogs/add_archive_dialog.h"
#include "gui/gui_fixture.h"
#include "pages/create_form.h"
#include "pages/create_page.h"
#include "widgets/limit_control.h"
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>

using namespace taper;
using pages::CreateForm;
using pages::CreatePage;
using test::FakeWorld;
using test::GuiFixture;

class TestCreate : public QObject
{
    Q_OBJECT

    std::unique_ptr<GuiFixture> m_fixture;
    QPointer<CreatePage> m_page;

    QLineEdit *field(const char *name) const { return test::named<QLineEdit>(m_page, QLatin1String(name)); }
    QComboBox *combo(const char *label) const
    {
        for (auto *candidate : m_page->findChildren<QLabel *>())
            if (candidate->text() == QLatin1String(label))
                return qobject_cast<QComboBox *>(candidate->buddy());
        return nullptr;
    }
    QCheckBox *box(const char *text) const
    {
        for (auto *candidate : m_page->findChildren<QCheckBox *>())
            if (candidate->text() == QLatin1String(text))
                return candidate;
        return nullptr;
    }
    QPushButton *button() const
    {
        return test::named<QPushButton>(m_page, QStringLiteral("Create the container"));
    }
    void open(FakeWorld world)
    {
        m_fixture = std::make_unique<GuiFixture>(std::move(world));
        QVERIFY(m_fixture->connectNow());
        QTRY_VERIFY(m_fixture->mirror.isCurrent());
        m_page = new CreatePage(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        m_page->show();
    }

private slots:
    void cleanup()
    {
        delete m_page;
        m_fixture.reset();
    }

    void suggestsAFreeName()
    {
        open(FakeWorld::withContainers(3));
        QCOMPARE(field("Container name")->text(), QStringLiteral("busybox"));
        m_fixture->helper.world().containers["debian"] = test::madeUpContainer("debian", State::Stopped);
        m_fixture->helper.announce({"debian"});
        QTRY_VERIFY(m_fixture->mirror.container("debian"));
        m_page->form().chooseImage("debian/12");
        QCOMPARE(field("Container name")->text(), QStringLiteral("debian-2"));
        QVERIFY(button()->isEnabled());
    }

    void names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        QTest::newRow("plain") << QStringLiteral("lab-1") << true;
        QTest::newRow("taken") << QStringLiteral("web") << false;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("path") << QStringLiteral("../x") << false;
        QTest::newRow("digits") << QStringLiteral("123") << false;
        QTest::newRow("dash") << QStringLiteral("-a") << false;
        QTest::newRow("umlaut") << QStringLiteral("köln") << false;
    }
    void names()
    {
        QFETCH(QString, name);
        QFETCH(bool, good);
        open(FakeWorld::withContainers(3));
        field("Container name")->setText(name);
        QCOMPARE(button()->isEnabled(), good);
        QCOMPARE(m_page->form().problem().has_value(), !good);
        if (!good)
            QVERIFY(!button()->toolTip().isEmpty()); // the reason
    }

    void badUserIsRefused()
    {
        open(FakeWorld::withContainers(3));
        field("User")->setText(QStringLiteral("Root User"));
        QVERIFY(!button()->isEnabled());
        field("User")->setText(QStringLiteral("me"));
        QVERIFY(button()->isEnabled());
    }

    void theCommandSaysTheSame()
    {
        open(FakeWorld::withContainers(3));
        auto *command = field("The same as a command");
        QCOMPARE(command->text(), QStringLiteral("taperctl create busybox --image busybox --start"));
        field("User")->setText(QStringLiteral("me"));
        field("Password")->setText(QStringLiteral("secret"));
        test::named<QLineEdit>(m_page, QStringLiteral("Memory limit value"))->setText(QStringLiteral("512M"));
        m_page->findChildren<widgets::LimitControl *>().first()->setValue(512ull << 20);
        box("&Start it now")->setChecked(false);
        combo("Ne&twork")->setCurrentIndex(1);
        QCOMPARE(command->text(),
                 QStringLiteral("taperctl create busybox --image busybox --user me --password-stdin "
                                "--memory 512M --network none"));
        QVERIFY(!command->text().contains(QStringLiteral("secret")));
    }

    void createsAndTellsThePassword()
    {
        open(FakeWorld::withContainers(3));
        std::optional<client::CreatedContainer> made;
        connect(m_page, &CreatePage::created, this,
                [&made](const client::CreatedContainer &created, bool) { made = created; });
        field("Container name")->setText(QStringLiteral("fresh"));
        QTest::mouseClick(button(), Qt::LeftButton);
        QTRY_VERIFY(made.has_value());
        QCOMPARE(made->name, std::string("fresh"));
        QVERIFY(made->password.has_value());
        QVERIFY(m_fixture->helper.world().containers.contains("fresh"));
    }

    void anErrorStaysInPlace()
    {
        open(FakeWorld::withContainers(3));
        m_fixture->helper.failNext("container.create",
                                   fail(ErrorCode::StorageNoSpace, "create", "fresh", "full").value());
        field("Container name")->setText(QStringLiteral("fresh"));
        QTest::mouseClick(button(), Qt::LeftButton);
        const auto shown = [this] {
            for (auto *label : m_page->findChildren<QLabel *>())
                if (label->isVisible() && label->text().startsWith(QStringLiteral("There is no space left")))
                    return true;
            return false;
        };
        QTRY_VERIFY(shown());
        QVERIFY(button()->isEnabled()); // free some space, press again
        QCOMPARE(field("Container name")->text(), QStringLiteral("fresh"));
    }

    void aSourceIsBuiltFirst()
    {
        FakeWorld world = FakeWorld::withContainers(3);
        world.addPages();
        open(std::move(world));
        auto *images = combo("&Image");
        QTRY_VERIFY(images->findData(QStringLiteral("debian:bookworm")) >= 0);
        // The machine's own release is the first of those to be built.
        QVERIFY(images->findData(QStringLiteral("debian:bookworm")) <
                images->findData(QStringLiteral("debian:trixie")));
        m_page->form().chooseImage("debian:bookworm");
        QCOMPARE(field("Container name")->text(), QStringLiteral("debian"));
        QVERIFY(field("The same as a command")
                    ->text()
                    .startsWith(
                        QStringLiteral("taperctl image build debian:bookworm && taperctl create debian ")));
        QSignalSpy created(m_page, &CreatePage::created);
        QTest::mouseClick(button(), Qt::LeftButton);
        QTRY_COMPARE(created.count(), 1);
        QCOMPARE(m_fixture->helper.lastParams("image.build")["release"].get<std::string>(), "bookworm");
        QCOMPARE(m_fixture->helper.world().containers["debian"].image, std::string("debian:bookworm"));
    }

    void aFailedBuildMakesNoContainer()
    {
        FakeWorld world = FakeWorld::withContainers(3);
        world.addPages();
        open(std::move(world));
        QTRY_VERIFY(combo("&Image")->findData(QStringLiteral("debian:trixie")) >= 0);
        m_page->form().chooseImage("debian:trixie");
        m_fixture->helper.failNext(
            "image.build", fail(ErrorCode::DownloadFailed, "download", "deb.debian.org", "no route").value());
        QSignalSpy stopped(m_page, &CreatePage::stopped);
        QTest::mouseClick(button(), Qt::LeftButton);
        QTRY_COMPARE(stopped.count(), 1);
        QCOMPARE(m_fixture->helper.count("container.create"), 0);
        QVERIFY(button()->isEnabled()); // what was typed is still there
    }

    void passwords()
    {
        open(FakeWorld::withContainers(3));
        QVERIFY(!m_page->form().request().password);
        QTest::keyClicks(field("Password"), QStringLiteral("secret")); // typing chooses it
        QCOMPARE(m_page->form().request().password, std::optional<std::string>("secret"));
        field("Password")->clear();
        QVERIFY(!button()->isEnabled()); // one was wanted, and there is none
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("mac");
        QTest::addColumn<bool>("good");
        QTest::newRow("none") << QString() << QString() << true;
        QTest::newRow("both") << QStringLiteral("10.83.0.20") << QStringLiteral("02:11:22:33:44:55") << true;
        QTest::newRow("letters") << QStringLiteral("ten") << QString() << false;
        QTest::newRow("short") << QStringLiteral("10.83.0") << QString() << false;
        QTest::newRow("dot") << QStringLiteral("10.83.0.2.") << QString() << false;
        QTest::newRow("large") << QStringLiteral("10.83.0.256") << QString() << false;
        QTest::newRow("multicast") << QString() << QStringLiteral("01:11:22:33:44:55") << false;
        QTest::newRow("short mac") << QString() << QStringLiteral("02:11") << false;
    }
    void addresses()
    {
        QFETCH(QString, address);
        QFETCH(QString, mac);
        QFETCH(bool, good);
        open(FakeWorld::withContainers(3));
        field("Fixed address")->setText(address);
        field("Fixed MAC address")->setText(mac);
        QCOMPARE(button()->isEnabled(), good);
        if (good && !address.isEmpty())
            QVERIFY(field("The same as a command")
                        ->text()
                        .contains(QStringLiteral("--address 10.83.0.20 --mac 02:11:22:33:44:55")));
        combo("Ne&twork")->setCurrentIndex(1);
        QVERIFY(button()->isEnabled()); // without a network they are not asked for
        QVERIFY(!m_page->form().request().address);
    }

    void aTakenAddressIsToldInPlace()
    {
        open(FakeWorld::withContainers(3));
        const auto &taken = m_fixture->helper.world().containers["web"].addresses;
        QVERIFY(!taken.empty());
        field("Fixed address")->setText(QString::fromStdString(taken.front().address));
        QVERIFY(!button()->isEnabled());
        QVERIFY(m_page->form().problem()->contains(QStringLiteral("web")));
    }

    void withoutAnImageItOffersBusybox()
    {
        open(FakeWorld());
        QVERIFY(!button()->isEnabled());
        QPushButton *add = nullptr;
        for (auto *candidate : m_page->findChildren<QPushButton *>())
            if (candidate->text() == QStringLiteral("Add busybox"))
                add = candidate;
        QVERIFY(add && add->isVisible());
        QTest::mouseClick(add, Qt::LeftButton);
        QTRY_VERIFY(button()->isEnabled());
        QVERIFY(!add->isVisible());
    }

    void withoutHelperItSaysSo()
    {
        open(FakeWorld::withContainers(3));
        m_fixture->helper.stop();
        QTRY_VERIFY(!button()->isEnabled());
        QVERIFY(button()->toolTip().contains(QStringLiteral("helper")));
    }

    void archiveNames_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("name");
        QTest::newRow("zst") << QStringLiteral("/x/debian12.tar.zst") << QStringLiteral("debian12");
        QTest::newRow("tgz") << QStringLiteral("rootfs.tgz") << QStringLiteral("rootfs");
        QTest::newRow("blanks") << QStringLiteral("/x/my root (1).tar") << QStringLiteral("myroot1");
        QTest::newRow("none") << QStringLiteral("/x/") << QString();
    }
    void archiveNames()
    {
        QFETCH(QString, path);
        QTEST(dialogs::imageNameOf(path), "name");
    }
};

QTEST_MAIN(TestCreate)
#include "tst_create.moc"
