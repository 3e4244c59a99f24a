// SPDX-License-Identifier: GPL-3.0-or-later
// The picture itself: a scene of TopologyItems that is changed by differences, zoom, keyboard, selection.
#pragma once
#include "topology/topology_layout.h"
#include <QGraphicsView>
#include <QHash>

namespace taper {

class TopologyItem;

class TopologyCanvas : public QGraphicsView
{
    Q_OBJECT

public:
    struct Changes
    {
        int added = 0, changed = 0, removed = 0;
    };

    explicit TopologyCanvas(QWidget *parent = nullptr);

    void setPicture(const TopologyPicture &picture);
    const TopologyPicture &picture() const { return m_picture; }
    Changes lastChanges() const { return m_changes; }
    /// In the picture's order.
    QList<TopologyItem *> items() const { return m_order; }
    TopologyItem *item(const QString &id) const { return m_items.value(id); }
    TopologyItem *selectedItem() const;
    void select(TopologyItem *item); ///< null = nothing
    void activate(TopologyItem *item);

    void fit();
    void zoomBy(qreal factor);
    qreal zoom() const { return transform().m11(); }

signals:
    void selectionChanged();
    void containerActivated(const QString &name);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    TopologyMetrics metrics() const;
    void rebuild();
    void moveSelection(int dx, int dy);

    QGraphicsScene m_scene;
    TopologyPicture m_picture;
    TopologyLayout m_layout;
    QHash<QString, TopologyItem *> m_items;
    QList<TopologyItem *> m_order;
    Changes m_changes;
    bool m_autoFit = true; ///< until the user zooms
};

} // namespace taper
