// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/own_style.h"

#include <QPainter>
#include <QStyleOption>

namespace taper::theme {

namespace {
void drawIndicator(QPainter *painter, const QStyleOption *option, bool round)
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool checked = option->state & QStyle::State_On;
    const bool partly = option->state & QStyle::State_NoChange;
    const auto group = enabled ? QPalette::Active : QPalette::Disabled;
    const QColor accent = option->palette.color(group, QPalette::Highlight);
    const QColor frame =
        checked || partly ? accent
        : (option->state & QStyle::State_HasFocus)
            ? accent
            : option->palette.color(group, enabled ? QPalette::PlaceholderText : QPalette::Text);
    const QRectF box = QRectF(option->rect).adjusted(1.5, 1.5, -1.5, -1.5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(frame, 1.2));
    painter->setBrush(checked || partly ? accent : option->palette.color(group, QPalette::Base));
    if (round)
        painter->drawEllipse(box);
    else
        painter->drawRoundedRect(box, 2, 2);
    const QColor mark = option->palette.color(QPalette::Active, QPalette::HighlightedText);
    if (checked && round) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(mark);
        painter->drawEllipse(box.center(), box.width() * 0.22, box.height() * 0.22);
    } else if (checked) {
        painter->setPen(QPen(mark, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const double w = box.width(), h = box.height();
        painter->drawPolyline(QPolygonF{box.topLeft() + QPointF(w * 0.22, h * 0.53),
                                        box.topLeft() + QPointF(w * 0.43, h * 0.74),
                                        box.topLeft() + QPointF(w * 0.79, h * 0.29)});
    } else if (partly) {
        painter->setPen(QPen(mark, 1.8));
        painter->drawLine(QPointF(box.left() + 3, box.center().y()),
                          QPointF(box.right() - 3, box.center().y()));
    }
    painter->restore();
}
/// Fusion darkens the window's colour for the frame of a field: on a dark palette that is no frame.
void drawFieldFrame(QPainter *painter, const QStyleOption *option)
{
    const bool focused = option->state & QStyle::State_HasFocus && option->state & QStyle::State_Enabled;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(option->palette.color(focused ? QPalette::Highlight : QPalette::Mid), 1));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
    painter->restore();
}
} // namespace

OwnStyle::OwnStyle() : QProxyStyle(QStringLiteral("fusion")) {}

void OwnStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton)
        return drawIndicator(painter, option, element == PE_IndicatorRadioButton);
    if (element == PE_FrameLineEdit)
        return drawFieldFrame(painter, option);
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace taper::theme
