// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/memory_limit.h"

#include "engine/cgroup/control_file.h"
#include "engine/cgroup/limit_writer.h"

namespace taper::worker {

Result<Json> lowerMemoryLimit(const Task &task, int group)
{
    Limits limits;
    limits.memory = cgroup::number(task.text("memory"));
    limits.swap = cgroup::number(task.text("swap"));
    if (!limits.memory)
        return fail(ErrorCode::InvalidArgument, "set memory limit", task.text("subject"),
                    "no limit was given");
    cgroup::LimitWriter::Targets targets;
    targets.memory = {group, task.text("unified") == "yes"};
    // The other controllers have no target here: without a limit nothing is written there.
    if (Status done = cgroup::LimitWriter(task.text("subject"), targets).write(limits); !done)
        return tl::unexpected(std::move(done.error()));
    return Json::object();
}

} // namespace taper::worker
