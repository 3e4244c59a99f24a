// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/root_check.h"

#include "engine/sys/beneath.h"
#include "engine/sys/kernel.h"
#include "engine/sys/unique_fd.h"
#include "worker/report.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>

namespace taper::worker {

namespace {

constexpr std::size_t maximumOsRelease = 65536, maximumPrettyName = 200;

UniqueFd openInside(int root, const char *path, int flags)
{
    open_how how{};
    how.flags = std::uint64_t(flags | O_CLOEXEC);
    how.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
    int fd;
    do {
        // EAGAIN: something, anywhere, was renamed while ".." of a link was being resolved (openat2(2)).
        fd = kernel::openat2(root, path, how);
    } while (fd < 0 && (errno == EINTR || errno == EAGAIN));
    return UniqueFd(fd);
}

std::optional<struct stat> programInside(int root, const char *path)
{
    const UniqueFd fd = openInside(root, path, O_PATH);
    struct stat status;
    if (!fd || kernel::fstat(fd.get(), &status) < 0 || !S_ISREG(status.st_mode) ||
        (status.st_mode & 0111) == 0)
        return std::nullopt;
    return status;
}

bool isOneOf(int root, const struct stat &program, std::initializer_list<const char *> paths)
{
    return std::any_of(paths.begin(), paths.end(), [&](const char *path) {
        const auto other = programInside(root, path);
        return other && other->st_dev == program.st_dev && other->st_ino == program.st_ino;
    });
}

/// The init as the kernel would find it: after links.
std::optional<std::string> initKind(int root)
{
    for (const char *path : {"sbin/init", "usr/sbin/init", "bin/init", "usr/bin/init", "init"}) {
        const auto program = programInside(root, path);
        if (!program)
            continue;
        if (isOneOf(root, *program, {"usr/lib/systemd/systemd", "lib/systemd/systemd"}))
            return "systemd";
        if (isOneOf(root, *program, {"bin/busybox", "usr/bin/busybox", "sbin/busybox"}))
            return "busybox";
        return "other";
    }
    return std::nullopt;
}

std::string readInside(int root, const char *path)
{
    const UniqueFd fd = openInside(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    struct stat status;
    if (!fd || kernel::fstat(fd.get(), &status) < 0 || !S_ISREG(status.st_mode))
        return {};
    std::string text(maximumOsRelease, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const ssize_t got = ::read(fd.get(), text.data() + length, text.size() - length);
        if (got <= 0)
            break;
        length += std::size_t(got);
    }
    text.resize(length);
    return text;
}

} // namespace

bool isProgramInside(int root, const std::string &path)
{
    return programInside(root, path.c_str()).has_value();
}

std::string prettyName(std::string_view osRelease)
{
    constexpr std::string_view key = "PRETTY_NAME=";
    while (!osRelease.empty()) {
        const std::size_t end = std::min(osRelease.find('\n'), osRelease.size());
        std::string_view line = osRelease.substr(0, end);
        osRelease.remove_prefix(std::min(end + 1, osRelease.size()));
        if (!line.starts_with(key))
            continue;
        line.remove_prefix(key.size());
        if (line.size() >= 2 && (line.front() == '"' || line.front() == '\'') && line.back() == line.front())
            line = line.substr(1, line.size() - 2);
        std::string name;
        for (const char c : line)
            if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '\\')
                name += c;
        return name.substr(0, maximumPrettyName);
    }
    return {};
}

Result<RootFacts> examineRoot(int root)
{
    auto names = beneath::list(root, ".", 100000);
    if (!names)
        return tl::unexpected(std::move(names.error()));
    if (names->empty())
        return fail(ErrorCode::ImageInvalid, "examine", {}, "the archive is empty");
    const auto has = [&names](const char *name) {
        return std::binary_search(names->begin(), names->end(), name);
    };
    if (!has("usr") && !has("bin")) {
        if (names->size() == 1)
            return fail(ErrorCode::ImageInvalid, "examine", names->front(),
                        "no root file system: found only the directory " + printable(names->front()),
                        "Pack its contents, not the directory: tar -C " + printable(names->front()) +
                            " -cf FILE.tar .");
        return fail(ErrorCode::ImageInvalid, "examine", {},
                    "no root file system: it has neither /usr nor /bin");
    }
    const auto init = initKind(root);
    if (!init)
        return fail(ErrorCode::ImageInvalid, "examine", {},
                    "no program to start it with: /sbin/init is missing",
                    "Install an init in it, such as the package systemd-sysv, and pack it again.");
    RootFacts facts;
    facts.init = *init;
    facts.os = prettyName(readInside(root, "etc/os-release"));
    if (facts.os.empty())
        facts.os = prettyName(readInside(root, "usr/lib/os-release"));
    return facts;
}

} // namespace taper::worker
