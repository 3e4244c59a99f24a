// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/fake_console.h"

namespace taper::test {

FakeConsole::FakeConsole(QLocalSocket *socket, const std::string &container, QObject *parent)
    : QObject(parent),
      m_socket(socket),
      m_prompt("\x1b[1;32mroot@" + QByteArray::fromStdString(container) + "\x1b[0m:~# ")
{
    connect(socket, &QLocalSocket::readyRead, this, &FakeConsole::onReadyRead);
    send("\r\nDebian GNU/Linux 12 " + QByteArray::fromStdString(container) + " console\r\n\r\n" + m_prompt);
}

void FakeConsole::onReadyRead()
{
    const QByteArray bytes = m_socket->readAll();
    m_typed += bytes;
    for (char c : bytes)
        send(c == '\r' ? "\r\n" + m_prompt : QByteArray(1, c));
}

} // namespace taper::test
