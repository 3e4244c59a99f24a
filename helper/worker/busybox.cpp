// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in image: the host's static busybox, a link for each of its applets, and the files of
// busybox_files. Runs in: worker, role unpack. The program is asked for its applets through the fd it came
// as, in this sandbox.
#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"
#include "worker/busybox_files.h"
#include "worker/input_stream.h"
#include "worker/root_check.h"
#include "worker/unpack.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <vector>

namespace taper::worker {

namespace {

constexpr std::size_t maximumOutput = 65536, maximumApplets = 1000;
constexpr std::uint64_t maximumProgram = 32u << 20;
constexpr const char *installHint = "Install the package busybox-static.";

struct Copied
{
    std::string fingerprint;
    std::uint64_t bytes = 0;
};

Status writeAll(int fd, const char *data, std::size_t length, const char *path)
{
    while (length > 0) {
        const ssize_t written = ::write(fd, data, length);
        if (written < 0 && errno != EINTR)
            return systemError("write", path);
        if (written > 0) {
            data += written;
            length -= std::size_t(written);
        }
    }
    return {};
}

Result<Copied> copyProgram(int root, int input)
{
    auto target = beneath::open(root, "bin/busybox", O_WRONLY | O_CREAT | O_EXCL, 0755);
    if (!target)
        return tl::unexpected(std::move(target.error()));
    sha256_ctx sha;
    sha256_init(&sha);
    sha256_update(&sha, busyboxRecipe.size(), reinterpret_cast<const std::uint8_t *>(busyboxRecipe.data()));
    std::vector<char> block(256 * 1024);
    Copied copied;
    for (;;) {
        const ssize_t length = ::read(input, block.data(), block.size());
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return systemError("read busybox");
        if (length == 0)
            break;
        copied.bytes += std::uint64_t(length);
        if (copied.bytes > maximumProgram)
            return fail(ErrorCode::ImageInvalid, "copy busybox", {},
                        "this is no busybox: larger than 32 MiB");
        sha256_update(&sha, std::size_t(length), reinterpret_cast<const std::uint8_t *>(block.data()));
        if (Status written = writeAll(target->get(), block.data(), std::size_t(length), "bin/busybox");
            !written)
            return tl::unexpected(std::move(written.error()));
    }
    copied.fingerprint = hexDigest(sha);
    return copied;
}

/// What busybox prints when called with one argument or none, at most 64 KiB.
Result<std::string> ask(int program, const char *argument)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) < 0)
        return systemError("make a pipe");
    const UniqueFd from(ends[0]);
    UniqueFd to(ends[1]);
    const pid_t child = ::fork(); // one thread here, and nothing but system calls in the child
    if (child == 0) {
        char name[] = "busybox", option[32] = {};
        for (std::size_t i = 0; argument && argument[i] != '\0' && i < sizeof option - 1; ++i)
            option[i] = argument[i];
        char *arguments[] = {name, argument ? option : nullptr, nullptr};
        char *environment[] = {nullptr};
        if (::dup2(to.get(), STDOUT_FILENO) >= 0 && ::dup2(to.get(), STDERR_FILENO) >= 0)
            kernel::execveat(program, "", arguments, environment, AT_EMPTY_PATH);
        ::_exit(127);
    }
    if (child < 0)
        return systemError("fork");
    to.reset();
    std::string text(maximumOutput, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const ssize_t got = ::read(from.get(), text.data() + length, text.size() - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += std::size_t(got);
    }
    text.resize(length);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!WIFEXITED(status) || WEXITSTATUS(status) == 127)
        return fail(ErrorCode::HostMissingProgram, "ask busybox", {},
                    "the computer's busybox cannot run on its own: it is not linked statically", installHint);
    return text;
}

/// "usr/bin/awk": what --list-full may say.
bool isAppletPath(std::string_view path)
{
    if (path.empty() || path.size() > 64 || path.front() == '/' || path.find("..") != std::string_view::npos)
        return false;
    return std::all_of(path.begin(), path.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("/[_-.+").find(c) != std::string_view::npos;
    });
}

