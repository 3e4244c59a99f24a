// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/console_widget.h"
#include "console/console_accessible.h"
#include "console/console_palette.h"
#include "console/search_bar.h"
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyleHints>
#include <QTimerEvent>

namespace taper {

namespace {
constexpr qsizetype turnBudget = 64 * 1024;
constexpr int frameMs = 16;
constexpr int margin = 4;
constexpr int sizeDelayMs = 40;
constexpr int bellMs = 100;
constexpr int bellPauseMs = 500; ///< a guest that rings all the time must not make the window flicker
constexpr int blinkForMs = 10'000;
constexpr int accessibleMs = 250;
} // namespace

ConsoleWidget::ConsoleWidget(QWidget *parent)
    : QAbstractScrollArea(parent),
      m_terminal({}),
      m_painter(QFontDatabase::systemFont(QFontDatabase::FixedFont))
{
    ConsoleAccessible::install();
    setAccessibleName(tr("Console"));
    setAccessibleDescription(tr("The terminal of the container. Ctrl+Tab leaves it."));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled);
    setInputMethodHints(Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(
        Qt::ScrollBarAlwaysOn); // coming and going it would change the number of columns
    setFrameShape(QFrame::NoFrame);
    setAcceptDrops(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setCursor(Qt::IBeamCursor);
    m_firstFont = m_painter.font().font();
    m_announced = m_terminal.size();
    syncScrollBar();
}

ConsoleWidget::~ConsoleWidget() = default;

void ConsoleWidget::feed(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    if (m_queue.empty() && m_parsedThisTurn + bytes.size() <= turnBudget) {
        parse(bytes.constData(), bytes.size());
        m_turnTimer.start(0, this);
        return;
    }
    m_queue.push_back(bytes);
    m_queued += bytes.size();
    if (!m_turnTimer.isActive())
        m_turnTimer.start(0, this);
}

void ConsoleWidget::parse(const char *bytes, qsizetype length)
{
    m_terminal.write(bytes, length);
    m_parsedThisTurn += length;
    afterTerminalChange();
}

/// A new turn of the event loop: what was typed and painted meanwhile has had its chance.
void ConsoleWidget::parseQueue()
{
    m_parsedThisTurn = 0;
    if (m_queue.empty()) {
        m_turnTimer.stop();
        return;
    }
    while (!m_queue.empty() && m_parsedThisTurn < turnBudget) {
        const QByteArray bytes = m_queue.front(); // a reference: bytesTyped may lead to another feed()
        const qsizetype offset = m_queueOffset;
        const qsizetype length = std::min(bytes.size() - offset, turnBudget - m_parsedThisTurn);
        m_queueOffset += length;
        m_queued -= length;
        if (m_queueOffset == bytes.size()) {
            m_queue.pop_front();
            m_queueOffset = 0;
        }
        parse(bytes.constData() + offset, length);
    }
    if (m_queue.empty())
        emit queueDrained();
}

void ConsoleWidget::afterTerminalChange()
{
    flushOutput();
    if (m_terminal.takeBell())
        ringBell();
    const bool tracking = m_terminal.properties().mouseMode == Terminal::MouseMode::Move;
    if (viewport()->hasMouseTracking() != tracking)
        viewport()->setMouseTracking(tracking);
    restartBlink();
    requestFrame();
}

void ConsoleWidget::flushOutput()
{
    const QByteArray output = m_terminal.takeOutput();
    if (!output.isEmpty())
        emit bytesTyped(output);
}

void ConsoleWidget::requestFrame()
{
    if (!isVisible() || m_frameTimer.isActive())
        return; // hidden: showEvent paints everything
    const qint64 since = m_lastFrame.isValid() ? m_lastFrame.elapsed() : frameMs;
    if (since >= frameMs)
        flushFrame();
    else
        m_frameTimer.start(int(frameMs - since), Qt::PreciseTimer, this);
}

void ConsoleWidget::flushFrame()
{
    m_frameTimer.stop();
    m_lastFrame.start();
    const Terminal::Damage damage = m_terminal.takeDamage();
    syncScrollBar();
    if (!damage.isEmpty()) {
        const qint64 screen = m_terminal.screenLine();
        const qint64 first = std::min(screen, m_lastScreenLine) + damage.first, last = screen + damage.last;
        dropStaleSelection(first, last);
        updateLines(m_followBottom ? screen + damage.first : first, last);
    }
    m_lastScreenLine = m_terminal.screenLine();
    if (QAccessible::isActive() && !m_accessibleTimer.isActive())
        m_accessibleTimer.start(accessibleMs, this);
}

void ConsoleWidget::updateLines(qint64 first, qint64 last)
{
    const qint64 top = topLine();
    first = std::max<qint64>(first - top, 0);
    last = std::min<qint64>(last - top, rows());
    if (first > last)
        return;
    const int height = m_painter.font().cell().height();
    viewport()->update(0, margin + int(first) * height, viewport()->width(), int(last - first + 1) * height);
}

void ConsoleWidget::clearScreen()
{
    m_terminal.clear();
    m_followBottom = true;
    setSelection({});
    syncScrollBar();
    viewport()->update();
    afterTerminalChange();
}

void ConsoleWidget::reset()
{
    m_queue.clear();
    m_queueOffset = 0;
    m_queued = 0;
    m_terminal.reset();
    m_followBottom = true;
    m_guestButtons = 0;
    setSelection({});
    syncScrollBar();
    viewport()->update();
    afterTerminalChange();
}

// --- geometry ---

QSize ConsoleWidget::sizeHint() const
{
    const QSize cell = m_painter.font().cell();
    return {80 * cell.width() + 2 * margin + verticalScrollBar()->sizeHint().width(),
            24 * cell.height() + 2 * margin};
}

QSize ConsoleWidget::minimumSizeHint() const
{
    const QSize cell = m_painter.font().cell();
    return {20 * cell.width() + 2 * margin, 4 * cell.height() + 2 * margin};
}

QRect ConsoleWidget::cellRectangle(int row, int column) const
{
    const QSize cell = m_painter.font().cell();
    const qint64 visibleRow = m_terminal.screenLine() + row - topLine();
    return {QPoint(margin + column * cell.width(), margin + int(visibleRow) * cell.height()), cell};
}

void ConsoleWidget::fitToViewport()
{
    const QSize cell = m_painter.font().cell();
    const QSize room = viewport()->size() - QSize(2 * margin, 2 * margin);
    m_terminal.resize({room.height() / cell.height(), room.width() / cell.width()});
    if (m_terminal.size() != m_announced && !m_sizeTimer.isActive())
        m_sizeTimer.start(sizeDelayMs, this);
    syncScrollBar();
    m_lastScreenLine = m_terminal.screenLine();
    viewport()->update();
}

void ConsoleWidget::applyFont(const QFont &font)
{
    m_painter.setFont(font);
    fitToViewport();
    updateGeometry();
}

void ConsoleWidget::setConsoleFont(const QFont &font)
{
    m_firstFont = font;
    applyFont(font);
}

void ConsoleWidget::zoom(int steps)
{
    QFont font = m_firstFont;
    if (steps != 0)
        font.setPointSizeF(std::clamp(m_painter.font().font().pointSizeF() + steps, 5.0, 48.0));
    applyFont(font);
}

void ConsoleWidget::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    fitToViewport();
    placeSearchBar();
}

void ConsoleWidget::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    syncScrollBar();
    requestFrame();
    viewport()->update();
}

