// SPDX-License-Identifier: GPL-3.0-or-later
// A real taper-helper with throw-away state, in the test's own network and mount namespace, and a small
// client that speaks frames to it. Nothing of the machine's network, mounts or state is touched. Runs in:
// tests, as root.
#pragma once
#include "protocol/frame.h"
#include "protocol/messages.h"
#include <QString>
#include <QTemporaryDir>
#include <memory>
#include <string>
#include <vector>

namespace taper::test {

/// Moves this process into namespaces of its own (once); false where it may not (then tests skip with that
/// reason).
bool enterOwnNamespaces();

/// A blocking client; every read gives up after 20 s.
class Client
{
public:
    explicit Client(const std::string &socket);
    ~Client();
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    bool isConnected() const { return m_fd >= 0; }
    int fd() const { return m_fd; }
    void sendRaw(const std::string &bytes);
    /// The next body; nothing when the helper closed the connection or was silent.
    std::optional<std::string> receive();
    Result<protocol::Json> hello();
    Result<protocol::Json> call(const std::string &method, protocol::Json params = protocol::Json::object());
    /// A method that answers {job}: waits for its end.
    Result<protocol::Json> job(const std::string &method, protocol::Json params);
    /// What came unasked while waiting for answers.
    std::vector<protocol::Notification> notifications;
    /// The next notification of that method, from those or from the wire.
    std::optional<protocol::Json> awaitNotification(const std::string &method);

private:
    int m_fd = -1;
    std::int64_t m_next = 1;
    protocol::FrameReader m_reader{protocol::maximumResponse};
};

/// A JSON value as text, strings without quotes: for comparisons that print well.
QString text(const protocol::Json &value);

class HelperFixture
{
public:
    explicit HelperFixture(std::vector<std::string> extraArguments = {});
    ~HelperFixture(); ///< SIGTERM with --stop-containers-on-exit; kills what is left

    bool start();
    void kill9();
    void terminate();
    pid_t pid() const { return m_pid; }
    std::string socket() const;
    std::string stateDirectory() const;
    std::string runDirectory() const;
    std::string cgroupBase() const { return m_base; }
    std::unique_ptr<Client> client() const; ///< connected, hello said
    /// Directories of its base below /sys/fs/cgroup, any hierarchy, without the base itself.
    QStringList groups() const;

private:
    QTemporaryDir m_directory;
    std::string m_base;
    std::vector<std::string> m_extra;
    pid_t m_pid = -1;
};

} // namespace taper::test
