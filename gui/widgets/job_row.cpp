// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/job_row.h"

#include "text/error_text.h"
#include "text/job_text.h"
#include "theme/icons.h"
#include <QBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <algorithm>

namespace taper::widgets {

namespace {
constexpr int longestText = 90; ///< characters; the whole is in the tooltip

QString joined(std::initializer_list<QString> parts)
{
    QStringList there;
    for (const QString &part : parts)
        if (!part.isEmpty())
            there << part;
    return there.join(QStringLiteral(" · "));
}
} // namespace

JobRow::JobRow(QWidget *parent)
    : QWidget(parent), m_text(new QLabel), m_progress(new QProgressBar), m_cancel(new QToolButton)
{
    m_clock.start();
    m_text->setTextFormat(Qt::PlainText);
    m_progress->setAccessibleName(tr("Progress of the job"));
    m_progress->setMaximumHeight(m_text->sizeHint().height());
    m_progress->setFixedWidth(140);
    m_progress->setTextVisible(false); // the words beside it say how far, where that is known
    m_cancel->setText(tr("Cancel"));
    m_cancel->setIcon(theme::icon("close"));
    m_cancel->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_cancel->setAutoRaise(true);
    m_cancel->setAccessibleName(tr("Cancel the job"));
    connect(m_cancel, &QToolButton::clicked, this, [this] { emit cancelRequested(m_job); });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_text);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    QSizePolicy keepsPlace = m_cancel->sizePolicy();
    keepsPlace.setRetainSizeWhenHidden(true); // the strip must not jump from job to job
    m_cancel->setSizePolicy(keepsPlace);
}

void JobRow::showJob(const JobInfo &job)
{
    if (job.job != m_job)
        m_meter = {};
    m_job = job.job;
    m_meter.feed(job, m_clock.elapsed());
    const bool running = job.outcome == JobOutcome::Running;
    const QString title = text::jobTitle(job);
    const QString state = running ? joined({text::jobProgress(job), text::jobRate(job, m_meter.perSecond()),
                                            text::jobTimeLeft(m_meter.secondsLeft())})
                                  : text::jobOutcome(job);
    const QString whole = state.isEmpty() ? title : tr("%1: %2", "job: its step").arg(title, state);
    m_text->setText(whole.size() > longestText ? whole.left(longestText - 1) + QChar(0x2026) : whole);
    m_text->setToolTip(job.error ? text::errorText(*job.error) : whole);
    m_cancel->setVisible(running);
    m_cancel->setEnabled(job.cancellable);
    m_cancel->setToolTip(job.cancellable ? tr("Cancels it; what has been done is undone")
                                         : tr("This step cannot be cancelled"));
    m_cancel->setAccessibleName(m_among ? tr("Cancel: %1", "a job's title").arg(title)
                                        : tr("Cancel the job"));
    m_progress->setAccessibleName(m_among ? tr("Progress: %1", "a job's title").arg(title)
                                          : tr("Progress of the job"));
    m_progress->setVisible(running);
    if (running)
        showProgress(job);
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
