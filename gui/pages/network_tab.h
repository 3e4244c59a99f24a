// SPDX-License-Identifier: GPL-3.0-or-later
// A container's place in the network: its bridge, and its address and hardware address, which are chosen unless they are
// fixed here; only while it is stopped. Runs in: taper.
#pragma once
#include "client/commands.h"
#include "client/helper_mirror.h"
#include <QWidget>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace taper::pages {

class NetworkTab : public QWidget
{
    Q_OBJECT

public:
    NetworkTab(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
               QWidget *parent = nullptr);
    void setContainer(const std::string &name);

private:
    void build();
    void addField(QFormLayout *form, const QString &title, QLineEdit *field, QLabel *now);
    void update();
    void showStored();
    void check();
    void apply();
    void showProblem(const QString &text);
    QString obstacle() const;

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    std::string m_name;
    QLabel *m_bridge;
    QLineEdit *m_address, *m_mac;
    QLabel *m_addressNow, *m_macNow;
    QLabel *m_problem;
    QPushButton *m_apply;
};

} // namespace taper::pages
