// SPDX-License-Identifier: GPL-3.0-or-later
// The console's colours: one dark scheme for light and dark desktops, because guests choose colours for dark
// grounds. All sixteen keep a contrast of at least 4.5:1 (WCAG) to the ground but black, which is meant as a
// ground itself.
#pragma once
#include "console/terminal_cell.h"
#include <QColor>

namespace taper::console_palette {

QRgb background();
QRgb foreground();
QRgb selection();
QRgb selectionText();
QRgb match(); ///< ground of what the search found
QRgb matchText();
QRgb cursor();
QRgb indexed(quint8 index); ///< the 16, the 6×6×6 cube, the greys
/// What a style comes out as, reverse video and concealment resolved.
struct Pair
{
    QRgb foreground, background;
};
Pair resolve(const CellStyle &style);

} // namespace taper::console_palette
