// SPDX-License-Identifier: GPL-3.0-or-later
// The console of a container: a terminal that is fed the guest's bytes and gives back the user's keys.
// Runs in: the window. At most 64 KiB are parsed per turn of the event loop and at most 60 frames a second
// painted, so keys stay quick while a flood comes in; idle it does nothing. Who feeds it should stop reading
// while queued() is large and go on at queueDrained().
#pragma once
#include "console/console_painter.h"
#include "console/selection.h"
#include "console/terminal.h"
#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QElapsedTimer>
#include <deque>

namespace taper {

class SearchBar;

class ConsoleWidget : public QAbstractScrollArea
{
    Q_OBJECT
    Q_PROPERTY(int rows READ rows NOTIFY sizeChanged)
    Q_PROPERTY(int columns READ columns NOTIFY sizeChanged)

public:
    explicit ConsoleWidget(QWidget *parent = nullptr);
    ~ConsoleWidget() override;

    /// Bytes of the guest, any size; shown in order, later when there are many.
    void feed(const QByteArray &bytes);
    qsizetype queued() const { return m_queued; } ///< bytes not parsed yet

    int rows() const { return m_terminal.size().rows; }
    int columns() const { return m_terminal.size().columns; }
    /// What is on the screen (not the scroll-back): lines without spaces at their ends.
    QString screenText() const { return m_terminal.screenText(); }
    QString selectedText() const;
    bool hasSelection() const { return !m_selection.isEmpty(); }

    /// For the accessibility interface and tests.
    const Terminal &terminal() const { return m_terminal; }
    QRect cellRectangle(int row, int column) const; ///< of the screen, in viewport coordinates
    const QFont &consoleFont() const { return m_painter.font().font(); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;

public slots:
    /// Empties screen and scroll-back; modes that a running program set stay.
    void clearScreen();
    /// As new, for another session: also drops what is queued and all modes.
    void reset();
    void copy();                         ///< the selection to the clipboard (Ctrl+Shift+C)
    void paste();                        ///< the clipboard to the guest (Ctrl+Shift+V)
    void pasteText(const QString &text); ///< control characters but tab and newline are left out
    void selectAll();
    void openSearch(); ///< Ctrl+Shift+F
    bool findNext(const QString &text);
    bool findPrevious(const QString &text);
    void zoom(int steps);                   ///< font size; 0 = back to the first
    void setConsoleFont(const QFont &font); ///< the first from now on

signals:
    void bytesTyped(const QByteArray &bytes); ///< to the guest
    void sizeChanged(int rows, int columns);  ///< at most every 40 ms while resizing
    void queueDrained();                      ///< everything fed has been parsed
    void selectionChanged();

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    // console_widget.cpp: feeding, geometry, frames
    void parse(const char *bytes, qsizetype length);
    void parseQueue();
    void afterTerminalChange();
    void requestFrame();
    void flushFrame();
    void flushOutput();
    void applyFont(const QFont &font);
    void fitToViewport();
    void syncScrollBar();
    qint64 topLine() const;
    void scrollToBottom();
    void showLine(qint64 line);
    void restartBlink();
    void updateCursor();
    void ringBell();
    void tellAccessibility();
    void paintCursor(QPainter &painter, const QRect &exposed);
    void paintPreedit(QPainter &painter);
    RowOverlay overlayFor(qint64 line, const TerminalRow &row) const;
    void updateLines(qint64 first, qint64 last);
    void placeSearchBar();

    // console_input.cpp
    bool handleOwnKey(QKeyEvent *event);
    void typed();

    // console_mouse.cpp
    TextPosition positionAt(const QPoint &point) const;
    QPoint screenCellAt(const QPoint &point) const;
    bool mouseGoesToGuest(Qt::KeyboardModifiers modifiers) const;
    void extendSelection(const QPoint &point);
    void startSelection(const TextPosition &at, Selection::Unit unit);
    void setSelection(const Selection &selection);
    void dropStaleSelection(qint64 firstDamaged, qint64 lastDamaged);
    bool sendWheelToGuest(QWheelEvent *event);
    void publishPrimary();

    // console_search.cpp
    bool find(const QString &text, bool forward);
    void closeSearch();

    Terminal m_terminal;
    ConsolePainter m_painter;
    std::deque<QByteArray> m_queue;
    qsizetype m_queueOffset = 0; ///< already parsed bytes of the first one
    qsizetype m_queued = 0;
    qsizetype m_parsedThisTurn = 0;

    QBasicTimer m_turnTimer;  ///< 0 ms: the next turn of the loop
    QBasicTimer m_frameTimer; ///< the 60 Hz cap
    QBasicTimer m_blinkTimer; ///< runs only focused, visible, and for a while after the last change
    QBasicTimer m_bellTimer;
    QBasicTimer m_sizeTimer;
    QBasicTimer m_autoScrollTimer;
    QElapsedTimer m_lastFrame;
    QElapsedTimer m_lastActivity;
    QElapsedTimer m_lastBell;

    Selection m_selection;
    QString m_selectionSnapshot; ///< its text, to notice that the guest wrote over it
    bool m_selecting = false;
    QPoint m_selectPoint;
    QElapsedTimer m_doubleClick;
    QPoint m_doubleClickPoint;
    int m_guestButtons = 0; ///< pressed ones the guest knows of
    int m_wheelRest = 0;

    QFont m_firstFont;
    bool m_blinkOn = true;
    bool m_bellOn = false;
    bool m_followBottom = true;
    bool m_syncingScrollBar = false;
    qint64 m_topLine = 0;        ///< when not following the bottom
    qint64 m_lastScreenLine = 0; ///< at the last frame
    Terminal::Size m_announced;
    qint64 m_seenDropped = 0;
    QString m_preedit;
    QString m_needle;
    SearchBar *m_searchBar = nullptr;
    QString m_accessibleText; ///< what screen readers were told last
    QElapsedTimer m_lastAccessibleUpdate;
    QBasicTimer m_accessibleTimer;
};

} // namespace taper
