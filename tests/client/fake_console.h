// SPDX-License-Identifier: GPL-3.0-or-later
// The other end of a console in tests: a prompt, and an echo of what is typed. Runs in: tests only.
#pragma once
#include <QByteArray>
#include <QLocalSocket>
#include <QObject>

namespace taper::test {

class FakeConsole : public QObject
{
    Q_OBJECT

public:
    FakeConsole(QLocalSocket *socket, const std::string &container, QObject *parent);
    void send(const QByteArray &bytes) { m_socket->write(bytes); }
    void hangUp() { m_socket->disconnectFromServer(); }
    const QByteArray &typed() const { return m_typed; }

private:
    void onReadyRead();

    QLocalSocket *m_socket;
    QByteArray m_prompt;
    QByteArray m_typed;
};

} // namespace taper::test
