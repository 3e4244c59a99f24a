// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/console_stream.h"

#include "client/qt_text.h"
#include "protocol/messages.h"
#include <QLocalSocket>
#include <QTimer>

namespace taper::client {

namespace {
constexpr qint64 readAtOnce = 64 << 10, maximumQueued = 256 << 10;
}

ConsoleStream::ConsoleStream(QString socketPath, QObject *parent)
    : QObject(parent), m_socketPath(std::move(socketPath)), m_socket(std::make_unique<QLocalSocket>())
{
    m_socket->setReadBufferSize(readAtOnce);
    connect(m_socket.get(), &QLocalSocket::connected, this, [this] {
        const std::string bytes = protocol::frame(protocol::encode(
            protocol::Request{1, "console.attach", {{"ticket", std::exchange(m_ticket, {})}}}));
        m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
    });
    connect(m_socket.get(), &QLocalSocket::readyRead, this, &ConsoleStream::onReadyRead);
    const auto gone = [this] {
        if (m_open && m_socket->bytesAvailable() > 0)
            emit received(m_socket->readAll()); // the last words
        end(fail(ErrorCode::HelperUnavailable, "console", {}, toUtf8(m_socket->errorString())).value());
    };
    connect(m_socket.get(), &QLocalSocket::disconnected, this, gone);
    connect(m_socket.get(), &QLocalSocket::errorOccurred, this, gone);
}

ConsoleStream::~ConsoleStream()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

void ConsoleStream::attach(const std::string &ticket)
{
    close();
    m_reader = protocol::FrameReader(protocol::maximumResponse);
    m_ticket = ticket;
    m_open = true;
    m_socket->connectToServer(m_socketPath);
}

void ConsoleStream::close()
{
    m_open = m_attached = m_paused = false;
    m_socket->abort();
}

bool ConsoleStream::write(const QByteArray &bytes)
{
    if (!m_attached || m_socket->bytesToWrite() + bytes.size() > maximumQueued)
        return false;
    return m_socket->write(bytes) == bytes.size();
}

void ConsoleStream::setPaused(bool paused)
{
    m_paused = paused;
    if (!paused && m_socket->bytesAvailable() > 0)
        QTimer::singleShot(0, this, &ConsoleStream::onReadyRead);
}

void ConsoleStream::onReadyRead()
{
    if (m_paused && m_attached)
        return;
    const QByteArray bytes = m_socket->read(readAtOnce);
    if (!m_attached)
        readAnswer(bytes);
    else if (!bytes.isEmpty())
        emit received(bytes);
}

void ConsoleStream::readAnswer(const QByteArray &bytes)
{
    m_reader.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    auto body = m_reader.next();
    if (!body)
        return end(std::move(body.error()));
    if (!*body)
        return;
    auto message = protocol::parseFromHelper(**body);
    if (!message)
        return end(std::move(message.error()));
    auto *response = std::get_if<protocol::Response>(&*message);
    if (!response)
        return;
    if (!response->result)
        return end(response->result.error());
    m_attached = true;
    emit attached();
    const std::string rest = m_reader.takeRest();
    if (m_attached && !rest.empty())
        emit received(QByteArray(rest.data(), static_cast<qsizetype>(rest.size())));
}

void ConsoleStream::end(Error error)
{
    if (!std::exchange(m_open, false))
        return;
    m_attached = false;
    m_socket->abort();
    emit ended(error);
}

} // namespace taper::client
