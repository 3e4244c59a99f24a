// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of a new container on one page, checked while they are filled in, and the command that would do the same.
// Runs in: taper.
#pragma once
#include "client/commands.h"
#include <QWidget>
#include <optional>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace taper::client {
class HelperMirror;
}
namespace taper::widgets {
class LimitControl;
}

namespace taper::dialogs {

/// "debian-2" for an image "debian/12" when "debian" is taken.
std::string suggestedName(const std::string &image, const client::HelperMirror &mirror);

class CreateForm : public QWidget
{
    Q_OBJECT

public:
    explicit CreateForm(client::HelperMirror &mirror, QWidget *parent = nullptr);

    /// Nothing while everything is fine, else why Create cannot be pressed.
    std::optional<QString> problem() const;
    client::CreateRequest request() const;
    /// The same with taperctl; a typed password is read from standard input, never shown.
    QString command() const;
    void chooseImage(const std::string &image);

signals:
    void edited();
    /// There is no image yet and the user wants the built-in one.
    void busyboxWanted();

private:
    void build();
    void addFields(QFormLayout *form);
    void fillImages();
    void suggest();
    void check();
    std::optional<QString> nameProblem() const;

    client::HelperMirror &m_mirror;
    QComboBox *m_image;
    QPushButton *m_addBusybox;
    QLineEdit *m_name;
    QLabel *m_nameProblem;
    QLineEdit *m_user;
    QLineEdit *m_password;
    widgets::LimitControl *m_memory;
    widgets::LimitControl *m_weight;
    QComboBox *m_network;
    QCheckBox *m_start;
    QLineEdit *m_command;
};

} // namespace taper::dialogs
