// SPDX-License-Identifier: GPL-3.0-or-later
// A container's console: asks for a ticket while the tab is visible and the container lives, feeds the terminal, takes
// its keys back; attaches again when the container was started anew; says what to do when it is stopped.
// Runs in: taper.
#pragma once
#include "client/commands.h"
#include "client/console_stream.h"
#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace taper {
class ConsoleWidget;
}
namespace taper::client {
class HelperMirror;
}

namespace taper::pages {

class ConsoleTab : public QWidget
{
    Q_OBJECT

public:
    ConsoleTab(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
               QWidget *parent = nullptr);
    void setContainer(const std::string &name);
    ConsoleWidget *console() const { return m_console; }
    bool isAttached() const { return m_stream.isAttached(); }

signals:
    void startWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void connectAll();
    void update();
    void attach();
    void detach();
    void onEnded(const Error &error);
    void say(const QString &text, bool offerStart);

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    client::ConsoleStream m_stream;
    std::string m_name;
    std::string m_consoleId; ///< for console.resize
    quint64 m_attempt = 0;   ///< an answer to an earlier one is not ours any more
    bool m_attaching = false;
    QTimer m_retry;
    ConsoleWidget *m_console;
    QStackedWidget *m_stack;
    QLabel *m_text;
    QPushButton *m_start;
};

} // namespace taper::pages
