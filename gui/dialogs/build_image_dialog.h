// SPDX-License-Identifier: GPL-3.0-or-later
// Which system shall be built as an image, from which mirror, and what it shall be called. It only asks; who opened it
// builds. Runs in: taper; not modal.
#pragma once
#include "client/commands.h"
#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace taper::client {
class HelperMirror;
}

namespace taper::dialogs {

class BuildImageDialog : public QDialog
{
    Q_OBJECT

public:
    BuildImageDialog(client::HelperMirror &mirror, client::Commands &commands, QWidget *parent = nullptr);

signals:
    void buildWanted(const QString &name, const taper::ImageSource &source, const QString &mirror);

private:
    void buildFields();
    void take(std::vector<ImageSource> sources);
    void onSource();
    void check();
    void accept() override;
    QString freeName(const ImageSource &source) const;

    client::HelperMirror &m_mirror;
    std::vector<ImageSource> m_sources;
    QComboBox *m_system;
    QLineEdit *m_from;
    QLineEdit *m_name;
    QLineEdit *m_command;
    QLabel *m_problem;
    QPushButton *m_build;
    QString m_trouble; ///< why there is nothing to choose
};

} // namespace taper::dialogs
