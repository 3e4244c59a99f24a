// SPDX-License-Identifier: GPL-3.0-or-later
// The things on the canvas. Each knows its own item and place and repaints only when one of them changes.
// Zoomed out they leave away text, further out also smooth lines.
#pragma once
#include "topology/topology_layout.h"
#include <QFont>
#include <QGraphicsObject>
#include <QPainterPath>

namespace taper {

class TopologyItem : public QGraphicsObject
{
    Q_OBJECT

public:
    static constexpr qreal textScale = 0.5;    ///< below it no text
    static constexpr qreal smoothScale = 0.35; ///< below it no antialiasing

    TopologyItem();
    const QString &id() const { return m_item.id; }
    const PictureItem &item() const { return m_item; }
    const QString &accessibleName() const { return m_accessibleName; }
    void setAccessibleName(const QString &name);
    /// True when anything changed.
    bool update(const PictureItem &item, const PlacedItem &place, const TopologyMetrics &metrics,
                const QFont &font);
    QRectF focusRect() const; ///< what a click in the middle of hits, in scene coordinates
    QRectF boundingRect() const override { return m_bounds; }

protected:
    virtual void prepare() = 0; ///< computes bounds, shape and what is written, from m_item and m_place
    QString elided(const QString &text, qreal width) const;

    PictureItem m_item;
    PlacedItem m_place;
    TopologyMetrics m_metrics;
    QFont m_font;
    QRectF m_bounds;
    QString m_accessibleName;
};

/// This computer, uplinks, containers, other interfaces.
class BoxItem : public TopologyItem
{
    Q_OBJECT

public:
    BoxItem() { setZValue(2); }
    QPainterPath shape() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

protected:
    void prepare() override;

private:
    QStringList m_lines; ///< the first one bold
};

/// A bridge, in one row or several.
class RailItem : public TopologyItem
{
    Q_OBJECT

public:
    RailItem() { setZValue(1); }
    QPainterPath shape() const override;
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

protected:
    void prepare() override;

private:
    QString gateWord() const;
    void paintGate(QPainter *painter, const QPalette &colors) const;

    QStringList m_labels; ///< one per row
    QRectF m_gate;        ///< upon the line to this computer: whether it leads on to the outside
};

/// A veth pair between a rail and a container, both ends named.
class CableItem : public TopologyItem
{
    Q_OBJECT

public:
    CableItem() { setZValue(3); }
    QPainterPath shape() const override { return m_shape; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

protected:
    void prepare() override;

private:
    QPainterPath m_path, m_shape;
    QString m_nearLabel, m_farLabel;
    QRectF m_nearRect, m_farRect;
};

TopologyItem *makeTopologyItem(PictureKind kind);

} // namespace taper
