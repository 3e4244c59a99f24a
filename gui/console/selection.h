// SPDX-License-Identifier: GPL-3.0-or-later
// A piece of the terminal's text, by line numbers that stay while the screen scrolls.
#pragma once
#include <QString>
#include <compare>

namespace taper {

class Terminal;

/// A place between cells: column 0 is before the first.
struct TextPosition
{
    qint64 line = 0;
    int column = 0;
    auto operator<=>(const TextPosition &) const = default;
};

class Selection
{
public:
    enum class Unit { Character, Word, Line };

    Selection() = default;
    Selection(TextPosition anchor, Unit unit) : m_anchor(anchor), m_head(anchor), m_unit(unit) {}
    static Selection range(TextPosition from, TextPosition to);

    void extendTo(TextPosition head) { m_head = head; }
    /// Grown to whole words or lines; kept until it is extended again.
    void settle(const Terminal &terminal);
    bool isEmpty() const { return m_begin >= m_end; }
    TextPosition begin() const { return m_begin; }
    TextPosition end() const { return m_end; }
    Unit unit() const { return m_unit; }
    /// The columns selected in a line of that many; first == second: none.
    std::pair<int, int> columns(qint64 line, int lineColumns) const;
    /// Wrapped lines come out whole, spaces at line ends are left out.
    QString text(const Terminal &terminal) const;
    bool operator==(const Selection &) const = default;

private:
    TextPosition m_anchor, m_head;
    TextPosition m_begin, m_end; ///< settled, [begin, end)
    Unit m_unit = Unit::Character;
};

} // namespace taper
