// SPDX-License-Identifier: GPL-3.0-or-later
// The limits: a released slider becomes a request, a refusal snaps back with its reason, what runs meanwhile does not
// move the hand of the user.
#include "charts/live_chart.h"
#include "console/console_widget.h"
#include "gui/gui_fixture.h"
#include "pages/console_tab.h"
#include "pages/limits_tab.h"
#include "widgets/limit_control.h"
#include "widgets/undo_offer.h"
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QWheelEvent>

using namespace taper;
using pages::LimitsTab;
using test::FakeWorld;
using test::GuiFixture;
using test::Json;

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

    void everyLimitIsAppliedAndShown()
    {
        const struct
        {
            const char *field, *typed, *limit, *shown, *sent;
        } limits[] = {{"Swap limit value", "128M", "swap", "128 MiB", "134217728"},
                      {"CPU weight value", "300", "cpuWeight", "300", "300"},
                      {"CPU cap value", "150%", "cpuCap", "150 %", "150"},
                      {"Process limit value", "250", "processes", "250", "250"},
                      {"CPUs value", "3,1-2", "cpus", "1-3", "\"1-3\""},
                      {"CPUs value", "all", "cpus", "all", "null"},
                      {"CPU cap value", "none", "cpuCap", "no limit", "null"},
                      {"Swap limit value", "0", "swap", "no swap", "0"}};
        for (const auto &limit : limits) {
            auto *edit = test::named<QLineEdit>(m_tab.get(), QString::fromLatin1(limit.field));
            QVERIFY2(edit, limit.field);
            const int before = m_fixture->helper.count("container.set");
            edit->setFocus();
            edit->selectAll();
            QTest::keyClicks(edit, QString::fromLatin1(limit.typed));
            QTest::keyClick(edit, Qt::Key_Return);
            QTRY_COMPARE(m_fixture->helper.count("container.set"), before + 1);
            const Json sent = m_fixture->helper.lastParams("container.set")["limits"];
            QCOMPARE(sent.size(), std::size_t(1)); // the others are left as they are
            QVERIFY2(sent[limit.limit].dump() == limit.sent, sent.dump().c_str());
            QTRY_COMPARE(edit->text(), QString::fromLatin1(limit.shown));
        }
    }

    void aBoxPerProcessor()
    {
        auto *one = test::named<QCheckBox>(m_tab.get(), QStringLiteral("CPU 1"));
        QVERIFY(one && test::named<QCheckBox>(m_tab.get(), QStringLiteral("CPU 3")));
        QVERIFY(!test::named<QCheckBox>(m_tab.get(), QStringLiteral("CPU 4")));
        QVERIFY(one->isChecked()); // no limit: all of them
        one->click();
        test::named<QCheckBox>(m_tab.get(), QStringLiteral("CPU 2"))->click();
        const auto stored = [this] { return m_fixture->helper.world().containers["db"].limits.cpus; };
        QTRY_COMPARE(stored(), std::optional<std::string>("0,3"));
        QCOMPARE(m_fixture->helper.count("container.set"), 1); // two clicks in a row are one change
        test::named<QCheckBox>(m_tab.get(), QStringLiteral("CPU 0"))->click();
        QTRY_COMPARE(stored(), std::optional<std::string>("3"));
        test::named<QCheckBox>(m_tab.get(), QStringLiteral("CPU 3"))->click(); // the last one stays
        QVERIFY(shows(QStringLiteral("at least one")));
        QVERIFY(test::named<QCheckBox>(m_tab.get(), QStringLiteral("CPU 3"))->isChecked());
        m_fixture->helper.world().containers["web"].limits.cpus = "2-3";
        m_fixture->helper.announce({"web"});
        QTRY_VERIFY(shows(QStringLiteral("also given to: web")));
    }

    void draggingAWeightSaysWhatAllWouldGet()
    {
        // db has 200, web and mail 100 each; build is frozen and wants, too; cache is stopped.
        QTRY_VERIFY(shows(QStringLiteral("If all were busy: db 40.0 %")));
        auto *weight = test::named<QSlider>(m_tab.get(), QStringLiteral("CPU weight"));
        weight->setSliderDown(true);
        weight->setSliderPosition(m_tab->cpuWeight()->scale().positionOf(100));
        QVERIFY(shows(QStringLiteral("db 25.0 %")));
        QVERIFY(shows(QStringLiteral("web 25.0 %")));
        QVERIFY(!shows(QStringLiteral("cache")));
        QCOMPARE(m_fixture->helper.count("container.set"), 0); // nothing is done yet
        weight->setSliderDown(false);
        QTRY_COMPARE(m_fixture->helper.count("container.set"), 1);
    }

    void aChangeCanBeUndoneForAWhile()
    {
        m_tab->undoOffer()->setSeconds(2);
        slider()->setValue(20);
        QTRY_VERIFY(m_tab->undoOffer()->isOffered());
        QVERIFY(m_tab->undoOffer()->text().contains(QStringLiteral("512 MiB → ")));
        auto *undo = test::named<QPushButton>(m_tab.get(), QStringLiteral("Undo"));
        QVERIFY(undo && undo->isVisible());
        undo->click();
        QTRY_COMPARE(limit(), std::optional<std::uint64_t>(512ull << 20));
        QTRY_COMPARE(field()->text(), QStringLiteral("512 MiB"));
        QVERIFY(!m_tab->undoOffer()->isOffered()); // undoing is not offered to be undone
        slider()->setValue(30);
        QTRY_VERIFY(m_tab->undoOffer()->isOffered());
        QTRY_VERIFY_WITH_TIMEOUT(!m_tab->undoOffer()->isOffered(), 5000);
        QCOMPARE(limit(), m_tab->memory()->scale().valueAt(30));
    }

    void whatTheHostCannotEnforceIsDisabledAndSaysWhy()
    {
        m_tab.reset();
        FakeWorld world = FakeWorld::withContainers(5);
        world.unavailableLimits["swap"] = "the kernel does not count swap";
        m_fixture = std::make_unique<GuiFixture>(world);
        QVERIFY(m_fixture->connectNow());
        m_tab = std::make_unique<LimitsTab>(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        m_tab->setContainer("db");
        m_tab->show();
        QVERIFY(!test::named<QSlider>(m_tab.get(), QStringLiteral("Swap limit"))->isEnabled());
        QVERIFY(slider()->isEnabled());
        QVERIFY(shows(QStringLiteral("the kernel does not count swap")));
    }

    void theWheelScrollsThePageUnlessASliderHasTheFocus()
    {
        const int before = slider()->value();
        field()->setFocus();
        const QPointF at = QRectF(slider()->rect()).center();
        QWheelEvent wheel(at, slider()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(slider(), &wheel);
        QCOMPARE(slider()->value(), before);
    }

    void chartsShowUseAndLimit()
    {
        auto *chart = test::named<LiveChart>(m_tab.get(), QStringLiteral("Memory in use"));
        auto *cpu = test::named<LiveChart>(m_tab.get(), QStringLiteral("Processor in use"));
        QVERIFY(chart && cpu);
        QCOMPARE(chart->limit(), std::optional<double>(512 << 20));
        QVERIFY(!cpu->limit());
        m_fixture->helper.world().containers["db"].limits.cpuCap = 150;
        m_fixture->helper.announce({"db"});
        QTRY_COMPARE(cpu->limit(), std::optional<double>(150));
        QTRY_VERIFY(m_fixture->helper.topics().contains("metrics"));
        QTRY_VERIFY((m_fixture->helper.tick(), cpu->currentValue().has_value()));
        QTRY_VERIFY((m_fixture->helper.tick(), shows(QStringLiteral("held back"))));
        QVERIFY(chart->currentValue());
        m_tab->hide();
        QTRY_VERIFY(!m_fixture->helper.topics().contains("metrics"));
        m_tab->setContainer("web");
        QVERIFY(!chart->currentValue()); // another container's line does not go on in this one's
    }

    void refusedForksAreCounted()
    {
        m_fixture->helper.world().containers["db"].usage.processesRefused = 7;
        QTRY_VERIFY(m_fixture->helper.topics().contains("metrics"));
        m_fixture->helper.tick();
        QTRY_VERIFY(shows(QStringLiteral("refused 7 new")));
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
