// SPDX-License-Identifier: GPL-3.0-or-later
// The network as a picture: this computer, its bridges as rails, veth pairs as cables with both ends named,
// containers. Below it one paragraph about what is selected. Runs in: the window. A new state of the network
// changes only the items that differ.
#pragma once
#include "core/topology.h"
#include "topology/topology_layout.h"
#include "topology/topology_picture.h"
#include <QWidget>
#include <memory>

class QLabel;
class QStackedLayout;

namespace taper {

class TopologyCanvas;

class TopologyView : public QWidget
{
    Q_OBJECT

public:
    explicit TopologyView(QWidget *parent = nullptr);
    ~TopologyView() override;

    void setTopology(const Topology &topology);

    /// The node's id; a cable has that of its end on this computer. Empty = nothing.
    QString selectedId() const;
    void select(const QString &id);
    /// The paragraph about what is selected.
    QString selectedText() const;
    /// For tests and the accessibility interface.
    TopologyCanvas *canvas() const { return m_canvas; }

public slots:
    void fit(); ///< everything in view, never larger than 1:1
    void zoomIn();
    void zoomOut();

signals:
    void containerActivated(const QString &name); ///< double click or Enter on a container
    void selected(const QString &id);

private:
    void showDescription();
    void changeEvent(QEvent *event) override;

    TopologyPicture m_picture;
    TopologyCanvas *m_canvas = nullptr;
    QLabel *m_empty = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_text = nullptr;
    QStackedLayout *m_stack = nullptr;
};

} // namespace taper
