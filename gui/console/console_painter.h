// SPDX-License-Identifier: GPL-3.0-or-later
// Paints rows of cells in runs of equal style: one rectangle, one glyph run, one line each.
#pragma once
#include "console/console_font.h"
#include "console/terminal_cell.h"
#include <QColor>
#include <QGlyphRun>
#include <QList>
#include <QPoint>

class QPainter;

namespace taper {

/// What lies over a row's own colours, in columns [first, second).
struct RowOverlay
{
    std::pair<int, int> selected{0, 0};
    QList<std::pair<int, int>> matches;
};

class ConsolePainter
{
public:
    explicit ConsolePainter(const QFont &font) : m_font(font) {}
    void setFont(const QFont &font) { m_font.set(font); }
    const ConsoleFont &font() const { return m_font; }

    /// Paints the row with its top left corner at origin; the ground is painted already.
    void paintRow(QPainter &painter, QPoint origin, const TerminalRow &row, const RowOverlay &overlay);
    /// One cell in given colours, for the cursor.
    void paintCell(QPainter &painter, QPoint origin, const TerminalCell &cell, QRgb foreground);

private:
    struct Look
    {
        QRgb foreground, background;
        quint16 flags;
        bool operator==(const Look &) const = default;
    };
    Look lookOf(const TerminalCell &cell, int column, const RowOverlay &overlay);
    void paintRun(QPainter &painter, QPoint origin, const TerminalRow &row, int from, int to,
                  const Look &look);
    void paintUnusual(QPainter &painter, QPoint at, const TerminalCell &cell, const Look &look);
    void paintLines(QPainter &painter, QPoint at, int width, const Look &look);

    ConsoleFont m_font;
    CellStyle m_lastStyle; ///< neighbours mostly look alike
    Look m_lastLook{0, 0, 0xffff};
    QList<quint32> m_glyphs; ///< reused from run to run
    QList<QPointF> m_positions;
};

} // namespace taper
