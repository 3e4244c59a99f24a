// SPDX-License-Identifier: GPL-3.0-or-later
// Journal, host check, building an image, jobs, rights and preferences: what the reader sees of them.
#include "dialogs/build_image_dialog.h"
#include "dialogs/preferences_dialog.h"
#include "dialogs/rights_dialog.h"
#include "gui/gui_fixture.h"
#include "models/check_model.h"
#include "models/job_meter.h"
#include "models/journal_model.h"
#include "models/journal_text.h"
#include "pages/checks_page.h"
#include "pages/journal_page.h"
#include "text/check_text.h"
#include "text/job_text.h"
#include "text/rights_text.h"
#include "text/step_text.h"
#include "theme/preferences.h"
#include "theme/theme.h"
#include "widgets/status_strip.h"
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QToolButton>
#include <QTreeView>

using namespace taper;
using test::FakeWorld;
using test::GuiFixture;

class TestPages : public QObject
{
    Q_OBJECT

    std::unique_ptr<GuiFixture> m_fixture;

    static JournalEntry entry(const char *method, const char *subject, const char *before, const char *after,
                              const char *outcome = "done")
    {
        return {1, "2026-11-25T02:00:00Z", 0, method, subject, outcome, before, after};
    }
    void connectNow()
    {
        FakeWorld world = FakeWorld::withContainers(3);
        world.addPages();
        m_fixture = std::make_unique<GuiFixture>(std::move(world));
        QVERIFY(m_fixture->connectNow());
    }
    static bool shows(const QWidget *page, const QString &text)
    {
        for (auto *label : page->findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(text))
                return true;
        return false;
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("taper-test"));
        theme::apply(theme::Appearance::Light);
    }
    void init() { QLocale::setDefault(QLocale::c()); }
    void cleanup() { m_fixture.reset(); }

    void aChangeIsReadAsBeforeAndAfter()
    {
        const auto set = entry("container.set", "web", R"({"limits":{"memory":536870912,"cpuWeight":null}})",
                               R"({"limits":{"memory":268435456,"cpuWeight":200}})");
        const QString change = models::journalChange(set);
        QVERIFY(change.contains(QStringLiteral("Memory limit: 512 MiB → 256 MiB")));
        QVERIFY(change.contains(QStringLiteral("CPU weight: no limit (100) → 200")));
        QVERIFY(!change.contains(QLatin1Char('{')));
        QCOMPARE(models::journalCommand(set), QStringLiteral("taperctl set web memory=256M cpu-weight=200"));
        const auto renamed = entry("container.rename", "web", R"({"name":"web"})", R"({"name":"www"})");
        QCOMPARE(models::journalCommand(renamed), QStringLiteral("taperctl rename web www"));
        QCOMPARE(models::journalCommand(entry("container.stop", "web", "", "")),
                 QStringLiteral("taperctl stop web"));
        QVERIFY(models::journalCommand(entry("container.exec", "web", "", "")).isEmpty());
        QVERIFY(models::journalChange(entry("container.stop", "web", "", "not JSON")).isEmpty());
    }

    void outcomesAreSentences()
    {
        QCOMPARE(models::journalOutcome(entry("container.stop", "web", "", "")), QStringLiteral("done"));
        QVERIFY(models::journalOutcome(entry("container.start", "web", "", "", "auth.dismissed"))
                    .contains(QStringLiteral("closed without an answer")));
    }

    void theJournalModelIsSound()
    {
        models::JournalModel model;
        models::JournalProxy proxy;
        const QAbstractItemModelTester first(&model), second(&proxy);
        proxy.setSourceModel(&model);
        FakeWorld world;
        world.addPages();
        model.setEntries(world.journal);
        QCOMPARE(proxy.rowCount(), 4);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        world.journal.insert(world.journal.begin(), JournalEntry{5, "2026-11-25T03:00:00Z", 0,
                                                                 "container.kill", "db", "done", "", ""});
        model.setEntries(world.journal);
        QCOMPARE(proxy.rowCount(), 5);
        QCOMPARE(reset.count(), 0);
        proxy.setShow(models::JournalProxy::Show::Failed);
        QCOMPARE(proxy.rowCount(), 2);
        proxy.setShow(models::JournalProxy::Show::All);
        proxy.setFilterText(QStringLiteral("web memory"));
        QCOMPARE(proxy.rowCount(), 2);
    }

    void exportsAreSafeForSpreadsheets()
    {
        models::JournalModel model;
        models::JournalProxy proxy;
        proxy.setSourceModel(&model);
        model.setEntries(
            {entry("image.add", "=cmd|' /C calc'!A0", "", ""), entry("image.add", "a\"b", "", "")});
        const QString csv = proxy.asCsv();
        QVERIFY(csv.contains(QStringLiteral("\"'=cmd")));
        QVERIFY(!csv.contains(QStringLiteral(",\"=")));
        QVERIFY(csv.endsWith(QStringLiteral("\r\n")));
    }

    void theJournalPageRefreshesItselfWhileSeen()
    {
        connectNow();
        pages::JournalPage page(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        QTest::qWait(0);
        QCOMPARE(m_fixture->helper.count("journal.list"), 0); // hidden: it asks for nothing
        page.show();
        QTRY_COMPARE(page.shown().rowCount(), 4);
        m_fixture->helper.world().journal.insert(
            m_fixture->helper.world().journal.begin(),
            JournalEntry{9, "2026-11-25T03:00:00Z", 0, "container.kill", "web", "done", "", ""});
        m_fixture->helper.setState("web", State::Stopped); // news, not a timer, brings it
        QTRY_COMPARE(page.shown().rowCount(), 5);
        auto *view = page.findChild<QTreeView *>();
        view->setCurrentIndex(page.shown().index(0, 0));
        auto *command = test::named<QLineEdit>(&page, QStringLiteral("The same deed as a command"));
        QCOMPARE(command->text(), QStringLiteral("taperctl kill web")); // the newest is first
        page.hide();
        const int asked = m_fixture->helper.count("journal.list");
        m_fixture->helper.setState("web", State::Running);
        QTRY_COMPARE(m_fixture->mirror.container("web")->state, State::Running);
        QTest::qWait(300);
        QCOMPARE(m_fixture->helper.count("journal.list"), asked);
    }

    void theJournalIsExported()
    {
        connectNow();
        pages::JournalPage page(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        page.show();
        QTRY_COMPARE(page.shown().rowCount(), 4);
        const QString path = m_fixture->dir.filePath(QStringLiteral("journal.txt"));
        QVERIFY(page.exportTo(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("512 MiB"));
        const auto refused = page.exportTo(QStringLiteral("/proc/no/such/place.csv"));
        QVERIFY(!refused);
    }

    void theCheckModelIsSound()
    {
        models::CheckModel model;
        const QAbstractItemModelTester tester(&model);
        FakeWorld world;
        world.addPages();
        model.setChecks(world.checks);
        QCOMPARE(model.rowCount(), 3);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        world.checks[2].state = "ok";
        model.setChecks(world.checks);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(model.at(model.worst())->id, std::string("security.apparmor"));
    }

    void theCheckTellsWhatToDo()
    {
        connectNow();
        pages::ChecksPage page(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        page.show();
        auto *repair = test::named<QLineEdit>(&page, QStringLiteral("Repair"));
        QTRY_COMPARE(repair->text(),
                     QStringLiteral("apt install dnsmasq-base")); // what is missing is chosen by itself
        QVERIFY(shows(&page, QStringLiteral("Containers start without a network only.")));
        QVERIFY(shows(&page, QStringLiteral("could be better")));
        test::named<QPushButton>(&page, QStringLiteral("Copy the repair"))->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), repair->text());
        QVERIFY(page.asText().contains(QStringLiteral("dnsmasq: missing")));
        m_fixture->helper.world().checks[2].state = "ok";
        m_fixture->helper.world().checks[3].state = "ok";
        for (auto *button : page.findChildren<QPushButton *>())
            if (button->text() == QStringLiteral("Check &again"))
                button->click();
        QTRY_VERIFY(shows(&page, QStringLiteral("Everything that containers need is there.")));
    }

    void theHelpersSentencesAreTranslated()
    {
        const test::Language speaking(QStringLiteral("es"));
        QVERIFY(speaking.isLoaded());
        QVERIFY(!text::readerSpeaksEnglish());
        QCOMPARE(text::checkWords("No container can be started."),
                 QStringLiteral("No se puede iniciar ningún contenedor."));
        QCOMPARE(text::checkWords("there; at most 95000 a user"),
                 QStringLiteral("disponible; como mucho 95000 por usuario"));
        QCOMPARE(text::checkWords("a sentence of a newer helper"),
                 QStringLiteral("a sentence of a newer helper"));
        QCOMPARE(text::stepText("unpack"), QStringLiteral("desempaquetar"));
        QCOMPARE(text::stepText("something new"), QStringLiteral("something new"));
    }

    void aRateIsMeasuredNeverInvented()
    {
        models::JobMeter meter;
        JobInfo job;
        job.step = "download";
        job.unit = "bytes";
        job.total = 100 << 20;
        meter.feed(job, 0);
        QVERIFY(!meter.perSecond());
        job.done = 10 << 20;
        meter.feed(job, 500);
        QVERIFY(!meter.perSecond()); // half a second says nothing
        job.done = 20 << 20;
        meter.feed(job, 2000);
        QCOMPARE(*meter.perSecond(), 10.0 * (1 << 20));
        QCOMPARE(*meter.secondsLeft(), 8);
        job.total.reset();
        meter.feed(job, 2500);
        QVERIFY(!meter.secondsLeft()); // the end is not known
        job.step = "unpack";
        job.done = 0;
        meter.feed(job, 3000);
        QVERIFY(!meter.perSecond()); // another step counts other things
        QCOMPARE(text::jobRate(job, 10.0 * (1 << 20)), QStringLiteral("10 MiB/s"));
        job.unit = "steps";
        meter.feed(job, 9000);
        QVERIFY(!meter.perSecond());
    }

    void severalJobsUnfold()
    {
        connectNow();
        widgets::StatusStrip strip(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        strip.show();
        m_fixture->helper.setStepMs(30);
        for (const char *name : {"web", "db"})
            m_fixture->commands.stop(name);
        auto *more = test::named<QToolButton>(&strip, QStringLiteral("All jobs"));
        QTRY_VERIFY(more->isVisible());
        m_fixture->helper.holdJobs(true);
        more->click();
        const auto cancel = [&strip](const char *name) {
            return test::named<QToolButton>(&strip,
                                            QStringLiteral("Cancel: Stopping %1").arg(QLatin1String(name)));
        };
        QTRY_VERIFY(cancel("web") || cancel("db")); // each Cancel has a name of its own
        QSignalSpy wanted(&strip, &widgets::StatusStrip::cancelRequested);
        (cancel("web") ? cancel("web") : cancel("db"))->click();
        QCOMPARE(wanted.count(), 1);
    }

    void rightsAreSaid()
    {
        Rights rights;
        for (const auto &action : text::rightsActions())
            rights.actions[action] = Right::Ask;
        rights.actions["observe"] = rights.actions["use-own"] = Right::Yes;
        QCOMPARE(text::rightsSummary(rights),
                 QStringLiteral("you may look and use your own containers; for the rest you are asked"));
        rights.actions["network"] = Right::No;
        QVERIFY(text::rightsSummary(rights).contains(QStringLiteral("2 of 6")));
        rights.actions.clear(); // not named is not allowed
        QCOMPARE(text::rightsSummary(rights), QStringLiteral("you may do nothing here"));
    }

    void theStripTellsRightsAndAsksAgain()
    {
        FakeWorld world = FakeWorld::withContainers(3);
        world.rights = Rights{1000,
                              {{"observe", Right::Yes},
                               {"use-own", Right::Yes},
                               {"use-any", Right::Ask},
                               {"create", Right::Ask},
                               {"image", Right::Ask},
                               {"network", Right::Ask}},
                              "polkit's rules"};
        m_fixture = std::make_unique<GuiFixture>(std::move(world));
        m_fixture->helper.setRights("polkit");
        widgets::StatusStrip strip(m_fixture->connection, m_fixture->mirror, m_fixture->commands);
        QVERIFY(m_fixture->connectNow());
        QTRY_VERIFY(strip.connectionText().contains(QStringLiteral("for the rest you are asked")));
        const dialogs::RightsDialog dialog(m_fixture->connection, strip.rights());
        QVERIFY(dialog.text().contains(QStringLiteral("polkit's rules")));
        QVERIFY(dialog.text().contains(QStringLiteral("Create containers")));
        m_fixture->helper.stop();
        QTRY_VERIFY(!strip.rights());
        m_fixture->helper.world().rights->actions["create"] = Right::No;
        QVERIFY(m_fixture->helper.start());
        QTRY_VERIFY_WITH_TIMEOUT(strip.connectionText().contains(QStringLiteral("2 of 6")), 4000);
    }

    void buildingAsksForSourceNameAndMirror()
    {
        connectNow();
        QPointer<dialogs::BuildImageDialog> dialog =
            new dialogs::BuildImageDialog(m_fixture->mirror, m_fixture->commands);
        dialog->show();
        auto *build = test::named<QPushButton>(dialog, QStringLiteral("Build the image"));
        QTRY_VERIFY(build->isEnabled());
        auto *command = test::named<QLineEdit>(dialog, QStringLiteral("The same build as a command"));
        QCOMPARE(command->text(),
                 QStringLiteral("taperctl image build debian:bookworm")); // this machine's own first
        auto *from = test::named<QLineEdit>(dialog, QStringLiteral("Mirror"));
        from->setText(QStringLiteral("ftp://x"));
        QVERIFY(!build->isEnabled());
        QVERIFY(build->toolTip().contains(QStringLiteral("ftp://x")));
        from->setText(QStringLiteral("http://mirror.example/debian"));
        auto *name = test::named<QLineEdit>(dialog, QStringLiteral("Name of the built image"));
        name->setText(QStringLiteral("busybox"));
        QVERIFY(!build->isEnabled()); // taken
        name->setText(QStringLiteral("mine"));
        QSignalSpy wanted(dialog, &dialogs::BuildImageDialog::buildWanted);
        build->click();
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.first().first().toString(), QStringLiteral("mine"));
        QTRY_VERIFY(dialog.isNull());
    }

    void preferencesAreKeptAndTold()
    {
        dialogs::PreferencesDialog dialog;
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        QSignalSpy language(&dialog, &dialogs::PreferencesDialog::languageChanged),
            font(&dialog, &dialogs::PreferencesDialog::consoleFontChanged);
        auto *languages = dialog.findChildren<QComboBox *>().first();
        languages->setCurrentIndex(2);
        QCOMPARE(language.count(), 1);
        QCOMPARE(theme::storedLanguage(), QStringLiteral("es"));
        languages->setCurrentIndex(0);
        QVERIFY(theme::storedLanguage().isEmpty());
        dialog.findChild<QSpinBox *>()->setValue(17);
        QCOMPARE(font.count(), 1);
        QCOMPARE(theme::consoleFont().pointSizeF(), 17.0);
        theme::setConsoleFont({}, 0);
        QVERIFY(theme::asksBefore(theme::Question::DeleteImage)); // unless told otherwise
        QVERIFY(!theme::asksBefore(theme::Question::Stop));
    }
};

QTEST_MAIN(TestPages)
#include "tst_pages.moc"