void ConsoleWidget::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::ActivationChange)
        updateCursor();
}

// --- scrolling ---

qint64 ConsoleWidget::topLine() const
{
    if (m_followBottom || m_terminal.properties().alternateScreen)
        return m_terminal.screenLine();
    return std::clamp(m_topLine, m_terminal.firstLine(), m_terminal.screenLine());
}

void ConsoleWidget::syncScrollBar()
{
    m_syncingScrollBar = true;
    const bool alternate = m_terminal.properties().alternateScreen;
    const int lines = alternate ? 0 : int(m_terminal.scrollback().size());
    const qint64 top = topLine();
    if (!m_followBottom && !alternate && top != m_topLine) {
        m_topLine = top; // the oldest lines went away
        viewport()->update();
    }
    m_seenDropped = m_terminal.firstLine();
    QScrollBar *bar = verticalScrollBar();
    bar->setRange(0, lines);
    bar->setPageStep(rows());
    bar->setSingleStep(1);
    bar->setValue(alternate ? 0 : int(top - m_seenDropped));
    m_syncingScrollBar = false;
}

void ConsoleWidget::scrollContentsBy(int, int)
{
    if (m_syncingScrollBar)
        return;
    const QScrollBar *bar = verticalScrollBar();
    m_followBottom = bar->value() >= bar->maximum();
    m_topLine = m_seenDropped + bar->value();
    viewport()->update();
}

