// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/console_palette.h"
#include <algorithm>

namespace taper::console_palette {

namespace {
constexpr QRgb ground = 0xff1b1e23;
constexpr QRgb text = 0xffd9dce1;
constexpr QRgb sixteen[16] = {0xff33383f, 0xfff0716f, 0xff7fc66a, 0xffdfb650, 0xff74a5f2, 0xffce8fe0,
                              0xff56c2c9, 0xffc9ced6, 0xff868e9a, 0xffff9490, 0xffa0e08a, 0xfff5d67a,
                              0xff9cc2ff, 0xffe4b0f2, 0xff86e0e6, 0xffffffff};
/// The first eight as a ground are darker: what dialogs put on them is mostly white (37;44).
constexpr QRgb grounds[8] = {0xff0e1013, 0xff9c302d, 0xff2f6f24, 0xff7c5f10,
                             0xff27529b, 0xff7d4190, 0xff1b6f76, 0xffc9ced6};
/// Too dark to be read on our ground, whatever a guest meant by it.
constexpr QRgb blackText = 0xff6f7886;
constexpr double leastContrast = 2.5;

/// Relative luminance, WCAG 2.1, with a square for the exact curve.
double luminance(QRgb color)
{
    const auto part = [](int value) { return value / 255.0 * (value / 255.0); };
    return 0.2126 * part(qRed(color)) + 0.7152 * part(qGreen(color)) + 0.0722 * part(qBlue(color));
}

double contrast(QRgb one, QRgb other)
{
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}
} // namespace

QRgb background()
{
    return ground;
}
QRgb foreground()
{
    return text;
}
QRgb selection()
{
    return 0xff2f5d95;
}
QRgb selectionText()
{
    return 0xffffffff;
}
QRgb match()
{
    return 0xff8a6d1c;
}
QRgb matchText()
{
    return 0xffffffff;
}
QRgb cursor()
{
    return 0xffe8eaed;
}

QRgb indexed(quint8 index)
{
    if (index < 16)
        return sixteen[index];
    if (index >= 232) {
        const int grey = 8 + 10 * (index - 232);
        return qRgb(grey, grey, grey);
    }
    // xterm's cube: 0, then 95 and on in steps of 40.
    const int cube = index - 16;
    const auto level = [](int step) { return step == 0 ? 0 : 55 + 40 * step; };
    return qRgb(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
}

Pair resolve(const CellStyle &style)
{
    const auto color = [](CellColor cell, QRgb standard, bool isGround) {
        if (cell.isDefault())
            return standard;
        if (!cell.isIndexed())
            return 0xff000000u | cell.rgbBits();
        return isGround && cell.index() < 8 ? grounds[cell.index()] : indexed(cell.index());
    };
    Pair pair{color(style.foreground, text, false), color(style.background, ground, true)};
    if (style.foreground == CellColor::indexed(0) && style.background.isDefault() &&
        !(style.flags & CellStyle::Reverse))
        pair.foreground = blackText;
    if (style.flags & CellStyle::Reverse)
        std::swap(pair.foreground, pair.background);
    // Our sixteen are not those that the guest's author looked at: what would not be readable becomes black or white.
    // A colour given in 24 bits is what was meant.
    const bool chosen = !style.foreground.isDefault() && !style.foreground.isIndexed();
    if (!chosen && contrast(pair.foreground, pair.background) < leastContrast)
        pair.foreground = contrast(0xffffffff, pair.background) > contrast(grounds[0], pair.background)
                              ? 0xffffffff
                              : grounds[0];
    if (style.flags & CellStyle::Conceal)
        pair.foreground = pair.background;
    return pair;
}

} // namespace taper::console_palette
