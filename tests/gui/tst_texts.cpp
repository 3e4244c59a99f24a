// SPDX-License-Identifier: GPL-3.0-or-later
// Texts: every error a sentence and a way out in both languages, sizes and times, looks, the slider's arithmetic.
#include "models/limit_scale.h"
#include "text/error_text.h"
#include "text/format.h"
#include "text/state_text.h"
#include <QDateTime>
#include <QPalette>
#include <QTest>
#include <QTranslator>
#include <set>

using namespace taper;
using models::LimitScale;

class TestTexts : public QObject
{
    Q_OBJECT

    static std::vector<ErrorCode> allCodes()
    {
        std::vector<ErrorCode> codes;
        for (int code = 0; code <= static_cast<int>(ErrorCode::System); ++code)
            codes.push_back(static_cast<ErrorCode>(code));
        return codes;
    }
    static Error madeUp(ErrorCode code) { return fail(code, "do it", "web", "because").value(); }

private slots:
    void init() { QLocale::setDefault(QLocale::c()); }

    void everyErrorIsASentenceWithAWayOut()
    {
        std::set<QString> sentences;
        for (ErrorCode code : allCodes()) {
            const QString sentence = text::errorSentence(madeUp(code)), way = text::errorWayOut(madeUp(code));
            QVERIFY2(sentence.endsWith(QLatin1Char('.')), errorCodeName(code).data());
            QVERIFY2(way.endsWith(QLatin1Char('.')), errorCodeName(code).data());
            QVERIFY2(!sentence.contains(QLatin1Char('%')), errorCodeName(code).data());
            QVERIFY2(sentences.insert(sentence).second, errorCodeName(code).data()); // no two read the same
        }
    }

    void everyErrorIsTranslated()
    {
        std::vector<QString> english;
        for (ErrorCode code : allCodes())
            english.push_back(text::errorSentence(madeUp(code)) + text::errorWayOut(madeUp(code)));
        QTranslator spanish;
        QVERIFY(spanish.load(QStringLiteral(":/i18n/taper_es.qm")));
        QCoreApplication::installTranslator(&spanish);
        for (std::size_t i = 0; i < english.size(); ++i) {
            const Error error = madeUp(allCodes()[i]);
            QVERIFY2(text::errorSentence(error) + text::errorWayOut(error) != english[i],
                     qPrintable(english[i]));
        }
        QCoreApplication::removeTranslator(&spanish);
    }

    void failureNamesTheStep()
    {
        const QString text =
            text::failureText("web", "overlay", "storage.no_space", "No space left on device");
        QVERIFY(text.contains(QStringLiteral("web")));
        QVERIFY(text.contains(QStringLiteral("overlay")));
        QVERIFY(text.contains(text::errorWayOut(madeUp(ErrorCode::StorageNoSpace))));
    }

    void sizes_data()
    {
        QTest::addColumn<quint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << quint64(0) << QStringLiteral("0 bytes");
        QTest::newRow("whole") << (quint64(512) << 20) << QStringLiteral("512 MiB");
        QTest::newRow("tenths") << (quint64(3) << 29) << QStringLiteral("1.5 GiB");
        QTest::newRow("hundreds") << quint64(212.4 * (1 << 20)) << QStringLiteral("212 MiB");
        QTest::newRow("huge") << quint64(UINT64_MAX) << QStringLiteral("8192 PiB");
    }
    void sizes()
    {
        QFETCH(quint64, bytes);
        if (bytes == UINT64_MAX) {
            QVERIFY(!text::bytes(bytes).startsWith(QLatin1Char('-')));
            return;
        }
        QTEST(text::bytes(bytes), "text");
    }

    void sizesFollowTheLocale()
    {
        QLocale::setDefault(QLocale(QLocale::Spanish, QLocale::Spain));
        QCOMPARE(text::bytes(quint64(3) << 29), QStringLiteral("1,5 GiB"));
        QCOMPARE(text::percent(12.34), QStringLiteral("12,3 %"));
    }

    void durations()
    {
        QCOMPARE(text::duration(45), QStringLiteral("45 s"));
        QCOMPARE(text::duration(2 * 3600 + 300), QStringLiteral("2 h 5 min"));
        QCOMPARE(text::duration(3 * 86400 + 4 * 3600), QStringLiteral("3 d 4 h"));
        QCOMPARE(text::duration(-5), QStringLiteral("0 s")); // clocks may differ
    }

