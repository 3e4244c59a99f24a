// SPDX-License-Identifier: GPL-3.0-or-later
// What may take longer than 100 ms: reported at most five times a second, ended exactly once.
#pragma once
#include "core/error.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taper {

enum class JobOutcome { Running, Done, Failed, Cancelled };
std::string_view jobOutcomeName(JobOutcome outcome); ///< "running" "done" "failed" "cancelled"

struct JobInfo
{
    std::uint64_t job = 0;      ///< its number, unique while the helper runs
    std::string kind;           ///< the method that began it: "container.start"
    std::string subject;        ///< the container's or image's name
    std::uint32_t uid = 0;      ///< who asked
    std::string step;           ///< what it is doing: "unpack"
    std::uint64_t done = 0;
    std::optional<std::uint64_t> total; ///< absent = not known; a number is never invented
    std::string unit;           ///< "bytes", "steps"
    bool cancellable = false;
    JobOutcome outcome = JobOutcome::Running;
    std::optional<Error> error; ///< when Failed or Cancelled
};

} // namespace taper
