// SPDX-License-Identifier: GPL-3.0-or-later
// Makes an image of a tar archive: which file, and what the image shall be called. Runs in: taper; not modal.
#pragma once
#include "client/commands.h"
#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace taper::dialogs {

/// "debian12" for "/home/me/debian12.tar.zst"
QString imageNameOf(const QString &path);

class AddArchiveDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AddArchiveDialog(client::Commands &commands, QWidget *parent = nullptr);

signals:
    void added(const QString &image);

private:
    void browse();
    void check();
    void add();

    client::Commands &m_commands;
    QLineEdit *m_path;
    QLineEdit *m_name;
    QLabel *m_problem;
    QPushButton *m_add;
};

} // namespace taper::dialogs
