// SPDX-License-Identifier: GPL-3.0-or-later
// Lines, corners and blocks (U+2500–U+259F) drawn as geometry: glyphs of a font leave gaps between cells.
#pragma once
#include <QColor>
#include <QRect>

class QPainter;

namespace taper {

/// Draws the character into the cell; false = not one of ours, draw the font's glyph.
bool drawLineCharacter(QPainter &painter, char32_t character, const QRect &cell, const QColor &color,
                       int lineWidth);
bool isLineCharacter(char32_t character);

} // namespace taper
