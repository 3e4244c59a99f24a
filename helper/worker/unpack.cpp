// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/unpack.h"

#include "engine/sys/beneath.h"
#include "worker/worker_protocol.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace taper::worker {

namespace {

Result<UniqueFd> makeRootfs()
{
    const UniqueFd top(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!top)
        return systemError("open the image's directory");
    if (::mkdirat(top.get(), "rootfs", 0755) < 0)
        return systemError("make the image's rootfs");
    return beneath::openDirectory(top.get(), "rootfs");
}

} // namespace

Result<Json> unpack(const Task &task, Report &report)
{
    ::umask(0);
    const std::string kind = task.text("kind");
    if (kind != "archive" && kind != "busybox")
        return fail(ErrorCode::InvalidArgument, "unpack", kind, "not a kind of image");
    auto root = makeRootfs();
    if (!root)
        return tl::unexpected(std::move(root.error()));
    auto result = kind == "archive" ? unpackArchive(task, report, root->get(), inputFd)
                                    : makeBusybox(report, root->get(), inputFd);
    // On disk before the helper commits it: its own fsync must not have to wait for a whole tree.
    if (result && ::syncfs(root->get()) < 0)
        return systemError("sync the image");
    return result;
}

} // namespace taper::worker
