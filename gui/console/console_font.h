// SPDX-License-Identifier: GPL-3.0-or-later
// A fixed-width font measured in cells, its four faces (bold, italic) and their glyphs by character.
// Glyphs are placed by us at whole cells: text layout would drift where the font's advance is not a whole
// number.
#pragma once
#include <QFont>
#include <QHash>
#include <QRawFont>
#include <QSize>
#include <array>

namespace taper {

class ConsoleFont
{
public:
    explicit ConsoleFont(const QFont &font) { set(font); }
    void set(const QFont &font);

    const QFont &font() const { return m_faces[0].font; }
    const QFont &font(bool bold, bool italic) const { return face(bold, italic).font; }
    const QRawFont &rawFont(bool bold, bool italic) const { return face(bold, italic).raw; }
    /// 0 = this face has no such glyph; draw it as text, with Qt's substitute fonts.
    quint32 glyph(char32_t character, bool bold, bool italic) const;

    QSize cell() const { return m_cell; }
    int baseline() const { return m_baseline; }
    int underline() const { return m_underline; } ///< from the top of the cell
    int lineWidth() const { return m_lineWidth; }

private:
    struct Face
    {
        QFont font;
        QRawFont raw;
        mutable std::array<quint32, 128> ascii{};
        mutable QHash<char32_t, quint32> others;
    };
    const Face &face(bool bold, bool italic) const
    {
        return m_faces[std::size_t(bold) + 2 * std::size_t(italic)];
    }

    std::array<Face, 4> m_faces;
    QSize m_cell;
    int m_baseline = 0;
    int m_underline = 0;
    int m_lineWidth = 1;
};

} // namespace taper
