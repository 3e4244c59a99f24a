// SPDX-License-Identifier: GPL-3.0-or-later
// Runs taper-worker as the helper and the monitor do: role unpack as root of its own user, mount and network
// namespaces with one directory as "/", role storage with the state directory's fd. Runs in: the tests.
#pragma once
#include "engine/sys/unique_fd.h"
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <sys/types.h>
#include <vector>

class QTemporaryDir;

namespace taper::test {

using Json = nlohmann::json;

/// First host id of the sandbox's range: an owner of 5 in the archive is sandboxIds + 5 on this disk, which
/// is not idmapped here.
inline constexpr unsigned sandboxIds = 0x70000000;

struct Answer
{
    int exitStatus = -1; ///< 128 + signal when it was killed
    Json result, error;  ///< null when it did not come
    std::vector<std::uint64_t> progress;
    bool wellFormed = true; ///< lines of JSON, one last word

    std::string code() const { return error.is_object() ? error.value("code", "") : ""; }
    std::string detail() const { return error.is_object() ? error.value("detail", "") : ""; }
    std::string subject() const { return error.is_object() ? error.value("subject", "") : ""; }
    std::string text() const; ///< for failure messages
};

/// A worker that is running.
class Worker
{
public:
    static Worker unpack(const Json &task, int input, const std::string &directory);
    static Worker storage(const Json &task, const std::string &stateDirectory);
    Worker(Worker &&other) noexcept : m_pid(other.m_pid), m_report(std::move(other.m_report))
    {
        other.m_pid = -1;
    }
    ~Worker();

    pid_t pid() const { return m_pid; }
    int reportFd() const { return m_report.get(); }
    Answer wait(); ///< until it has ended

private:
    Worker(pid_t pid, UniqueFd report) : m_pid(pid), m_report(std::move(report)) {}
    pid_t m_pid;
    UniqueFd m_report;
};

/// A directory in memory, in a mount namespace of this test's own; "" when this machine does not allow it.
class MemoryDisk
{
public:
    MemoryDisk();
    ~MemoryDisk();
    bool isMounted() const { return m_mounted; }
    std::string at(const std::string &path) const;

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    bool m_mounted = false;
};

void writeFile(const std::string &path, const std::string &content, mode_t mode = 0644);
std::string readFile(const std::string &path);

} // namespace taper::test
