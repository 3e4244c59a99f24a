// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for a stopped container's new name; it stays open and says why when the helper refuses. Runs in: taper.
#pragma once
#include "client/commands.h"
#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace taper::window {

class RenameDialog : public QDialog
{
    Q_OBJECT

public:
    RenameDialog(client::Commands &commands, std::string name, QWidget *parent = nullptr);

signals:
    /// Before the helper is asked: its news of the change may come before the answer.
    void asked(const std::string &name, const std::string &newName);

private:
    void build();
    void check();
    void rename();
    void showProblem(const QString &text);

    client::Commands &m_commands;
    const std::string m_old;
    QLineEdit *m_name;
    QLabel *m_problem;
    QPushButton *m_rename = nullptr;
};

} // namespace taper::window
