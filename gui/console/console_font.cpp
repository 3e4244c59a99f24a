// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/console_font.h"
#include <QFontMetricsF>
#include <QList>
#include <cmath>

namespace taper {

void ConsoleFont::set(const QFont &wanted)
{
    QFont base = wanted;
    base.setStyleHint(QFont::Monospace);
    base.setFixedPitch(true);
    base.setKerning(false);
    const QFontMetricsF metrics(base);
    m_cell = {std::max(1, int(std::lround(metrics.horizontalAdvance(u'M')))),
              std::max(1, int(std::ceil(metrics.ascent() + metrics.descent())))};
    m_baseline = int(std::ceil(metrics.ascent()));
    m_lineWidth = std::max(1, int(std::lround(metrics.lineWidth())));
    m_underline = std::min(m_baseline + std::max(1, int(std::lround(metrics.underlinePos()))),
                           m_cell.height() - m_lineWidth);
    for (std::size_t i = 0; i < m_faces.size(); ++i) {
        Face &face = m_faces[i];
        face.font = base;
        face.font.setBold((i & 1) != 0);
        face.font.setItalic((i & 2) != 0);
        face.raw = QRawFont::fromFont(face.font);
        face.others.clear();
        for (char32_t character = 0; character < 128; ++character) {
            const QList<quint32> indexes =
                character < 32 ? QList<quint32>()
                               : face.raw.glyphIndexesForString(QString(QChar(char16_t(character))));
            face.ascii[character] = indexes.isEmpty() ? 0 : indexes.first();
        }
    }
}

quint32 ConsoleFont::glyph(char32_t character, bool bold, bool italic) const
{
    const Face &used = face(bold, italic);
    if (character < 128)
        return used.ascii[character];
    const auto known = used.others.constFind(character);
    if (known != used.others.constEnd())
        return *known;
    if (used.others.size() > 4096)
        used.others.clear(); // a guest that prints all of Unicode must not fill our memory
    const QList<quint32> indexes = used.raw.supportsCharacter(uint(character))
                                       ? used.raw.glyphIndexesForString(QString::fromUcs4(&character, 1))
                                       : QList<quint32>();
    const quint32 index = indexes.size() == 1 ? indexes.first() : 0;
    used.others.insert(character, index);
    return index;
}

} // namespace taper
