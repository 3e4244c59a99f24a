// SPDX-License-Identifier: GPL-3.0-or-later
// The limits: a released slider becomes a request, a refusal snaps back with its reason, what runs meanwhile does not
// move the hand of the user.
#include "console/console_widget.h"
#include "gui/gui_fixture.h"
#include "pages/console_tab.h"
#include "pages/limits_tab.h"
#include "widgets/limit_control.h"
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSlider>

using namespace taper;
using pages::LimitsTab;
using test::FakeWorld;
using test::GuiFixture;

class TestLimits : public QObject
{
    Q_OBJECT

    std::unique_ptr<GuiFixture> m_fixture;
    std::unique_ptr<LimitsTab> m_tab;

    QSlider *slider() const { return test::named<QSlider>(m_tab.get(), QStringLiteral("Memory limit")); }
    QLineEdit *field() const
    {
        return test::named<QLineEdit>(m_tab.get(), QStringLiteral("Memory limit value"));
    }
    bool shows(const QString &text) const
    {
        for (auto *label : m_tab->findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(text))
                return true;
        return false;
    }
    std::optional<std::uint64_t> limit() const
    {
        return m_fixture->helper.world().containers["db"].limits.memory;
    }

private slots:
    void init()
    {
        m_fixture = std::make_unique<GuiFixture>(FakeWorld::withContainers(5));
        QVERIFY(m_fixture->connectNow());
        m_tab = std::make_unique<LimitsTab>(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        m_tab->setContainer("db"); // it has 512 MiB
        m_tab->show();
    }
    void cleanup()
    {
        m_tab.reset();
        m_fixture.reset();
    }

    void showsWhatIs()
    {
        QCOMPARE(field()->text(), QStringLiteral("512 MiB"));
        QCOMPARE(m_tab->memory()->value(), models::LimitScale::Value(512ull << 20));
        m_tab->setContainer("web");
        QCOMPARE(field()->text(), QStringLiteral("no limit"));
        QCOMPARE(slider()->value(), slider()->maximum());
    }

    void draggingAsksOnlyAtTheEnd()
    {
        slider()->setSliderDown(true);
        slider()->setSliderPosition(40);
        slider()->setSliderPosition(20);
        QTest::qWait(0);
        QCOMPARE(m_fixture->helper.count("container.set"), 0);
        slider()->setSliderDown(false); // emits sliderReleased
        QTRY_COMPARE(m_fixture->helper.count("container.set"), 1);
        QTRY_COMPARE(limit(), m_tab->memory()->scale().valueAt(20));
        QCOMPARE(slider()->value(), 20);
    }

    void theRightEndIsNoLimit()
    {
        slider()->setValue(slider()->maximum());
        QTRY_COMPARE(m_fixture->helper.count("container.set"), 1);
        QVERIFY(m_fixture->helper.lastParams("container.set")["limits"]["memory"].is_null());
        QTRY_VERIFY(!limit());
    }

    void keysAskOnceForManySteps()
    {
        QTest::keyClick(slider(), Qt::Key_Left);
        QTest::keyClick(slider(), Qt::Key_Left);
        QTest::keyClick(slider(), Qt::Key_Left);
        QTRY_COMPARE(m_fixture->helper.count("container.set"), 1);
    }

    void aTypedValueApplies()
    {
        field()->selectAll();
        QTest::keyClicks(field(), QStringLiteral("256M"));
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_COMPARE(limit(), std::optional<std::uint64_t>(256ull << 20));
        QTRY_COMPARE(field()->text(), QStringLiteral("256 MiB"));
        QCOMPARE(slider()->value(), m_tab->memory()->scale().positionOf(256ull << 20));
    }

    void nonsenseIsToldAndNotSent()
    {
        field()->selectAll();
        QTest::keyClicks(field(), QStringLiteral("much"));
        QVERIFY(!m_tab->memory()->isValid());
        QVERIFY(shows(QStringLiteral("not accepted")));
        QTest::keyClick(field(), Qt::Key_Return);
        QCOMPARE(m_fixture->helper.count("container.set"), 0);
    }

    void aRefusalSnapsBackWithItsReason()
    {
        m_fixture->helper.failNext("container.set",
                                   fail(ErrorCode::CgroupLimitRejected, "set", "db", "in use").value());
        const int before = slider()->value();
        slider()->setValue(3);
        QTRY_VERIFY(shows(QStringLiteral("The kernel refused this limit")));
        QCOMPARE(slider()->value(), before);
        QCOMPARE(field()->text(), QStringLiteral("512 MiB"));
        slider()->setValue(100); // the next try begins clean
        QVERIFY(!shows(QStringLiteral("The kernel refused this limit")));
    }

    void newsDoesNotMoveTheUsersHand()
    {
        slider()->setSliderDown(true);
        slider()->setSliderPosition(50);
        m_fixture->helper.world().containers["db"].limits.memory = 64ull << 20;
        m_fixture->helper.announce({"db"});
        QTRY_COMPARE(m_fixture->mirror.container("db")->limits.memory,
                     std::optional<std::uint64_t>(64ull << 20));
        QCOMPARE(slider()->sliderPosition(), 50);
        slider()->setSliderDown(false);
        QTRY_COMPARE(limit(), m_tab->memory()->scale().valueAt(50));
    }

    void newsOfOthersIsShown()
    {
        m_fixture->helper.world().containers["db"].limits.memory = 128ull << 20;
        m_fixture->helper.world().containers["db"].events.oomKills = 3;
        m_fixture->helper.announce({"db"});
        QTRY_COMPARE(field()->text(), QStringLiteral("128 MiB"));
        QVERIFY(shows(QStringLiteral("3 process")));
    }

    void withoutHelperNothingCanBeMoved()
    {
        m_fixture->helper.stop();
        QTRY_VERIFY(!slider()->isEnabled());
        QVERIFY(m_tab->memory()->toolTip().contains(QStringLiteral("helper")));
    }

    void theConsoleFollowsTheContainer()
    {
        pages::ConsoleTab tab(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        tab.setContainer("web");
        QTest::qWait(0);
        QCOMPARE(m_fixture->helper.count("container.console"), 0); // not visible: not asked for
        tab.resize(700, 400);
        tab.show();
        QTRY_VERIFY(tab.isAttached());
        QTRY_VERIFY(tab.console()->screenText().contains(QStringLiteral("root@web")));
        emit tab.console()->bytesTyped("ls\r");
        QTRY_VERIFY(m_fixture->helper.console() && m_fixture->helper.console()->typed() == "ls\r");
        m_fixture->helper.setState("web", State::Stopped);
        m_fixture->helper.console()->hangUp();
        QTRY_VERIFY(!tab.isAttached());
        QTRY_VERIFY(!tab.console()->isVisible()); // the message and its button instead
        m_fixture->helper.setState("web", State::Running);
        QTRY_VERIFY(tab.isAttached());
        tab.hide();
        QTRY_VERIFY(!m_fixture->helper.console());
    }
};

QTEST_MAIN(TestLimits)
#include "tst_limits.moc"
