// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/topology_canvas.h"
#include "topology/topology_accessible.h"
#include "topology/topology_items.h"
#include "topology/topology_text.h"
#include <QKeyEvent>
#include <QWheelEvent>
#include <cmath>
#include <limits>

namespace taper {

namespace {
constexpr qreal smallest = 0.05, largest = 4, step = 1.25, border = 16;
} // namespace

TopologyCanvas::TopologyCanvas(QWidget *parent) : QGraphicsView(parent)
{
    TopologyCanvasAccessible::install();
    setScene(&m_scene);
    setAccessibleName(tr("Picture of the network"));
    setAccessibleDescription(tr("Arrow keys move between the items, Return opens a container."));
    setFrameShape(QFrame::NoFrame);
    setDragMode(ScrollHandDrag);
    setTransformationAnchor(AnchorUnderMouse);
    setViewportUpdateMode(MinimalViewportUpdate);
    setOptimizationFlags(DontSavePainterState | DontAdjustForAntialiasing);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::ArrowCursor);
    connect(&m_scene, &QGraphicsScene::selectionChanged, this, &TopologyCanvas::selectionChanged);
}

TopologyMetrics TopologyCanvas::metrics() const
{
    const QFontMetricsF font(this->font());
    TopologyMetrics metrics;
    metrics.lineHeight = std::ceil(font.height());
    metrics.slotWidth = std::max<qreal>(148, std::ceil(font.averageCharWidth() * 22));
    metrics.cableLength = metrics.lineHeight * 4 + 16;
    return metrics;
}

void TopologyCanvas::setPicture(const TopologyPicture &picture)
{
    m_picture = picture;
    rebuild();
}

/// Only what differs from before is touched.
void TopologyCanvas::rebuild()
{
    const TopologyMetrics sizes = metrics();
    m_layout.place(m_picture, sizes);
    m_changes = {};
    QHash<QString, TopologyItem *> before = std::exchange(m_items, {});
    m_order.clear();
    for (const PictureItem &item : m_picture.items) {
        const PlacedItem *place = m_layout.find(item.id);
        if (!place || m_items.contains(item.id))
            continue;
        TopologyItem *known = before.take(item.id);
        if (known && known->item().kind != item.kind) {
            delete known;
            known = nullptr;
        }
        const bool fresh = !known;
        if (fresh)
            known = makeTopologyItem(item.kind);
        if (known->update(item, *place, sizes, font())) {
            known->setAccessibleName(TopologyText::name(item, m_picture));
            ++(fresh ? m_changes.added : m_changes.changed);
        }
        if (fresh)
            m_scene.addItem(known);
        m_items.insert(item.id, known);
        m_order.append(known);
    }
    m_changes.removed = int(before.size());
    const bool lostSelection =
        std::any_of(before.begin(), before.end(), [](auto *item) { return item->isSelected(); });
    qDeleteAll(before);
    const QRectF bounds = m_layout.bounds().adjusted(-border, -border, border, border);
    if (bounds != m_scene.sceneRect()) {
        m_scene.setSceneRect(bounds);
        if (m_autoFit)
            fit();
    }
    if (lostSelection)
        emit selectionChanged();
}

TopologyItem *TopologyCanvas::selectedItem() const
{
    const auto selected = m_scene.selectedItems();
    return selected.isEmpty() ? nullptr : static_cast<TopologyItem *>(selected.first());
}

void TopologyCanvas::select(TopologyItem *item)
{
    if (item == selectedItem())
        return;
    {
        const QSignalBlocker blocker(&m_scene); // one signal for both changes
        m_scene.clearSelection();
        if (item)
            item->setSelected(true);
    }
    if (item) {
        ensureVisible(item->focusRect(), 24, 24);
        if (QAccessible::isActive()) {
            QAccessibleEvent focus(item, QAccessible::Focus);
            QAccessible::updateAccessibility(&focus);
        }
    }
    emit selectionChanged();
}

void TopologyCanvas::activate(TopologyItem *item)
{
    if (item && item->item().kind == PictureKind::Container)
        emit containerActivated(item->item().name);
}

void TopologyCanvas::fit()
{
    m_autoFit = true;
    const QRectF rect = m_scene.sceneRect();
    if (rect.isEmpty() || viewport()->width() < 10)
        return;
    const qreal scale =
        std::min({1.0, viewport()->width() / rect.width(), viewport()->height() / rect.height()});
    setTransform(QTransform::fromScale(std::max(smallest, scale), std::max(smallest, scale)));
    centerOn(rect.center());
}

void TopologyCanvas::zoomBy(qreal factor)
{
    m_autoFit = false;
    const qreal wanted = std::clamp(zoom() * factor, smallest, largest);
    scale(wanted / zoom(), wanted / zoom());
}

void TopologyCanvas::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QGraphicsView::wheelEvent(event);
        return;
    }
    zoomBy(std::pow(step, event->angleDelta().y() / 120.0));
    event->accept();
}

void TopologyCanvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    QGraphicsView::mouseDoubleClickEvent(event);
    activate(dynamic_cast<TopologyItem *>(itemAt(event->position().toPoint())));
}

void TopologyCanvas::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        moveSelection(-1, 0);
        return;
    case Qt::Key_Right:
        moveSelection(1, 0);
        return;
    case Qt::Key_Up:
        moveSelection(0, -1);
        return;
    case Qt::Key_Down:
        moveSelection(0, 1);
        return;
    case Qt::Key_Home:
        select(m_order.value(0));
        return;
    case Qt::Key_End:
        select(m_order.isEmpty() ? nullptr : m_order.last());
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activate(selectedItem());
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(step);
        return;
    case Qt::Key_Minus:
        zoomBy(1 / step);
        return;
    case Qt::Key_0:
        fit();
        return;
    case Qt::Key_Escape:
        if (selectedItem()) {
            select(nullptr);
            return;
        }
        break;
    default:
        break;
    }
    QGraphicsView::keyPressEvent(event);
}

/// To the nearest one in that direction; what lies aside counts three times as far.
void TopologyCanvas::moveSelection(int dx, int dy)
{
    const TopologyItem *from = selectedItem();
    if (!from) {
        select(m_order.value(0));
        return;
    }
    // A rail is as wide as everything below it: from it one goes to what is nearest to its middle, to it from
    // anywhere.
    const QRectF start = from->focusRect();
    TopologyItem *best = nullptr;
    qreal bestCost = std::numeric_limits<qreal>::max();
    for (TopologyItem *item : std::as_const(m_order)) {
        if (item == from)
            continue;
        const QRectF rect = item->focusRect();
        QPointF way = rect.center() - start.center();
        if (dy != 0 && rect.left() < start.center().x() && rect.right() > start.center().x())
            way.setX(0);
        if (dy != 0 && start.left() < rect.center().x() && start.right() > rect.center().x())
            way.setX(way.x() / 8);
        const qreal ahead = way.x() * dx + way.y() * dy, aside = std::abs(dx ? way.y() : way.x());
        if (ahead < 4)
            continue;
        const qreal cost = ahead + 3 * aside;
        if (cost < bestCost) {
            bestCost = cost;
            best = item;
        }
    }
    if (best)
        select(best);
}

void TopologyCanvas::resizeEvent(QResizeEvent *event)
{
    QGraphicsView::resizeEvent(event);
    if (m_autoFit)
        fit();
}

void TopologyCanvas::showEvent(QShowEvent *event)
{
    QGraphicsView::showEvent(event);
    if (m_autoFit)
        fit();
}

void TopologyCanvas::changeEvent(QEvent *event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        rebuild();
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

} // namespace taper
