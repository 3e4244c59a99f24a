// SPDX-License-Identifier: GPL-3.0-or-later
// A helper made of script: speaks frames on a socket of its own, answers what the test says, remembers what
// was asked. Each connection has its thread and a blocking socket, so that a handler reads like the
// conversation it is. For tests of taperctl and of every other client; no Qt in it.
#pragma once
#include "protocol/frame.h"
#include "protocol/messages.h"
#include "protocol/methods.h"

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <filesystem>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace taper::test {

using protocol::Json;

/// One connection, in its thread.
class FakeSession
{
public:
    explicit FakeSession(int socket) : m_socket(socket) {}

    int socket() const { return m_socket; }
    /// The descriptor that came with fd.pass; -1: none.
    int passedFd = -1;

    void send(std::string_view bytes)
    {
        const std::lock_guard lock(m_sending);
        while (!bytes.empty()) {
            const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    void reply(std::int64_t id, Result<Json> result)
    {
        send(protocol::frame(protocol::encode(protocol::Response{id, std::move(result)})));
    }
    void notify(std::string_view method, Json params)
    {
        send(protocol::frame(
            protocol::encode(protocol::Notification{std::string(method), std::move(params)})));
    }
    void notifyJob(const JobInfo &job, Json result = nullptr)
    {
        Json params = protocol::toJson(job);
        params["result"] = std::move(result);
        notify(protocol::notification::jobChanged, std::move(params));
    }
    /// Ends the connection.
    void hangUp() { ::shutdown(m_socket, SHUT_RDWR); }

    std::optional<protocol::Request> receive()
    {
        for (;;) {
            auto body = m_reader.next();
            if (!body)
                return std::nullopt;
            if (*body) {
                auto request = protocol::parseRequest(**body);
                return request ? std::optional(std::move(*request)) : std::nullopt;
            }
            if (!readSome())
                return std::nullopt;
        }
    }

private:
    bool readSome()
    {
        char bytes[65536];
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))];
        iovec part{bytes, sizeof bytes};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        const ssize_t count = ::recvmsg(m_socket, &message, MSG_CMSG_CLOEXEC);
        if (count <= 0)
            return false;
        for (cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header))
            if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
                std::memcpy(&passedFd, CMSG_DATA(header), sizeof passedFd);
        m_reader.feed({bytes, static_cast<std::size_t>(count)});
        return true;
    }

    int m_socket;
    std::mutex m_sending;
    protocol::FrameReader m_reader{protocol::maximumRequest};
};

class FakeHelper
{
public:
    using Handler = std::function<void(FakeSession &, const protocol::Request &)>;
    /// The raw part of a connection after console.attach; ends when it returns.
    using StreamHandler = std::function<void(int socket)>;

