// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/terminal_cell.h"

namespace taper {

void TerminalCell::appendText(QString &text) const
{
    if (width == 0)
        return;
    if (characters[0] == 0) {
        text += u' ';
        return;
    }
    for (char32_t character : characters) {
        if (character == 0)
            break;
        if (character < 0x10000)
            text += QChar(char16_t(character));
        else
            text += QStringView(QChar::fromUcs4(character));
    }
}

QString rowText(const TerminalRow &row, int from, int to)
{
    QString text;
    to = std::min(to, int(row.size()));
    text.reserve(std::max(0, to - from));
    for (int column = std::max(0, from); column < to; ++column)
        row[column].appendText(text);
    return text;
}

QString rowText(const TerminalRow &row)
{
    QString text = rowText(row, 0, int(row.size()));
    qsizetype length = text.size();
    while (length > 0 && text.at(length - 1) == u' ')
        --length;
    text.truncate(length);
    return text;
}

} // namespace taper
