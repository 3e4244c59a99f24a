// SPDX-License-Identifier: GPL-3.0-or-later
// A console's bytes on a connection of their own: console.attach with a ticket, then raw bytes both ways.
// Runs in: taper. At most 64 KiB are read a turn of the loop (libvterm's limit, and the window stays alive during a
// flood): more stays in the kernel's socket buffer, which is the back-pressure that stops the container's writer.
#pragma once
#include "protocol/frame.h"
#include <QByteArray>

#include <QObject>
#include <memory>

class QLocalSocket;

namespace taper::client {

class ConsoleStream : public QObject
{
    Q_OBJECT

public:
    explicit ConsoleStream(QString socketPath, QObject *parent = nullptr);
    ~ConsoleStream() override;

    void attach(const std::string &ticket);
    void close();
    bool isAttached() const { return m_attached; }
    /// False when so much waits already that the bytes were not taken.
    bool write(const QByteArray &bytes);
    /// While paused nothing is read: the container's writer is held up by the full socket.
    void setPaused(bool paused);

signals:
    void attached();
    void received(const QByteArray &bytes);
    /// Once; error.code is HelperUnavailable when the other side simply ended the stream.
    void ended(const taper::Error &error);

private:
    void onReadyRead();
    void readAnswer(const QByteArray &bytes);
    void end(Error error);

    const QString m_socketPath;
    std::unique_ptr<QLocalSocket> m_socket;
    protocol::FrameReader m_reader{protocol::maximumResponse};
    std::string m_ticket;
    bool m_open = false;
    bool m_attached = false;
    bool m_paused = false;
};

} // namespace taper::client
