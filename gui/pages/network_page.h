// SPDX-License-Identifier: GPL-3.0-or-later
// The network from the kernel's own data: the picture and, below it, the same as a table. Runs in: taper.
#pragma once
#include "client/helper_mirror.h"
#include <QWidget>

class QStackedWidget;
class QTreeView;

namespace taper {
class TopologyView;
}
namespace taper::models {
class TopologyModel;
}

namespace taper::pages {

class NetworkPage : public QWidget
{
    Q_OBJECT

public:
    explicit NetworkPage(client::HelperMirror &mirror, QWidget *parent = nullptr);

signals:
    void openWanted(const std::string &container);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildTable();
    void update();

    client::HelperMirror &m_mirror;
    client::Interest m_interest;
    models::TopologyModel *m_model;
    TopologyView *m_picture;
    QTreeView *m_table;
};

} // namespace taper::pages
