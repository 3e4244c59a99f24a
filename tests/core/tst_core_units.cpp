// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/units.h"

#include <QtTest>

using namespace taper;

class TestUnits : public QObject
{
    Q_OBJECT

private slots:
    void parse_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qulonglong>("bytes");
        const auto row = [](const char *text, qulonglong bytes) {
            QTest::newRow(text) << QByteArray(text) << bytes;
        };
        row("0", 0);
        row("1073741824", 1073741824);
        row("512M", 512ull << 20);
        row("512m", 512ull << 20);
        row("512 MiB", 512ull << 20);
        row("512MB", 512ull << 20);
        row("64k", 64ull << 10);
        row("1.5GiB", 1536ull << 20);
        row("2T", 2ull << 40);
        row("7b", 7);
    }
    void parse()
    {
        QFETCH(QByteArray, text);
        QFETCH(qulonglong, bytes);
        const auto parsed = parseBytes(text.toStdString());
        QVERIFY(parsed.has_value());
        QCOMPARE(qulonglong(*parsed), bytes);
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"", " ", "M", "-1", "-1M", "1X", "1MM", "1MiBs", "1,5G", "nan", "inf",
                                 "0x10", "1e3", "9223372036854775808", "99999999999T", "1M\n", "none"})
            QTest::newRow(*text ? text : "empty") << QByteArray(text);
    }
    void refused()
    {
        QFETCH(QByteArray, text);
        const auto parsed = parseBytes(text.toStdString());
        QVERIFY2(!parsed, "was read as a size");
        QCOMPARE(parsed.error().code, ErrorCode::InvalidArgument);
        QVERIFY(!parsed.error().hint.empty());
    }

    void format_data()
    {
        QTest::addColumn<qulonglong>("bytes");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](qulonglong bytes, const char *text) {
            QTest::newRow(text) << bytes << QByteArray(text);
        };
        row(0, "0 B");
        row(1023, "1023 B");
        row(1024, "1 KiB");
        row(512ull << 20, "512 MiB");
        row(1536ull << 20, "1.5 GiB");
        row((1ull << 20) + 1, "1 MiB");
    }
    void format()
    {
        QFETCH(qulonglong, bytes);
        QFETCH(QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(formatBytes(bytes)), text);
    }

    void whatIsPrintedCanBeTyped()
    {
        for (const std::uint64_t bytes : {0ull, 5ull, 4096ull, 64ull << 20, 3ull << 30})
            QCOMPARE(*parseBytes(formatBytes(bytes)), bytes);
    }
};

QTEST_GUILESS_MAIN(TestUnits)
#include "tst_core_units.moc"
