// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/sandbox.h"

#include <QTemporaryDir>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taper::test {

namespace {

const char *const program = TAPER_BIN_DIR "/taper-worker";

/// Above the numbers that they become, so that one dup2 does not overwrite the next one's source.
UniqueFd high(int fd)
{
    return UniqueFd(::fcntl(fd, F_DUPFD_CLOEXEC, 32));
}

UniqueFd taskFile(const Json &task)
{
    UniqueFd fd(::memfd_create("task", MFD_CLOEXEC));
    const std::string text = task.dump();
    if (::write(fd.get(), text.data(), text.size()) != ssize_t(text.size()))
        return {};
    return high(fd.get());
}

[[noreturn]] void execute(int programFd, const char *role)
{
    char name[] = "taper-worker", argument[16] = {};
    for (int i = 0; role[i] != '\0'; ++i)
        argument[i] = role[i];
    char *arguments[] = {name, argument, nullptr};
    char *environment[] = {nullptr};
    ::syscall(SYS_execveat, programFd, "", arguments, environment, AT_EMPTY_PATH);
    ::_exit(126);
}

bool writeMaps(pid_t child)
{
    const std::string map = "0 " + std::to_string(sandboxIds) + " 65536\n";
    for (const char *file : {"uid_map", "gid_map"}) {
        const std::string path = "/proc/" + std::to_string(child) + "/" + file;
        const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
        if (!fd || ::write(fd.get(), map.data(), map.size()) != ssize_t(map.size()))
            return false;
    }
    return true;
}

} // namespace

std::string Answer::text() const
{
    return "status " + std::to_string(exitStatus) + " result " + result.dump() + " error " +
           error.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Worker Worker::unpack(const Json &task, int input, const std::string &directory)
{
    int report[2], go[2];
    if (::pipe2(report, O_CLOEXEC) < 0 || ::pipe2(go, O_CLOEXEC) < 0)
        return Worker(-1, UniqueFd());
    const UniqueFd taskFd = taskFile(task), reportEnd = high(report[1]), inputFd = high(input);
    const UniqueFd programFd(::open(program, O_RDONLY | O_CLOEXEC));
    if (::chown(directory.c_str(), sandboxIds, sandboxIds) < 0)
        return Worker(-1, UniqueFd());
    // As fork(2), with namespaces: this process has one thread.
    const pid_t child =
        pid_t(::syscall(SYS_clone, CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET | SIGCHLD, 0, 0, 0, 0));
    if (child == 0) {
        char byte;
        ::close(go[1]);
        if (::read(go[0], &byte, 1) != 1 || ::syscall(SYS_setresgid, 0, 0, 0) < 0 ||
            ::syscall(SYS_setresuid, 0, 0, 0) < 0 || ::chroot(directory.c_str()) < 0 || ::chdir("/") < 0)
            ::_exit(125);
        if (::dup2(taskFd.get(), 3) < 0 || ::dup2(reportEnd.get(), 4) < 0 || ::dup2(inputFd.get(), 5) < 0)
            ::_exit(125);
        execute(programFd.get(), "unpack");
    }
    ::close(go[0]);
    ::close(report[1]);
    if (child > 0 && writeMaps(child))
        (void)!::write(go[1], "g", 1);
    ::close(go[1]);
    return Worker(child, UniqueFd(report[0]));
}

Worker Worker::storage(const Json &task, const std::string &stateDirectory)
{
    int report[2];
    if (::pipe2(report, O_CLOEXEC) < 0)
        return Worker(-1, UniqueFd());
    const UniqueFd taskFd = taskFile(task), reportEnd = high(report[1]);
    const UniqueFd programFd(::open(program, O_RDONLY | O_CLOEXEC));
    const UniqueFd plain(::open(stateDirectory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const UniqueFd directory = high(plain.get());
    const pid_t child = ::fork();
    if (child == 0) {
        if (::dup2(taskFd.get(), 3) < 0 || ::dup2(reportEnd.get(), 4) < 0 || ::dup2(directory.get(), 6) < 0)
            ::_exit(125);
        execute(programFd.get(), "storage");
    }
    ::close(report[1]);
    return Worker(child, UniqueFd(report[0]));
}

Worker::~Worker()
{
    if (m_pid <= 0)
        return;
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
}

Answer Worker::wait()
{
    Answer answer;
    std::string text;
    char block[4096];
    for (;;) {
        const ssize_t length = ::read(m_report.get(), block, sizeof block);
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            break;
        text.append(block, std::size_t(length));
    }
    int status = 0;
    if (m_pid > 0 && ::waitpid(m_pid, &status, 0) == m_pid)
        answer.exitStatus = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    m_pid = -1;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        answer.wellFormed = answer.wellFormed && end != std::string::npos && end - begin < 65536 &&
                            answer.result.is_null() && answer.error.is_null();
        const Json line = Json::parse(text.substr(begin, end - begin), nullptr, false);
        begin = end == std::string::npos ? text.size() : end + 1;
        if (line.contains("result"))
            answer.result = line["result"];
        else if (line.contains("error"))
            answer.error = line["error"];
        else if (line.contains("done"))
            answer.progress.push_back(line["done"]);
        else
            answer.wellFormed = false;
    }
    return answer;
}

MemoryDisk::MemoryDisk() : m_temporary(std::make_unique<QTemporaryDir>())
{
    m_mounted =
        ::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
        ::mount("tmpfs", m_temporary->path().toStdString().c_str(), "tmpfs", 0, "mode=755,size=512M") == 0;
}

MemoryDisk::~MemoryDisk()
{
    if (m_mounted)
        ::umount2(m_temporary->path().toStdString().c_str(), MNT_DETACH);
}

std::string MemoryDisk::at(const std::string &path) const
{
    return m_temporary->path().toStdString() + "/" + path;
}

void writeFile(const std::string &path, const std::string &content, mode_t mode)
{
    std::ofstream(path, std::ios::binary) << content;
    ::chmod(path.c_str(), mode);
}

std::string readFile(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace taper::test
