// SPDX-License-Identifier: GPL-3.0-or-later
// The host check: what containers need of this computer, what is there, what breaks without, and how to repair it.
// Asked for when the page is shown and by a button. Runs in: taper.
#pragma once
#include "client/commands.h"
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace taper::client {
class HelperMirror;
}
namespace taper::models {
class CheckModel;
}

namespace taper::pages {

class ChecksPage : public QWidget
{
    Q_OBJECT

public:
    ChecksPage(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
               QWidget *parent = nullptr);
    /// All lines, as they are copied.
    QString asText() const;

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildView();
    QWidget *buildBar();
    QWidget *buildDetails();
    void check();
    void take(const std::vector<HostCheck> &checks);
    void showSelected();
    void showSummary();

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    models::CheckModel *m_model;
    QTreeView *m_view;
    QStackedWidget *m_stack;
    QLabel *m_summaryIcon;
    QLabel *m_summary;
    QLabel *m_message;
    QPushButton *m_again;
    QPushButton *m_copyAll;
    QLabel *m_detail;
    QLabel *m_repairTitle;
    QLineEdit *m_repair;
    QPushButton *m_copy;
    bool m_asking = false;
};

} // namespace taper::pages
