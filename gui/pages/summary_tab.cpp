// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/summary_tab.h"

#include "charts/live_chart.h"
#include "client/qt_text.h"
#include "models/timeline_model.h"
#include "text/error_text.h"
#include "text/format.h"
#include "text/limit_text.h"
#include "text/state_text.h"
#include "widgets/row_delegate.h"
#include "widgets/timeline_delegate.h"
#include <QBoxLayout>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTreeView>

namespace taper::pages {

using client::fromUtf8;
using models::TimelineModel;

namespace {
QString addressesOf(const ContainerInfo &container)
{
    QStringList list;
    for (const auto &address : container.addresses)
        list << QStringLiteral("%1/%2").arg(fromUtf8(address.address)).arg(address.prefix);
    return list.isEmpty() ? text::unknown() : list.join(QStringLiteral(", "));
}

QString idRange(const IdMap &map)
{
    const quint64 last = quint64(map.hostFirst) + map.size - 1;
    return QStringLiteral("%1 – %2").arg(map.hostFirst).arg(last);
}
} // namespace

SummaryTab::SummaryTab(client::HelperMirror &mirror, QWidget *parent)
    : QWidget(parent),
      m_mirror(mirror),
      m_failure(new QLabel),
      m_cpu(new LiveChart(tr("Processor"), LiveChart::Unit::Percent)),
      m_memory(new LiveChart(tr("Memory"), LiveChart::Unit::Bytes)),
      m_timeline(new TimelineModel(this)),
      m_steps(new QTreeView),
      m_stepsTitle(new QLabel)
{
    m_failure->setWordWrap(true);
    m_failure->setTextFormat(Qt::PlainText);
    m_failure->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *facts = new QGridLayout;
    buildFacts(facts);
    buildTimeline();
    auto *charts = new QHBoxLayout;
    charts->setSpacing(16);
    charts->addWidget(m_cpu);
    charts->addWidget(m_memory);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 12, 8, 0);
    layout->setSpacing(8);
    layout->addLayout(facts);
    layout->addWidget(m_failure);
    layout->addLayout(charts, 2);
    layout->addWidget(m_stepsTitle);
    layout->addWidget(m_steps, 2);
    connect(&mirror, &client::HelperMirror::containersChanged, this, &SummaryTab::update);
    connect(&mirror, &client::HelperMirror::metricsSampled, this, &SummaryTab::sample);
}

void SummaryTab::buildFacts(QGridLayout *grid)
{
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    addFact(grid, 0, 0, tr("State"), "state", {});
    addFact(grid, 1, 0, tr("Addresses"), "addresses", {});
    addFact(grid, 2, 0, tr("Image"), "image", {});
    addFact(grid, 3, 0, tr("Exit status"), "exit", tr("Of its last init: 0 to 255, or 128 + the signal"));
    addFact(grid, 0, 1, tr("Process of init"), "pid", tr("The process id on this computer; inside it is 1"));
    addFact(grid, 1, 1, tr("User ids"), "ids", tr("Users 0 to 65535 inside are these on this computer"));
    addFact(grid, 2, 1, tr("Created"), "created", {});
    addFact(grid, 3, 1, tr("Started"), "started", {});
    addFact(grid, 4, 0, tr("Limits"), "limits",
            tr("They can be changed on the tab Limits, also while it runs"));
    addFact(grid, 4, 1, tr("Limits reached"), "events", tr("Counted since its last start"));
    for (const char *key : {"limits", "events"})
        m_facts[key]->setWordWrap(true);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
}

void SummaryTab::addFact(QGridLayout *grid, int row, int column, const QString &title, const char *key,
                         const QString &tip)
{
    auto *heading = new QLabel(title);
    heading->setForegroundRole(QPalette::PlaceholderText);
    auto *value = new QLabel(text::unknown());
    value->setTextFormat(Qt::PlainText);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    heading->setToolTip(tip);
    value->setToolTip(tip);
    grid->addWidget(heading, row, 2 * column);
    grid->addWidget(value, row, 2 * column + 1);
    m_facts[key] = value;
}

