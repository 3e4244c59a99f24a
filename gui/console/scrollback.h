// SPDX-License-Identifier: GPL-3.0-or-later
// The lines that left the screen at the top: a ring of fixed capacity. A line is kept as UTF-8 and runs of
// equal style, about 100 bytes, because 10 000 lines of libvterm's cells would be 32 MB; a line's memory is
// used again when it is overwritten, so a flood allocates nothing.
#pragma once
#include "console/terminal_cell.h"
#include <cstddef>
#include <string>

namespace taper {

/// Does a line go on in the next one?
enum class LineWrap : quint8 { Unknown, No, Yes };

class Scrollback
{
public:
    explicit Scrollback(qsizetype capacity = 10'000) : m_capacity(capacity) {}

    qsizetype size() const { return m_count; }
    qsizetype capacity() const { return m_capacity; }
    /// How many lines have fallen off the far end so far; with it a line keeps one number for life.
    qint64 dropped() const { return m_dropped; }

    /// columns: how wide the screen is; a row may be shorter, the rest is empty.
    void push(const TerminalRow &row, int columns);
    /// Takes back the newest line (with the ones that go on in it) or, when that is wider than columns, its
    /// last piece. wrap: does what was taken go on in the line that came after it?
    bool pop(TerminalRow &row, int columns, LineWrap &wrap);
    void clear();

    /// Line 0 is the oldest.
    void read(qsizetype index, TerminalRow &row) const;
    QString text(qsizetype index) const;
    /// Did the line fill its row to the last column? Then it may go on in the next one.
    bool isFull(qsizetype index) const { return at(index).full; }
    LineWrap wrap(qsizetype index) const { return at(index).wrap; }
    void setNewestWrap(LineWrap wrap);

private:
    struct Run
    {
        CellStyle style;
        quint16 cells = 0;
        quint16 width = 1;
    };
    struct Line
    {
        std::string
            text; ///< UTF-8; 0x00 = empty cell; 0x01 before each character combined with the one before
        std::vector<Run> runs;
        bool full = false;
        LineWrap wrap = LineWrap::Unknown;
    };

    const Line &at(qsizetype index) const { return m_lines[std::size_t((m_first + index) % m_capacity)]; }
    Line &at(qsizetype index) { return m_lines[std::size_t((m_first + index) % m_capacity)]; }
    static void countCell(const TerminalCell &cell, Line &line);
    static void encode(const TerminalRow &row, int columns, Line &line);

    std::vector<Line> m_lines;
    qsizetype m_capacity;
    qsizetype m_first = 0;
    qsizetype m_count = 0;
    qint64 m_dropped = 0;
};

} // namespace taper
