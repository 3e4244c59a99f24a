// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/state_text.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <cmath>

namespace taper::text {

namespace {
struct StateWords
{
    Q_DECLARE_TR_FUNCTIONS(StateWords)
};

void drawSnowflake(QPainter &painter, QPointF centre, double radius)
{
    for (int arm = 0; arm < 6; ++arm) {
        const double angle = arm * M_PI / 3;
        const QPointF along(std::cos(angle), std::sin(angle));
        const QPointF tip = centre + along * radius, knot = centre + along * radius * 0.6;
        painter.drawLine(centre, tip);
        for (double side : {-0.6, 0.6}) {
            const QPointF branch(std::cos(angle + side), std::sin(angle + side));
            painter.drawLine(knot, knot + branch * radius * 0.35);
        }
    }
}

void drawLook(QPainter &painter, const QRectF &rect, Look look, const QColor &colour)
{
    const QPointF centre = rect.center();
    const double radius = std::min(rect.width(), rect.height()) * 0.34;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, std::max(1.2, radius * 0.28)));
    painter.setBrush(Qt::NoBrush);
    const QRectF disc(centre - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius));
    switch (look) {
    case Look::Running:
        painter.setBrush(colour);
        painter.drawEllipse(disc);
        break;
    case Look::Stopped:
        painter.drawEllipse(disc);
        break;
    case Look::Frozen:
        drawSnowflake(painter, centre, radius * 1.25);
        break;
    case Look::Failed: {
        painter.setBrush(colour);
        painter.drawPolygon(QPolygonF{centre + QPointF(0, -radius), centre + QPointF(radius, radius * 0.8),
                                      centre + QPointF(-radius, radius * 0.8)});
        break;
    }
    case Look::OnTheWay: {
        painter.drawEllipse(disc);
        QPainterPath half;
        half.moveTo(centre);
        half.arcTo(disc, 90, 180);
        half.closeSubpath();
        painter.setPen(Qt::NoPen);
        painter.fillPath(half, colour);
        break;
    }
    }
}

class LookEngine : public QIconEngine
{
public:
    explicit LookEngine(Look look) : m_look(look) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        QColor colour = lookColor(m_look, palette);
        if (mode == QIcon::Selected)
            colour = palette.color(QPalette::HighlightedText);
        painter->save();
        drawLook(*painter, QRectF(rect), m_look, colour);
        painter->restore();
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    QIconEngine *clone() const override { return new LookEngine(m_look); }

private:
    Look m_look;
};
} // namespace

Look lookOf(State state, bool failed)
{
    switch (state) {
    case State::Stopped:
        return failed ? Look::Failed : Look::Stopped;
    case State::Running:
        return Look::Running;
    case State::Frozen:
        return Look::Frozen;
    case State::Starting:
    case State::Stopping:
    case State::Aborting:
    case State::Freezing:
    case State::Thawing:
        break;
    }
    return Look::OnTheWay;
}

QString stateWord(State state)
{
    switch (state) {
    case State::Stopped:
        return StateWords::tr("Stopped");
    case State::Starting:
        return StateWords::tr("Starting");
    case State::Running:
        return StateWords::tr("Running");
    case State::Stopping:
        return StateWords::tr("Stopping");
    case State::Aborting:
        return StateWords::tr("Being killed");
    case State::Freezing:
        return StateWords::tr("Freezing");
    case State::Frozen:
        return StateWords::tr("Frozen");
    case State::Thawing:
        break;
    }
    return StateWords::tr("Unfreezing");
}

QColor lookColor(Look look, const QPalette &palette)
{
    const bool dark = palette.color(QPalette::Base).lightness() < 128;
    switch (look) {
    case Look::Running:
        return dark ? QColor(0x5f, 0xd3, 0x8d) : QColor(0x1b, 0x87, 0x4b);
    case Look::Frozen:
        return dark ? QColor(0x6c, 0xb8, 0xf5) : QColor(0x1f, 0x6f, 0xb5);
    case Look::Failed:
        return dark ? QColor(0xff, 0x8a, 0x70) : QColor(0xc2, 0x3b, 0x22);
    case Look::OnTheWay:
        return dark ? QColor(0xf0, 0xc0, 0x5a) : QColor(0x9a, 0x67, 0x00);
    case Look::Stopped:
        break;
    }
    return dark ? QColor(0xa8, 0xae, 0xb5) : QColor(0x6b, 0x72, 0x7a);
}

QIcon lookIcon(Look look)
{
    return QIcon(new LookEngine(look));
}

} // namespace taper::text
