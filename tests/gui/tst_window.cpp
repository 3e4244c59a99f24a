// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window against a pretended helper: actions by state with reasons, selection kept, messages, no cut text in
// either language.
#include "gui/gui_fixture.h"
#include "pages/container_page.h"
#include "pages/overview_page.h"
#include "theme/theme.h"
#include "widgets/notice_bar.h"
#include "widgets/status_strip.h"
#include "window/container_actions.h"
#include "window/main_window.h"
#include <QAbstractButton>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeView>

using namespace taper;
using test::FakeWorld;
using test::GuiFixture;
using window::ContainerActions;
using window::MainWindow;

class TestWindow : public QObject
{
    Q_OBJECT

    std::unique_ptr<GuiFixture> m_fixture;
    std::unique_ptr<MainWindow> m_window;

    void open(FakeWorld world)
    {
        m_fixture = std::make_unique<GuiFixture>(std::move(world));
        m_window =
            std::make_unique<MainWindow>(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        m_window->show();
        QVERIFY(m_fixture->connectNow());
    }
    pages::OverviewPage *overview() const { return m_window->findChild<pages::OverviewPage *>(); }
    QAction *action(ContainerActions::Verb verb) const { return m_window->actions().action(verb); }
    widgets::StatusStrip *strip() const { return m_window->findChild<widgets::StatusStrip *>(); }
    template <typename Button> Button *button(const QString &text) const
    {
        for (auto *candidate : m_window->findChildren<Button *>())
            if (candidate->isVisible() && candidate->text().remove(QLatin1Char('&')) == text)
                return candidate;
        return nullptr;
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("taper-test"));
        theme::apply(theme::Appearance::Light);
    }
    void cleanup()
    {
        m_window.reset();
        m_fixture.reset();
    }

    void emptyOffersTheFirstOne()
    {
        open({});
        QPushButton *tryOne = nullptr;
        QTRY_VERIFY((tryOne = button<QPushButton>(QStringLiteral("Try one now"))));
        QTest::mouseClick(tryOne, Qt::LeftButton);
        QTRY_VERIFY(m_fixture->helper.world().containers.contains("busybox"));
        QVERIFY(m_fixture->helper.world().images.contains("busybox"));
        auto *page = m_window->findChild<pages::ContainerPage *>();
        QTRY_VERIFY(page->isVisible());
        QCOMPARE(page->container(), std::string("busybox"));
        QCOMPARE(page->findChild<QTabWidget *>()->currentIndex(), int(pages::ContainerPage::Tab::Console));
        QVERIFY(test::named<QLineEdit>(m_window.get(), QStringLiteral("Generated password")));
    }

    void actionsFollowTheState_data()
    {
        QTest::addColumn<State>("state");
        QTest::addColumn<QString>("possible");
        QTest::newRow("stopped") << State::Stopped << QStringLiteral("start delete open");
        QTest::newRow("running") << State::Running << QStringLiteral("stop kill restart delete open");
        QTest::newRow("starting") << State::Starting << QStringLiteral("kill delete open");
        QTest::newRow("stopping") << State::Stopping << QStringLiteral("kill delete open");
        QTest::newRow("frozen") << State::Frozen << QStringLiteral("kill delete open");
    }
    void actionsFollowTheState()
    {
        QFETCH(State, state);
        QFETCH(QString, possible);
        open(FakeWorld::withContainers(1));
        overview()->select("web");
        if (m_fixture->mirror.container("web")->state != state)
            m_fixture->helper.setState("web", state);
        QTRY_COMPARE(m_fixture->mirror.container("web")->state, state);
        const std::pair<ContainerActions::Verb, const char *> verbs[] = {
            {ContainerActions::Start, "start"},   {ContainerActions::Stop, "stop"},
            {ContainerActions::Kill, "kill"},     {ContainerActions::Restart, "restart"},
            {ContainerActions::Delete, "delete"}, {ContainerActions::Open, "open"}};
        for (const auto &[verb, word] : verbs) {
            const bool expected = possible.split(QLatin1Char(' ')).contains(QLatin1String(word));
            QVERIFY2(action(verb)->isEnabled() == expected, word);
            QVERIFY2(!action(verb)->toolTip().isEmpty(), word);
            if (!expected)
                QVERIFY2(action(verb)->toolTip().contains(QStringLiteral("web")),
                         word); // says why, and of whom
        }
    }

    void nothingSelectedIsSaid()
    {
        open(FakeWorld::withContainers(3));
        QVERIFY(!action(ContainerActions::Start)->isEnabled());
        QVERIFY(action(ContainerActions::Start)->toolTip().contains(QStringLiteral("Select")));
        QVERIFY(action(ContainerActions::New)->isEnabled());
    }

