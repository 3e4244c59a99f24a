// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/job_text.h"

#include "text/error_text.h"
#include "text/format.h"
#include "text/step_text.h"
#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace taper::text {

namespace {
struct JobText
{
    Q_DECLARE_TR_FUNCTIONS(JobText)
};

QString counted(const JobInfo &job)
{
    const auto number = [](std::uint64_t value) {
        return QLocale().toString(static_cast<qulonglong>(value));
    };
    if (job.unit == "bytes") {
        if (job.total)
            return JobText::tr("%1 of %2").arg(bytes(job.done), bytes(*job.total));
        return job.done > 0 ? bytes(job.done) : QString();
    }
    if (job.unit == "packages" && job.total)
        return JobText::tr("%1 of %2 packages").arg(number(job.done), number(*job.total));
    if (job.unit == "files" && job.total)
        return JobText::tr("%1 of %2 files").arg(number(job.done), number(*job.total));
    return {}; // steps: their names say more than their number
}

/// By the method that began it; nullptr for a newer helper's.
QString titleOf(const std::string &kind, const QString &subject)
{
    if (kind == "container.create")
        return JobText::tr("Creating %1").arg(subject);
    if (kind == "container.start")
        return JobText::tr("Starting %1").arg(subject);
    if (kind == "container.stop")
        return JobText::tr("Stopping %1").arg(subject);
    if (kind == "container.kill")
        return JobText::tr("Killing %1").arg(subject);
    if (kind == "container.restart")
        return JobText::tr("Restarting %1").arg(subject);
    if (kind == "container.freeze")
        return JobText::tr("Freezing %1").arg(subject);
    if (kind == "container.unfreeze")
        return JobText::tr("Unfreezing %1").arg(subject);
    if (kind == "container.rename")
        return JobText::tr("Renaming %1").arg(subject);
    if (kind == "container.delete")
        return JobText::tr("Deleting %1").arg(subject);
    if (kind == "image.add")
        return JobText::tr("Adding the image %1").arg(subject);
    if (kind == "image.build")
        return JobText::tr("Building the image %1").arg(subject);
    if (kind == "image.delete")
        return JobText::tr("Deleting the image %1").arg(subject);
    return {};
}
} // namespace

QString jobTitle(const JobInfo &job)
{
    const QString subject = QString::fromStdString(job.subject), title = titleOf(job.kind, subject);
    return title.isEmpty() ? QString::fromStdString(job.kind) + QLatin1Char(' ') + subject : title;
}

QString jobProgress(const JobInfo &job)
{
    const QString step = job.step.empty() ? QString() : stepText(job.step), count = counted(job);
    if (step.isEmpty() || count.isEmpty())
        return step + count;
    return JobText::tr("%1, %2", "a step, how far it is").arg(step, count);
}

QString jobOutcome(const JobInfo &job)
{
    switch (job.outcome) {
    case taper::JobOutcome::Done:
        return JobText::tr("done");
    case taper::JobOutcome::Failed:
        return job.error ? JobText::tr("failed: %1").arg(errorSentence(*job.error)) : JobText::tr("failed");
    case taper::JobOutcome::Cancelled:
        return JobText::tr("cancelled");
    case taper::JobOutcome::Running:
        break;
    }
    return {};
}

QString jobRate(const JobInfo &job, std::optional<double> perSecond)
{
    if (!perSecond || *perSecond <= 0)
        return {};
    if (job.unit == "bytes")
        return JobText::tr("%1/s", "bytes each second").arg(bytes(static_cast<std::uint64_t>(*perSecond)));
    if (job.unit == "packages" && *perSecond >= 1)
        return JobText::tr("%n package(s)/s", nullptr, static_cast<int>(std::lround(*perSecond)));
    return {};
}

QString jobTimeLeft(std::optional<std::int64_t> seconds)
{
    return seconds ? JobText::tr("about %1 left").arg(duration(*seconds)) : QString();
}

} // namespace taper::text
