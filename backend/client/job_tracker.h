// SPDX-License-Identifier: GPL-3.0-or-later
// Turns "here is your job's number" into a future that has the job's outcome.
// Runs in: taper. A job survives the loss of the connection; whoever waits for it here does not, and is told so.
#pragma once
#include "client/connection.h"
#include "core/job.h"
#include <functional>

namespace taper::client {

class JobTracker : public QObject
{
    Q_OBJECT

public:
    explicit JobTracker(Connection &connection, QObject *parent = nullptr);

    /// Asks for a method whose reply is a job; the future has the job's result or its error.
    /// begun is called with the first answer ({job, …}), before anything of the job itself is known.
    QFuture<Result<Json>> run(std::string_view method, Json params,
                              std::function<void(const Json &)> begun = nullptr);

private:
    using Promise = std::shared_ptr<QPromise<Result<Json>>>;

    void onNotified(const std::string &method, const Json &params);
    void onLinkChanged();

    Connection &m_connection;
    std::map<std::uint64_t, Promise> m_waiting;
    std::deque<std::pair<std::uint64_t, Result<Json>>>
        m_ended; ///< the last few, in case one ended before its answer
};

} // namespace taper::client
