// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/console_painter.h"
#include "console/console_palette.h"
#include "console/line_drawing.h"
#include <QPainter>

namespace taper {

ConsolePainter::Look ConsolePainter::lookOf(const TerminalCell &cell, int column, const RowOverlay &overlay)
{
    if (m_lastLook.flags == 0xffff || cell.style != m_lastStyle) {
        const auto pair = console_palette::resolve(cell.style);
        m_lastStyle = cell.style;
        m_lastLook = {pair.foreground, pair.background, quint16(cell.style.flags & ~CellStyle::Reverse)};
    }
    Look look = m_lastLook;
    for (const auto &[first, end] : overlay.matches)
        if (column >= first && column < end)
            look = {console_palette::matchText(), console_palette::match(), look.flags};
    if (column >= overlay.selected.first && column < overlay.selected.second)
        look = {console_palette::selectionText(), console_palette::selection(), look.flags};
    return look;
}

void ConsolePainter::paintRow(QPainter &painter, QPoint origin, const TerminalRow &row,
                              const RowOverlay &overlay)
{
    const int columns = int(row.size());
    int from = 0;
    while (from < columns) {
        const Look look = lookOf(row[std::size_t(from)], from, overlay);
        int to = from + 1;
        while (to < columns &&
               (row[std::size_t(to)].width == 0 || lookOf(row[std::size_t(to)], to, overlay) == look))
            ++to;
        paintRun(painter, origin, row, from, to, look);
        from = to;
    }
}

void ConsolePainter::paintRun(QPainter &painter, QPoint origin, const TerminalRow &row, int from, int to,
                              const Look &look)
{
    const QSize size = m_font.cell();
    const QPoint start = origin + QPoint(from * size.width(), 0);
    if (look.background != console_palette::background())
        painter.fillRect(QRect(start, QSize((to - from) * size.width(), size.height())),
                         QColor(look.background));
    if (look.flags &
        (CellStyle::Underline | CellStyle::DoubleUnderline | CellStyle::CurlyUnderline | CellStyle::Strike))
        paintLines(painter, start, (to - from) * size.width(), look);

    const bool bold = look.flags & CellStyle::Bold, italic = look.flags & CellStyle::Italic;
    m_glyphs.clear();
    m_positions.clear();
    for (int column = from; column < to; ++column) {
        const TerminalCell &cell = row[std::size_t(column)];
        if (cell.isBlank() || cell.width == 0)
            continue;
        const QPoint at = origin + QPoint(column * size.width(), 0);
        const char32_t character = cell.characters[0];
        const quint32 glyph = cell.characters[1] == 0 && cell.width == 1 && !isLineCharacter(character)
                                  ? m_font.glyph(character, bold, italic)
                                  : 0;
        if (glyph == 0) {
            paintUnusual(painter, at, cell, look);
        } else {
            m_glyphs.append(glyph);
            m_positions.append(QPointF(at.x(), at.y() + m_font.baseline()));
        }
    }
    if (m_glyphs.isEmpty())
        return;
    QGlyphRun run;
    run.setRawFont(m_font.rawFont(bold, italic));
    run.setRawData(m_glyphs.constData(), m_positions.constData(), int(m_glyphs.size()));
    painter.setPen(QColor(look.foreground));
    painter.drawGlyphRun(QPointF(0, 0), run);
}

/// Lines and blocks, wide and combined characters, and what only a substitute font has.
void ConsolePainter::paintUnusual(QPainter &painter, QPoint at, const TerminalCell &cell, const Look &look)
{
    const QSize size = m_font.cell();
    const QRect box(at, QSize(size.width() * std::max<int>(1, cell.width), size.height()));
    if (cell.characters[1] == 0 &&
        drawLineCharacter(painter, cell.characters[0], box, QColor(look.foreground), m_font.lineWidth()))
        return;
    QString text;
    cell.appendText(text);
    painter.setPen(QColor(look.foreground));
    painter.setFont(m_font.font(look.flags & CellStyle::Bold, look.flags & CellStyle::Italic));
    painter.save();
    painter.setClipRect(box, Qt::IntersectClip);
    painter.drawText(QPoint(at.x(), at.y() + m_font.baseline()), text);
    painter.restore();
}

void ConsolePainter::paintLines(QPainter &painter, QPoint at, int width, const Look &look)
{
    const QColor color(look.foreground);
    const int thick = m_font.lineWidth();
    const int under = at.y() + m_font.underline();
    if (look.flags & CellStyle::Underline)
        painter.fillRect(QRect(at.x(), under, width, thick), color);
    if (look.flags & CellStyle::DoubleUnderline) {
        painter.fillRect(QRect(at.x(), under - thick, width, thick), color);
        painter.fillRect(QRect(at.x(), under + thick, width, thick), color);
    }
    if (look.flags & CellStyle::CurlyUnderline)
        for (int x = 0; x < width; x += 2 * thick)
            painter.fillRect(QRect(at.x() + x, under - (x / (2 * thick) % 2) * thick, 2 * thick, thick),
                             color);
    if (look.flags & CellStyle::Strike)
        painter.fillRect(QRect(at.x(), at.y() + m_font.baseline() * 2 / 3, width, thick), color);
}

void ConsolePainter::paintCell(QPainter &painter, QPoint origin, const TerminalCell &cell, QRgb foreground)
{
    if (cell.isBlank() || cell.width == 0)
        return;
    const TerminalRow row{cell};
    paintRun(painter, origin, row, 0, 1, {foreground, console_palette::background(), cell.style.flags});
}

} // namespace taper
