// SPDX-License-Identifier: GPL-3.0-or-later
// The mouse in the console: the guest's where it asked for it (Shift takes it back), else selecting and
// scrolling.
#include "console/console_widget.h"
#include "console/key_bytes.h"
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDropEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <vterm.h>

namespace taper {

namespace {

constexpr int linesPerNotch = 3;
constexpr int autoScrollMs = 50;

int vtermButton(Qt::MouseButton button)
{
    switch (button) {
    case Qt::LeftButton:
        return 1;
    case Qt::MiddleButton:
        return 2;
    case Qt::RightButton:
        return 3;
    default:
        return 0;
    }
}

} // namespace

TextPosition ConsoleWidget::positionAt(const QPoint &point) const
{
    const QRect first = cellRectangle(int(topLine() - m_terminal.screenLine()), 0);
    const int row =
        std::clamp((point.y() - first.y()) / first.height() - (point.y() < first.y() ? 1 : 0), 0, rows() - 1);
    const int column = std::clamp((point.x() - first.x() + first.width() / 2) / first.width(), 0, columns());
    return {topLine() + row, column};
}

QPoint ConsoleWidget::screenCellAt(const QPoint &point) const
{
    const QRect first = cellRectangle(0, 0);
    return {std::clamp((point.x() - first.x()) / first.width(), 0, columns() - 1),
            std::clamp((point.y() - first.y()) / first.height(), 0, rows() - 1)};
}

bool ConsoleWidget::mouseGoesToGuest(Qt::KeyboardModifiers modifiers) const
{
    return m_terminal.properties().mouseMode != Terminal::MouseMode::None &&
           !modifiers.testFlag(Qt::ShiftModifier) && topLine() == m_terminal.screenLine();
}

void ConsoleWidget::mousePressEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (mouseGoesToGuest(event->modifiers())) {
        if (const int button = vtermButton(event->button())) {
            const QPoint cell = screenCellAt(point);
            m_guestButtons |= 1 << button;
            m_terminal.sendMouseMove(cell.y(), cell.x(), vtermModifiers(event->modifiers()));
            m_terminal.sendMouseButton(button, true, vtermModifiers(event->modifiers()));
            flushOutput();
        }
        return;
    }
    if (event->button() == Qt::LeftButton) {
        const bool third = m_doubleClick.isValid() &&
                           m_doubleClick.elapsed() < QApplication::doubleClickInterval() &&
                           (point - m_doubleClickPoint).manhattanLength() < QApplication::startDragDistance();
        if (third) {
            startSelection(positionAt(point), Selection::Unit::Line);
        } else if (event->modifiers().testFlag(Qt::ShiftModifier) && hasSelection()) {
            m_selecting = true;
            extendSelection(point);
        } else {
            startSelection(positionAt(point), Selection::Unit::Character);
        }
    } else if (event->button() == Qt::MiddleButton) {
        const QClipboard *clipboard = QGuiApplication::clipboard();
        pasteText(
            clipboard->text(clipboard->supportsSelection() ? QClipboard::Selection : QClipboard::Clipboard));
    }
}

void ConsoleWidget::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (mouseGoesToGuest(event->modifiers()) || event->button() != Qt::LeftButton) {
        mousePressEvent(event);
        return;
    }
    m_doubleClick.start();
    m_doubleClickPoint = event->position().toPoint();
    // The word under the pointer, not the nearest gap between cells.
    TextPosition at = positionAt(m_doubleClickPoint - QPoint(m_painter.font().cell().width() / 2, 0));
    startSelection(at, Selection::Unit::Word);
}

void ConsoleWidget::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (m_selecting) {
        extendSelection(point);
        return;
    }
    if (mouseGoesToGuest(event->modifiers()) || m_guestButtons != 0) {
        const QPoint cell = screenCellAt(point);
        m_terminal.sendMouseMove(cell.y(), cell.x(), vtermModifiers(event->modifiers()));
        flushOutput();
    }
}

void ConsoleWidget::mouseReleaseEvent(QMouseEvent *event)
{
    const int button = vtermButton(event->button());
    if (m_guestButtons & 1 << button) {
        m_guestButtons &= ~(1 << button);
        m_terminal.sendMouseButton(button, false, vtermModifiers(event->modifiers()));
        flushOutput();
        return;
    }
    if (event->button() == Qt::LeftButton && m_selecting) {
        m_selecting = false;
        m_autoScrollTimer.stop();
        publishPrimary();
    }
}

void ConsoleWidget::startSelection(const TextPosition &at, Selection::Unit unit)
{
    m_selecting = true;
    Selection selection(at, unit);
    selection.settle(m_terminal);
    setSelection(selection);
}

