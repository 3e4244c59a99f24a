// SPDX-License-Identifier: GPL-3.0-or-later
// A job as the reader is told of it: what is done to whom, where it is, how it ended. Runs in: taper.
#pragma once
#include "core/job.h"
#include <QString>
#include <optional>

namespace taper::text {

/// "Starting web", "Building the image debian".
QString jobTitle(const JobInfo &job);
/// "unpack, 214 of 302 packages", "31 MiB of 90 MiB"; what is not known is not said.
QString jobProgress(const JobInfo &job);
/// "done", "cancelled", "failed: There is no space left on the disk."; empty while it runs.
QString jobOutcome(const JobInfo &job);
/// "31 MiB/s", "12 packages/s"; empty where a rate means nothing.
QString jobRate(const JobInfo &job, std::optional<double> perSecond);
/// "about 12 s left"; empty when it is not known.
QString jobTimeLeft(std::optional<std::int64_t> seconds);

} // namespace taper::text