    void stopThenStartKeepsTheSelection()
    {
        open(FakeWorld::withContainers(12));
        overview()->select("web");
        action(ContainerActions::Stop)->trigger();
        QTRY_COMPARE(m_fixture->mirror.container("web")->state, State::Stopped);
        QCOMPARE(overview()->selectedContainers(), std::vector<std::string>{"web"});
        action(ContainerActions::Start)->trigger();
        QTRY_COMPARE(m_fixture->mirror.container("web")->state, State::Running);
    }

    void manyAtOnce()
    {
        open(FakeWorld::withContainers(200));
        QTRY_COMPARE((overview()->view()->selectAll(), overview()->selectedContainers().size()),
                     std::size_t(200));
        action(ContainerActions::Kill)->trigger();
        const auto living = [this] {
            return std::count_if(m_fixture->mirror.containers().begin(), m_fixture->mirror.containers().end(),
                                 [](const auto &entry) { return entry.second.state != State::Stopped; });
        };
        QTRY_COMPARE(living(), 0);
    }

    void deletingAsksAndNamesIt()
    {
        open(FakeWorld::withContainers(3));
        overview()->select("web");
        action(ContainerActions::Delete)->trigger();
        auto *question = m_window->findChild<QMessageBox *>();
        QVERIFY(question);
        QVERIFY(question->text().contains(QStringLiteral("web")));
        QVERIFY(question->informativeText().contains(QStringLiteral("lost")));
        QCOMPARE(m_fixture->helper.count("container.delete"), 0);
        for (auto *candidate : question->buttons())
            if (question->buttonRole(candidate) == QMessageBox::DestructiveRole)
                candidate->click();
        QTRY_VERIFY(!m_fixture->mirror.container("web"));
        QCOMPARE(m_fixture->helper.lastParams("container.delete")["force"].get<bool>(), true); // it ran
    }

    void aFailureIsShownWithItsWayOut()
    {
        open(FakeWorld::withContainers(5));
        overview()->select("cache");
        m_fixture->helper.failNext("container.start",
                                   fail(ErrorCode::StorageNoSpace, "start", "cache", "full").value());
        action(ContainerActions::Start)->trigger();
        const QString key = QStringLiteral("failure:cache could not be started.");
        QTRY_VERIFY(m_window->notices().has(key));
        QVERIFY(m_window->notices().textOf(key).contains(QStringLiteral("free space")));
    }

    void jobsAreShownAndCancelled()
    {
        open(FakeWorld::withContainers(3));
        m_fixture->helper.holdJobs(true);
        overview()->select("web");
        action(ContainerActions::Stop)->trigger();
        QTRY_COMPARE(m_fixture->helper.count("container.stop"), 1);
        m_fixture->helper.setStepMs(40);
        m_fixture->helper.holdJobs(false);
        QTRY_VERIFY(strip()->jobText().contains(QStringLiteral("Stopping web")));
        m_fixture->helper.holdJobs(true);
        auto *cancel = test::named<QToolButton>(strip(), QStringLiteral("Cancel the job"));
        QVERIFY(cancel && cancel->isVisible() && cancel->isEnabled());
        cancel->click();
        QTRY_COMPARE(m_fixture->helper.count("job.cancel"), 1);
        QTRY_VERIFY(strip()->jobText().contains(QStringLiteral("cancelled")));
    }

    void aSlowStopOffersKill()
    {
        open(FakeWorld::withContainers(3));
        m_window->actions().setStopPatience(50);
        m_fixture->helper.holdJobs(true);
        overview()->select("web");
        action(ContainerActions::Stop)->trigger();
        QTRY_VERIFY(button<QPushButton>(QStringLiteral("Kill web")));
        QCOMPARE(m_fixture->helper.count("container.kill"), 0); // offered, not done
        button<QPushButton>(QStringLiteral("Kill web"))->click();
        QTRY_COMPARE(m_fixture->helper.count("container.kill"), 1);
        QVERIFY(!m_window->notices().has(QStringLiteral("stop:web")));
    }

