// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a container: the form, the command that does the same, what went wrong in place. An image that is not there is
// built first; the page may be left meanwhile, it goes on and tells when the container is made. Runs in: taper.
#pragma once
#include "client/commands.h"
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace taper::client {
class HelperMirror;
}
namespace taper::widgets {
class NoticeBar;
}

namespace taper::pages {

class CreateForm;

class CreatePage : public QWidget
{
    Q_OBJECT

public:
    CreatePage(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
               QWidget *parent = nullptr);
    CreateForm &form() { return *m_form; }
    /// Something is being built or made: the page must live until it has ended.
    bool isBusy() const { return m_busy; }

signals:
    void created(const taper::client::CreatedContainer &container, bool started);
    /// Cancelled before anything was asked for, or left to itself while it works.
    void leaveWanted();
    /// What was under way has ended without a container; the reason is on the page.
    void stopped(const QString &what, const taper::Error &error);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *buildTop();
    QWidget *buildBottom();
    void askForSources();
    void create();
    void make(const client::CreateRequest &request);
    void addBusybox();
    void update();
    void setBusy(const QString &what);
    void fail(const QString &what, const Error &error);

    client::Connection &m_connection;
    client::Commands &m_commands;
    CreateForm *m_form;
    widgets::NoticeBar *m_problems;
    QLineEdit *m_command;
    QPushButton *m_copy;
    QLabel *m_state;
    QPushButton *m_create;
    QPushButton *m_leave;
    bool m_busy = false;
};

} // namespace taper::pages