void SummaryTab::buildTimeline()
{
    m_steps->setAccessibleName(tr("Steps of the start"));
    m_steps->setModel(m_timeline);
    m_steps->setItemDelegateForColumn(TimelineModel::Bar, new widgets::TimelineDelegate(m_steps));
    m_steps->setRootIsDecorated(false);
    m_steps->setItemDelegate(new widgets::RowDelegate(m_steps));
    m_steps->setUniformRowHeights(true);
    m_steps->setAllColumnsShowFocus(true);
    m_steps->setEditTriggers(QAbstractItemView::NoEditTriggers);
    const QFontMetrics metrics = m_steps->fontMetrics();
    m_steps->header()->setStretchLastSection(true);
    m_steps->header()->resizeSection(TimelineModel::Step, metrics.horizontalAdvance(QLatin1Char('x')) * 28);
    for (int column : {TimelineModel::At, TimelineModel::Duration})
        m_steps->header()->resizeSection(column,
                                         metrics.horizontalAdvance(QStringLiteral("Comenzó a 000")) + 32);
    m_stepsTitle->setBuddy(m_steps);
}

void SummaryTab::setContainer(const std::string &name)
{
    if (name != m_name) {
        m_cpu->clear();
        m_memory->clear();
    }
    m_name = name;
    update();
}

void SummaryTab::setFact(const char *key, const QString &text)
{
    m_facts[key]->setText(text.isEmpty() ? text::unknown() : text);
}

void SummaryTab::update()
{
    const ContainerInfo *container = m_mirror.container(m_name);
    if (!container)
        return;
    setFact("state", text::stateWord(container->state));
    setFact("addresses", addressesOf(*container));
    setFact("image", fromUtf8(container->image));
    setFact("exit", container->exitStatus ? QString::number(*container->exitStatus) : QString());
    setFact("pid", container->pid ? QString::number(*container->pid) : QString());
    setFact("ids", idRange(container->idMap));
    setFact("created", text::dateTime(container->createdAt));
    setFact("started", container->startedAt ? text::dateTime(*container->startedAt) : QString());
    setFact("limits", text::limits(container->limits));
    setFact("events", text::limitEvents(container->events));
    m_cpu->setLimit(container->limits.cpuCap ? std::optional<double>(*container->limits.cpuCap)
                                             : std::nullopt);
    m_memory->setLimit(container->limits.memory
                           ? std::optional(static_cast<double>(*container->limits.memory))
                           : std::nullopt);
    m_failure->setVisible(container->lastFailure.has_value());
    if (const auto &failure = container->lastFailure) {
        m_failure->setText(text::dateTime(failure->when) + QStringLiteral(" · ") +
                           text::failureText(m_name, failure->step, failure->code, failure->message));
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, text::lookColor(text::Look::Failed, colours));
        m_failure->setPalette(colours);
    }
    m_timeline->setTimeline(container->timeline);
    std::uint64_t total = 0;
    for (const auto &step : container->timeline)
        total = std::max(total, step.atUsec + step.durationUsec);
    m_stepsTitle->setText(container->timeline.empty()
                              ? tr("The steps of its start are shown here once it was started.")
                              : tr("The last start, step by step: %1 in all").arg(text::microseconds(total)));
    m_steps->setVisible(!container->timeline.empty());
}

void SummaryTab::sample()
{
    const auto activity = m_mirror.activity(m_name);
    if (!activity || !isVisible())
        return;
    const qint64 timeMs = m_mirror.sampledAtUsec() / 1000;
    if (activity->cpuPercent)
        m_cpu->append(timeMs, *activity->cpuPercent);
    m_memory->append(timeMs, static_cast<double>(activity->memoryBytes));
}

void SummaryTab::showEvent(QShowEvent *event)
{
    m_metrics = m_mirror.want(client::Topic::Metrics);
    QWidget::showEvent(event);
}

void SummaryTab::hideEvent(QHideEvent *event)
{
    m_metrics = {};
    QWidget::hideEvent(event);
}

} // namespace taper::pages