Status linkApplets(int root, std::string_view list)
{
    std::size_t count = 0;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find('\n'), list.size());
        const std::string path(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
        const std::size_t slash = path.rfind('/');
        if (slash == std::string::npos || !isAppletPath(path) || path == "bin/busybox")
            continue; // "linuxrc"
        if (++count > maximumApplets)
            return fail(ErrorCode::ImageInvalid, "link applets", {}, "this busybox has too many applets");
        auto directory = beneath::openDirectory(root, path.substr(0, slash));
        if (!directory)
            return tl::unexpected(std::move(directory.error()));
        // A file of the recipe stays: /sbin/reboot.
        if (::symlinkat("/bin/busybox", directory->get(), path.c_str() + slash + 1) < 0 && errno != EEXIST)
            return systemError("link", path);
    }
    for (const char *needed : {"bin/sh", "sbin/init", "sbin/getty", "bin/login"})
        if (!beneath::exists(root, needed))
            return fail(ErrorCode::HostMissingProgram, "link applets", needed,
                        "the computer's busybox lacks this applet", installHint);
    return {};
}

Status writeRecipe(int root, const std::string &osRelease)
{
    for (const RecipeFile &file : busyboxFiles) {
        auto fd = beneath::open(root, file.path, O_WRONLY | O_CREAT | O_EXCL, file.mode);
        if (!fd)
            return tl::unexpected(std::move(fd.error()));
        if (Status done = writeAll(fd->get(), file.content.data(), file.content.size(), file.path); !done)
            return done;
    }
    auto shadow = beneath::open(root, "etc/shadow", O_RDONLY);
    if (!shadow || ::fchown(shadow->get(), 0, 42) < 0)
        return systemError("change group", "etc/shadow");
    auto fd = beneath::open(root, "etc/os-release", O_WRONLY | O_CREAT | O_EXCL, 0644);
    if (!fd)
        return tl::unexpected(std::move(fd.error()));
    return writeAll(fd->get(), osRelease.data(), osRelease.size(), "etc/os-release");
}

/// "BusyBox v1.35.0 (Debian 1:1.35.0-4) multi-call binary." -> "1.35.0"
std::string versionOf(std::string_view banner)
{
    constexpr std::string_view start = "BusyBox v";
    const std::size_t at = banner.find(start);
    if (at == std::string_view::npos)
        return {};
    banner.remove_prefix(at + start.size());
    return std::string(banner.substr(0, std::min<std::size_t>(banner.find_first_not_of("0123456789."), 16)));
}

} // namespace

Result<Json> makeBusybox(Report &report, int root, int input)
{
    for (const RecipeDirectory &directory : busyboxDirectories)
        if (::mkdirat(root, directory.path, directory.mode) < 0)
            return systemError("make directory", directory.path);
    auto copied = copyProgram(root, input);
    if (!copied)
        return tl::unexpected(std::move(copied.error()));
    report.progress(copied->bytes);
    auto banner = ask(input, nullptr);
    auto applets = banner ? ask(input, "--list-full") : Result<std::string>(tl::unexpected(banner.error()));
    if (!applets)
        return tl::unexpected(std::move(applets.error()));
    const std::string version = versionOf(*banner);
    if (version.empty())
        return fail(ErrorCode::HostMissingProgram, "ask busybox", {},
                    "the computer's busybox does not say its version", installHint);
    const std::string osRelease = "PRETTY_NAME=\"BusyBox " + version +
                                  "\"\nNAME=BusyBox\nID=busybox\nVERSION_ID=" + version +
                                  "\nHOME_URL=https://busybox.net/\n";
    if (Status done = writeRecipe(root, osRelease); !done)
        return tl::unexpected(std::move(done.error()));
    if (Status done = linkApplets(root, *applets); !done)
        return tl::unexpected(std::move(done.error()));
    if (::symlinkat("/proc/mounts", root, "etc/mtab") < 0 || ::symlinkat("/run", root, "var/run") < 0)
        return systemError("link", "etc/mtab");
    auto facts = examineRoot(root);
    if (!facts)
        return tl::unexpected(std::move(facts.error()));
    std::uint64_t bytes = copied->bytes;
    for (const RecipeFile &file : busyboxFiles)
        bytes += file.content.size();
    return Json{
        {"fingerprint", copied->fingerprint}, {"sizeBytes", bytes}, {"os", facts->os}, {"init", facts->init}};
}

} // namespace taper::worker
