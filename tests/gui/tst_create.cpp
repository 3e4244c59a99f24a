// SPDX-License-Identifier: GPL-3.0-or-later
// The form for a new container: checks, suggestion, the command, errors in place.
#include "dialogs/add_archive_dialog.h"
#include "dialogs/create_dialog.h"
#include "dialogs/create_form.h"
#include "gui/gui_fixture.h"
#include "widgets/limit_control.h"
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>

using namespace taper;
using dialogs::CreateDialog;
using dialogs::CreateForm;
using test::FakeWorld;
using test::GuiFixture;

class TestCreate : public QObject
{
    Q_OBJECT

    std::unique_ptr<GuiFixture> m_fixture;
    QPointer<CreateDialog> m_dialog;

    QLineEdit *field(const char *name) const { return test::named<QLineEdit>(m_dialog, QLatin1String(name)); }
    QPushButton *button() const
    {
        return test::named<QPushButton>(m_dialog, QStringLiteral("Create the container"));
    }
    void open(FakeWorld world)
    {
        m_fixture = std::make_unique<GuiFixture>(std::move(world));
        QVERIFY(m_fixture->connectNow());
        QTRY_VERIFY(m_fixture->mirror.isCurrent());
        m_dialog = new CreateDialog(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        m_dialog->show();
    }

private slots:
    void cleanup()
    {
        delete m_dialog;
        m_fixture.reset();
    }

    void suggestsAFreeName()
    {
        open(FakeWorld::withContainers(3));
        QCOMPARE(field("Container name")->text(), QStringLiteral("busybox"));
        m_fixture->helper.world().containers["debian"] = test::madeUpContainer("debian", State::Stopped);
        m_fixture->helper.announce({"debian"});
        QTRY_VERIFY(m_fixture->mirror.container("debian"));
        m_dialog->form().chooseImage("debian/12");
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
        QCOMPARE(m_dialog->form().problem().has_value(), !good);
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
        test::named<QLineEdit>(m_dialog, QStringLiteral("Memory limit value"))
            ->setText(QStringLiteral("512M"));
        m_dialog->findChildren<widgets::LimitControl *>().first()->setValue(512ull << 20);
        m_dialog->findChild<QCheckBox *>()->setChecked(false);
        m_dialog->findChildren<QComboBox *>().last()->setCurrentIndex(1);
        QCOMPARE(command->text(),
                 QStringLiteral("taperctl create busybox --image busybox --user me --password-stdin "
                                "--memory 512M --network none"));
        QVERIFY(!command->text().contains(QStringLiteral("secret")));
    }

    void createsAndTellsThePassword()
    {
        open(FakeWorld::withContainers(3));
        std::optional<client::CreatedContainer> made;
        connect(m_dialog, &CreateDialog::created, this,
                [&made](const client::CreatedContainer &created, bool) { made = created; });
        field("Container name")->setText(QStringLiteral("fresh"));
        QTest::mouseClick(button(), Qt::LeftButton);
        QTRY_VERIFY(made.has_value());
        QCOMPARE(made->name, std::string("fresh"));
        QVERIFY(made->password.has_value());
        QTRY_VERIFY(m_dialog.isNull()); // closed by itself
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
            for (auto *label : m_dialog->findChildren<QLabel *>())
                if (label->isVisible() && label->text().startsWith(QStringLiteral("There is no space left")))
                    return true;
            return false;
        };
        QTRY_VERIFY(shown());
        QVERIFY(button()->isEnabled()); // free some space, press again
        QCOMPARE(field("Container name")->text(), QStringLiteral("fresh"));
    }

    void withoutAnImageItOffersBusybox()
    {
        open(FakeWorld());
        QVERIFY(!button()->isEnabled());
        QPushButton *add = nullptr;
        for (auto *candidate : m_dialog->findChildren<QPushButton *>())
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
