// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a container: the form, what went wrong in place, and while it is being made the way to leave without it.
// Runs in: taper; not modal, and it closes itself when the container is there.
#pragma once
#include "client/commands.h"
#include <QDialog>

class QLabel;
class QPushButton;

namespace taper::client {
class HelperMirror;
}

namespace taper::dialogs {

class CreateForm;

class CreateDialog : public QDialog
{
    Q_OBJECT

public:
    CreateDialog(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
                 QWidget *parent = nullptr);
    CreateForm &form() { return *m_form; }

signals:
    void created(const taper::client::CreatedContainer &container, bool started);

private:
    void create();
    void addBusybox();
    void updateButton();
    void showProblem(const QString &text);

    client::Connection &m_connection;
    client::Commands &m_commands;
    CreateForm *m_form;
    QLabel *m_problem;
    QPushButton *m_create;
    bool m_busy = false;
};

} // namespace taper::dialogs