void ConsoleWidget::extendSelection(const QPoint &point)
{
    m_selectPoint = point;
    const int outside = point.y() < 0 ? -1 : point.y() > viewport()->height() ? 1 : 0;
    if (outside == 0) {
        m_autoScrollTimer.stop();
    } else {
        if (!m_autoScrollTimer.isActive())
            m_autoScrollTimer.start(autoScrollMs, this);
        verticalScrollBar()->setValue(verticalScrollBar()->value() + outside * 2);
    }
    Selection selection = m_selection;
    selection.extendTo(positionAt(point));
    selection.settle(m_terminal);
    setSelection(selection);
}

void ConsoleWidget::setSelection(const Selection &selection)
{
    if (selection == m_selection)
        return;
    const bool had = !m_selection.isEmpty();
    if (had)
        updateLines(m_selection.begin().line, m_selection.end().line);
    m_selection = selection;
    if (!m_selection.isEmpty())
        updateLines(m_selection.begin().line, m_selection.end().line);
    m_selectionSnapshot =
        m_selection.end().line - m_selection.begin().line < 500 ? selectedText() : QString();
    if (had || !m_selection.isEmpty())
        emit selectionChanged();
}

/// Text that the guest wrote over is no longer what was selected.
void ConsoleWidget::dropStaleSelection(qint64 firstDamaged, qint64 lastDamaged)
{
    if (m_selecting || m_selection.isEmpty() || m_selection.end().line < firstDamaged ||
        m_selection.begin().line > lastDamaged || m_selectionSnapshot.isEmpty())
        return;
    if (selectedText() != m_selectionSnapshot)
        setSelection({});
}

QString ConsoleWidget::selectedText() const
{
    return m_selection.text(m_terminal);
}

void ConsoleWidget::selectAll()
{
    setSelection(Selection::range({m_terminal.firstLine(), 0}, {m_terminal.endLine() - 1, columns()}));
    publishPrimary();
}

void ConsoleWidget::publishPrimary()
{
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (clipboard->supportsSelection() && hasSelection())
        clipboard->setText(selectedText(), QClipboard::Selection);
}

void ConsoleWidget::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        if (const int steps = event->angleDelta().y() / 120)
            zoom(steps);
        event->accept();
        return;
    }
    if (!sendWheelToGuest(event)) {
        m_wheelRest += event->angleDelta().y() * linesPerNotch;
        const int lines = m_wheelRest / 120;
        m_wheelRest -= lines * 120;
        verticalScrollBar()->setValue(verticalScrollBar()->value() - lines);
    }
    event->accept();
}

bool ConsoleWidget::sendWheelToGuest(QWheelEvent *event)
{
    const bool reported = mouseGoesToGuest(event->modifiers());
    if (!reported && !m_terminal.properties().alternateScreen)
        return false;
    m_wheelRest += event->angleDelta().y() * (reported ? 1 : linesPerNotch);
    int steps = m_wheelRest / 120;
    m_wheelRest -= steps * 120;
    const QPoint cell = screenCellAt(event->position().toPoint());
    for (; steps != 0; steps += steps > 0 ? -1 : 1) {
        if (reported) {
            m_terminal.sendMouseMove(cell.y(), cell.x(), vtermModifiers(event->modifiers()));
            m_terminal.sendMouseButton(steps > 0 ? 4 : 5, true, vtermModifiers(event->modifiers()));
        } else {
            // A pager on the alternate screen has no scroll-back of ours: arrows, as xterm's alternateScroll.
            m_terminal.sendKey(steps > 0 ? VTERM_KEY_UP : VTERM_KEY_DOWN, VTERM_MOD_NONE);
        }
    }
    flushOutput();
    return true;
}

void ConsoleWidget::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse && mouseGoesToGuest(event->modifiers()))
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Copy\tCtrl+Shift+C"), this, &ConsoleWidget::copy)->setEnabled(hasSelection());
    menu->addAction(tr("&Paste\tCtrl+Shift+V"), this, &ConsoleWidget::paste)
        ->setEnabled(!QGuiApplication::clipboard()->text().isEmpty());
    menu->addAction(tr("Select &all\tCtrl+Shift+A"), this, &ConsoleWidget::selectAll);
    menu->addSeparator();
    menu->addAction(tr("&Find…\tCtrl+Shift+F"), this, &ConsoleWidget::openSearch);
    menu->addAction(tr("C&lear"), this, &ConsoleWidget::clearScreen);
    menu->popup(event->globalPos());
}

bool ConsoleWidget::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ContextMenu) {
        contextMenuEvent(static_cast<QContextMenuEvent *>(event));
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void ConsoleWidget::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasText() && !event->mimeData()->hasUrls())
        event->acceptProposedAction(); // a host path means nothing inside
}

void ConsoleWidget::dropEvent(QDropEvent *event)
{
    pasteText(event->mimeData()->text());
    event->acceptProposedAction();
}

} // namespace taper
