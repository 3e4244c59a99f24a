// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/selection.h"
#include "console/terminal.h"
#include <algorithm>
#include <limits>

namespace taper {

namespace {

/// Letters and digits, and what paths, addresses and options are made of.
bool isWordCell(const TerminalCell &cell)
{
    const char32_t character = cell.characters[0];
    if (character == 0)
        return cell.width == 0;
    if (character < 0x80)
        return QChar(char16_t(character)).isLetterOrNumber() ||
               QStringView(u"-_./~:@%+?&=#").contains(QChar(char16_t(character)));
    return !QChar::isSpace(character) && !(character >= 0x2500 && character <= 0x259f);
}

TextPosition wordStart(const Terminal &terminal, TextPosition at)
{
    TerminalRow row;
    terminal.readLine(at.line, row);
    if (at.column >= int(row.size()) || !isWordCell(row[std::size_t(at.column)]))
        return at;
    while (at.column > 0 && isWordCell(row[std::size_t(at.column - 1)]))
        --at.column;
    while (at.column == 0 && terminal.goesOn(at.line - 1)) {
        TerminalRow before;
        terminal.readLine(at.line - 1, before);
        if (before.empty() || !isWordCell(before.back()))
            break;
        --at.line;
        at.column = int(before.size());
        while (at.column > 0 && isWordCell(before[std::size_t(at.column - 1)]))
            --at.column;
    }
    return at;
}

TextPosition wordEnd(const Terminal &terminal, TextPosition at)
{
    TerminalRow row;
    terminal.readLine(at.line, row);
    if (at.column >= int(row.size()))
        return at;
    if (!isWordCell(row[std::size_t(at.column)]))
        return {at.line, at.column + 1};
    for (;;) {
        while (at.column < int(row.size()) && isWordCell(row[std::size_t(at.column)]))
            ++at.column;
        if (at.column < int(row.size()) || !terminal.goesOn(at.line))
            return at;
        terminal.readLine(at.line + 1, row);
        if (row.empty() || !isWordCell(row.front()))
            return at;
        ++at.line;
        at.column = 0;
    }
}

} // namespace

Selection Selection::range(TextPosition from, TextPosition to)
{
    Selection selection(from, Unit::Character);
    selection.m_head = to;
    selection.m_begin = from;
    selection.m_end = to;
    return selection;
}

void Selection::settle(const Terminal &terminal)
{
    m_begin = std::min(m_anchor, m_head);
    m_end = std::max(m_anchor, m_head);
    switch (m_unit) {
    case Unit::Character:
        break;
    case Unit::Word:
        m_begin = wordStart(terminal, m_begin);
        m_end = std::max(wordEnd(terminal, m_end), m_end);
        break;
    case Unit::Line:
        m_begin.column = 0;
        while (terminal.goesOn(m_begin.line - 1))
            --m_begin.line;
        while (terminal.goesOn(m_end.line))
            ++m_end.line;
        m_end.column = 1 << 20; // past any width; no line end at the end, or pasting it would run it
        break;
    }
}

std::pair<int, int> Selection::columns(qint64 line, int lineColumns) const
{
    if (isEmpty() || line < m_begin.line || line > m_end.line)
        return {0, 0};
    const int from = line == m_begin.line ? m_begin.column : 0;
    const int to = line == m_end.line ? m_end.column : lineColumns;
    return {from, std::max(from, to)};
}

QString Selection::text(const Terminal &terminal) const
{
    QString text;
    if (isEmpty())
        return text;
    TerminalRow row;
    const qint64 last = std::min(m_end.line, terminal.endLine() - 1);
    for (qint64 line = std::max(m_begin.line, terminal.firstLine()); line <= last; ++line) {
        terminal.readLine(line, row);
        const auto [from, to] = columns(line, std::numeric_limits<int>::max());
        QString piece = rowText(row, from, to);
        const bool wholeEnd = to >= int(row.size());
        if (wholeEnd && terminal.goesOn(line) && line < last) {
            text += piece;
            continue;
        }
        if (wholeEnd)
            while (piece.endsWith(u' '))
                piece.chop(1);
        text += piece;
        if (line < m_end.line)
            text += u'\n';
    }
    return text;
}

} // namespace taper
