// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/connection.h"

#include "client/qt_text.h"
#include "protocol/methods.h"
#include <QFileInfo>
#include <QLocalSocket>
#include <algorithm>
#include <cerrno>

namespace taper::client {

namespace {
constexpr int firstPauseMs = 50, longestPauseMs = 2000, helloTimeoutMs = 5000;
constexpr std::size_t maximumInFlight = 32;  ///< the helper takes no more of one connection (design §5)
constexpr std::size_t maximumWaiting = 4096; ///< a bulk action on every container of a full machine
constexpr qint64 maximumQueuedBytes = 1 << 20;

/// errno tells the window what to say: ENOENT and ECONNREFUSED not running, EACCES, ETIMEDOUT, ECONNRESET.
Error unavailable(std::string detail, int errnoValue)
{
    Error error = fail(ErrorCode::HelperUnavailable, "connect to the helper", {}, std::move(detail)).value();
    error.errnoValue = errnoValue;
    return error;
}

int errnoOf(QLocalSocket::LocalSocketError error)
{
    switch (error) {
    case QLocalSocket::ConnectionRefusedError:
        return ECONNREFUSED;
    case QLocalSocket::ServerNotFoundError:
        return ENOENT;
    case QLocalSocket::SocketAccessError:
        return EACCES;
    case QLocalSocket::SocketTimeoutError:
        return ETIMEDOUT;
    default:
        return ECONNRESET;
    }
}

QFuture<Result<Json>> answered(Error error)
{
    QPromise<Result<Json>> promise;
    promise.start();
    promise.addResult(Result<Json>(tl::unexpected<Error>(std::move(error))));
    promise.finish();
    return promise.future();
}

void answer(QPromise<Result<Json>> &promise, Result<Json> result)
{
    promise.addResult(std::move(result));
    promise.finish();
}
} // namespace

Connection::Connection(QString socketPath, QObject *parent)
    : QObject(parent),
      m_socketPath(std::move(socketPath)),
      m_socket(std::make_unique<QLocalSocket>()),
      m_pauseMs(firstPauseMs),
      m_problem(unavailable("not connected yet", ENOENT))
{
    m_retry.setSingleShot(true);
    m_helloTimeout.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Connection::tryNow);
    connect(&m_helloTimeout, &QTimer::timeout, this,
            [this] { giveUp(unavailable("it does not answer", ETIMEDOUT)); });
    connect(m_socket.get(), &QLocalSocket::connected, this, &Connection::onConnected);
    connect(m_socket.get(), &QLocalSocket::disconnected, this, &Connection::onDisconnected);
    connect(m_socket.get(), &QLocalSocket::readyRead, this, &Connection::onReadyRead);
    connect(m_socket.get(), &QLocalSocket::errorOccurred, this, [this] {
        if (m_link == Link::Connecting)
            giveUp(unavailable(toUtf8(m_socket->errorString()), errnoOf(m_socket->error())));
    });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        watchFile();
        if (m_link == Link::Absent && QFileInfo::exists(m_socketPath)) {
            m_pauseMs = firstPauseMs;
            tryNow();
        }
    });
}

Connection::~Connection()
{
    m_socket->disconnect(this);
    m_socket->abort();
}

void Connection::open()
{
    watchFile();
    tryNow();
}

/// The nearest folder that exists: /run/taper is made by the helper, so its parent is watched until then.
void Connection::watchFile()
{
    QString folder = QFileInfo(m_socketPath).absolutePath();
    while (!QFileInfo::exists(folder) && folder != QStringLiteral("/"))
        folder = QFileInfo(folder).absolutePath();
    const QStringList watched = m_watcher.directories();
    if (watched.contains(folder))
        return;
    if (!watched.isEmpty())
        m_watcher.removePaths(watched);
    m_watcher.addPath(folder);
}

void Connection::tryNow()
{
    if (m_link != Link::Absent)
        return;
    m_retry.stop();
    m_socket->abort();
    m_reader = protocol::FrameReader(protocol::maximumResponse);
    m_link = Link::Connecting; // no signal: for the user nothing has changed yet
    m_helloTimeout.start(helloTimeoutMs);
    m_socket->connectToServer(m_socketPath);
}

void Connection::tryLater()
{
    m_retry.start(m_pauseMs);
    m_pauseMs = std::min(2 * m_pauseMs, longestPauseMs);
}