    FakeHelper()
    {
        char pattern[] = "/tmp/taper-fake-XXXXXX";
        m_directory = ::mkdtemp(pattern);
        m_path = m_directory + "/helper.sock";
        m_listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, m_path.data(), m_path.size());
        ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), sizeof address);
        ::listen(m_listener, 64);
        on("hello", [](FakeSession &session, const protocol::Request &request) {
            session.reply(request.id, Json{{"major", protocol::majorVersion},
                                           {"minor", protocol::minorVersion},
                                           {"features", Json::array()},
                                           {"helperVersion", "fake"},
                                           {"uid", ::getuid()},
                                           {"rights", "all"},
                                           {"rightsReason", ""}});
        });
        m_acceptor = std::thread([this] { accept(); });
    }
    ~FakeHelper()
    {
        m_stopping = true;
        ::shutdown(m_listener, SHUT_RDWR);
        m_acceptor.join();
        {
            const std::lock_guard lock(m_mutex);
            for (auto &connection : m_connections)
                ::shutdown(connection.socket, SHUT_RDWR);
        }
        for (auto &connection : m_connections) {
            connection.thread.join();
            ::close(connection.socket);
        }
        ::close(m_listener);
        std::filesystem::remove_all(m_directory);
    }
    FakeHelper(const FakeHelper &) = delete;
    FakeHelper &operator=(const FakeHelper &) = delete;

    const std::string &path() const { return m_path; }

    void on(const std::string &method, Handler handler)
    {
        const std::lock_guard lock(m_mutex);
        m_handlers[method] = std::move(handler);
    }
    /// Always the same answer.
    void answer(const std::string &method, Result<Json> result)
    {
        on(method, [result](FakeSession &session, const protocol::Request &request) {
            session.reply(request.id, result);
        });
    }
    /// A job that ends at once.
    void answerJob(const std::string &method, Result<Json> result)
    {
        on(method, [this, result](FakeSession &session, const protocol::Request &request) {
            JobInfo job = newJob(request);
            session.reply(request.id, Json{{"job", job.job}});
            job.outcome = result ? JobOutcome::Done : JobOutcome::Failed;
            if (!result)
                job.error = result.error();
            session.notifyJob(job, result ? *result : Json(nullptr));
        });
    }
    JobInfo newJob(const protocol::Request &request)
    {
        JobInfo job;
        job.job = ++m_lastJob;
        job.kind = request.method;
        job.subject = request.params.value("name", "");
        job.cancellable = true;
        return job;
    }
    void onStream(const std::string &ticket, StreamHandler handler)
    {
        const std::lock_guard lock(m_mutex);
        m_streams[ticket] = std::move(handler);
    }

    /// What was asked so far, without hello.
    std::vector<protocol::Request> requests() const
    {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }
    std::vector<std::string> methods() const
    {
        std::vector<std::string> names;
        for (const auto &request : requests())
            names.push_back(request.method);
        return names;
    }
    /// Waits until a method has been asked for so often; its params, or null after 10 s.
    Json waitFor(const std::string &method, int times = 1)
    {
        std::unique_lock lock(m_mutex);
        Json found;
        m_asked.wait_for(lock, std::chrono::seconds(10), [&] {
            int seen = 0;
            for (const auto &request : m_requests)
                if (request.method == method && ++seen == times) {
                    found = request.params;
                    return true;
                }
            return false;
        });
        return found;
    }

private:
    struct Connection
    {
        int socket;
        std::thread thread;
    };

    void accept()
    {
        for (;;) {
            const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0 || m_stopping) {
                if (socket >= 0)
                    ::close(socket);
                return;
            }
            const std::lock_guard lock(m_mutex);
            m_connections.push_back({socket, std::thread([this, socket] { serve(socket); })});
        }
    }

    void serve(int socket)
    {
        FakeSession session(socket);
        while (auto request = session.receive()) {
            Handler handler;
            StreamHandler stream;
            {
                const std::lock_guard lock(m_mutex);
                if (request->method != "hello")
                    m_requests.push_back(*request);
                if (const auto at = m_handlers.find(request->method); at != m_handlers.end())
                    handler = at->second;
                if (request->method == "console.attach")
                    if (const auto at = m_streams.find(request->params.value("ticket", ""));
                        at != m_streams.end())
                        stream = at->second;
            }
            m_asked.notify_all();
            if (stream) {
                session.reply(request->id, Json::object());
                stream(socket);
                break;
            }
            if (handler)
                handler(session, *request);
            else
                session.reply(request->id,
                              fail(ErrorCode::MethodUnknown, "method", request->method, "unknown"));
        }
        session.hangUp();
        if (session.passedFd >= 0)
            ::close(session.passedFd);
    }

    std::string m_directory, m_path;
    int m_listener = -1;
    std::atomic<bool> m_stopping = false;
    std::atomic<std::uint64_t> m_lastJob = 0;
    mutable std::mutex m_mutex;
    std::condition_variable m_asked;
    std::map<std::string, Handler> m_handlers;
    std::map<std::string, StreamHandler> m_streams;
    std::vector<protocol::Request> m_requests;
    std::list<Connection> m_connections;
    std::thread m_acceptor;
};

/// All bytes until the other side ends its half.
inline std::string readAll(int fd)
{
    std::string all;
    char bytes[65536];
    for (ssize_t count; (count = ::read(fd, bytes, sizeof bytes)) > 0;)
        all.append(bytes, static_cast<std::size_t>(count));
    return all;
}

} // namespace taper::test
