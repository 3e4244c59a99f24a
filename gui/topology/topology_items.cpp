// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/topology_items.h"
#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <QWidget>

namespace taper {

namespace {

constexpr QColor upColor(0x2e, 0xa0, 0x43);
constexpr QColor frozenColor(0x3d, 0x8f, 0xd1);
constexpr qreal endRadius = 4;

QColor mixed(const QColor &one, const QColor &other, qreal share)
{
    const auto mix = [share](int a, int b) { return int(a * (1 - share) + b * share); };
    return {mix(one.red(), other.red()), mix(one.green(), other.green()), mix(one.blue(), other.blue())};
}

/// ● runs, ❄ frozen, ○ stopped: a shape and a colour.
void drawState(QPainter *painter, const QRectF &mark, const PictureItem &container, const QColor &grey)
{
    if (container.frozen) {
        painter->setPen(QPen(frozenColor, 1.5, Qt::SolidLine, Qt::RoundCap));
        for (int arm = 0; arm < 3; ++arm) {
            const QLineF line = QLineF::fromPolar(mark.width() * 0.62, 60.0 * arm + 30);
            painter->drawLine(line.translated(mark.center()));
            painter->drawLine(QLineF(QPointF(), -line.p2()).translated(mark.center()));
        }
        return;
    }
    painter->setPen(QPen(container.up ? upColor : grey, 1.5));
    painter->setBrush(container.up ? QBrush(upColor) : QBrush(Qt::NoBrush));
    painter->drawEllipse(mark);
}

QPainterPath polyline(const QList<QPointF> &points)
{
    QPainterPath path;
    for (qsizetype i = 0; i < points.size(); ++i)
        i == 0 ? path.moveTo(points.at(i)) : path.lineTo(points.at(i));
    return path;
}

} // namespace

TopologyItem::TopologyItem()
{
    setFlag(ItemIsSelectable);
}

void TopologyItem::setAccessibleName(const QString &name)
{
    m_accessibleName = name;
    setToolTip(name); // zoomed out there is no text
}

bool TopologyItem::update(const PictureItem &item, const PlacedItem &place, const TopologyMetrics &metrics,
                          const QFont &font)
{
    if (item == m_item && place == m_place && font == m_font)
        return false;
    prepareGeometryChange();
    m_item = item;
    m_place = place;
    m_metrics = metrics;
    m_font = font;
    prepare();
    QGraphicsObject::update();
    return true;
}

QString TopologyItem::elided(const QString &text, qreal width) const
{
    return QFontMetricsF(m_font).elidedText(text, Qt::ElideRight, width);
}

QRectF TopologyItem::focusRect() const
{
    if (m_item.kind == PictureKind::Bridge && !m_place.rails.isEmpty())
        return m_place.rails.first();
    if (m_item.kind != PictureKind::Cable)
        return m_place.rect;
    // Around the middle of the cable's last straight piece.
    const QPointF start = m_place.bends.isEmpty() ? m_place.from : m_place.bends.last();
    const QPointF middle = (start + m_place.to) / 2;
    return {middle - QPointF(8, 8), QSizeF(16, 16)};
}

// --- boxes ---

void BoxItem::prepare()
{
    m_bounds = m_place.rect.adjusted(-3, -3, 3, 3);
    for (const QPointF &point : m_place.trunk)
        m_bounds = m_bounds.united(QRectF(point - QPointF(2, 2), QSizeF(4, 4)));
    const qreal width = m_place.rect.width() - 16;
    m_lines.clear();
    QFont bold = m_font;
    bold.setBold(true);
    const bool marked = m_item.kind == PictureKind::Container;
    const QString name = m_item.kind == PictureKind::Host ? tr("This computer")
                         : m_item.near.isNull()           ? m_item.name
                                                          : m_item.near.label();
    m_lines +=
        QFontMetricsF(bold).elidedText(name, Qt::ElideRight, width - (marked ? m_metrics.lineHeight : 0));
    const qsizetype shown = m_item.addresses.size() > 3 ? 2 : m_item.addresses.size();
    for (qsizetype i = 0; i < shown; ++i)
        m_lines += elided(m_item.addresses.at(i), width);
    if (shown < m_item.addresses.size())
        m_lines += elided(tr("and %n more addresses", nullptr, int(m_item.addresses.size() - shown)), width);
}

QPainterPath BoxItem::shape() const
{
    QPainterPath path;
    path.addRect(m_place.rect);
    return path;
}

void BoxItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget)
{
    const QPalette colors = widget ? widget->palette() : option->palette;
    const qreal scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    painter->setRenderHint(QPainter::Antialiasing, scale >= smoothScale);
    const QColor text = colors.color(QPalette::Text), base = colors.color(QPalette::Base);
    const bool container = m_item.kind == PictureKind::Container;
    if (!m_place.trunk.isEmpty()) {
        painter->setPen(QPen(mixed(base, text, 0.55), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(polyline(m_place.trunk));
    }
    const QColor outline =
        isSelected() ? colors.color(QPalette::Highlight) : mixed(base, text, container ? 0.45 : 0.3);
    painter->setPen(QPen(outline, isSelected() ? 2.5 : 1));
    painter->setBrush(isSelected() ? mixed(base, colors.color(QPalette::Highlight), 0.18)
                                   : mixed(base, text, m_item.kind == PictureKind::Host ? 0.10 : 0.04));
    painter->drawRoundedRect(m_place.rect, 6, 6);
    if (scale < textScale) {
        if (container) { // the state remains
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_item.frozen ? frozenColor : m_item.up ? upColor : mixed(base, text, 0.4));
            painter->drawRect(QRectF(m_place.rect.topLeft() + QPointF(6, 6), QSizeF(14, 14)));
        }
        return;
    }
    QRectF line = m_place.rect.adjusted(8, 7, -8, 0);
    line.setHeight(m_metrics.lineHeight);
    QFont font = m_font;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        QRectF room = line;
        if (i == 0 && container) {
            const qreal size = m_metrics.lineHeight * 0.55;
            const QRectF mark(line.left(), line.center().y() - size / 2, size, size);
            drawState(painter, mark, m_item, mixed(base, text, 0.6));
            room.setLeft(mark.right() + 6);
        }
        font.setBold(i == 0);
        painter->setFont(font);
        painter->setPen(i == 0 ? text : mixed(base, text, 0.75));
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, m_lines.at(i));
        line.translate(0, m_metrics.lineHeight);
    }
}

