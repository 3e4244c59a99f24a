// SPDX-License-Identifier: GPL-3.0-or-later
// taper-worker ROLE: one piece of long or dangerous work, told on taskFd, answered on reportFd
// (worker_protocol.h). Exit status 0 after a result, 1 after an error, 2 when it was called wrongly.
#include "worker/build.h"
#include "worker/confine.h"
#include "worker/memory_limit.h"
#include "worker/netlink_request.h"
#include "worker/prepare_layer.h"
#include "worker/probe.h"
#include "worker/rename_layer.h"
#include "worker/report.h"
#include "worker/task.h"
#include "worker/trash.h"
#include "worker/unpack.h"
#include "worker/worker_protocol.h"

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <string_view>

using namespace taper;
using namespace taper::worker;

namespace {

Result<Json> storageWork(Report &report)
{
    auto task = Task::read(taskFd);
    if (!task)
        return tl::unexpected(std::move(task.error()));
    if (Status confined = confineToDirectory(directoryFd); !confined)
        return tl::unexpected(std::move(confined.error()));
    const std::string kind = task->text("kind");
    if (kind == "empty-trash")
        return emptyTrash(report, directoryFd);
    if (kind == "prepare-layer")
        return prepareLayer(*task, directoryFd);
    if (kind == "rename-layer")
        return renameLayer(*task, directoryFd);
    return fail(ErrorCode::InvalidArgument, "storage", kind, "not a kind of work");
}

Result<Json> work(std::string_view role, Report &report)
{
    if (role == "storage")
        return storageWork(report);
    if (role == "request") {
        if (Status sent = sendRequest(taskFd, inputFd); !sent)
            return tl::unexpected(std::move(sent.error()));
        return Json::object();
    }
    if (role == "probe")
        return probeIdmap(directoryFd);
    auto task = Task::read(taskFd);
    if (!task)
        return tl::unexpected(std::move(task.error()));
    if (role == "limits") {
        if (Status confined = confineToDirectory(directoryFd); !confined)
            return tl::unexpected(std::move(confined.error()));
        return lowerMemoryLimit(*task, directoryFd);
    }
    return role == "build" ? build(*task, report) : unpack(*task, report);
}

} // namespace

int main(int argc, char **argv)
{
    const std::string_view role = argc == 2 ? argv[1] : "";
    if (role != "unpack" && role != "build" && role != "storage" && role != "probe" && role != "request" &&
        role != "limits") {
        std::fputs("taper-worker is started by taper-helper; it is of no use by hand.\n", stderr);
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);
    for (const int fd : {taskFd, reportFd, inputFd, directoryFd})
        ::fcntl(fd, F_SETFD, FD_CLOEXEC); // a program that is run from here gets none of them
    Report report(reportFd);
    const Result<Json> result = work(role, report);
    if (result)
        report.result(*result);
    else
        report.error(result.error());
    ::_exit(result ? 0 : 1); // no destructors: a thread may still be reading
}
