// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/job.h"

namespace taper {

std::string_view jobOutcomeName(JobOutcome outcome)
{
    switch (outcome) {
    case JobOutcome::Running: return "running";
    case JobOutcome::Done: return "done";
    case JobOutcome::Failed: return "failed";
    case JobOutcome::Cancelled: break;
    }
    return "cancelled";
}

} // namespace taper
