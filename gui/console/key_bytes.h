// SPDX-License-Identifier: GPL-3.0-or-later
// From Qt's keys to what a terminal sends: either a key that libvterm encodes (it knows the guest's modes) or
// bytes.
#pragma once
#include <QByteArray>
#include <Qt>

class QKeyEvent;

namespace taper {

struct KeyBytes
{
    int vtermKey = 0;  ///< a VTermKey, 0 = none
    int modifiers = 0; ///< VTermModifier
    QByteArray bytes;  ///< UTF-8, when vtermKey is 0
    bool isEmpty() const { return vtermKey == 0 && bytes.isEmpty(); }
};

KeyBytes keyBytes(const QKeyEvent &event);
int vtermModifiers(Qt::KeyboardModifiers modifiers);
/// What a pasted text becomes: no control characters but tab and line ends, those as Return sends them.
QByteArray pasteBytes(const QString &text);

} // namespace taper
