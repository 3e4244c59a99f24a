// SPDX-License-Identifier: GPL-3.0-or-later
// The journal: who did what, when, from what to what; search, filter, export; brings itself up to date while it is
// visible, and asks for nothing while it is not. Runs in: taper.
#pragma once
#include "client/commands.h"
#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace taper::client {
class HelperMirror;
}
namespace taper::models {
class JournalModel;
class JournalProxy;
} // namespace taper::models

namespace taper::pages {

class JournalPage : public QWidget
{
    Q_OBJECT

public:
    JournalPage(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
                QWidget *parent = nullptr);
    models::JournalProxy &shown() { return *m_proxy; }
    /// Writes what is shown; the ending decides: .csv, else text.
    Status exportTo(const QString &path);

signals:
    void failed(const QString &what, const taper::Error &error);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *buildBar();
    QWidget *buildDetails();
    void buildView();
    void refresh();
    void refreshSoon();
    void showEntry();
    void showFitting();
    void askForFile();

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    models::JournalModel *m_model;
    models::JournalProxy *m_proxy;
    QTreeView *m_view;
    QStackedWidget *m_stack;
    QLabel *m_message;
    QLineEdit *m_search;
    QComboBox *m_show;
    QPushButton *m_export;
    QLabel *m_detail;
    QLineEdit *m_command;
    QPushButton *m_copy;
    QTimer m_soon;  ///< several things at once are answered by one question
    QTimer m_often; ///< what makes no other noise: refusals, deeds of other users
    bool m_asking = false;
    bool m_read = false;
};

} // namespace taper::pages
