// SPDX-License-Identifier: GPL-3.0-or-later
// The picture for screen readers and tests: a list of named items. QGraphicsView itself shows no children.
#pragma once
#include <QAccessibleWidget>

namespace taper {

class TopologyCanvas;
class TopologyItem;

class TopologyCanvasAccessible : public QAccessibleWidget
{
public:
    explicit TopologyCanvasAccessible(TopologyCanvas *canvas);
    static void install();

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;

private:
    TopologyCanvas *canvas() const;
};

class TopologyItemAccessible : public QAccessibleObject, public QAccessibleActionInterface
{
public:
    explicit TopologyItemAccessible(TopologyItem *item);

    QAccessibleInterface *parent() const override;
    int childCount() const override { return 0; }
    QAccessibleInterface *child(int) const override { return nullptr; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QString text(QAccessible::Text kind) const override;
    QRect rect() const override;
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override;
    void *interface_cast(QAccessible::InterfaceType type) override;

    QStringList actionNames() const override;
    void doAction(const QString &name) override;
    QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    TopologyItem *item() const;
    TopologyCanvas *canvas() const;
};

} // namespace taper
