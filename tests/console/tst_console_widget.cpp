// SPDX-License-Identifier: GPL-3.0-or-later
// The console as a widget: feeding in turns, keys, mouse, selection, search, size, accessibility.
#include "console/console_palette.h"
#include "console/console_widget.h"
#include "console/search_bar.h"
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTimer>
#include <QtTest>

using namespace taper;
using namespace Qt::StringLiterals;

class TestConsoleWidget : public QObject
{
    Q_OBJECT

    std::unique_ptr<ConsoleWidget> m_console;

    QPoint middleOf(int row, int column) const { return m_console->cellRectangle(row, column).center(); }
    QPoint leftOf(int row, int column) const
    {
        const QRect cell = m_console->cellRectangle(row, column);
        return {cell.left() + 1, cell.center().y()};
    }
    QByteArray typedBy(const std::function<void()> &action)
    {
        QSignalSpy spy(m_console.get(), &ConsoleWidget::bytesTyped);
        action();
        QByteArray bytes;
        for (const auto &call : spy)
            bytes += call.at(0).toByteArray();
        return bytes;
    }
    void dragOver(QPoint from, QPoint to)
    {
        QTest::mousePress(m_console->viewport(), Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, m_console->viewport()->mapToGlobal(to), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(m_console->viewport(), &move);
        QTest::mouseRelease(m_console->viewport(), Qt::LeftButton, {}, to);
    }

private slots:
    void init()
    {
        m_console = std::make_unique<ConsoleWidget>();
        m_console->resize(m_console->sizeHint());
        m_console->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_console.get()));
        m_console->activateWindow();
        m_console->setFocus();
        QTRY_VERIFY(m_console->hasFocus());
    }
    void cleanup() { m_console.reset(); }

    void sizeHintIs80By24()
    {
        QCOMPARE(m_console->columns(), 80);
        QCOMPARE(m_console->rows(), 24);
    }

    void largeFeedComesInTurns()
    {
        QByteArray bytes;
        for (int i = 0; bytes.size() < 20'000'000; ++i)
            bytes += "\x1b[3" + QByteArray::number(i % 8) + "mline " + QByteArray::number(i) +
                     " of a big file, plain text\r\n";
        bytes += "\x1b[0mthe end";
        QSignalSpy drained(m_console.get(), &ConsoleWidget::queueDrained);
        int turns = 0;
        qsizetype last = bytes.size(), largest = 0;
        QTimer ticker; // one tick per turn of the loop
        connect(&ticker, &QTimer::timeout, this, [&] {
            ++turns;
            largest = std::max(largest, last - m_console->queued());
            last = m_console->queued();
        });
        ticker.start(0);
        m_console->feed(bytes);
        QVERIFY(m_console->queued() > 19'000'000);
        QVERIFY(drained.wait(60'000));
        QCOMPARE(m_console->queued(), 0);
        QVERIFY2(turns > 100, QByteArray::number(turns));
        QVERIFY2(largest <= 3 * 64 * 1024, QByteArray::number(largest));
        QVERIFY(m_console->screenText().endsWith(u"the end"_s));
        QCOMPARE(m_console->terminal().scrollback().size(), 10'000);
    }

    void orderIsKept()
    {
        QSignalSpy drained(m_console.get(), &ConsoleWidget::queueDrained);
        m_console->feed("a");
        m_console->feed(QByteArray(100'000, '\0') + "b");
        m_console->feed("c");
        QVERIFY(drained.count() > 0 || drained.wait());
        QCOMPARE(m_console->screenText(), u"abc"_s);
    }

    void smallFeedIsShownAtOnce()
    {
        m_console->feed("login: ");
        QCOMPARE(m_console->screenText(), u"login:"_s);
    }

    void resetDropsTheQueue()
    {
        m_console->feed(QByteArray("old\r\n").repeated(50'000));
        m_console->reset();
        m_console->feed("new");
        QCOMPARE(m_console->queued(), 0);
        QTest::qWait(0);
        QCOMPARE(m_console->screenText(), u"new"_s);
    }

    void keysBecomeBytes()
    {
        QCOMPARE(typedBy([&] {
                     QTest::keyClicks(m_console.get(), u"ls"_s);
                     QTest::keyClick(m_console.get(), Qt::Key_Return);
                 }),
                 QByteArray("ls\r"));
        QCOMPARE(typedBy([&] { QTest::keyClick(m_console.get(), Qt::Key_C, Qt::ControlModifier); }),
                 QByteArray("\x03"));
        QCOMPARE(typedBy([&] { QTest::keyClick(m_console.get(), Qt::Key_Tab); }), QByteArray("\t"));
        QVERIFY(m_console->hasFocus());
        QCOMPARE(typedBy([&] { QTest::keyClick(m_console.get(), Qt::Key_F5); }), QByteArray("\x1b[15~"));
    }

    void windowShortcutsStayTheWindows()
    {
        for (const auto &[key, modifiers] : {std::pair{Qt::Key_F, Qt::KeyboardModifiers(Qt::AltModifier)},
                                             {Qt::Key_Q, Qt::ControlModifier}}) {
            QKeyEvent event(QEvent::ShortcutOverride, key, modifiers);
            event.ignore();
            QApplication::sendEvent(m_console.get(), &event);
            QVERIFY(event.isAccepted());
        }
        QKeyEvent event(QEvent::ShortcutOverride, Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        event.ignore();
        QApplication::sendEvent(m_console.get(), &event);
        QVERIFY(!event.isAccepted());
    }

    void inputMethodCommits()
    {
        QCOMPARE(typedBy([&] {
                     QInputMethodEvent event(u"に"_s, {});
                     QApplication::sendEvent(m_console.get(), &event);
                     QInputMethodEvent commit;
                     commit.setCommitString(u"日本"_s);
                     QApplication::sendEvent(m_console.get(), &commit);
                 }),
                 u"日本"_s.toUtf8());
    }

    void pasteBracketedAndStripped()
    {
        QCOMPARE(typedBy([&] { m_console->pasteText(u"a\nb"_s); }), QByteArray("a\rb"));
        m_console->feed("\x1b[?2004h");
        QCOMPARE(typedBy([&] { m_console->pasteText(u"rm\x1b[201~\n"_s); }),
                 QByteArray("\x1b[200~rm[201~\r\x1b[201~"));
        QGuiApplication::clipboard()->setText(u"from the clipboard"_s);
        QVERIFY(typedBy([&] {
                    QTest::keyClick(m_console.get(), Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
                }).contains("from the clipboard"));
    }

    void guestCannotTouchTheClipboard()
    {
        QGuiApplication::clipboard()->setText(u"mine"_s);
        QCOMPARE(typedBy([&] { m_console->feed("\x1b]52;c;ZXZpbA==\x07\x1b]52;c;?\x07"); }), QByteArray());
        QCOMPARE(QGuiApplication::clipboard()->text(), u"mine"_s);
    }

    void selectWithMouse()
    {
        m_console->feed("hello brave world\r\nsecond line");
        dragOver(leftOf(0, 6), leftOf(0, 11));
        QCOMPARE(m_console->selectedText(), u"brave"_s);
        QTest::keyClick(m_console.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"brave"_s);
        QTest::mouseDClick(m_console->viewport(), Qt::LeftButton, {}, middleOf(0, 14));
        QCOMPARE(m_console->selectedText(), u"world"_s);
        QTest::mouseClick(m_console->viewport(), Qt::LeftButton, {}, middleOf(0, 14)); // the third click
        QCOMPARE(m_console->selectedText(), u"hello brave world"_s);
        m_console->selectAll();
        QCOMPARE(m_console->selectedText().trimmed(), u"hello brave world\nsecond line"_s);
    }

    void selectionStaysWithItsTextAndGoesWhenOverwritten()
    {
        m_console->feed("keep me\r\n");
        dragOver(leftOf(0, 0), leftOf(0, 4));
        for (int i = 0; i < 30; ++i)
            m_console->feed("more\r\n");
        QTest::qWait(50);
        QCOMPARE(m_console->selectedText(), u"keep"_s);
        m_console->feed("\x1b[2J\x1b[Hvictim");
        dragOver(leftOf(0, 0), leftOf(0, 6));
        QCOMPARE(m_console->selectedText(), u"victim"_s);
        m_console->feed("\x1b[Hxxxxxx");
        QTRY_VERIFY(!m_console->hasSelection());
    }

    void mouseReports()
    {
        QCOMPARE(
            typedBy([&] { QTest::mouseClick(m_console->viewport(), Qt::LeftButton, {}, middleOf(2, 3)); }),
            QByteArray());
        m_console->feed("\x1b[?1000h\x1b[?1006h");
        QCOMPARE(
            typedBy([&] { QTest::mouseClick(m_console->viewport(), Qt::LeftButton, {}, middleOf(2, 3)); }),
            QByteArray("\x1b[<0;4;3M\x1b[<0;4;3m"));
        QCOMPARE(typedBy([&] {
                     QTest::mouseClick(m_console->viewport(), Qt::LeftButton, Qt::ShiftModifier,
                                       middleOf(2, 3));
                 }),
                 QByteArray());
    }

    void wheelScrollsAndTypingReturns()
    {
        for (int i = 0; i < 100; ++i)
            m_console->feed("line " + QByteArray::number(i) + "\r\n");
        QTRY_COMPARE(m_console->verticalScrollBar()->maximum(), 77);
        QCOMPARE(m_console->verticalScrollBar()->value(), 77);
        QWheelEvent wheel(middleOf(5, 5), m_console->viewport()->mapToGlobal(middleOf(5, 5)), {}, {0, 240},
                          {}, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_console->viewport(), &wheel);
        QCOMPARE(m_console->verticalScrollBar()->value(), 71);
        m_console->feed("more\r\nmore\r\n"); // what one reads does not move
        QTRY_COMPARE(m_console->verticalScrollBar()->maximum(), 79);
        QCOMPARE(m_console->verticalScrollBar()->value(), 71);
        QTest::keyClick(m_console.get(), Qt::Key_X);
        QCOMPARE(m_console->verticalScrollBar()->value(), 79);
        m_console->feed("\x1b[?1049h"); // a pager gets arrows
        QCOMPARE(typedBy([&] { QApplication::sendEvent(m_console->viewport(), &wheel); }),
                 QByteArray("\x1b[A").repeated(6));
    }

    void searchFindsInScrollback()
    {
        m_console->feed("needle one\r\n");
        for (int i = 0; i < 200; ++i)
            m_console->feed("hay " + QByteArray::number(i) + "\r\n");
        m_console->feed(u"日 Needle two\r\n"_s.toUtf8());
        QVERIFY(m_console->findPrevious(u"needle"_s));
        QCOMPARE(m_console->selectedText(), u"Needle"_s);
        QVERIFY(m_console->findPrevious(u"needle"_s));
        QCOMPARE(m_console->selectedText(), u"needle"_s);
        QCOMPARE(m_console->verticalScrollBar()->value(), 0);
        QVERIFY(m_console->findNext(u"needle"_s));
        QCOMPARE(m_console->selectedText(), u"Needle"_s);
        QVERIFY(!m_console->findNext(u"absent"_s));
    }

    void searchBarOpensAndCloses()
    {
        m_console->feed("abc\r\n");
        QTest::keyClick(m_console.get(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        auto *bar = m_console->findChild<SearchBar *>();
        QVERIFY(bar && bar->isVisible());
        auto *edit = bar->findChild<QLineEdit *>();
        QTRY_VERIFY(edit->hasFocus());
        QCOMPARE(typedBy([&] { QTest::keyClicks(edit, u"abc"_s); }), QByteArray());
        QCOMPARE(m_console->selectedText(), u"abc"_s);
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!bar->isVisible() && m_console->hasFocus());
    }

    void resizeTellsOnceAndKeepsText()
    {
        m_console->feed("some text\r\n$ ");
        QSignalSpy spy(m_console.get(), &ConsoleWidget::sizeChanged);
        for (int i = 0; i < 10; ++i)
            m_console->resize(m_console->width() - 10, m_console->height() - 10);
        QTRY_VERIFY(spy.count() >= 1);
        QCOMPARE(spy.last().at(0).toInt(), m_console->rows());
        QCOMPARE(spy.last().at(1).toInt(), m_console->columns());
        QVERIFY(spy.count() <= 3);
        QVERIFY(m_console->columns() < 80);
        QCOMPARE(m_console->screenText(), u"some text\n$"_s);
    }

    void paintsColors()
    {
        m_console->feed("\x1b[48;2;200;10;20m  \x1b[0m");
        QTest::qWait(50);
        const QImage image = m_console->viewport()->grab().toImage();
        QCOMPARE(image.pixel(middleOf(0, 0)), qRgb(200, 10, 20));
        QCOMPARE(image.pixel(middleOf(0, 5)), console_palette::background());
    }

    void frames()
    {
        struct Counter : QObject
        {
            int paints = 0;
            bool eventFilter(QObject *, QEvent *event) override
            {
                return paints += event->type() == QEvent::Paint, false;
            }
        } counter;
        m_console->viewport()->installEventFilter(&counter);
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < 500) {
            m_console->feed("x\r\n");
            QCoreApplication::processEvents();
        }
        QVERIFY2(counter.paints <= 500 / 16 + 4, QByteArray::number(counter.paints));
        QVERIFY2(counter.paints >= 10, QByteArray::number(counter.paints));
    }

    void bellIsSeenAndGoesAgain()
    {
        const auto border = [this] { return m_console->viewport()->grab().toImage().pixel(0, 100); };
        const QRgb before = border();
        m_console->feed("\a");
        QVERIFY(border() != before);
        QTRY_COMPARE(border(), before);
        m_console->feed(QByteArray("\a").repeated(1000)); // too soon after the first: no flicker
        QCOMPARE(border(), before);
    }

    void cursorIsHollowWithoutFocus()
    {
        m_console->feed("\x1b[2 q");
        const auto inside = [this] { return m_console->viewport()->grab().toImage().pixel(middleOf(0, 0)); };
        QCOMPARE(inside(), console_palette::cursor());
        m_console->clearFocus();
        QCOMPARE(inside(), console_palette::background());
        const QRect cell = m_console->cellRectangle(0, 0);
        QCOMPARE(m_console->viewport()->grab().toImage().pixel(cell.topLeft()), console_palette::cursor());
    }

    void accessible()
    {
        m_console->feed("login: root\r\n# ");
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(m_console.get());
        QVERIFY(interface);
        QCOMPARE(interface->role(), QAccessible::Terminal);
        QCOMPARE(interface->text(QAccessible::Name), u"Console"_s);
        QAccessibleTextInterface *text = interface->textInterface();
        QVERIFY(text);
        QCOMPARE(text->text(0, text->characterCount()), u"login: root\n#"_s);
        m_console->setAccessibleName(u"Console of web"_s);
        QCOMPARE(interface->text(QAccessible::Name), u"Console of web"_s);
    }
};

QTEST_MAIN(TestConsoleWidget)
#include "tst_console_widget.moc"