// --- rails ---

void RailItem::prepare()
{
    m_bounds = m_place.rect.adjusted(-4, -2, 4, 4);
    for (const QPointF &point : m_place.trunk)
        m_bounds = m_bounds.united(QRectF(point - QPointF(3, 3), QSizeF(6, 6)));
    m_gate = {};
    if (m_item.nat && m_place.trunk.size() >= 2) {
        // In the middle of the piece that leaves this computer.
        const QPointF middle = (m_place.trunk.at(0) + m_place.trunk.at(1)) / 2;
        QFont bold = m_font;
        bold.setBold(true);
        const QFontMetricsF metrics(bold);
        const QSizeF size(metrics.horizontalAdvance(gateWord()) + 12, m_metrics.lineHeight + 2);
        m_gate = QRectF(middle - QPointF(size.width() / 2, size.height() / 2), size);
        m_bounds = m_bounds.united(m_gate.adjusted(-2, -2, 2, 2));
    }
    m_labels.clear();
    for (const QRectF &rail : m_place.rails) {
        QString label = m_item.near.label();
        if (!m_item.addresses.isEmpty())
            label += QStringLiteral("   ") + m_item.addresses.join(QStringLiteral("  "));
        if (!m_item.ours)
            label = tr("%1   (not Táper's)").arg(label);
        if (!m_item.up)
            label = tr("%1   down").arg(label);
        const bool crossed = m_labels.isEmpty() && m_place.trunk.size() == 2;
        const qreal left = crossed ? m_place.trunk.last().x() + 8 : rail.left() + 4;
        m_labels += elided(m_labels.isEmpty() ? label : m_item.name, rail.right() - left);
    }
}

