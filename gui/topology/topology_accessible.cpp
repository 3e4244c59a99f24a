// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/topology_accessible.h"
#include "topology/topology_canvas.h"
#include "topology/topology_items.h"
#include "topology/topology_text.h"

namespace taper {

namespace {

QAccessibleInterface *makeAccessible(const QString &className, QObject *object)
{
    Q_UNUSED(className)
    if (auto *canvas = qobject_cast<TopologyCanvas *>(object))
        return new TopologyCanvasAccessible(canvas);
    if (auto *item = qobject_cast<TopologyItem *>(object))
        return new TopologyItemAccessible(item);
    return nullptr;
}

} // namespace

TopologyCanvasAccessible::TopologyCanvasAccessible(TopologyCanvas *canvas)
    : QAccessibleWidget(canvas, QAccessible::List)
{
}

void TopologyCanvasAccessible::install()
{
    static const bool once = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(once)
}

TopologyCanvas *TopologyCanvasAccessible::canvas() const
{
    return static_cast<TopologyCanvas *>(widget());
}

int TopologyCanvasAccessible::childCount() const
{
    return int(canvas()->items().size());
}

QAccessibleInterface *TopologyCanvasAccessible::child(int index) const
{
    return QAccessible::queryAccessibleInterface(canvas()->items().value(index));
}

int TopologyCanvasAccessible::indexOfChild(const QAccessibleInterface *child) const
{
    return child ? int(canvas()->items().indexOf(qobject_cast<TopologyItem *>(child->object()))) : -1;
}

QAccessibleInterface *TopologyCanvasAccessible::childAt(int x, int y) const
{
    const QPoint point = canvas()->viewport()->mapFromGlobal(QPoint(x, y));
    return QAccessible::queryAccessibleInterface(dynamic_cast<TopologyItem *>(canvas()->itemAt(point)));
}

QAccessibleInterface *TopologyCanvasAccessible::focusChild() const
{
    return QAccessible::queryAccessibleInterface(canvas()->selectedItem());
}

TopologyItemAccessible::TopologyItemAccessible(TopologyItem *item) : QAccessibleObject(item) {}

TopologyItem *TopologyItemAccessible::item() const
{
    return static_cast<TopologyItem *>(object());
}

TopologyCanvas *TopologyItemAccessible::canvas() const
{
    if (!item() || !item()->scene() || item()->scene()->views().isEmpty())
        return nullptr;
    return static_cast<TopologyCanvas *>(item()->scene()->views().first());
}

QAccessibleInterface *TopologyItemAccessible::parent() const
{
    return QAccessible::queryAccessibleInterface(canvas());
}

QString TopologyItemAccessible::text(QAccessible::Text kind) const
{
    if (!canvas())
        return {};
    switch (kind) {
    case QAccessible::Name:
        return item()->accessibleName();
    case QAccessible::Description:
        return TopologyText::paragraph(item()->item(), canvas()->picture());
    default:
        return {};
    }
}

QRect TopologyItemAccessible::rect() const
{
    if (!canvas())
        return {};
    const QRect local = canvas()->mapFromScene(item()->focusRect()).boundingRect();
    return {canvas()->viewport()->mapToGlobal(local.topLeft()), local.size()};
}

QAccessible::State TopologyItemAccessible::state() const
{
    QAccessible::State state;
    state.selectable = state.focusable = true;
    state.selected = item()->isSelected();
    state.focused = state.selected && canvas() && canvas()->hasFocus();
    state.offscreen = canvas() && !canvas()->viewport()->rect().intersects(
                                      canvas()->mapFromScene(item()->focusRect()).boundingRect());
    return state;
}

void *TopologyItemAccessible::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::ActionInterface)
        return static_cast<QAccessibleActionInterface *>(this);
    return QAccessibleObject::interface_cast(type);
}

QStringList TopologyItemAccessible::actionNames() const
{
    QStringList names{pressAction()};
    if (item()->item().kind == PictureKind::Container)
        names += toggleAction(); // opens it
    return names;
}

void TopologyItemAccessible::doAction(const QString &name)
{
    if (!canvas())
        return;
    if (name == pressAction())
        canvas()->select(item());
    else if (name == toggleAction())
        canvas()->activate(item());
}

} // namespace taper
