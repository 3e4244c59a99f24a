// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/status_strip.h"

#include "client/connection.h"
#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "text/error_text.h"
#include "text/state_text.h"
#include "widgets/job_row.h"
#include <QBoxLayout>
#include <QLabel>

namespace taper::widgets {

using client::fromUtf8;

StatusStrip::StatusStrip(client::Connection &connection, client::HelperMirror &mirror, QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_mirror(mirror),
      m_job(new JobRow),
      m_idle(new QLabel(tr("No jobs"))),
      m_link(new QLabel),
      m_linkIcon(new QLabel)
{
    m_idle->setForegroundRole(QPalette::PlaceholderText);
    m_link->setTextFormat(Qt::PlainText);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 12, 4);
    layout->addWidget(m_job);
    layout->addWidget(m_idle);
    layout->addStretch(1);
    layout->addWidget(m_linkIcon);
    layout->addWidget(m_link);
    setMinimumHeight(m_job->sizeHint().height() + 8); // also when there is no job: the strip keeps its height
    connect(m_job, &JobRow::cancelRequested, this, &StatusStrip::cancelRequested);
    connect(&connection, &client::Connection::linkChanged, this, &StatusStrip::showConnection);
    connect(&mirror, &client::HelperMirror::jobChanged, this, &StatusStrip::showJobs);
    showJobs();
    showConnection();
}

/// By the helper's word for it; a word of a newer helper is explained by its own reason.
QString StatusStrip::rightsText(const std::string &rights, const std::string &reason) const
{
    if (rights == "root")
        return tr("you are root and may do everything");
    if (rights == "authorized")
        return tr("--authorize-uid: you may do everything");
    if (rights == "none")
        return tr("you may do nothing here");
    return fromUtf8(reason.empty() ? rights : reason);
}

QString StatusStrip::connectionText() const
{
    return m_link->text();
}

QString StatusStrip::jobText() const
{
    return m_job->isHidden() ? QString() : m_job->text();
}

/// The newest that runs; else the last that ended, for the few seconds the mirror keeps it.
void StatusStrip::showJobs()
{
    const JobInfo *shown = nullptr;
    int running = 0;
    for (const auto &[id, job] : m_mirror.jobs()) {
        running += job.outcome == JobOutcome::Running;
        if (!shown || job.outcome == JobOutcome::Running || shown->outcome != JobOutcome::Running)
            shown = &job;
    }
    m_job->setVisible(shown);
    m_idle->setVisible(!shown);
    if (shown)
        m_job->showJob(*shown, shown->outcome == JobOutcome::Running ? running - 1 : 0);
}

void StatusStrip::showConnection()
{
    text::Look look = text::Look::Running;
    if (m_connection.isReady()) {
        const auto &hello = m_connection.hello();
        m_link->setText(
            tr("helper %1, local; %2", "version; what we may do")
                .arg(fromUtf8(hello.helperVersion), rightsText(hello.rights, hello.rightsReason)));
        if (m_connection.obstacle())
            look = text::Look::Failed;
        m_link->setToolTip(fromUtf8(hello.rightsReason) + QLatin1Char('\n') +
                           tr("Connected by %1").arg(m_connection.socketPath()));
    } else {
        look = text::Look::Failed;
        m_link->setText(tr("no helper: %1; trying again").arg(text::linkProblem(m_connection.problem())));
        m_link->setToolTip(tr("Looked for at %1").arg(m_connection.socketPath()));
    }
    m_linkIcon->setPixmap(text::lookIcon(look).pixmap(16, 16));
}

} // namespace taper::widgets
