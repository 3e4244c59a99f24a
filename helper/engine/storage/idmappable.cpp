// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/storage.h"

#include <array>
#include <climits>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>

namespace taper::storage {

namespace {

// As in worker/worker_protocol.h, which the engine must not include.
constexpr int reportFd = 4, directoryFd = 6;
constexpr std::size_t maximumLine = 65536;

std::string besideThisProgram()
{
    char path[PATH_MAX];
    const ssize_t length = ::readlink("/proc/self/exe", path, sizeof path);
    const std::string self(path, length > 0 ? std::size_t(length) : 0);
    return self.substr(0, self.rfind('/') + 1) + "taper-worker";
}

/// Everything until the pipe ends, at most 5 s and a line's length.
std::string readAll(int fd)
{
    std::string text;
    std::array<char, 4096> block;
    pollfd waiting{fd, POLLIN, 0};
    while (text.size() <= maximumLine && ::poll(&waiting, 1, 5000) > 0) {
        const ssize_t length = ::read(fd, block.data(), block.size());
        if (length <= 0)
            break;
        text.append(block.data(), std::size_t(length));
    }
    return text;
}

Result<pid_t> spawnProbe(const std::string &program, int directory, int report)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, report, reportFd);
    posix_spawn_file_actions_adddup2(&actions, directory, directoryFd);
    std::string role = "probe", name = program;
    char *arguments[] = {name.data(), role.data(), nullptr};
    char *environment[] = {nullptr};
    pid_t pid = -1;
    errno = ::posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    if (errno != 0)
        return systemError("run", program);
    return pid;
}

} // namespace

Status checkIdmappable(const std::string &path, const std::string &workerProgram)
{
    // Kept above the numbers they become in the child, so that no dup2 there overwrites another's source.
    UniqueFd plain(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!plain)
        return systemError("open", path);
    const UniqueFd directory(::fcntl(plain.get(), F_DUPFD_CLOEXEC, 16));
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) < 0)
        return systemError("pipe");
    const UniqueFd readEnd(ends[0]);
    UniqueFd plainWriteEnd(ends[1]);
    UniqueFd writeEnd(::fcntl(ends[1], F_DUPFD_CLOEXEC, 16));
    auto pid = spawnProbe(workerProgram.empty() ? besideThisProgram() : workerProgram, directory.get(),
                          writeEnd.get());
    plainWriteEnd.reset();
    writeEnd.reset();
    if (!pid)
        return tl::unexpected(std::move(pid.error()));
    const std::string text = readAll(readEnd.get());
    ::kill(*pid, SIGKILL); // it has said all it had to say
    ::waitpid(*pid, nullptr, 0);
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_object() && json.contains("result"))
        return {};
    if (!json.is_object() || !json.contains("error") || !json["error"].is_object())
        return fail(ErrorCode::System, "probe", path, "taper-worker gave no answer");
    const auto &error = json["error"];
    const auto field = [&error](const char *name) {
        const auto found = error.find(name);
        return found != error.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    return fail(errorCodeFromName(field("code")), "check idmapped mounts", path, field("detail"),
                "Use ext4, btrfs or xfs for the state directory, on a kernel of at least 5.19.");
}

} // namespace taper::storage