void ConsoleWidget::scrollToBottom()
{
    if (m_followBottom)
        return;
    m_followBottom = true;
    syncScrollBar();
    viewport()->update();
}

void ConsoleWidget::showLine(qint64 line)
{
    const qint64 top = topLine();
    if (line >= top && line < top + rows())
        return;
    m_topLine = std::clamp(line - rows() / 2, m_terminal.firstLine(), m_terminal.screenLine());
    m_followBottom = m_topLine >= m_terminal.screenLine();
    syncScrollBar();
    viewport()->update();
}

// --- painting ---

void ConsoleWidget::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const QRegion &region = event->region();
    const QColor ground(console_palette::background());
    for (const QRect &rect : region)
        painter.fillRect(rect, ground);
    const int height = m_painter.font().cell().height();
    const QRect bounds = region.boundingRect();
    const qint64 top = topLine();
    const int first = std::max(0, (bounds.top() - margin) / height);
    const int last = std::min(rows() - 1, (bounds.bottom() - margin) / height);
    TerminalRow row;
    for (int i = first; i <= last; ++i) {
        if (!region.intersects(QRect(0, margin + i * height, viewport()->width(), height)))
            continue;
        m_terminal.readLine(top + i, row);
        m_painter.paintRow(painter, {margin, margin + i * height}, row, overlayFor(top + i, row));
    }
    paintCursor(painter, bounds);
    if (!m_preedit.isEmpty())
        paintPreedit(painter);
    if (m_bellOn) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 4));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect());
    }
}

RowOverlay ConsoleWidget::overlayFor(qint64 line, const TerminalRow &row) const
{
    RowOverlay overlay;
    overlay.selected = m_selection.columns(line, columns());
    if (m_needle.isEmpty() || !m_searchBar || !m_searchBar->isVisible())
        return overlay;
    // Text positions are columns only where every cell is one character; else count.
    QString text;
    QList<int> columnOf;
    for (int column = 0; column < int(row.size()); ++column) {
        row[std::size_t(column)].appendText(text);
        while (columnOf.size() < text.size())
            columnOf.append(column);
    }
    columnOf.append(int(row.size()));
    for (qsizetype at = text.indexOf(m_needle, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(m_needle, at + m_needle.size(), Qt::CaseInsensitive))
        overlay.matches.append({columnOf.at(at), columnOf.at(at + m_needle.size())});
    return overlay;
}

void ConsoleWidget::paintCursor(QPainter &painter, const QRect &exposed)
{
    const Terminal::Properties &properties = m_terminal.properties();
    const QPoint cursor = m_terminal.cursor();
    QRect box = cellRectangle(cursor.y(), cursor.x());
    if (!properties.cursorVisible || !m_preedit.isEmpty() || !exposed.intersects(box) || box.top() < margin ||
        box.bottom() > viewport()->height())
        return;
    TerminalRow row;
    m_terminal.readScreenRow(cursor.y(), row);
    const TerminalCell cell = cursor.x() < int(row.size()) ? row[std::size_t(cursor.x())] : TerminalCell();
    if (cell.width == 2)
        box.setWidth(2 * box.width());
    const QColor color(console_palette::cursor());
    if (!hasFocus() || !isActiveWindow()) {
        painter.setPen(color);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(0, 0, -1, -1));
        return;
    }
    if (!m_blinkOn)
        return;
    switch (properties.cursorShape) {
    case Terminal::CursorShape::Block:
        painter.fillRect(box, color);
        m_painter.paintCell(painter, box.topLeft(), cell, console_palette::background());
        break;
    case Terminal::CursorShape::Underline:
        painter.fillRect(QRect(box.left(), box.bottom() - 1, box.width(), 2), color);
        break;
    case Terminal::CursorShape::Bar:
        painter.fillRect(QRect(box.left(), box.top(), 2, box.height()), color);
        break;
    }
}

