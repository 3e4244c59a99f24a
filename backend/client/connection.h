// SPDX-License-Identifier: GPL-3.0-or-later
// The connection to the helper: frames, hello, requests and their answers, notifications.
// Runs in: taper, main thread; it never waits. When the helper is gone it comes back by itself: with growing pauses of
// at most two seconds, and at once when the socket's file appears.
#pragma once
#include "protocol/frame.h"
#include "protocol/messages.h"
#include <QFileSystemWatcher>
#include <QFuture>

#include <QObject>
#include <QTimer>
#include <deque>
#include <map>
#include <memory>
#include <optional>

class QLocalSocket;

namespace taper::client {

using protocol::Json;

/// What the helper said of itself and of us.
struct Hello
{
    std::string helperVersion;
    std::int64_t uid = 0;
    std::string rights;
    std::string rightsReason;
};

class Connection : public QObject
{
    Q_OBJECT

public:
    enum class Link { Absent, Connecting, Ready };

    /// The socket of --socket, TAPER_SOCKET, else /run/taper/helper.sock: decided by main.
    explicit Connection(QString socketPath, QObject *parent = nullptr);
    ~Connection() override;

    void open();
    Link link() const { return m_link; }
    bool isReady() const { return m_link == Link::Ready; }
    const Hello &hello() const { return m_hello; }
    /// Why there is no connection.
    const Error &problem() const { return m_problem; }
    /// Why nothing can be asked for now: no connection, or a helper that allows us nothing.
    std::optional<Error> obstacle() const;
    const QString &socketPath() const { return m_socketPath; }

    /// Answers with HelperUnavailable at once when there is no connection, and when it is lost before the answer.
    QFuture<Result<Json>> request(std::string_view method, Json params = Json::object());

signals:
    void linkChanged();
    void notified(const std::string &method, const taper::protocol::Json &params);

private:
    struct Pending
    {
        protocol::Request request;
        std::shared_ptr<QPromise<Result<Json>>> promise;
    };

    void tryNow();
    void tryLater();
    void watchFile();
    void onConnected();
    void onDisconnected();
    void onReadyRead();
    void handle(protocol::Response response);
    void handleHello(const Result<Json> &result);
    void send(Pending pending);
    void sendWaiting();
    void giveUp(Error why);
    void setLink(Link link);

    const QString m_socketPath;
    std::unique_ptr<QLocalSocket> m_socket;
    QTimer m_retry;
    QTimer m_helloTimeout;
    QFileSystemWatcher m_watcher;
    int m_pauseMs;
    Link m_link = Link::Absent;
    Hello m_hello;
    Error m_problem;
    protocol::FrameReader m_reader{protocol::maximumResponse};
    std::int64_t m_nextId = 1;
    std::map<std::int64_t, Pending> m_inFlight;
    std::deque<Pending> m_waiting; ///< behind the helper's 32 in flight
};

} // namespace taper::client
