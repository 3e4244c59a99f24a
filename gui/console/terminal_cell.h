// SPDX-License-Identifier: GPL-3.0-or-later
// One cell of the terminal as the rest of the console sees it: characters, width, style.
// libvterm's own cell is twice as large, has undefined padding and differs between its versions.
#pragma once
#include <QString>
#include <array>
#include <vector>

namespace taper {

/// A colour as the guest asked for it: the terminal's own, one of 256, or 24 bits.
class CellColor
{
public:
    constexpr CellColor() = default;
    static constexpr CellColor standard() { return {}; }
    static constexpr CellColor indexed(quint8 index) { return CellColor(0x01000000u | index); }
    static constexpr CellColor rgb(quint8 red, quint8 green, quint8 blue)
    {
        return CellColor(0x02000000u | quint32(red) << 16 | quint32(green) << 8 | blue);
    }
    constexpr bool isDefault() const { return (m_bits >> 24) == 0; }
    constexpr bool isIndexed() const { return (m_bits >> 24) == 1; }
    constexpr quint8 index() const { return quint8(m_bits); }
    constexpr quint32 rgbBits() const { return m_bits & 0xffffffu; }
    constexpr bool operator==(const CellColor &) const = default;

private:
    explicit constexpr CellColor(quint32 bits) : m_bits(bits) {}
    quint32 m_bits = 0;
};

struct CellStyle
{
    enum Flag : quint16 {
        Bold = 1,
        Italic = 2,
        Underline = 4,
        DoubleUnderline = 8,
        CurlyUnderline = 16,
        Reverse = 32,
        Strike = 64,
        Blink = 128,
        Conceal = 256,
    };
    CellColor foreground, background;
    quint16 flags = 0;
    bool operator==(const CellStyle &) const = default;
};

struct TerminalCell
{
    /// A base character and what is combined with it; all zero = an empty cell.
    std::array<char32_t, 6> characters{};
    quint8 width = 1; ///< 2 for wide ones; 0 = the right half of a wide one
    CellStyle style;

    bool isBlank() const { return characters[0] == 0 || characters[0] == U' '; }
    /// Adds its text; an empty cell is a space, the right half of a wide one nothing.
    void appendText(QString &text) const;
};

using TerminalRow = std::vector<TerminalCell>;

/// The text of the cells in [from, to), spaces at the end kept.
QString rowText(const TerminalRow &row, int from, int to);
/// The same for a whole row, spaces at the end removed.
QString rowText(const TerminalRow &row);

} // namespace taper
