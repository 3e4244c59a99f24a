// SPDX-License-Identifier: GPL-3.0-or-later
// Keys, input methods, focus and paste of the console. Everything but a few shortcuts belongs to the guest.
#include "console/console_palette.h"
#include "console/console_widget.h"
#include "console/key_bytes.h"
#include <QClipboard>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QScrollBar>

namespace taper {

namespace {

constexpr auto shortcutModifiers = Qt::ControlModifier | Qt::ShiftModifier;
constexpr auto allModifiers = Qt::ControlModifier | Qt::ShiftModifier | Qt::AltModifier | Qt::MetaModifier;

bool isLetter(int key)
{
    return key >= Qt::Key_A && key <= Qt::Key_Z;
}

/// The window's own shortcuts: Ctrl+Shift+letter but ours, anything with the Windows key, Ctrl+Tab.
bool belongsToWindow(const QKeyEvent &event)
{
    const auto modifiers = event.modifiers() & allModifiers;
    if (modifiers.testFlag(Qt::MetaModifier))
        return true;
    if (modifiers.testFlag(Qt::ControlModifier) &&
        (event.key() == Qt::Key_Tab || event.key() == Qt::Key_Backtab))
        return true;
    const QList<int> ours{Qt::Key_C, Qt::Key_V, Qt::Key_F, Qt::Key_A};
    return modifiers == shortcutModifiers && isLetter(event.key()) && !ours.contains(event.key());
}

} // namespace

bool ConsoleWidget::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && !belongsToWindow(*static_cast<QKeyEvent *>(event))) {
        event->accept(); // else Ctrl+C, Alt+letter, F10 … would be the window's
        return true;
    }
    return QAbstractScrollArea::event(event);
}

bool ConsoleWidget::focusNextPrevChild(bool)
{
    return false;
} // Tab is the guest's

void ConsoleWidget::keyPressEvent(QKeyEvent *event)
{
    if (belongsToWindow(*event)) {
        if (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab) {
            // The way out of the console without a mouse.
            const bool back =
                event->key() == Qt::Key_Backtab || event->modifiers().testFlag(Qt::ShiftModifier);
            QAbstractScrollArea::focusNextPrevChild(!back);
            event->accept();
        } else {
            event->ignore();
        }
        return;
    }
    if (handleOwnKey(event))
        return;
    const KeyBytes key = keyBytes(*event);
    if (key.isEmpty()) {
        event->ignore();
        return;
    }
    if (key.vtermKey != 0)
        m_terminal.sendKey(key.vtermKey, key.modifiers);
    else
        m_terminal.sendBytes(key.bytes);
    typed();
    event->accept();
}

bool ConsoleWidget::handleOwnKey(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & allModifiers;
    QScrollBar *bar = verticalScrollBar();
    if (modifiers == shortcutModifiers) {
        switch (event->key()) {
        case Qt::Key_C:
            copy();
            return true;
        case Qt::Key_V:
            paste();
            return true;
        case Qt::Key_F:
            openSearch();
            return true;
        case Qt::Key_A:
            selectAll();
            return true;
        case Qt::Key_Up:
            bar->triggerAction(QAbstractSlider::SliderSingleStepSub);
            return true;
        case Qt::Key_Down:
            bar->triggerAction(QAbstractSlider::SliderSingleStepAdd);
            return true;
        default:
            break;
        }
    }
    if (modifiers == Qt::ShiftModifier && !m_terminal.properties().alternateScreen) {
        switch (event->key()) {
        case Qt::Key_PageUp:
            bar->triggerAction(QAbstractSlider::SliderPageStepSub);
            return true;
        case Qt::Key_PageDown:
            bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
            return true;
        case Qt::Key_Home:
            bar->triggerAction(QAbstractSlider::SliderToMinimum);
            return true;
        case Qt::Key_End:
            bar->triggerAction(QAbstractSlider::SliderToMaximum);
            return true;
        default:
            break;
        }
    }
    if (modifiers == Qt::ShiftModifier && event->key() == Qt::Key_Insert) {
        paste();
        return true;
    }
    if (modifiers.testFlag(Qt::ControlModifier) && !modifiers.testFlag(Qt::AltModifier)) {
        switch (event->key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoom(1);
            return true;
        case Qt::Key_Minus:
            zoom(-1);
            return true;
        case Qt::Key_0:
            zoom(0);
            return true;
        default:
            break;
        }
    }
    return false;
}

/// After anything for the guest: show where it will appear.
void ConsoleWidget::typed()
{
    scrollToBottom();
    m_blinkOn = true;
    flushOutput();
}

void ConsoleWidget::inputMethodEvent(QInputMethodEvent *event)
{
    m_preedit = event->preeditString();
    updateCursor();
    if (!event->commitString().isEmpty()) {
        m_terminal.sendBytes(event->commitString().toUtf8());
        typed();
    }
    event->accept();
}

QVariant ConsoleWidget::inputMethodQuery(Qt::InputMethodQuery query) const
{
    switch (query) {
    case Qt::ImEnabled:
        return true;
    case Qt::ImCursorRectangle: {
        const QRect cell = cellRectangle(m_terminal.cursor().y(), m_terminal.cursor().x());
        return QRect(viewport()->mapTo(this, cell.topLeft()), cell.size());
    }
    case Qt::ImFont:
        return consoleFont();
    default:
        return QAbstractScrollArea::inputMethodQuery(query);
    }
}

void ConsoleWidget::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    m_terminal.sendFocus(true);
    flushOutput();
    restartBlink();
    updateCursor();
}

void ConsoleWidget::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    m_terminal.sendFocus(false);
    flushOutput();
    restartBlink();
    updateCursor();
}

void ConsoleWidget::copy()
{
    const QString text = selectedText();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void ConsoleWidget::paste()
{
    pasteText(QGuiApplication::clipboard()->text());
}

void ConsoleWidget::pasteText(const QString &text)
{
    const QByteArray bytes = pasteBytes(text);
    if (bytes.isEmpty())
        return;
    m_terminal.sendPaste(bytes);
    typed();
}

} // namespace taper
