// SPDX-License-Identifier: GPL-3.0-or-later
// A helper that only pretends: the real protocol over a real QLocalServer, in the process of the test, with knobs for
// everything that can go wrong. Runs in: tests only.
#pragma once
#include "client/fake_console.h"
#include "client/fake_world.h"
#include "core/job.h"
#include "protocol/frame.h"
#include "protocol/messages.h"
#include <QElapsedTimer>
#include <QLocalServer>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <functional>
#include <list>
#include <set>

namespace taper::test {

using protocol::Json;

class FakeHelper : public QObject
{
    Q_OBJECT

public:
    explicit FakeHelper(QString socketPath, FakeWorld world = {}, QObject *parent = nullptr);
    ~FakeHelper() override { stop(); }

    bool start();
    /// As a killed helper: all connections break, the socket's file is gone.
    void stop();
    const QString &socketPath() const { return m_path; }

    FakeWorld &world() { return m_world; }
    /// Announces what the test changed in the world.
    void announce(const std::vector<std::string> &changed, const std::vector<std::string> &removed = {});
    void announceImages();
    void setState(const std::string &name, State state);
    /// Changes the revision without telling: what a client sees next is a gap.
    void loseRevision() { ++m_revision; }
    void sendRaw(const std::string &bytes);
    void tick();                     ///< one metrics notification now
    void setTicking(int intervalMs); ///< and on their own
    void failNext(const std::string &method, Error error);
    void setStepMs(int milliseconds) { m_stepMs = milliseconds; }
    /// What hello says: "root", "authorized" or "none".
    void setRights(std::string rights) { m_rights = std::move(rights); }
    /// Jobs stand still (also their answer) until released.
    void holdJobs(bool hold);

    const std::vector<protocol::Request> &requests() const { return m_requests; }
    int count(const std::string &method) const;
    Json lastParams(const std::string &method) const;
    std::set<std::string> topics() const; ///< of all connections together
    FakeConsole *console() const { return m_console; }
    int connectionCount() const { return static_cast<int>(m_clients.size()); }

signals:
    void requested(const QString &method);

private:
    struct Client
    {
        QLocalSocket *socket = nullptr;
        protocol::FrameReader reader{protocol::maximumRequest};
        bool greeted = false;
        std::set<std::string> topics;
    };
    struct RunningJob
    {
        JobInfo info;
        int steps = 0;
        std::function<Json()> finish;
        std::optional<Error> failure;
    };

    void onConnection();
    void onReadyRead(Client &client);
    void handle(Client &client, const protocol::Request &request);
    Result<Json> answer(Client &client, const protocol::Request &request);
    Result<Json> containerAnswer(const protocol::Request &request);
    Result<Json> jobAnswer(const protocol::Request &request);
    Result<Json> pageAnswer(const protocol::Request &request); ///< what only a page asks for
    Json snapshot(const Json &topics);
    Json beginJob(const protocol::Request &request, State on, std::function<Json()> finish);
    Json create(const Json &params);
    Result<Json> set(const Json &params);
    Result<Json> setNat(const Json &params);
    Result<Json> rename(const protocol::Request &request, const std::string &name);
    void advanceJobs();
    void endJob(RunningJob &job);
    void notify(std::string_view topic, std::string_view method, const Json &params);
    void attachConsole(Client &client, const protocol::Request &request);

    const QString m_path;
    FakeWorld m_world;
    QLocalServer m_server;
    std::list<Client> m_clients;
    std::vector<protocol::Request> m_requests;
    std::map<std::string, Error> m_failures;
    std::map<std::string, std::string> m_tickets; ///< ticket -> container
    QPointer<FakeConsole> m_console;
    std::int64_t m_revision = 1;
    std::uint64_t m_nextJob = 1;
    std::uint64_t m_nextTicket = 1;
    std::list<RunningJob> m_jobs;
    std::string m_rights = "authorized";
    bool m_holdJobs = false;
    int m_stepMs = 0;
    QTimer m_jobTimer;
    QTimer m_metricsTimer;
    QElapsedTimer m_clock;
};

} // namespace taper::test
