// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/line_drawing.h"
#include <QPainter>
#include <QPainterPath>
#include <array>

namespace taper {

namespace {

enum Weight : quint8 { None, Light, Heavy, Double };
struct Arms
{
    quint8 left, up, right, down;
};

/// U+2500 … U+257F by their four arms, from the Unicode code chart. All zero = dashed, arcs and diagonals,
/// see below.
constexpr std::array<Arms, 128> arms = {{
    // 2500 horizontal and vertical lines, then dashes (drawn as whole lines)
    {1, 0, 1, 0},
    {2, 0, 2, 0},
    {0, 1, 0, 1},
    {0, 2, 0, 2},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    // 250C corners
    {0, 0, 1, 1},
    {0, 0, 2, 1},
    {0, 0, 1, 2},
    {0, 0, 2, 2},
    {1, 0, 0, 1},
    {2, 0, 0, 1},
    {1, 0, 0, 2},
    {2, 0, 0, 2},
    {0, 1, 1, 0},
    {0, 1, 2, 0},
    {0, 2, 1, 0},
    {0, 2, 2, 0},
    {1, 1, 0, 0},
    {2, 1, 0, 0},
    {1, 2, 0, 0},
    {2, 2, 0, 0},
    // 251C tees to the right
    {0, 1, 1, 1},
    {0, 1, 2, 1},
    {0, 2, 1, 1},
    {0, 1, 1, 2},
    {0, 2, 1, 2},
    {0, 2, 2, 1},
    {0, 1, 2, 2},
    {0, 2, 2, 2},
    // 2524 tees to the left
    {1, 1, 0, 1},
    {2, 1, 0, 1},
    {1, 2, 0, 1},
    {1, 1, 0, 2},
    {1, 2, 0, 2},
    {2, 2, 0, 1},
    {2, 1, 0, 2},
    {2, 2, 0, 2},
    // 252C tees down
    {1, 0, 1, 1},
    {2, 0, 1, 1},
    {1, 0, 2, 1},
    {2, 0, 2, 1},
    {1, 0, 1, 2},
    {2, 0, 1, 2},
    {1, 0, 2, 2},
    {2, 0, 2, 2},
    // 2534 tees up
    {1, 1, 1, 0},
    {2, 1, 1, 0},
    {1, 1, 2, 0},
    {2, 1, 2, 0},
    {1, 2, 1, 0},
    {2, 2, 1, 0},
    {1, 2, 2, 0},
    {2, 2, 2, 0},
    // 253C crosses
    {1, 1, 1, 1},
    {2, 1, 1, 1},
    {1, 1, 2, 1},
    {2, 1, 2, 1},
    {1, 2, 1, 1},
    {1, 1, 1, 2},
    {1, 2, 1, 2},
    {2, 2, 1, 1},
    {1, 2, 2, 1},
    {2, 1, 1, 2},
    {1, 1, 2, 2},
    {2, 2, 2, 1},
    {2, 1, 2, 2},
    {2, 2, 1, 2},
    {1, 2, 2, 2},
    {2, 2, 2, 2},
    // 254C dashes
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    // 2550 double lines
    {3, 0, 3, 0},
    {0, 3, 0, 3},
    {0, 0, 3, 1},
    {0, 0, 1, 3},
    {0, 0, 3, 3},
    {3, 0, 0, 1},
    {1, 0, 0, 3},
    {3, 0, 0, 3},
    {0, 1, 3, 0},
    {0, 3, 1, 0},
    {0, 3, 3, 0},
    {3, 1, 0, 0},
    {1, 3, 0, 0},
    {3, 3, 0, 0},
    {0, 1, 3, 1},
    {0, 3, 1, 3},
    {0, 3, 3, 3},
    {3, 1, 0, 1},
    {1, 3, 0, 3},
    {3, 3, 0, 3},
    {3, 0, 3, 1},
    {1, 0, 1, 3},
    {3, 0, 3, 3},
    {3, 1, 3, 0},
    {1, 3, 1, 0},
    {3, 3, 3, 0},
    {3, 1, 3, 1},
    {1, 3, 1, 3},
    {3, 3, 3, 3},
    // 256D arcs, diagonals
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    {0, 0, 0, 0},
    // 2574 half lines
    {1, 0, 0, 0},
    {0, 1, 0, 0},
    {0, 0, 1, 0},
    {0, 0, 0, 1},
    {2, 0, 0, 0},
    {0, 2, 0, 0},
    {0, 0, 2, 0},
    {0, 0, 0, 2},
    {1, 0, 2, 0},
    {0, 1, 0, 2},
    {2, 0, 1, 0},
    {0, 2, 0, 1},
}};

bool hasArms(char32_t character)
{
    const Arms &arm = arms[character - 0x2500];
    return (arm.left | arm.up | arm.right | arm.down) != 0;
}

bool isArc(char32_t character)
{
    return character >= 0x256d && character <= 0x2570;
}

void drawArms(QPainter &painter, const Arms &arm, const QRect &cell, const QColor &color, int light)
{
    const int heavy = light * 2 + (light & 1);
    const auto thickness = [&](quint8 weight) { return weight == Heavy ? heavy : light; };
    const int x = cell.x() + cell.width() / 2, y = cell.y() + cell.height() / 2;
    const int gap = light; // between the middle and each of a double line's two
    const auto horizontal = [&](int from, int to, int at, int thick) {
        painter.fillRect(QRect(from, at - thick / 2, to - from, thick), color);
    };
    const auto vertical = [&](int from, int to, int at, int thick) {
        painter.fillRect(QRect(at - thick / 2, from, thick, to - from), color);
    };
    // An arm reaches over the middle as far as the thickest crossing line, so that corners close.
    const int overX = std::max(thickness(arm.up), thickness(arm.down)) / 2 + 1;
    const int overY = std::max(thickness(arm.left), thickness(arm.right)) / 2 + 1;
    const bool doubleX = arm.left == Double || arm.right == Double;
    const bool doubleY = arm.up == Double || arm.down == Double;
    const auto arms2 = [&](quint8 weight, auto &&draw, int from, int to, int at) {
        if (weight == None)
            return;
        if (weight == Double) {
            draw(from, to, at - gap, light);
            draw(from, to, at + gap, light);
        } else {
            draw(from, to, at, thickness(weight));
        }
    };
    const int reachX = doubleY ? gap + light - light / 2 : overX;
    const int reachY = doubleX ? gap + light - light / 2 : overY;
    arms2(arm.left, horizontal, cell.left(), x + reachX, y);
    arms2(arm.right, horizontal, x - (doubleY ? gap + light / 2 : overX - 1), cell.right() + 1, y);
    arms2(arm.up, vertical, cell.top(), y + reachY, x);
    arms2(arm.down, vertical, y - (doubleX ? gap + light / 2 : overY - 1), cell.bottom() + 1, x);
}

void drawArc(QPainter &painter, char32_t character, const QRect &cell, const QColor &color, int light)
{
    const qreal x = cell.x() + cell.width() / 2 - light / 2 + light / 2.0;
    const qreal y = cell.y() + cell.height() / 2 - light / 2 + light / 2.0;
    const bool right = character == 0x256d || character == 0x2570;
    const bool down = character == 0x256d || character == 0x256e;
    const qreal edgeX = right ? cell.right() + 1 : cell.left();
    const qreal edgeY = down ? cell.bottom() + 1 : cell.top();
    QPainterPath path(QPointF(x, edgeY));
    const qreal radius = cell.width() / 2.0;
    path.lineTo(x, y + (down ? radius : -radius));
    path.quadTo(x, y, edgeX, y);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, light, Qt::SolidLine, Qt::FlatCap));
    painter.drawPath(path);
    painter.restore();
}