    void timesAreReadWhereverTheyCome()
    {
        QVERIFY(text::secondsSince("2026-01-01T00:00:00Z").has_value());
        QVERIFY(text::secondsSince("2026-01-01T00:00:00.123456Z").has_value());
        QVERIFY(!text::secondsSince("yesterday").has_value());
        QCOMPARE(text::dateTime("yesterday"), QStringLiteral("yesterday"));
    }

    void everyLookIsReadableOnBothGrounds()
    {
        for (QColor ground : {QColor(Qt::white), QColor(0x1b, 0x1e, 0x21)}) {
            QPalette palette;
            palette.setColor(QPalette::Base, ground);
            std::set<QString> colours;
            for (auto look : {text::Look::Running, text::Look::Frozen, text::Look::Stopped,
                              text::Look::Failed, text::Look::OnTheWay}) {
                const QColor colour = text::lookColor(look, palette);
                QVERIFY(std::abs(colour.lightness() - ground.lightness()) > 60);
                QVERIFY(colours.insert(colour.name()).second);
            }
        }
    }

    void everyLookHasAShapeOfItsOwn()
    {
        std::set<QByteArray> shapes;
        for (auto look : {text::Look::Running, text::Look::Frozen, text::Look::Stopped, text::Look::Failed,
                          text::Look::OnTheWay}) {
            const QImage alpha =
                text::lookIcon(look).pixmap(32, 32).toImage().convertToFormat(QImage::Format_Alpha8);
            QVERIFY(
                shapes.insert(QByteArray(reinterpret_cast<const char *>(alpha.bits()), alpha.sizeInBytes()))
                    .second);
        }
    }

    void sliderPositionsGoThereAndBack_data()
    {
        QTest::addColumn<bool>("memory");
        QTest::newRow("memory") << true;
        QTest::newRow("weight") << false;
    }
    void sliderPositionsGoThereAndBack()
    {
        QFETCH(bool, memory);
        const LimitScale scale = memory ? LimitScale::memory(24ull << 30) : LimitScale::cpuWeight();
        QVERIFY(!scale.valueAt(scale.maximumPosition()).has_value());
        QCOMPARE(scale.positionOf(std::nullopt), scale.maximumPosition());
        QCOMPARE(*scale.valueAt(0), std::uint64_t(memory ? 16u << 20 : 1u));
        QCOMPARE(*scale.valueAt(scale.maximumPosition() - 1), std::uint64_t(memory ? 24ull << 30 : 10000ull));
        std::uint64_t last = 0;
        for (int position = 0; position < scale.maximumPosition(); ++position) {
            const auto value = *scale.valueAt(position);
            QVERIFY(value >= last);
            QVERIFY(std::abs(scale.positionOf(value) - position) <=
                    (memory ? 4 : 25)); // small weights share positions
            last = value;
            const auto typed = scale.parse(scale.commandText(value));
            QVERIFY(typed.has_value());
            QCOMPARE(*typed, LimitScale::Value(value)); // what the command says is what is meant
        }
    }

    void typedLimits()
    {
        const LimitScale memory = LimitScale::memory(24ull << 30), weight = LimitScale::cpuWeight();
        QCOMPARE(*memory.parse(QStringLiteral("512M")), LimitScale::Value(512ull << 20));
        QCOMPARE(*memory.parse(QStringLiteral(" 1.5 GiB ")), LimitScale::Value(3ull << 29));
        QCOMPARE(*memory.parse(QStringLiteral("none")), LimitScale::Value());
        QCOMPARE(*memory.parse(memory.text(std::nullopt)), LimitScale::Value());
        QCOMPARE(*weight.parse(weight.text(std::nullopt)), LimitScale::Value());
        QCOMPARE(*weight.parse(QStringLiteral("200")), LimitScale::Value(200ull));
        QVERIFY(!memory.parse(QStringLiteral("much")));
        QVERIFY(!memory.parse(QStringLiteral("1k")));
        QVERIFY(!weight.parse(QStringLiteral("0")));
        QVERIFY(!weight.parse(QStringLiteral("10001")));
        QLocale::setDefault(QLocale(QLocale::Spanish, QLocale::Spain));
        QCOMPARE(*memory.parse(memory.text(3ull << 29)), LimitScale::Value(3ull << 29)); // "1,5 GiB"
    }
};

QTEST_MAIN(TestTexts)
#include "tst_texts.moc"
