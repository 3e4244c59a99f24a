// SPDX-License-Identifier: GPL-3.0-or-later
// Fusion with check boxes and radio buttons that are seen when unchecked: Fusion outlines them in a darkened window
// colour, which vanishes on a dark palette. Runs in: taper, only where the desktop brings no style of its own.
#pragma once
#include <QProxyStyle>

namespace taper::theme {

class OwnStyle : public QProxyStyle
{
    Q_OBJECT

public:
    OwnStyle();
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
};

} // namespace taper::theme
