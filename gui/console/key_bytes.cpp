// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/key_bytes.h"
#include <QKeyEvent>
#include <vterm.h>

namespace taper {

namespace {

int vtermKeyFor(int key)
{
    if (key >= Qt::Key_F1 && key <= Qt::Key_F24)
        return VTERM_KEY_FUNCTION(1 + key - Qt::Key_F1);
    switch (key) {
    case Qt::Key_Up:
        return VTERM_KEY_UP;
    case Qt::Key_Down:
        return VTERM_KEY_DOWN;
    case Qt::Key_Left:
        return VTERM_KEY_LEFT;
    case Qt::Key_Right:
        return VTERM_KEY_RIGHT;
    case Qt::Key_Insert:
        return VTERM_KEY_INS;
    case Qt::Key_Delete:
        return VTERM_KEY_DEL;
    case Qt::Key_Home:
        return VTERM_KEY_HOME;
    case Qt::Key_End:
        return VTERM_KEY_END;
    case Qt::Key_PageUp:
        return VTERM_KEY_PAGEUP;
    case Qt::Key_PageDown:
        return VTERM_KEY_PAGEDOWN;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return VTERM_KEY_ENTER;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return VTERM_KEY_TAB;
    default:
        return VTERM_KEY_NONE;
    }
}

/// What Ctrl makes of a key, as the VT220 did; -1 = nothing. libvterm's CSI u for Ctrl+I, J, M and [ is not
/// understood by login, shells and editors of our guests.
int controlCode(int key)
{
    if (key >= Qt::Key_A && key <= Qt::Key_Z)
        return key - Qt::Key_A + 1;
    switch (key) {
    case Qt::Key_Space:
    case Qt::Key_At:
    case Qt::Key_2:
        return 0x00;
    case Qt::Key_BracketLeft:
    case Qt::Key_3:
        return 0x1b;
    case Qt::Key_Backslash:
    case Qt::Key_4:
        return 0x1c;
    case Qt::Key_BracketRight:
    case Qt::Key_5:
        return 0x1d;
    case Qt::Key_AsciiCircum:
    case Qt::Key_6:
        return 0x1e;
    case Qt::Key_Underscore:
    case Qt::Key_Slash:
    case Qt::Key_Minus:
    case Qt::Key_7:
        return 0x1f;
    case Qt::Key_Question:
    case Qt::Key_8:
        return 0x7f;
    default:
        return -1;
    }
}

} // namespace

int vtermModifiers(Qt::KeyboardModifiers modifiers)
{
    int result = VTERM_MOD_NONE;
    result |= modifiers.testFlag(Qt::ShiftModifier) ? VTERM_MOD_SHIFT : 0;
    result |= modifiers.testFlag(Qt::AltModifier) ? VTERM_MOD_ALT : 0;
    result |= modifiers.testFlag(Qt::ControlModifier) ? VTERM_MOD_CTRL : 0;
    return result;
}

KeyBytes keyBytes(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers();
    const bool alt = modifiers.testFlag(Qt::AltModifier), control = modifiers.testFlag(Qt::ControlModifier);
    KeyBytes result;
    const auto asBytes = [&](QByteArray bytes) {
        result.bytes = alt ? '\x1b' + bytes : std::move(bytes);
        return result;
    };
    switch (event.key()) {
    case Qt::Key_Escape:
        return asBytes("\x1b");
    case Qt::Key_Backspace:
        return asBytes(control ? "\x08" : "\x7f");
    default:
        break;
    }
    if (const int key = vtermKeyFor(event.key()); key != VTERM_KEY_NONE) {
        result.vtermKey = key;
        result.modifiers = vtermModifiers(modifiers);
        if (key == VTERM_KEY_ENTER)
            result.modifiers &= VTERM_MOD_ALT; // else "CSI 13;2u", which nobody in the guest asked for
        if (key == VTERM_KEY_TAB)
            result.modifiers &= VTERM_MOD_SHIFT;
        if (event.key() == Qt::Key_Backtab)
            result.modifiers = VTERM_MOD_SHIFT;
        return result;
    }
    // AltGr may come as Ctrl+Alt with a printable text: the text wins.
    const QString text = event.text();
    const bool printable = !text.isEmpty() && text.at(0) >= u' ' && text.at(0) != u'\x7f';
    if (control && !(alt && printable)) {
        const int code = controlCode(event.key());
        if (code >= 0)
            return asBytes(QByteArray(1, char(code)));
    }
    if (!text.isEmpty())
        return asBytes(text.toUtf8());
    return result;
}

QByteArray pasteBytes(const QString &text)
{
    QString kept;
    kept.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar character = text.at(i);
        if (character == u'\r') {
            if (i + 1 == text.size() || text.at(i + 1) != u'\n')
                kept += u'\r';
        } else if (character == u'\n') {
            kept += u'\r';
        } else if (character == u'\t' || character.category() != QChar::Other_Control) {
            kept += character; // else dropped: ESC could end a bracketed paste and have the rest run as typed
        }
    }
    return kept.toUtf8();
}

} // namespace taper