    void theHelperGoesAndComesBack()
    {
        open(FakeWorld::withContainers(3));
        QVERIFY(strip()->connectionText().contains(QStringLiteral("--authorize-uid")));
        overview()->select("web");
        m_fixture->helper.stop();
        QTRY_VERIFY(m_window->notices().has(QStringLiteral("connection")));
        QVERIFY(strip()->connectionText().contains(QStringLiteral("trying again")));
        QVERIFY(!action(ContainerActions::Stop)->isEnabled());
        QVERIFY(action(ContainerActions::Stop)->toolTip().contains(QStringLiteral("helper")));
        QCOMPARE(overview()->selectedContainers(), std::vector<std::string>{"web"}); // still there to look at
        QVERIFY(m_fixture->helper.start());
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->notices().has(QStringLiteral("connection")), 2500);
        QTRY_VERIFY(action(ContainerActions::Stop)->isEnabled());
    }

    void withoutRightsItSaysSo()
    {
        m_fixture = std::make_unique<GuiFixture>(FakeWorld::withContainers(3));
        m_fixture->helper.setRights("none");
        m_window =
            std::make_unique<MainWindow>(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        m_window->show();
        QVERIFY(m_fixture->connectNow());
        QVERIFY(
            m_window->notices().textOf(QStringLiteral("connection")).contains(QStringLiteral("You may not")));
        QVERIFY(strip()->connectionText().contains(QStringLiteral("nothing")));
        QVERIFY(!action(ContainerActions::New)->isEnabled());
        QVERIFY(action(ContainerActions::New)->toolTip().contains(QStringLiteral("may not")));
    }

    void hiddenPagesAskForNothing()
    {
        open(FakeWorld::withContainers(3));
        QTRY_VERIFY(m_fixture->helper.topics().contains("metrics"));
        QVERIFY(!m_fixture->helper.topics().contains("topology"));
        auto *pages = m_window->findChild<QListWidget *>();
        pages->setCurrentRow(1);
        QTRY_VERIFY(m_fixture->helper.topics().contains("topology"));
        QTRY_VERIFY(!m_fixture->helper.topics().contains("metrics"));
        pages->setCurrentRow(2);
        QTRY_VERIFY(!m_fixture->helper.topics().contains("topology"));
    }

    void aDeletedContainersPageClosesItself()
    {
        open(FakeWorld::withContainers(3));
        m_window->openContainer("web", false);
        QVERIFY(m_window->findChild<pages::ContainerPage *>()->isVisible());
        m_fixture->helper.world().containers.erase("web");
        m_fixture->helper.announce({}, {"web"});
        QTRY_VERIFY(overview()->isVisible());
    }

    void everyControlHasANameOfItsOwn()
    {
        open(FakeWorld::withContainers(3));
        std::map<QString, int> names;
        for (auto *control : m_window->findChildren<QWidget *>()) {
            if (!control->isVisible() || control->focusPolicy() == Qt::NoFocus)
                continue;
            auto *pressed = qobject_cast<QAbstractButton *>(control);
            const QString name =
                control->accessibleName().isEmpty() && pressed ? pressed->text() : control->accessibleName();
            if (qobject_cast<QLineEdit *>(control) || qobject_cast<QAbstractItemView *>(control) || pressed) {
                if (control->parent()->inherits("QLineEdit"))
                    continue; // Qt's own clear button
                QVERIFY2(!name.isEmpty(), control->metaObject()->className());
                QVERIFY2(++names[name] == 1, qPrintable(name));
            }
        }
        QVERIFY(names.size() >= 3);
    }

    void noTextIsCut_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("English") << QStringLiteral("en");
        QTest::newRow("Spanish") << QStringLiteral("es");
    }
    void noTextIsCut()
    {
        QFETCH(QString, language);
        const test::Language speaking(language);
        QVERIFY(speaking.isLoaded());
        open(FakeWorld::withContainers(12));
        QCOMPARE(m_window->findChild<QListWidget *>()->item(0)->text(), language == QStringLiteral("es")
                                                                            ? QStringLiteral("Vista general")
                                                                            : QStringLiteral("Overview"));
        for (int page = 0; page < 4; ++page) {
            if (page < 3)
                m_window->findChild<QListWidget *>()->setCurrentRow(page);
            else
                m_window->openContainer("web", false);
            QCoreApplication::processEvents();
            QVERIFY2(m_window->minimumSizeHint().width() <= 1120,
                     qPrintable(QString::number(m_window->minimumSizeHint().width())));
            for (auto *control : m_window->findChildren<QAbstractButton *>())
                if (control->isVisible() && !control->text().isEmpty())
                    QVERIFY2(control->width() >= control->minimumSizeHint().width(),
                             qPrintable(control->text()));
            for (auto *label : m_window->findChildren<QLabel *>())
                if (label->isVisible() && !label->wordWrap() &&
                    label->sizePolicy().horizontalPolicy() != QSizePolicy::Ignored)
                    QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
        }
    }

    void twoHundredStaySmooth()
    {
        open(FakeWorld::withContainers(200));
        QTRY_VERIFY(m_fixture->helper.topics().contains("metrics"));
        int ticks = 0;
        connect(&m_fixture->mirror, &client::HelperMirror::metricsSampled, this, [&ticks] { ++ticks; });
        m_fixture->helper.tick();
        QTRY_COMPARE(ticks, 1);
        QElapsedTimer clock;
        clock.start();
        emit m_fixture->mirror.metricsSampled();
        m_window->grab();
        // A tick with its repaint; generous, for sanitizers and busy machines. The figure itself is scripts/bench's.
        QVERIFY2(clock.elapsed() < 250, qPrintable(QString::number(clock.elapsed())));
        qInfo("a tick of 200 rows with a full repaint: %.1f ms",
              static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
