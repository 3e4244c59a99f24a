// SPDX-License-Identifier: GPL-3.0-or-later
// The network from the kernel's own data: the picture below it the same as a table, above it whether
// containers reach the outside. Runs in: taper.
#pragma once
#include "client/commands.h"
#include "client/helper_mirror.h"
#include <QWidget>

class QCheckBox;
class QLabel;
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
    NetworkPage(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
                QWidget *parent = nullptr);

signals:
    void openWanted(const std::string &container);
    void failed(const QString &what, const taper::Error &error);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildTable();
    QWidget *buildWayOut();
    void update();
    void askNetworks();
    void showNat(std::optional<bool> nat);
    void showWayOut();
    void setNat(bool on);

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    client::Interest m_interest;
    std::string m_bridge = "taper0"; ///< ours, whose way out is decided here
    std::optional<bool> m_nat;       ///< as the helper told last
    bool m_pending = false;
    QCheckBox *m_wayOut;
    QLabel *m_meaning;
    models::TopologyModel *m_model;
    TopologyView *m_picture;
    QTreeView *m_table;
};

} // namespace taper::pages
