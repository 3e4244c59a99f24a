// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/scrollback.h"
#include <algorithm>

namespace taper {

namespace {

void appendUtf8(std::string &bytes, char32_t character)
{
    if (character < 0x80) {
        bytes += char(character);
    } else if (character < 0x800) {
        bytes += char(0xc0 | character >> 6);
        bytes += char(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        bytes += char(0xe0 | character >> 12);
        bytes += char(0x80 | (character >> 6 & 0x3f));
        bytes += char(0x80 | (character & 0x3f));
    } else {
        bytes += char(0xf0 | (character >> 18 & 0x07));
        bytes += char(0x80 | (character >> 12 & 0x3f));
        bytes += char(0x80 | (character >> 6 & 0x3f));
        bytes += char(0x80 | (character & 0x3f));
    }
}

/// Reads what appendUtf8 wrote: never malformed.
char32_t takeUtf8(const char *&at)
{
    const auto first = quint8(*at++);
    if (first < 0x80)
        return first;
    int more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    char32_t character = first & (0x3f >> more);
    while (more-- > 0)
        character = character << 6 | (quint8(*at++) & 0x3f);
    return character;
}

bool isVisible(const TerminalCell &cell)
{
    return cell.characters[0] != 0 || !cell.style.background.isDefault() ||
           (cell.style.flags & CellStyle::Reverse) != 0;
}

} // namespace

void Scrollback::encode(const TerminalRow &row, int columns, Line &line)
{
    line.text.clear();
    line.runs.clear();
    line.wrap = LineWrap::Unknown;
    line.full =
        int(row.size()) == columns && columns > 0 && (row.back().characters[0] != 0 || row.back().width == 0);
    std::size_t length = row.size();
    while (length > 0 && !isVisible(row[length - 1]) && row[length - 1].width != 0)
        --length;
    std::size_t column = 0;
    // Mostly all of it is ASCII: no growing by single characters.
    line.text.resize(length);
    for (; column < length; ++column) {
        const TerminalCell &cell = row[column];
        const char32_t base = cell.characters[0];
        if (base >= 0x80 || (base < 0x20 && base != 0) || cell.width != 1 ||
            (base != 0 && cell.characters[1] != 0))
            break;
        countCell(cell, line);
        line.text[column] = char(base);
    }
    line.text.resize(column);
    for (; column < length; ++column) {
        const TerminalCell &cell = row[column];
        if (cell.width == 0)
            continue; // comes with its left half
        countCell(cell, line);
        // A control character cannot be in a cell; what would look like our marks is shown as a space.
        const char32_t base = cell.characters[0];
        appendUtf8(line.text, base > 0 && base < 0x20 ? U' ' : base);
        for (std::size_t i = 1; base != 0 && i < cell.characters.size() && cell.characters[i] != 0; ++i) {
            line.text += '\x01';
            appendUtf8(line.text, cell.characters[i]);
        }
    }
}

void Scrollback::countCell(const TerminalCell &cell, Line &line)
{
    if (line.runs.empty() || line.runs.back().width != cell.width || line.runs.back().style != cell.style)
        line.runs.push_back({cell.style, 0, cell.width});
    ++line.runs.back().cells;
}

void Scrollback::push(const TerminalRow &row, int columns)
{
    if (m_capacity <= 0)
        return;
    if (m_count == m_capacity) {
        m_first = (m_first + 1) % m_capacity;
        ++m_dropped;
        --m_count;
    }
    const auto slot = std::size_t((m_first + m_count) % m_capacity);
    if (slot >= m_lines.size())
        m_lines.resize(std::min<std::size_t>(std::size_t(m_capacity), std::max<std::size_t>(64, slot * 2)));
    encode(row, columns, m_lines[slot]);
    ++m_count;
}

bool Scrollback::pop(TerminalRow &row, int columns, LineWrap &wrap)
{
    if (m_count == 0)
        return false;
    read(m_count - 1, row);
    wrap = at(m_count - 1).wrap;
    --m_count;
    TerminalRow before;
    while (m_count > 0 && at(m_count - 1).wrap == LineWrap::Yes && row.size() < 4096) {
        read(m_count - 1, before);
        --m_count;
        before.insert(before.end(), row.begin(), row.end());
        row.swap(before);
    }
    // Too wide: all but the last piece goes back.
    std::size_t start = 0;
    while (row.size() - start > std::size_t(columns)) {
        std::size_t cut = start + std::size_t(columns);
        if (row[cut].width == 0)
            --cut; // never between the halves of a wide character
        if (cut <= start)
            break;
        push(TerminalRow(row.begin() + std::ptrdiff_t(start), row.begin() + std::ptrdiff_t(cut)),
             int(cut - start));
        at(m_count - 1).wrap = LineWrap::Yes;
        start = cut;
    }
    row.erase(row.begin(), row.begin() + std::ptrdiff_t(start));
    return true;
}

void Scrollback::setNewestWrap(LineWrap wrap)
{
    if (m_count > 0)
        at(m_count - 1).wrap = wrap;
}

void Scrollback::clear()
{
    m_dropped += m_count;
    m_count = 0;
    m_first = 0;
    m_lines.clear();
    m_lines.shrink_to_fit();
}

void Scrollback::read(qsizetype index, TerminalRow &row) const
{
    row.clear();
    const Line &line = at(index);
    const char *next = line.text.data();
    const char *end = next + line.text.size();
    for (const Run &run : line.runs) {
        for (int i = 0; i < run.cells; ++i) {
            TerminalCell cell;
            cell.style = run.style;
            cell.width = quint8(run.width);
            cell.characters[0] = takeUtf8(next);
            for (std::size_t n = 1; next < end && *next == '\x01' && n < cell.characters.size(); ++n) {
                ++next;
                cell.characters[n] = takeUtf8(next);
            }
            row.push_back(cell);
            if (cell.width == 2) {
                cell.characters = {};
                cell.width = 0;
                row.push_back(cell);
            }
        }
    }
}

QString Scrollback::text(qsizetype index) const
{
    TerminalRow row;
    read(index, row);
    return rowText(row);
}

} // namespace taper
