// SPDX-License-Identifier: GPL-3.0-or-later
// The terminal without a window: text, colours, scroll-back, resizing, hostile bytes.
#include "console/console_palette.h"
#include "console/key_bytes.h"
#include "console/selection.h"
#include "console/terminal.h"
#include <QKeyEvent>
#include <QRandomGenerator>
#include <QtTest>
#include <cmath>

using namespace taper;
using namespace Qt::StringLiterals;

namespace {

void put(Terminal &terminal, const QByteArray &bytes)
{
    terminal.write(bytes.constData(), bytes.size());
}

TerminalCell cellAt(const Terminal &terminal, int row, int column)
{
    TerminalRow cells;
    terminal.readScreenRow(row, cells);
    return cells.at(std::size_t(column));
}

QString lineText(const Terminal &terminal, qint64 line)
{
    TerminalRow row;
    terminal.readLine(line, row);
    return rowText(row);
}

QString everything(const Terminal &terminal)
{
    QStringList lines;
    for (qint64 line = terminal.firstLine(); line < terminal.endLine(); ++line)
        lines += lineText(terminal, line);
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines.join(u'\n');
}

} // namespace

class TestTerminal : public QObject
{
    Q_OBJECT

private slots:
    void showsText()
    {
        Terminal terminal({5, 20});
        put(terminal, "one\r\n  two\r\n\xc3\xa4\xe2\x82\xac");
        QCOMPARE(terminal.screenText(), u"one\n  two\nä€"_s);
        QCOMPARE(terminal.cursor(), QPoint(2, 2));
    }

    void splitUtf8AndSequences()
    {
        Terminal terminal({3, 20});
        for (char byte : QByteArray("a\xe2\x82\xac\x1b[31mb"))
            put(terminal, QByteArray(1, byte));
        QCOMPARE(terminal.screenText(), u"a€b"_s);
        QCOMPARE(cellAt(terminal, 0, 2).style.foreground, CellColor::indexed(1));
    }

    void stylesAndColors()
    {
        Terminal terminal({3, 40});
        put(terminal,
            "\x1b[1;3;4;7;9mA\x1b[0m\x1b[38;5;208;48;2;1;2;3mB\x1b[0mC\x1b[94mD\x1b[21mE\x1b[0m\x1b[4:3mF");
        const CellStyle a = cellAt(terminal, 0, 0).style;
        QCOMPARE(a.flags, quint16(CellStyle::Bold | CellStyle::Italic | CellStyle::Underline |
                                  CellStyle::Reverse | CellStyle::Strike));
        const CellStyle b = cellAt(terminal, 0, 1).style;
        QCOMPARE(b.foreground, CellColor::indexed(208));
        QCOMPARE(b.background, CellColor::rgb(1, 2, 3));
        const CellStyle c = cellAt(terminal, 0, 2).style;
        QVERIFY(c.foreground.isDefault() && c.background.isDefault() && c.flags == 0);
        QCOMPARE(cellAt(terminal, 0, 3).style.foreground, CellColor::indexed(12));
        QCOMPARE(cellAt(terminal, 0, 4).style.flags, quint16(CellStyle::DoubleUnderline));
        QCOMPARE(cellAt(terminal, 0, 5).style.flags, quint16(CellStyle::CurlyUnderline));
    }