QString RailItem::gateWord() const
{
    return m_item.nat == true ? tr("NAT") : tr("no way out");
}

/// Open, it lets the line through and is filled; closed, it is an empty frame across it.
void RailItem::paintGate(QPainter *painter, const QPalette &colors) const
{
    if (m_gate.isEmpty())
        return;
    const QColor text = colors.color(QPalette::Text), base = colors.color(QPalette::Base);
    const bool open = m_item.nat == true;
    painter->setPen(QPen(open ? colors.color(QPalette::Highlight) : mixed(base, text, 0.5), 1.5));
    painter->setBrush(open ? colors.color(QPalette::Highlight) : base);
    painter->drawRoundedRect(m_gate, 4, 4);
    QFont bold = m_font;
    bold.setBold(true);
    painter->setFont(bold);
    painter->setPen(open ? colors.color(QPalette::HighlightedText) : mixed(base, text, 0.75));
    painter->drawText(m_gate, Qt::AlignCenter, gateWord());
}

QPainterPath RailItem::shape() const
{
    QPainterPath path;
    path.addRect(m_gate);
    for (const QRectF &rail : m_place.rails)
        path.addRect(rail.adjusted(0, -m_metrics.lineHeight, 0, 4));
    return path;
}

void RailItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget)
{
    const QPalette colors = widget ? widget->palette() : option->palette;
    const qreal scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    painter->setRenderHint(QPainter::Antialiasing, scale >= smoothScale);
    const QColor text = colors.color(QPalette::Text), base = colors.color(QPalette::Base);
    const QColor accent = colors.color(QPalette::Highlight);
    const QColor line = m_item.ours ? accent : mixed(base, text, 0.5);
    if (!m_place.trunk.isEmpty()) {
        painter->setPen(QPen(mixed(base, text, 0.45), 2, m_item.ours ? Qt::SolidLine : Qt::DashLine));
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(polyline(m_place.trunk));
    }
    if (scale >= textScale)
        paintGate(painter, colors);
    for (qsizetype i = 0; i < m_place.rails.size(); ++i) {
        const QRectF &rail = m_place.rails.at(i);
        if (i > 0) { // the same bridge goes on: joined at the left
            painter->setPen(QPen(line, 2, m_item.ours ? Qt::SolidLine : Qt::DashLine));
            painter->drawLine(m_place.rails.at(i - 1).bottomLeft() + QPointF(1, 0),
                              rail.topLeft() + QPointF(1, 0));
        }
        if (isSelected()) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(mixed(base, accent, 0.35));
            painter->drawRoundedRect(rail.adjusted(-3, -4, 3, 4), 5, 5);
        }
        if (m_item.ours) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_item.up ? line : mixed(base, line, 0.5));
            painter->drawRoundedRect(rail.adjusted(0, 1, 0, -1), 3, 3);
        } else {
            painter->setPen(QPen(line, 1.5, Qt::DashLine));
            painter->setBrush(mixed(base, text, 0.06));
            painter->drawRoundedRect(rail.adjusted(0.5, 1, -0.5, -1), 3, 3);
        }
        if (scale >= textScale) {
            QFont font = m_font;
            font.setBold(m_item.ours);
            painter->setFont(font);
            painter->setPen(isSelected() || m_item.ours ? text : mixed(base, text, 0.7));
            // The first label stands right of the line that comes down from this computer.
            const bool crossed = i == 0 && m_place.trunk.size() == 2;
            const qreal left = crossed ? m_place.trunk.last().x() + 8 : rail.left() + 4;
            painter->drawText(QRectF(left, rail.top() - m_metrics.lineHeight - 3, rail.right() - left,
                                     m_metrics.lineHeight),
                              Qt::AlignLeft | Qt::AlignVCenter, m_labels.value(i));
        }
    }
}

