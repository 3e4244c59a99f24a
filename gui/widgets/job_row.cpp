// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/job_row.h"

#include "client/qt_text.h"
#include "text/format.h"
#include "theme/icons.h"
#include <QBoxLayout>
#include <QCoreApplication>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <algorithm>

namespace taper::widgets {

using client::fromUtf8;

namespace {
struct JobText
{
    Q_DECLARE_TR_FUNCTIONS(JobText)
};

QString outcomeText(const JobInfo &job)
{
    switch (job.outcome) {
    case JobOutcome::Done:
        return JobText::tr("done");
    case JobOutcome::Failed:
        return JobText::tr("failed");
    case JobOutcome::Cancelled:
        return JobText::tr("cancelled");
    case JobOutcome::Running:
        break;
    }
    if (job.unit == "bytes" && job.total)
        return JobText::tr("%1 of %2").arg(text::bytes(job.done), text::bytes(*job.total));
    if (job.unit == "bytes" && job.done > 0)
        return text::bytes(job.done);
    return fromUtf8(job.step);
}
} // namespace

QString jobTitle(const JobInfo &job)
{
    const QString subject = fromUtf8(job.subject);
    if (job.kind == "container.create")
        return JobText::tr("Creating %1").arg(subject);
    if (job.kind == "container.start")
        return JobText::tr("Starting %1").arg(subject);
    if (job.kind == "container.stop")
        return JobText::tr("Stopping %1").arg(subject);
    if (job.kind == "container.kill")
        return JobText::tr("Killing %1").arg(subject);
    if (job.kind == "container.restart")
        return JobText::tr("Restarting %1").arg(subject);
    if (job.kind == "container.delete")
        return JobText::tr("Deleting %1").arg(subject);
    if (job.kind == "image.add")
        return JobText::tr("Adding the image %1").arg(subject);
    if (job.kind == "image.delete")
        return JobText::tr("Deleting the image %1").arg(subject);
    return fromUtf8(job.kind) + QLatin1Char(' ') + subject;
}

JobRow::JobRow(QWidget *parent)
    : QWidget(parent),
      m_text(new QLabel),
      m_progress(new QProgressBar),
      m_cancel(new QToolButton),
      m_others(new QLabel)
{
    m_text->setTextFormat(Qt::PlainText);
    m_progress->setAccessibleName(tr("Progress of the job"));
    m_progress->setMaximumHeight(m_text->sizeHint().height());
    m_progress->setFixedWidth(140);
    m_cancel->setText(tr("Cancel"));
    m_cancel->setIcon(theme::icon("close"));
    m_cancel->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_cancel->setAutoRaise(true);
    m_cancel->setAccessibleName(tr("Cancel the job"));
    connect(m_cancel, &QToolButton::clicked, this, [this] { emit cancelRequested(m_job); });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addWidget(m_others);
    QSizePolicy keepsPlace = m_cancel->sizePolicy();
    keepsPlace.setRetainSizeWhenHidden(true); // the strip must not jump from job to job
    m_cancel->setSizePolicy(keepsPlace);
}

void JobRow::showJob(const JobInfo &job, int others)
{
    m_job = job.job;
    const QString state = outcomeText(job);
    m_text->setText(state.isEmpty() ? jobTitle(job)
                                    : tr("%1: %2", "job: its step").arg(jobTitle(job), state));
    const bool running = job.outcome == JobOutcome::Running;
    m_cancel->setVisible(running);
    m_cancel->setEnabled(job.cancellable);
    m_cancel->setToolTip(job.cancellable ? tr("Cancels it; what has been done is undone")
                                         : tr("This step cannot be cancelled"));
    m_progress->setVisible(running);
    if (running)
        showProgress(job);
    m_others->setText(tr("and %n more", nullptr, others));
    m_others->setVisible(others > 0);
}

void JobRow::showProgress(const JobInfo &job)
{
    if (!job.total || *job.total == 0) {
        m_progress->setRange(0, 0); // not known: moving, without a number
        return;
    }
    constexpr int steps = 1000; // QProgressBar counts in int; bytes do not fit
    m_progress->setRange(0, steps);
    m_progress->setValue(
        static_cast<int>(static_cast<double>(steps) *
                         std::min(1.0, static_cast<double>(job.done) / static_cast<double>(*job.total))));
}

QString JobRow::text() const
{
    return m_text->text();
}

} // namespace taper::widgets
