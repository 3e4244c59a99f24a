// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/probe.h"

#include "engine/sys/kernel.h"
#include "engine/sys/unique_fd.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taper::worker {

namespace {

Status writeMap(pid_t child, const char *file)
{
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/%s", int(child), file);
    const UniqueFd fd(::open(path, O_WRONLY | O_CLOEXEC));
    constexpr char map[] = "0 1879048192 65536\n";
    if (!fd || ::write(fd.get(), map, sizeof map - 1) < 0)
        return systemError("write", path);
    return {};
}

/// The user namespace of a child that only waits to be killed.
Result<UniqueFd> userNamespaceOf(pid_t child)
{
    for (const char *file : {"uid_map", "gid_map"})
        if (Status done = writeMap(child, file); !done)
            return tl::unexpected(std::move(done.error()));
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/ns/user", int(child));
    UniqueFd fd(::open(path, O_RDONLY | O_CLOEXEC));
    if (!fd)
        return systemError("open", path);
    return fd;
}

/// "tmpfs": from the line of mountinfo (proc(5)) of the mount that the directory is on.
std::string fileSystemOf(int directory)
{
    struct statx status = {};
    constexpr unsigned mountId = 0x1000; // STATX_MNT_ID
    if (::statx(directory, "", AT_EMPTY_PATH, mountId, &status) < 0)
        return "this file system";
    std::string found = "this file system";
    FILE *file = std::fopen("/proc/self/mountinfo", "re");
    char line[8192];
    while (file && std::fgets(line, sizeof line, file)) {
        char *rest = nullptr;
        if (std::strtoull(line, &rest, 10) != status.stx_mnt_id)
            continue;
        const std::string text(rest);
        const std::size_t at = text.find(" - ");
        if (at != std::string::npos)
            found = text.substr(at + 3, text.find(' ', at + 3) - at - 3);
    }
    if (file)
        std::fclose(file);
    return found;
}

Result<Json> tryWith(int directory, int userNamespace)
{
    const UniqueFd tree(
        kernel::open_tree(directory, "", AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
    if (!tree)
        return systemError("open_tree");
    mount_attr attributes{};
    attributes.attr_set = MOUNT_ATTR_IDMAP;
    attributes.userns_fd = std::uint64_t(userNamespace);
    if (kernel::mount_setattr(tree.get(), "", AT_EMPTY_PATH, &attributes) == 0)
        return Json::object();
    if (errno == ENOSYS)
        return fail(ErrorCode::HostMissingFeature, "mount_setattr", {}, "the kernel has no idmapped mounts",
                    "Use a kernel of at least 5.19.");
    if (errno == EINVAL || errno == EOPNOTSUPP)
        return fail(ErrorCode::StorageUnsupported, "mount_setattr", {},
                    fileSystemOf(directory) + " cannot be mounted with mapped ids on this kernel");
    return systemError("mount_setattr");
}

} // namespace

Result<Json> probeIdmap(int directory)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) < 0)
        return systemError("pipe");
    const UniqueFd from(ends[0]);
    UniqueFd to(ends[1]);
    const pid_t child = ::fork(); // one thread here, and nothing but system calls in the child
    if (child == 0) {
        const int error = kernel::unshare(CLONE_NEWUSER) < 0 ? errno : 0;
        if (::write(to.get(), &error, sizeof error) == sizeof error)
            ::pause();
        ::_exit(0);
    }
    if (child < 0)
        return systemError("fork");
    to.reset();
    int error = EIO;
    (void)!::read(from.get(), &error, sizeof error);
    Result<Json> result = Json::object();
    if (error != 0) {
        errno = error;
        result = systemError("make a user namespace");
    } else if (auto space = userNamespaceOf(child); !space)
        result = tl::unexpected(std::move(space.error()));
    else
        result = tryWith(directory, space->get());
    ::kill(child, SIGKILL);
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR)
        continue;
    return result;
}

} // namespace taper::worker
