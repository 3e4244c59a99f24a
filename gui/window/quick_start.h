// SPDX-License-Identifier: GPL-3.0-or-later
// "Try one now": the built-in image where it is missing, a container of it, started. Runs in: taper.
#pragma once
#include "client/commands.h"
#include <QObject>

namespace taper::client {
class HelperMirror;
}

namespace taper::window {

class QuickStart : public QObject
{
    Q_OBJECT

public:
    QuickStart(client::HelperMirror &mirror, client::Commands &commands, QObject *parent = nullptr);
    /// One at a time: a second call while the first is under way does nothing.
    void run();

signals:
    void created(const taper::client::CreatedContainer &container);
    void failed(const taper::Error &error);

private:
    void create();
    void end(const Error &error);

    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    bool m_running = false;
};

} // namespace taper::window