// --- cables ---

void CableItem::prepare()
{
    QList<QPointF> points{m_place.from};
    points += m_place.bends;
    points += m_place.to;
    m_path = polyline(points);
    setZValue(m_place.bends.isEmpty() ? 3 : 0.5); // a long one passes behind the boxes
    QPainterPathStroker stroker;
    stroker.setWidth(14);
    m_shape = stroker.createStroke(m_path);
    // Right of the cable, the near end's name under the rail, the far end's over the container; the names of a second
    // cable one line further in.
    const qreal height = m_metrics.lineHeight, width = std::max<qreal>(40, m_place.labelWidth);
    const bool bent = !m_place.bends.isEmpty();
    const qreal nearWidth = bent ? m_metrics.slotWidth - m_metrics.gap : width;
    m_nearLabel = elided(m_item.near.label(), nearWidth);
    m_farLabel = m_item.far.isNull() ? QStringLiteral("?") : elided(m_item.far.label(), width);
    const QFontMetricsF metrics(m_font);
    m_nearRect = QRectF(m_place.from.x() + 7, m_place.from.y() + 4 + (bent ? 0 : m_place.row * height),
                        metrics.horizontalAdvance(m_nearLabel) + 2, height);
    m_farRect = QRectF(m_place.to.x() + 7, m_place.to.y() - height - 4 - m_place.row * height,
                       metrics.horizontalAdvance(m_farLabel) + 2, height);
    m_bounds = m_path.boundingRect().adjusted(-8, -8, 8, 8).united(m_nearRect).united(m_farRect);
}

void CableItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget)
{
    const QPalette colors = widget ? widget->palette() : option->palette;
    const qreal scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    painter->setRenderHint(QPainter::Antialiasing, scale >= smoothScale);
    const QColor text = colors.color(QPalette::Text), base = colors.color(QPalette::Base);
    const bool up = (m_item.near.isNull() || m_item.near.up) && (m_item.far.isNull() || m_item.far.up);
    const QColor color = isSelected() ? colors.color(QPalette::Highlight) : mixed(base, text, up ? 0.7 : 0.4);
    painter->setPen(
        QPen(color, isSelected() ? 3.5 : 2, up ? Qt::SolidLine : Qt::DashLine, Qt::FlatCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(m_path);
    if (scale < smoothScale)
        return;
    painter->setPen(QPen(color, 1.5));
    painter->setBrush(m_item.near.isNull() ? base : color);
    painter->drawEllipse(m_place.from, endRadius, endRadius);
    painter->setBrush(m_item.far.isNull() ? base : color);
    painter->drawEllipse(m_place.to, endRadius, endRadius);
    if (scale < textScale)
        return;
    painter->setFont(m_font);
    painter->setPen(isSelected() ? text : mixed(base, text, 0.75));
    QColor ground = base;
    ground.setAlpha(210); // another cable may pass behind
    if (m_place.row > 0 || !m_place.bends.isEmpty())
        painter->fillRect(m_farRect, ground);
    if (!m_nearLabel.isEmpty())
        painter->drawText(m_nearRect, Qt::AlignLeft | Qt::AlignVCenter, m_nearLabel);
    painter->drawText(m_farRect, Qt::AlignLeft | Qt::AlignVCenter, m_farLabel);
}

TopologyItem *makeTopologyItem(PictureKind kind)
{
    switch (kind) {
    case PictureKind::Bridge:
        return new RailItem;
    case PictureKind::Cable:
        return new CableItem;
    default:
        return new BoxItem;
    }
}

} // namespace taper
