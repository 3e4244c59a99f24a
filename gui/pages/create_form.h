// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of a new container on one page, checked while they are filled in, and the command that would do the same.
// An image that is not there yet can be chosen, too: it is to be built first. Runs in: taper.
#pragma once
#include "client/commands.h"
#include <QWidget>
#include <optional>

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace taper::client {
class HelperMirror;
}
namespace taper::widgets {
class CpuBoxes;
class LimitControl;
} // namespace taper::widgets

namespace taper::pages {

/// "debian-2" for an image "debian/12" when "debian" is taken.
std::string suggestedName(const std::string &image, const client::HelperMirror &mirror);
/// "debian:bookworm", what an image built of this source is called.
std::string builtName(const ImageSource &source);

class CreateForm : public QWidget
{
    Q_OBJECT

public:
    explicit CreateForm(client::HelperMirror &mirror, QWidget *parent = nullptr);

    /// What can be built here; those that are built already are not offered again.
    void setSources(std::vector<ImageSource> sources);
    /// Nothing while everything is fine, else why Create cannot be pressed.
    std::optional<QString> problem() const;
    client::CreateRequest request() const;
    /// What must be built before the container can be made.
    std::optional<ImageSource> toBuild() const;
    /// The same with taperctl; a typed password is read from standard input, never shown.
    QString command() const;
    void chooseImage(const std::string &image);
    /// Where Return means Create.
    QList<QLineEdit *> fields() const { return {m_name, m_user, m_password, m_address, m_mac}; }

signals:
    void edited();
    /// There is no image yet and the user wants the built-in one.
    void busyboxWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildFields();
    void connectFields();
    QWidget *mainColumn();
    QWidget *limitsColumn();
    void fillImages();
    void showImage();
    void showHost();
    void suggest();
    void check();
    std::string imageName() const;
    std::optional<QString> nameProblem() const;
    std::optional<QString> loginProblem() const;
    std::optional<QString> addressProblem() const;
    QStringList limitWords() const;

    client::HelperMirror &m_mirror;
    std::vector<ImageSource> m_sources;
    QComboBox *m_image;
    QPushButton *m_addBusybox;
    QLabel *m_imageInfo;
    QLineEdit *m_name;
    QString m_suggested; ///< what stands in it while the user has not touched it
    QLabel *m_nameProblem;
    QComboBox *m_profile;
    QLineEdit *m_user;
    QRadioButton *m_generate;
    QRadioButton *m_choose;
    QLineEdit *m_password;
    QLabel *m_loginProblem;
    widgets::LimitControl *m_memory;
    widgets::LimitControl *m_swap;
    widgets::LimitControl *m_weight;
    widgets::LimitControl *m_cap;
    widgets::CpuBoxes *m_cpus;
    widgets::LimitControl *m_processes;
    QComboBox *m_network;
    QLineEdit *m_address;
    QLineEdit *m_mac;
    QLabel *m_addressProblem;
    QCheckBox *m_start;
    QBoxLayout *m_columns;
};

} // namespace taper::pages
