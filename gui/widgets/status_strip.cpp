// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/status_strip.h"

#include "client/async.h"
#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "text/error_text.h"
#include "text/rights_text.h"
#include "text/state_text.h"
#include "widgets/job_row.h"
#include <QBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace taper::widgets {

using client::fromUtf8;

StatusStrip::StatusStrip(client::Connection &connection, client::HelperMirror &mirror,
                         client::Commands &commands, QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_mirror(mirror),
      m_commands(commands),
      m_job(new JobRow),
      m_more(new QToolButton),
      m_idle(new QLabel(tr("No jobs"))),
      m_link(new QToolButton),
      m_list(new QWidget),
      m_rows(new QVBoxLayout(m_list))
{
    m_rows->setContentsMargins(0, 0, 0, 4);
    m_rows->setSpacing(4);
    m_list->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 4, 12, 4);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addWidget(buildBottom());
    connect(m_job, &JobRow::cancelRequested, this, &StatusStrip::cancelRequested);
    connect(m_more, &QToolButton::toggled, this, &StatusStrip::showJobs);
    connect(m_link, &QToolButton::clicked, this, &StatusStrip::rightsWanted);
    connect(&connection, &client::Connection::linkChanged, this, &StatusStrip::askForRights);
    connect(&connection, &client::Connection::linkChanged, this, &StatusStrip::showConnection);
    connect(&mirror, &client::HelperMirror::jobChanged, this, &StatusStrip::showJobs);
    connect(&mirror, &client::HelperMirror::currentChanged, this, &StatusStrip::showJobs);
    askForRights();
    showJobs();
    showConnection();
}

QWidget *StatusStrip::buildBottom()
{
    auto *bottom = new QWidget;
    m_idle->setForegroundRole(QPalette::PlaceholderText);
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_more->setArrowType(Qt::UpArrow);
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setToolTip(tr("Shows all jobs"));
    m_more->setAccessibleName(tr("All jobs"));
    m_link->setAutoRaise(true);
    m_link->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_link->setAccessibleName(tr("What you may do"));
    auto *layout = new QHBoxLayout(bottom);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_job);
    layout->addWidget(m_idle);
    layout->addWidget(m_more);
    layout->addStretch(1);
    layout->addWidget(m_link);
    // Also when there is no job: the strip keeps its height.
    bottom->setMinimumHeight(std::max(m_job->sizeHint().height(), m_link->sizeHint().height()));
    return bottom;
}

/// By the helper's word for it; where people are asked, by what it answered for each action.
QString StatusStrip::rightsText() const
{
    const auto &hello = m_connection.hello();
    if (hello.rights == "root")
        return tr("you are root and may do everything");
    if (hello.rights == "authorized")
        return tr("--authorize-uid: you may do everything");
    if (m_rights)
        return text::rightsSummary(*m_rights);
    if (hello.rights == "none")
        return tr("you may do nothing here");
    return tr("what you may do is being asked for");
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
    for (const auto &[id, job] : m_mirror.jobs())
        if (!shown || job.outcome == JobOutcome::Running || shown->outcome != JobOutcome::Running)
            shown = &job;
    std::vector<const JobInfo *> others;
    for (const auto &[id, job] : m_mirror.jobs())
        if (&job != shown)
            others.push_back(&job);
    m_job->setVisible(shown);
    m_idle->setVisible(!shown);
    if (shown)
        m_job->showJob(*shown);
    m_more->setText(tr("and %n more", nullptr, static_cast<int>(others.size())));
    m_more->setVisible(!others.empty());
    m_more->setArrowType(m_more->isChecked() ? Qt::DownArrow : Qt::UpArrow);
    showOthers(others);
}

void StatusStrip::showOthers(const std::vector<const JobInfo *> &others)
{
    const bool unfolded = m_more->isChecked() && !others.empty();
    std::map<std::uint64_t, JobRow *> stay;
    for (const JobInfo *job : others) {
        if (!unfolded)
            break;
        JobRow *row = nullptr;
        if (const auto found = m_others.find(job->job); found != m_others.end()) {
            row = found->second;
        } else {
            row = new JobRow;
            row->setAmongOthers(true);
            m_rows->addWidget(row, 0, Qt::AlignLeft);
            connect(row, &JobRow::cancelRequested, this, &StatusStrip::cancelRequested);
        }
        row->showJob(*job);
        stay[job->job] = row;
    }
    for (const auto &[id, row] : m_others)
        if (!stay.contains(id)) {
            row->hide();
            row->deleteLater();
        }
    m_others = std::move(stay);
    m_list->setVisible(unfolded);
}

/// After every connection: another helper, or other rules, may have come.
void StatusStrip::askForRights()
{
    if (!m_connection.isReady()) {
        m_rights.reset();
        emit rightsChanged();
        return;
    }
    client::whenDone(m_commands.rights(), this, [this](Result<Rights> rights) {
        if (rights)
            m_rights = std::move(*rights);
        showConnection();
        emit rightsChanged();
    });
}

void StatusStrip::showConnection()
{
    text::Look look = text::Look::Running;
    if (m_connection.isReady()) {
        const auto &hello = m_connection.hello();
        m_link->setText(tr("helper %1, local; %2", "version; what we may do")
                            .arg(fromUtf8(hello.helperVersion), rightsText()));
        if (m_connection.obstacle())
            look = text::Look::Failed;
        m_link->setToolTip(tr("Click to see what you may do, and why") + QLatin1Char('\n') +
                           tr("Connected by %1").arg(m_connection.socketPath()));
    } else {
        look = text::Look::Failed;
        m_link->setText(tr("no helper: %1; trying again").arg(text::linkProblem(m_connection.problem())));
        m_link->setToolTip(tr("Looked for at %1").arg(m_connection.socketPath()));
    }
    m_link->setIcon(text::lookIcon(look));
    m_link->setAccessibleDescription(m_link->text());
}

} // namespace taper::widgets
