// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/helper.h"

#include "protocol/methods.h"

namespace taper::cli {

namespace {
constexpr int helloTimeoutMs = 30000;

/// The shortest of the times that somebody wants to be woken after; -1 is never.
int sooner(int a, int b)
{
    if (a < 0)
        return b;
    return b < 0 ? a : std::min(a, b);
}
} // namespace

Result<Helper> Helper::open(const std::string &path, std::unique_ptr<TextAgent> agent)
{
    auto connection = Connection::open(path);
    if (!connection)
        return pass(connection.error());
    Helper helper(std::move(*connection), path);
    protocol::Request hello{++helper.m_lastId,
                            "hello",
                            {{"major", protocol::majorVersion},
                             {"minor", protocol::minorVersion},
                             {"client", "taperctl " TAPER_VERSION}}};
    helper.m_helloId = hello.id;
    if (agent && agent->canStart())
        helper.m_agent = std::move(agent);
    helper.m_unsent = protocol::frame(protocol::encode(hello));
    return helper;
}

Result<std::int64_t> Helper::send(std::string_view method, Json params)
{
    const protocol::Request request{++m_lastId, std::string(method), std::move(params)};
    std::string frame = protocol::frame(protocol::encode(request));
    m_unsent += frame;
    if (m_agent)
        m_repeatable[request.id] = std::move(frame);
    auto sent = m_connection.send(m_unsent);
    m_unsent.clear();
    if (!sent) {
        // A helper that refuses the connection says why before it closes it.
        (void)m_connection.readAvailable();
        if (auto said = dispatchAll(); !said)
            return pass(said.error());
        return pass(sent.error());
    }
    return request.id;
}

Result<Json> Helper::call(std::string_view method, Json params)
{
    auto id = send(method, std::move(params));
    if (!id)
        return pass(id.error());
    if (auto waited = wait([&] { return m_answers.contains(*id); }); !waited)
        return pass(waited.error());
    return std::move(*takeAnswer(*id));
}

std::optional<Result<Json>> Helper::takeAnswer(std::int64_t id)
{
    auto node = m_answers.extract(id);
    if (!node)
        return std::nullopt;
    return std::move(node.mapped());
}

const Helper::JobReport *Helper::report(std::int64_t job) const
{
    const auto at = m_jobs.find(job);
    return at == m_jobs.end() ? nullptr : &at->second;
}

Status Helper::answered(protocol::Response response)
{
    if (response.id != m_helloId && response.id != 0) {
        if (m_agent && !response.result && response.result.error().code == ErrorCode::AuthNoAgent &&
            m_repeatable.contains(response.id))
            return askAndRepeat(response.id, std::move(response.result.error()));
        m_repeatable.erase(response.id);
        m_answers.emplace(response.id, std::move(response.result));
        return {};
    }
    m_helloId = 0;
    if (!response.result)
        return pass(response.result.error());
    return {};
}

Status Helper::askAndRepeat(std::int64_t id, Error refusal)
{
    const auto request = m_repeatable.extract(id);
    if (m_agent->canStart()) {
        auto started = m_agent->start();
        if (started)
            return m_connection.send(request.mapped());
        refusal = std::move(started.error());
    }
    // A second refusal, or no agent: that is the answer.
    m_answers.emplace(id, tl::unexpected<Error>(std::move(refusal)));
    return {};
}

Status Helper::dispatch(std::string_view body)
{
    auto message = protocol::parseFromHelper(body);
    if (!message)
        return tl::unexpected<Error>(std::move(message.error()).withContext("answer of the helper"));
    if (auto *response = std::get_if<protocol::Response>(&*message))
        return answered(std::move(*response));
    auto &notification = std::get<protocol::Notification>(*message);
    if (notification.method != protocol::notification::jobChanged)
        return {};
    auto job = protocol::jobFromJson(notification.params);
    if (!job)
        return pass(job.error());
    const auto number = static_cast<std::int64_t>(job->job);
    m_jobs[number] = {std::move(*job), notification.params.value("result", Json())};
    return {};
}

Status Helper::dispatchAll()
{
    for (;;) {
        auto body = m_connection.next();
        if (!body)
            return pass(body.error());
        if (!*body)
            return {};
        if (auto handled = dispatch(**body); !handled)
            return handled;
    }
}

Status Helper::wait(const std::function<bool()> &done, std::span<Watch *const> watches)
{
    std::vector<pollfd> polls;
    std::vector<std::size_t> starts;
    while (!done()) {
        polls.assign(1, {m_connection.fd(), POLLIN, 0});
        starts.clear();
        int timeout = m_helloId != 0 ? helloTimeoutMs : -1;
        for (Watch *watch : watches) {
            starts.push_back(polls.size());
            watch->addPolls(polls);
            timeout = sooner(timeout, watch->timeoutMs());
        }
        starts.push_back(polls.size());
        const int ready = ::poll(polls.data(), polls.size(), timeout);
        if (ready < 0)
            continue; // EINTR: a signal that is not waited for by a Watch
        if (ready == 0 && m_helloId != 0 && timeout == helloTimeoutMs)
            return fail(ErrorCode::TimedOut, "helper at", m_path, "does not answer",
                        "Look at its log: journalctl -u taper-helper");
        for (std::size_t i = 0; i < watches.size(); ++i)
            if (auto handled =
                    watches[i]->handle(std::span(polls).subspan(starts[i], starts[i + 1] - starts[i]));
                !handled)
                return handled;
        if (polls[0].revents == 0)
            continue;
        const auto read = m_connection.readAvailable();
        if (auto handled = dispatchAll(); !handled)
            return handled;
        if (!read && !done())
            return read;
    }
    return {};
}

Result<Attachment> Attachment::begin(const std::string &path, std::string_view method,
                                     const std::string &ticket, int passedFd)
{
    auto connection = Connection::open(path);
    if (!connection)
        return pass(connection.error());
    const protocol::Request request{1, std::string(method), {{"ticket", ticket}}};
    if (auto sent = connection->send(protocol::frame(protocol::encode(request)), passedFd); !sent)
        return pass(sent.error());
    return Attachment(std::move(*connection));
}

Status Attachment::finish()
{
    auto body = m_connection.receive(helloTimeoutMs);
    if (!body)
        return pass(body.error());
    auto message = protocol::parseFromHelper(*body);
    if (!message)
        return pass(message.error());
    auto *response = std::get_if<protocol::Response>(&*message);
    if (!response)
        return fail(ErrorCode::ProtocolViolation, "attach", "", "a notification instead of an answer");
    if (!response->result)
        return pass(response->result.error());
    return {};
}

} // namespace taper::cli