/// U+2580 … U+259F: eighths, shades, quadrants.
void drawBlock(QPainter &painter, char32_t character, const QRect &cell, QColor color)
{
    const int w = cell.width(), h = cell.height();
    const auto fill = [&](int x, int y, int width, int height) {
        painter.fillRect(QRect(cell.x() + x, cell.y() + y, width, height), color);
    };
    if (character == 0x2580)
        return fill(0, 0, w, h / 2);
    if (character <= 0x2588) {
        const int part = h * int(character - 0x2580) / 8;
        return fill(0, h - part, w, part);
    }
    if (character <= 0x258f)
        return fill(0, 0, std::max(1, w * int(0x2590 - character) / 8), h);
    if (character == 0x2590)
        return fill(w / 2, 0, w - w / 2, h);
    if (character <= 0x2593) {
        color.setAlphaF(0.25f * float(character - 0x2590));
        return fill(0, 0, w, h);
    }
    if (character == 0x2594)
        return fill(0, 0, w, std::max(1, h / 8));
    if (character == 0x2595)
        return fill(w - std::max(1, w / 8), 0, std::max(1, w / 8), h);
    // upper left 1, upper right 2, lower left 4, lower right 8
    constexpr quint8 quadrants[10] = {4, 8, 1, 13, 9, 7, 11, 2, 6, 14};
    const quint8 parts = quadrants[character - 0x2596];
    if (parts & 1)
        fill(0, 0, w / 2, h / 2);
    if (parts & 2)
        fill(w / 2, 0, w - w / 2, h / 2);
    if (parts & 4)
        fill(0, h / 2, w / 2, h - h / 2);
    if (parts & 8)
        fill(w / 2, h / 2, w - w / 2, h - h / 2);
}

} // namespace

bool isLineCharacter(char32_t character)
{
    if (character < 0x2500 || character > 0x259f)
        return false;
    return character >= 0x2580 || isArc(character) || hasArms(character);
}

bool drawLineCharacter(QPainter &painter, char32_t character, const QRect &cell, const QColor &color,
                       int lineWidth)
{
    if (!isLineCharacter(character))
        return false;
    if (character >= 0x2580)
        drawBlock(painter, character, cell, color);
    else if (isArc(character))
        drawArc(painter, character, cell, color, lineWidth);
    else
        drawArms(painter, arms[character - 0x2500], cell, color, lineWidth);
    return true;
}

} // namespace taper