    void everyPairOfTheSixteenIsReadable()
    {
        const auto luminance = [](QRgb color) {
            const auto part = [](int value) {
                const double v = value / 255.0;
                return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
            };
            return 0.2126 * part(qRed(color)) + 0.7152 * part(qGreen(color)) + 0.0722 * part(qBlue(color));
        };
        for (int ground = -1; ground < 16; ++ground)
            for (int text = -1; text < 16; ++text)
                for (quint16 flags : {quint16(0), quint16(CellStyle::Reverse)}) {
                    CellStyle style;
                    style.flags = flags;
                    if (text >= 0)
                        style.foreground = CellColor::indexed(quint8(text));
                    if (ground >= 0)
                        style.background = CellColor::indexed(quint8(ground));
                    const auto pair = console_palette::resolve(style);
                    const double a = luminance(pair.foreground), b = luminance(pair.background);
                    const double contrast = (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
                    QVERIFY2(contrast >= 2,
                             qPrintable(u"%1 on %2: %3"_s.arg(text).arg(ground).arg(contrast)));
                }
    }

    void wideAndCombined()
    {
        Terminal terminal({3, 10});
        put(terminal, u"a日e\u0301x"_s.toUtf8());
        QCOMPARE(cellAt(terminal, 0, 1).width, quint8(2));
        QCOMPARE(cellAt(terminal, 0, 2).width, quint8(0));
        QCOMPARE(cellAt(terminal, 0, 3).characters[1], U'\u0301');
        QCOMPARE(terminal.screenText(), u"a日e\u0301x"_s);
        put(terminal, "\x1b[1;2H."); // over the left half
        QCOMPARE(terminal.screenText().left(3), u"a. "_s);
    }

    void scrollbackKeepsLinesAndStyles()
    {
        Terminal terminal({3, 20}, 100);
        for (int i = 0; i < 50; ++i)
            put(terminal, "\x1b[3" + QByteArray::number(i % 8) + "mline " + QByteArray::number(i) +
                              u" 日e\u0301"_s.toUtf8() + "\x1b[0m\r\n");
        QCOMPARE(terminal.scrollback().size(), 48);
        QCOMPARE(lineText(terminal, 0), u"line 0 日e\u0301"_s);
        QCOMPARE(lineText(terminal, 47), u"line 47 日e\u0301"_s);
        TerminalRow row;
        terminal.readLine(13, row);
        QCOMPARE(row.front().style.foreground, CellColor::indexed(13 % 8));
        QCOMPARE(row.at(8).width, quint8(2));
        QCOMPARE(lineText(terminal, terminal.screenLine()), u"line 48 日e\u0301"_s);
    }

    void scrollbackIsBounded()
    {
        Terminal terminal({4, 10}, 20);
        for (int i = 0; i < 100; ++i)
            put(terminal, QByteArray::number(i) + "\r\n");
        QCOMPARE(terminal.scrollback().size(), 20);
        QCOMPARE(terminal.firstLine(), 100 - 3 - 20);
        QCOMPARE(lineText(terminal, terminal.firstLine()), u"77"_s);
        QCOMPARE(terminal.screenText(), u"97\n98\n99"_s);
    }

    void alternateScreenLeavesNoTrace()
    {
        Terminal terminal({4, 20});
        put(terminal, "shell\r\n\x1b[?1049h\x1b[2J\x1b[Hfull screen\r\n\n\n\n\n");
        QVERIFY(terminal.properties().alternateScreen);
        QCOMPARE(terminal.scrollback().size(), 0);
        put(terminal, "\x1b[?1049l");
        QCOMPARE(terminal.screenText(), u"shell"_s);
        QVERIFY(!terminal.properties().alternateScreen);
    }

    void cursorShapesAndModes()
    {
        Terminal terminal({4, 20});
        put(terminal, "\x1b[3 q\x1b[?25l");
        QCOMPARE(terminal.properties().cursorShape, Terminal::CursorShape::Underline);
        QVERIFY(!terminal.properties().cursorVisible);
        put(terminal, "\x1b[6 q\x1b[?25h\x1b[?1002h");
        QCOMPARE(terminal.properties().cursorShape, Terminal::CursorShape::Bar);
        QVERIFY(!terminal.properties().cursorBlinks);
        QCOMPARE(terminal.properties().mouseMode, Terminal::MouseMode::Drag);
    }

    void narrowingAndWideningKeepsTheText()
    {
        Terminal terminal({6, 40});
        const QByteArray text = "0123456789abcdefghijklmnopqrstuvwxyz\r\nshort\r\n$ ";
        put(terminal, text);
        const QString before = terminal.screenText();
        terminal.resize({6, 12});
        QCOMPARE(everything(terminal), u"0123456789ab\ncdefghijklmn\nopqrstuvwxyz\nshort\n$"_s);
        QCOMPARE(lineText(terminal, terminal.screenLine() + terminal.cursor().y()), u"$"_s);
        terminal.resize({6, 40});
        QCOMPARE(everything(terminal), before);
        QCOMPARE(terminal.cursor(), QPoint(2, 2));
        put(terminal, "ls");
        QCOMPARE(lineText(terminal, terminal.screenLine() + 2), u"$ ls"_s);
    }

    void shorterAndTallerKeepsTheText()
    {
        Terminal terminal({10, 20});
        for (int i = 0; i < 9; ++i)
            put(terminal, "row " + QByteArray::number(i) + "\r\n");
        const QString before = everything(terminal);
        terminal.resize({3, 20});
        QCOMPARE(everything(terminal), before);
        QCOMPARE(terminal.cursor(), QPoint(0, 2));
        terminal.resize({10, 20});
        QCOMPARE(everything(terminal), before);
        QCOMPARE(terminal.cursor(), QPoint(0, 9));
    }

    void cursorAboveTextSurvivesShrinking()
    {
        // libvterm 0.1.4 leaves the cursor at a negative row here and then indexes with it.
        Terminal terminal({24, 80});
        put(terminal, "\x1b[2J");
        for (int row = 1; row <= 24; ++row)
            put(terminal, "\x1b[" + QByteArray::number(row) + ";1Hrow " + QByteArray::number(row));
        put(terminal, "\x1b[1;1H");
        terminal.resize({5, 80});
        QVERIFY(terminal.cursor().y() >= 0 && terminal.cursor().y() < 5);
        put(terminal, "x\n\n\x1b#6y\x1b[2L\x1b[M");
        QCOMPARE(terminal.size().rows, 5);
    }

    void marginsBeyondTheNewSize()
    {
        Terminal terminal({50, 100});
        put(terminal, "\x1b[40;50r\x1b[?69h\x1b[80;100s");
        terminal.resize({10, 20});
        for (int i = 0; i < 30; ++i)
            put(terminal, "text\n\x1bM\x1b[S\x1b[T\x1b[L\x1b[P\r\n");
        put(terminal, "\x1b[2J\x1b[H");
        for (int i = 0; i < 12; ++i)
            put(terminal, "\r\n" + QByteArray::number(i));
        QCOMPARE(lineText(terminal, terminal.endLine() - 1), u"11"_s);
    }

    void sizesAreClamped()
    {
        Terminal terminal({24, 80});
        terminal.resize({0, -5});
        QCOMPARE(terminal.size(), Terminal::smallest);
        put(terminal, u"ab日本\r\n"_s.toUtf8());
        terminal.resize({1 << 20, 1 << 20});
        QCOMPARE(terminal.size(), Terminal::largest);
    }

    void clearAndReset()
    {
        Terminal terminal({3, 20});
        for (int i = 0; i < 20; ++i)
            put(terminal, "line\r\n");
        put(terminal, "\x1b[?2004h");
        terminal.clear();
        QCOMPARE(terminal.screenText(), QString());
        QCOMPARE(terminal.scrollback().size(), 0);
        terminal.sendPaste("x");
        QCOMPARE(terminal.takeOutput(), QByteArray("\x1b[200~x\x1b[201~"));
        put(terminal, "\x1b[?1049h\x1b[31mred\x1b]2;half a tit"); // a session that broke off
        terminal.reset();
        put(terminal, "fresh");
        QCOMPARE(terminal.screenText(), u"fresh"_s);
        QVERIFY(cellAt(terminal, 0, 0).style.foreground.isDefault());
        terminal.sendPaste("x");
        QCOMPARE(terminal.takeOutput(), QByteArray("x"));
    }

    void answersOnlyWhatATerminalAnswers()
    {
        Terminal terminal({24, 80});
        put(terminal, "\x1b[5;7H\x1b[6n");
        QCOMPARE(terminal.takeOutput(), QByteArray("\x1b[5;7R"));
        put(terminal, "\x1b[c");
        QVERIFY(terminal.takeOutput().startsWith("\x1b[?"));
        // Titles, icon names, clipboard (read and write), colours, answerback: silence, and nothing on the
        // screen.
        put(terminal, "\x1b[H\x1b[2J\x1b]0;title\x07\x1b]2;rm -rf "
                      "/\x1b\\\x1b[21t\x1b[20t\x1b]52;c;?\x07\x1b]52;c;ZXZpbA==\x07\x05"
                      "\x1b]4;1;?\x07\x1b]10;?\x07\x1bP+q544e\x1b\\\x1b]50;?\x07\x1b[?1$p");
        const QByteArray answer = terminal.takeOutput();
        QVERIFY2(!answer.contains("title") && !answer.contains("rm") && !answer.contains("]"),
                 answer.toHex());
        QVERIFY2(!answer.contains('\r') && !answer.contains('\n'), answer.toHex());
        QCOMPARE(terminal.screenText(), QString());
    }

    void manyParametersAndRepeats()
    {
        Terminal terminal({4, 40});
        put(terminal, "\x1b[b\x1b[99999b"); // nothing to repeat: libvterm would never return
        QCOMPARE(terminal.screenText(), QString());
        put(terminal, "a-\x1b[4b\x1b[3b");
        QCOMPARE(terminal.screenText(), u"a-----"_s);
        // the first fifteen count, the rest is left out; libvterm has room for sixteen and does not look
        put(terminal, "\x1b[H\x1b[0;1;3;4;7;9;0;1;3;4;7;9;31;42;4;5;5;5;5;5;5;5;5;5;5mX");
        QCOMPARE(cellAt(terminal, 0, 0).style.foreground, CellColor::indexed(1));
        QCOMPARE(cellAt(terminal, 0, 0).style.background, CellColor::indexed(2));
    }

    void eraseScrollback()
    {
        Terminal terminal({3, 20});
        for (int i = 0; i < 20; ++i)
            put(terminal, "line\r\n");
        put(terminal, "a\r\nb\r\nc\r\nd\x1b[3Je\r\nf");
        QCOMPARE(everything(terminal), u"b\nc\nde\nf"_s);
        QCOMPARE(terminal.scrollback().size(), 1);
    }

    void linuxPaletteHasNoEnd()
    {
        Terminal terminal({3, 20});
        put(terminal, "\x1b]P1aabbccone\x1b]Rtwo");
        QCOMPARE(terminal.screenText(), u"onetwo"_s);
    }

    void answersAreCutOff()
    {
        Terminal terminal({24, 80});
        put(terminal, QByteArray("\x1b[c").repeated(20'000));
        QVERIFY(terminal.takeOutput().size() <= Terminal::answerLimit);
        put(terminal, "\x1b[6n"); // and the next ones come again
        QCOMPARE(terminal.takeOutput(), QByteArray("\x1b[1;1R"));
    }

    void hostileBytes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("endless title") << "\x1b]2;" + QByteArray(1'000'000, 'A');
        QTest::newRow("endless dcs") << "\x1bP" + QByteArray(1'000'000, 'A');
        QTest::newRow("endless csi") << "\x1b[" + QByteArray("1;").repeated(500'000) + "m";
        QTest::newRow("huge numbers")
            << QByteArray("\x1b[99999999999999999999A\x1b[2147483647;2147483647H\x1b[4294967295S"
                          "\x1b[2147483647@\x1b[2147483647P\x1b[2147483647L\x1b[2147483647X\x1b[2147483647b"
                          "\x1b[-1;-1H\x1b[38;5;99999m\x1b[38;2;999;999;999mx");
        QTest::newRow("combining flood") << "a" + QByteArray("\xcc\x81").repeated(200'000);
        QTest::newRow("broken utf-8")
            << QByteArray("\xff\xfe\xc0\x80\xed\xa0\x80\xf8\x88\x80\x80\x80\xf4\x90\x80\x80")
                   .repeated(10'000);
        QTest::newRow("nul") << QByteArray(100'000, '\0');
        QTest::newRow("wide at the edge") << "\x1b[1;80H" + QByteArray("\xe6\x97\xa5").repeated(5000);
        QTest::newRow("screen on and off") << QByteArray("\x1b[?1049h\x1b[?1049l\x1b[?47h\x1b[r\x1b"
                                                         "c")
                                                  .repeated(2000);
        QTest::newRow("bells") << QByteArray(100'000, '\a');
    }
    void hostileBytes()
    {
        QFETCH(QByteArray, bytes);
        Terminal terminal({24, 80});
        put(terminal, bytes);
        terminal.resize({10, 30});
        put(terminal, bytes.left(100'000));
        terminal.reset();
        put(terminal, "alive");
        QCOMPARE(terminal.screenText(), u"alive"_s);
    }

    void randomBytesAndSizes()
    {
        QRandomGenerator random(20261124);
        static const QByteArrayList pieces{"\x1b[",
                                           "\x1b]",
                                           "\x1bP",
                                           "\x1b#6",
                                           "\x1b"
                                           "7",
                                           "\x1b"
                                           "8",
                                           "\x1bM",
                                           "\x1b"
                                           "D",
                                           "\x1b"
                                           "E",
                                           "\x1b"
                                           "c",
                                           "?",
                                           ";",
                                           "1",
                                           "24",
                                           "80",
                                           "999",
                                           "H",
                                           "J",
                                           "K",
                                           "L",
                                           "M",
                                           "P",
                                           "@",
                                           "S",
                                           "T",
                                           "X",
                                           "m",
                                           "r",
                                           "s",
                                           "h",
                                           "l",
                                           "38;5;",
                                           "48;2;",
                                           "69",
                                           "1049",
                                           "6",
                                           "7",
                                           "\x18",
                                           "\x1b\\",
                                           "\x07",
                                           "\r\n",
                                           "\t",
                                           "\x08",
                                           "text",
                                           "\xe6\x97\xa5",
                                           "\xcc\x81",
                                           "\x0e",
                                           "\x0f",
                                           "\x1b(0",
                                           "\x1b[?69h",
                                           "\x1b[5;10s",
                                           "\x1b[3;8r",
                                           "\x1b[?6h",
                                           "\x1b[?7l",
                                           "\x1b[?1049h",
                                           "\x1b[?1049l",
                                           "\x1b#3",
                                           "\x1b[20h",
                                           "\n",
                                           "\n\n\n",
                                           "abcdefghijklmnopqrstuvwxyz"};
        const int rounds = qEnvironmentVariableIntValue("TAPER_FUZZ_ROUNDS") > 0
                               ? qEnvironmentVariableIntValue("TAPER_FUZZ_ROUNDS")
                               : 300;
        for (int round = 0; round < rounds; ++round) {
            Terminal terminal({random.bounded(1, 60), random.bounded(2, 150)}, 200);
            for (int step = 0; step < 40; ++step) {
                QByteArray bytes;
                for (int i = random.bounded(1, 200); i > 0; --i)
                    bytes += random.bounded(8) ? pieces.at(random.bounded(int(pieces.size())))
                                               : QByteArray(1, char(random.bounded(256)));
                put(terminal, bytes);
                if (random.bounded(2) == 0)
                    terminal.resize({random.bounded(1, 60), random.bounded(2, 150)});
                const QPoint cursor = terminal.cursor();
                QVERIFY2(cursor.x() >= 0 && cursor.x() < terminal.size().columns && cursor.y() >= 0 &&
                             cursor.y() < terminal.size().rows,
                         qPrintable(u"cursor %1, %2 in %3 x %4 after %5"_s.arg(cursor.x())
                                        .arg(cursor.y())
                                        .arg(terminal.size().columns)
                                        .arg(terminal.size().rows)
                                        .arg(QString::fromLatin1(bytes.right(80).toPercentEncoding()))));
                (void)terminal.screenText();
                TerminalRow row;
                for (qint64 line = terminal.firstLine(); line < terminal.endLine(); ++line)
                    terminal.readLine(line, row);
                terminal.takeOutput();
            }
        }
    }

    void selectionByCharacterWordLine()
    {
        Terminal terminal({5, 10});
        put(terminal, "cat /etc/fstab | less\r\nnext"); // wraps after ten
        const auto select = [&](Selection::Unit unit, TextPosition from, TextPosition to) {
            Selection selection(from, unit);
            selection.extendTo(to);
            selection.settle(terminal);
            return selection.text(terminal);
        };
        QCOMPARE(select(Selection::Unit::Character, {0, 4}, {0, 8}), u"/etc"_s);
        QCOMPARE(select(Selection::Unit::Character, {0, 8}, {1, 3}), u"/fstab"_s.left(5));
        QCOMPARE(select(Selection::Unit::Word, {1, 1}, {1, 1}), u"/etc/fstab"_s);
        QCOMPARE(select(Selection::Unit::Line, {1, 5}, {1, 5}), u"cat /etc/fstab | less"_s);
        QCOMPARE(select(Selection::Unit::Character, {2, 0}, {3, 4}), u"s\nnext"_s);
    }

    void keys_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("expected");
        const int control = Qt::ControlModifier, alt = Qt::AltModifier, shift = Qt::ShiftModifier;
        QTest::newRow("a") << int(Qt::Key_A) << 0 << u"a"_s << QByteArray("a");
        QTest::newRow("ä") << int(Qt::Key_Adiaeresis) << 0 << u"ä"_s << QByteArray("\xc3\xa4");
        QTest::newRow("alt+ä") << int(Qt::Key_Adiaeresis) << alt << u"ä"_s << QByteArray("\x1b\xc3\xa4");
        QTest::newRow("ctrl+c") << int(Qt::Key_C) << control << u"\x03"_s << QByteArray("\x03");
        QTest::newRow("ctrl+i") << int(Qt::Key_I) << control << QString() << QByteArray("\t");
        QTest::newRow("ctrl+[") << int(Qt::Key_BracketLeft) << control << QString() << QByteArray("\x1b");
        QTest::newRow("ctrl+space") << int(Qt::Key_Space) << control << u" "_s << QByteArray(1, '\0');
        QTest::newRow("ctrl+alt+x") << int(Qt::Key_X) << (control | alt) << u"\x18"_s
                                    << QByteArray("\x1b\x18");
        QTest::newRow("altgr+q = @") << int(Qt::Key_At) << (control | alt) << u"@"_s << QByteArray("\x1b@");
        QTest::newRow("return") << int(Qt::Key_Return) << 0 << u"\r"_s << QByteArray("\r");
        QTest::newRow("shift+return") << int(Qt::Key_Return) << shift << u"\r"_s << QByteArray("\r");
        QTest::newRow("backspace") << int(Qt::Key_Backspace) << 0 << u"\b"_s << QByteArray("\x7f");
        QTest::newRow("tab") << int(Qt::Key_Tab) << 0 << u"\t"_s << QByteArray("\t");
        QTest::newRow("shift+tab") << int(Qt::Key_Backtab) << shift << QString() << QByteArray("\x1b[Z");
        QTest::newRow("escape") << int(Qt::Key_Escape) << 0 << u"\x1b"_s << QByteArray("\x1b");
        QTest::newRow("up") << int(Qt::Key_Up) << 0 << QString() << QByteArray("\x1b[A");
        QTest::newRow("ctrl+right") << int(Qt::Key_Right) << control << QString() << QByteArray("\x1b[1;5C");
        QTest::newRow("home") << int(Qt::Key_Home) << 0 << QString() << QByteArray("\x1b[H");
        QTest::newRow("delete") << int(Qt::Key_Delete) << 0 << QString() << QByteArray("\x1b[3~");
        QTest::newRow("f1") << int(Qt::Key_F1) << 0 << QString() << QByteArray("\x1bOP");
        QTest::newRow("f12") << int(Qt::Key_F12) << 0 << QString() << QByteArray("\x1b[24~");
        QTest::newRow("shift alone") << int(Qt::Key_Shift) << shift << QString() << QByteArray();
    }
    void keys()
    {
        QFETCH(int, key);
        QFETCH(int, modifiers);
        QFETCH(QString, text);
        QFETCH(QByteArray, expected);
        Terminal terminal({24, 80});
        const QKeyEvent event(QEvent::KeyPress, key, Qt::KeyboardModifiers(modifiers), text);
        const KeyBytes bytes = keyBytes(event);
        if (bytes.vtermKey)
            terminal.sendKey(bytes.vtermKey, bytes.modifiers);
        else
            terminal.sendBytes(bytes.bytes);
        QCOMPARE(terminal.takeOutput(), expected);
    }

    void applicationCursorKeys()
    {
        Terminal terminal({24, 80});
        put(terminal, "\x1b[?1h");
        const KeyBytes up = keyBytes(QKeyEvent(QEvent::KeyPress, Qt::Key_Up, Qt::NoModifier));
        terminal.sendKey(up.vtermKey, up.modifiers);
        QCOMPARE(terminal.takeOutput(), QByteArray("\x1bOA"));
    }

    void pasteIsStripped()
    {
        QCOMPARE(pasteBytes(u"a\tb\r\nc\nd\re\x1b[201~\x03\u009b\u0085x\u007f"_s),
                 QByteArray("a\tb\rc\rd\re[201~x"));
    }
};

QTEST_APPLESS_MAIN(TestTerminal)
#include "tst_terminal.moc"