void Connection::onConnected()
{
    protocol::Request hello{
        m_nextId++,
        "hello",
        {{"major", protocol::majorVersion}, {"minor", protocol::minorVersion}, {"client", "taper"}}};
    const std::string bytes = protocol::frame(protocol::encode(hello));
    m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

void Connection::onDisconnected()
{
    if (m_link != Link::Absent)
        giveUp(unavailable("it closed the connection", ECONNRESET));
}

void Connection::onReadyRead()
{
    const QByteArray bytes = m_socket->readAll();
    m_reader.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    while (m_link != Link::Absent) {
        auto body = m_reader.next();
        if (!body)
            return giveUp(std::move(body.error()));
        if (!*body)
            return;
        auto message = protocol::parseFromHelper(**body);
        if (!message)
            return giveUp(std::move(message.error()));
        if (auto *response = std::get_if<protocol::Response>(&*message)) {
            handle(std::move(*response));
        } else if (m_link == Link::Ready) {
            auto &note = std::get<protocol::Notification>(*message);
            emit notified(note.method, note.params);
        }
    }
}

void Connection::handle(protocol::Response response)
{
    if (m_link == Link::Connecting)
        return handleHello(response.result);
    auto found = m_inFlight.find(response.id);
    if (found == m_inFlight.end())
        return; // an answer to nothing we asked: harmless
    auto promise = std::move(found->second.promise);
    m_inFlight.erase(found);
    sendWaiting();
    answer(*promise, std::move(response.result));
}

void Connection::handleHello(const Result<Json> &result)
{
    if (!result) {
        m_pauseMs = longestPauseMs; // it said no: asking again at once would be rude
        return giveUp(result.error());
    }
    m_helloTimeout.stop();
    const protocol::Fields fields(*result);
    m_hello = {};
    m_hello.helperVersion = fields.string("helperVersion").value_or(std::nullopt).value_or("");
    m_hello.uid = fields.integer("uid", 0, UINT32_MAX).value_or(std::nullopt).value_or(0);
    m_hello.rights = fields.string("rights").value_or(std::nullopt).value_or("");
    m_hello.rightsReason = fields.string("rightsReason").value_or(std::nullopt).value_or("");
    m_pauseMs = firstPauseMs;
    setLink(Link::Ready);
}

std::optional<Error> Connection::obstacle() const
{
    if (!isReady())
        return m_problem;
    if (m_hello.rights == "none")
        return fail(ErrorCode::AuthDenied, "use the helper", {}, m_hello.rightsReason).value();
    return std::nullopt;
}

QFuture<Result<Json>> Connection::request(std::string_view method, Json params)
{
    if (m_link != Link::Ready)
        return answered(m_problem.code == ErrorCode::HelperUnavailable
                            ? m_problem
                            : unavailable("not connected", ECONNRESET));
    if (m_waiting.size() >= maximumWaiting || m_socket->bytesToWrite() > maximumQueuedBytes)
        return answered(
            fail(ErrorCode::TooManyRequests, std::string(method), {}, "too much is waiting for the helper")
                .value());
    Pending pending{{m_nextId++, std::string(method), std::move(params)},
                    std::make_shared<QPromise<Result<Json>>>()};
    pending.promise->start();
    auto future = pending.promise->future();
    m_waiting.push_back(std::move(pending));
    sendWaiting();
    return future;
}

void Connection::sendWaiting()
{
    while (m_link == Link::Ready && !m_waiting.empty() && m_inFlight.size() < maximumInFlight) {
        Pending pending = std::move(m_waiting.front());
        m_waiting.pop_front();
        send(std::move(pending));
    }
}

void Connection::send(Pending pending)
{
    const std::string body = protocol::encode(pending.request);
    if (body.size() > protocol::maximumRequest)
        return answer(*pending.promise, fail(ErrorCode::InvalidArgument, pending.request.method, {},
                                             "the request is too long"));
    const std::string bytes = protocol::frame(body);
    const auto id = pending.request.id;
    m_inFlight.emplace(id, std::move(pending));
    m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

/// Everything that waits for an answer is told; then it is tried again.
void Connection::giveUp(Error why)
{
    m_helloTimeout.stop();
    const bool wasReady = m_link == Link::Ready;
    const bool newReason = why.code != m_problem.code || why.detail != m_problem.detail;
    m_problem = std::move(why);
    m_link = Link::Absent;
    m_socket->abort();
    auto inFlight = std::exchange(m_inFlight, {});
    auto waiting = std::exchange(m_waiting, {});
    for (auto &[id, pending] : inFlight)
        answer(*pending.promise, tl::unexpected<Error>(unavailable("the connection was lost", ECONNRESET)));
    for (auto &pending : waiting)
        answer(*pending.promise, tl::unexpected<Error>(unavailable("the connection was lost", ECONNRESET)));
    tryLater();
    if (wasReady || newReason)
        emit linkChanged();
}

void Connection::setLink(Link link)
{
    m_link = link;
    emit linkChanged();
}

} // namespace taper::client
