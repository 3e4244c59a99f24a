// SPDX-License-Identifier: GPL-3.0-or-later
// The helper as taperctl sees it: calls, jobs with progress and cancel, and one wait that looks after other
// descriptors (signals, streams) at the same time.
// Runs in: taperctl, one thread.
#pragma once
#include "cli/connection.h"
#include "cli/text_agent.h"
#include "protocol/messages.h"

#include <functional>
#include <map>
#include <memory>
#include <poll.h>
#include <span>
#include <vector>

namespace taper::cli {

using protocol::Json;

/// Descriptors that a wait for the helper looks after too.
class Watch
{
public:
    virtual ~Watch() = default;
    virtual void addPolls(std::vector<pollfd> &polls) = 0;
    /// Those that addPolls added, with their events; called after every wake-up.
    virtual Status handle(std::span<const pollfd> polls) = 0;
    /// Wakes up after so long without events; -1: never.
    virtual int timeoutMs() const { return -1; }
};

class Helper
{
public:
    /// Connects; hello travels with the first request, so that it costs no round trip of its own. agent: asks for
    /// passwords where nobody else does; null: nobody.
    static Result<Helper> open(const std::string &path, std::unique_ptr<TextAgent> agent = nullptr);

    Result<Json> call(std::string_view method, Json params = Json::object());

    /// For what is waited for beside other things: the request's id.
    Result<std::int64_t> send(std::string_view method, Json params = Json::object());
    std::optional<Result<Json>> takeAnswer(std::int64_t id);
    /// Until done() says so; an error of the connection or of a watch ends it.
    Status wait(const std::function<bool()> &done, std::span<Watch *const> watches = {});

    struct JobReport
    {
        JobInfo info;
        Json result;
    };
    /// The last report of a job, if one has come.
    const JobReport *report(std::int64_t job) const;

    const std::string &path() const { return m_path; }

private:
    Helper(Connection connection, std::string path)
        : m_connection(std::move(connection)), m_path(std::move(path))
    {
    }
    Status dispatch(std::string_view body);
    Status dispatchAll();
    Status answered(protocol::Response response);
    /// A request that was refused because nobody could be asked is sent once more when somebody can.
    Status askAndRepeat(std::int64_t id, Error refusal);

    Connection m_connection;
    std::string m_path;
    std::int64_t m_lastId = 0;
    std::int64_t m_helloId = 0; ///< while hello has not been answered
    std::string m_unsent;
    std::unique_ptr<TextAgent> m_agent;
    std::map<std::int64_t, std::string>
        m_repeatable; ///< frames of requests without an answer, while an agent may start
    std::map<std::int64_t, Result<Json>> m_answers;
    std::map<std::int64_t, JobReport> m_jobs;
};

/// Asks on a connection of its own for the stream of a ticket; after it, raw bytes. passedFd: see fd.pass.
class Attachment
{
public:
    static Result<Attachment> begin(const std::string &path, std::string_view method,
                                    const std::string &ticket, int passedFd = -1);
    /// Waits for the helper's yes.
    Status finish();
    int fd() const { return m_connection.fd(); }
    std::string takeRest() { return m_connection.takeRest(); }

private:
    explicit Attachment(Connection connection) : m_connection(std::move(connection)) {}
    Connection m_connection;
};

} // namespace taper::cli