void ConsoleWidget::paintPreedit(QPainter &painter)
{
    QFont font = m_painter.font().font();
    font.setUnderline(true);
    painter.setFont(font);
    const QRect start = cellRectangle(m_terminal.cursor().y(), m_terminal.cursor().x());
    const int width = QFontMetrics(font).horizontalAdvance(m_preedit);
    painter.fillRect(QRect(start.topLeft(), QSize(width, start.height())),
                     QColor(console_palette::selection()));
    painter.setPen(QColor(console_palette::selectionText()));
    painter.drawText(start.left(), start.top() + m_painter.font().baseline(), m_preedit);
}

// --- cursor, bell, timers ---

void ConsoleWidget::updateCursor()
{
    const qint64 line = m_terminal.screenLine() + m_terminal.cursor().y();
    updateLines(line, line);
}

/// The cursor blinks for some seconds after the last change and then stands still: an idle window must not
/// wake up.
void ConsoleWidget::restartBlink()
{
    const int flash = QGuiApplication::styleHints()->cursorFlashTime();
    if (!hasFocus() || !isVisible() || !m_terminal.properties().cursorBlinks || flash <= 0) {
        m_blinkTimer.stop();
        m_blinkOn = true;
        return;
    }
    m_lastActivity.start();
    if (!m_blinkTimer.isActive()) {
        m_blinkOn = true;
        m_blinkTimer.start(flash / 2, this);
    }
}

void ConsoleWidget::ringBell()
{
    if (!isVisible() || (m_lastBell.isValid() && m_lastBell.elapsed() < bellPauseMs))
        return;
    m_lastBell.start();
    m_bellOn = true;
    m_bellTimer.start(bellMs, this);
    viewport()->update();
}

void ConsoleWidget::timerEvent(QTimerEvent *event)
{
    const int id = event->timerId();
    if (id == m_turnTimer.timerId()) {
        parseQueue();
    } else if (id == m_frameTimer.timerId()) {
        flushFrame();
    } else if (id == m_blinkTimer.timerId()) {
        m_blinkOn = !m_blinkOn;
        if (m_lastActivity.elapsed() > blinkForMs) {
            m_blinkTimer.stop();
            m_blinkOn = true;
        }
        updateCursor();
    } else if (id == m_bellTimer.timerId()) {
        m_bellTimer.stop();
        m_bellOn = false;
        viewport()->update();
    } else if (id == m_sizeTimer.timerId()) {
        m_sizeTimer.stop();
        if (m_announced != m_terminal.size()) {
            m_announced = m_terminal.size();
            emit sizeChanged(m_announced.rows, m_announced.columns);
        }
    } else if (id == m_autoScrollTimer.timerId()) {
        extendSelection(m_selectPoint);
    } else if (id == m_accessibleTimer.timerId()) {
        m_accessibleTimer.stop();
        tellAccessibility();
    } else {
        QAbstractScrollArea::timerEvent(event);
    }
}

void ConsoleWidget::tellAccessibility()
{
    const QString now = screenText();
    if (now == m_accessibleText)
        return;
    const QString before = std::exchange(m_accessibleText, now);
    qsizetype same = 0;
    while (same < before.size() && same < now.size() && before.at(same) == now.at(same))
        ++same;
    qsizetype tail = 0;
    while (tail < before.size() - same && tail < now.size() - same &&
           before.at(before.size() - 1 - tail) == now.at(now.size() - 1 - tail))
        ++tail;
    QAccessibleTextUpdateEvent update(this, int(same), before.mid(same, before.size() - same - tail),
                                      now.mid(same, now.size() - same - tail));
    QAccessible::updateAccessibility(&update);
}

} // namespace taper
