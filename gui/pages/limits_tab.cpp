// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/limits_tab.h"

#include "charts/live_chart.h"
#include "client/async.h"
#include "client/qt_text.h"
#include "core/cpu_set.h"
#include "text/error_text.h"
#include "text/format.h"
#include "widgets/cpu_boxes.h"
#include "widgets/limit_control.h"
#include "widgets/undo_offer.h"
#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <algorithm>

namespace taper::pages {

using client::fromUtf8;
using client::whenDone;
using models::LimitScale;
using widgets::LimitControl;
using widgets::LimitEditor;

namespace {
constexpr int chartHeight = 116, sharesShown = 6;

LimitControl *control(const LimitScale &scale, const QString &title, const QString &fieldName,
                      const char *kernelWord)
{
    return new LimitControl(scale, title, fieldName, QString::fromLatin1(kernelWord));
}

QLabel *smallNote(const QString &tip)
{
    auto *label = new QLabel;
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setToolTip(tip);
    return label;
}

std::optional<double> asNumber(const LimitScale::Value &value)
{
    return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}

bool lives(const ContainerInfo &container)
{
    return container.state != State::Stopped && container.state != State::Starting;
}

bool meet(const std::string &left, const std::string &right)
{
    const auto a = parseCpuSet(left).value_or(std::vector<unsigned>());
    const auto b = parseCpuSet(right).value_or(std::vector<unsigned>());
    return std::any_of(a.begin(), a.end(),
                       [&b](unsigned cpu) { return std::binary_search(b.begin(), b.end(), cpu); });
}
} // namespace

LimitsTab::LimitsTab(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
                     QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_mirror(mirror),
      m_commands(commands),
      m_memory(control(LimitScale::memory(0), tr("Memory limit"), tr("Memory limit value"), "memory.max")),
      m_swap(control(LimitScale::swap(0), tr("Swap limit"), tr("Swap limit value"), "memory.swap.max")),
      m_weight(control(LimitScale::cpuWeight(), tr("CPU weight"), tr("CPU weight value"), "cpu.weight")),
      m_cap(control(LimitScale::cpuCap(1), tr("CPU cap"), tr("CPU cap value"), "cpu.max")),
      m_processes(
          control(LimitScale::processes(), tr("Process limit"), tr("Process limit value"), "pids.max")),
      m_cpus(new widgets::CpuBoxes(tr("CPUs"), tr("CPUs value"))),
      m_rows{{"memory", m_memory}, {"swap", m_swap}, {"cpuWeight", m_weight},
             {"cpuCap", m_cap},    {"cpus", m_cpus}, {"processes", m_processes}},
      m_memoryChart(new LiveChart(tr("Memory in use"), LiveChart::Unit::Bytes)),
      m_swapChart(new LiveChart(tr("Swap in use"), LiveChart::Unit::Bytes)),
      m_cpuChart(new LiveChart(tr("Processor in use"), LiveChart::Unit::Percent)),
      m_processChart(new LiveChart(tr("Processes and threads"), LiveChart::Unit::Count)),
      m_oomKills(smallNote(tr("Processes the kernel ended because the memory limit was reached (oom_kill)"))),
      m_shares(smallNote(
          tr("What each running container gets of the processors while all of them want all they can "
             "get. Move the slider to see what another weight would do."))),
      m_refused(smallNote(
          tr("Processes and threads that could not be begun because of the limit (pids.events max)"))),
      m_undo(new widgets::UndoOffer)
{
    build();
    for (const Row &row : m_rows)
        connect(row.editor, &LimitEditor::chosen, this,
                [this, editor = row.editor](const LimitsChange &change) { apply(change, editor); });
    connect(m_weight, &LimitControl::edited, this, &LimitsTab::updateShares);
    connect(m_cpus, &widgets::CpuBoxes::edited, this, &LimitsTab::sample);
    connect(&mirror, &client::HelperMirror::containersChanged, this, &LimitsTab::update);
    connect(&mirror, &client::HelperMirror::metricsSampled, this, &LimitsTab::sample);
    connect(&mirror, &client::HelperMirror::hostChanged, this, &LimitsTab::onHostChanged);
    connect(&connection, &client::Connection::linkChanged, this, &LimitsTab::updateEnabled);
    onHostChanged();
}

void LimitsTab::build()
{
    auto *page = new QWidget;
    auto *rows = new QVBoxLayout(page);
    rows->setContentsMargins(8, 16, 8, 8);
    rows->setSpacing(16);
    rows->addWidget(group({m_memory, m_oomKills}, m_memoryChart, 1));
    rows->addWidget(group({m_swap}, m_swapChart, 1));
    rows->addWidget(group({m_weight, m_shares, m_cap, m_cpus}, m_cpuChart, 2));
    rows->addWidget(group({m_processes, m_refused}, m_processChart, 1));
    rows->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    page->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(scroll, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(8, 0, 8, 8);
    foot->addWidget(m_undo);
    layout->addLayout(foot);
}

/// Controls on the left; on the right the chart of what they limit.
QWidget *LimitsTab::group(const std::vector<QWidget *> &controls, LiveChart *chart, int heights)
{
    auto *left = new QVBoxLayout;
    left->setContentsMargins(0, 8, 0, 0); // as the chart has it: both titles on one line
    left->setSpacing(8);
    for (QWidget *control : controls) {
        if (left->count() > 0 && qobject_cast<LimitEditor *>(control))
            left->addSpacing(8); // a note belongs to what is above it
        left->addWidget(control);
    }
    left->addStretch(1);
    chart->setMinimumHeight(chartHeight);
    chart->setMaximumHeight(heights * chartHeight);
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(16);
    layout->addLayout(left, 3);
    layout->addWidget(chart, 2);
    return row;
}

void LimitsTab::setContainer(const std::string &name)
{
    if (name != m_name) {
        m_undo->withdraw();
        for (LiveChart *chart : {m_memoryChart, m_swapChart, m_cpuChart, m_processChart})
            chart->clear();
    }
    m_name = name;
    const ContainerInfo *container = m_mirror.container(name);
    for (const Row &row : m_rows)
        row.editor->confirmLimits(container ? container->limits : Limits{});
    update();
}

void LimitsTab::onHostChanged()
{
    const auto &host = m_mirror.host();
    m_memory->setScale(LimitScale::memory(host.memoryBytes));
    m_swap->setScale(LimitScale::swap(host.memoryBytes));
    m_cap->setScale(LimitScale::cpuCap(host.cpus));
    m_cpus->setProcessors(host.cpuSet);
    updateEnabled();
}

void LimitsTab::updateEnabled()
{
    const auto obstacle = m_connection.obstacle();
    const auto &unavailable = m_mirror.host().unavailableLimits;
    for (const Row &row : m_rows) {
        const auto found = unavailable.find(row.limit);
        const QString why = found == unavailable.end()
                                ? QString()
                                : tr("This computer cannot enforce it: %1.").arg(fromUtf8(found->second));
        row.editor->setObstacle(why);
        row.editor->setEnabled(!obstacle && why.isEmpty());
        row.editor->setToolTip(obstacle ? text::errorText(*obstacle) : why);
    }
    m_swapChart->setVisible(!m_swap->hasObstacle());
}

void LimitsTab::update()
{
    updateEnabled();
    const ContainerInfo *container = m_mirror.container(m_name);
    if (!container)
        return;
    for (const Row &row : m_rows)
        row.editor->showLimits(container->limits);
    updateCharts(container->limits);
    updateCounters(*container);
    updateShares();
    sample();
}

void LimitsTab::updateCounters(const ContainerInfo &container)
{
    m_oomKills->setText(tr("The memory limit ended %n process(es) since the start.", nullptr,
                           static_cast<int>(container.events.oomKills)));
    m_refused->setText(tr("The limit refused %n new process(es) since the start.", nullptr,
                          static_cast<int>(container.events.pidsRefused)));
}

void LimitsTab::updateCharts(const Limits &limits)
{
    m_memoryChart->setLimit(asNumber(limits.memory));
    m_swapChart->setLimit(asNumber(limits.swap));
    m_cpuChart->setLimit(limits.cpuCap ? std::optional<double>(*limits.cpuCap) : std::nullopt);
    m_processChart->setLimit(asNumber(limits.processes));
}

void LimitsTab::sample()
{
    const ContainerInfo *container = m_mirror.container(m_name);
    if (!container)
        return;
    if (lives(*container)) {
        showUse(*container);
        appendToCharts(*container);
        updateCounters(*container);
    } else {
        for (const Row &row : m_rows)
            row.editor->setLive(tr("stopped"));
    }
    m_cpus->setLive(neighbours());
}

void LimitsTab::showUse(const ContainerInfo &container)
{
    const auto activity = m_mirror.activity(m_name);
    const Usage &usage = container.usage;
    m_memory->setLive(tr("now %1").arg(text::bytes(usage.memoryBytes)));
    m_swap->setLive(tr("now %1").arg(text::bytes(usage.swapBytes)));
    m_processes->setLive(tr("now %1").arg(QLocale().toString(static_cast<qulonglong>(usage.processes))));
    if (!activity || !activity->cpuPercent) {
        m_weight->setLive({});
        m_cap->setLive({});
        return;
    }
    const QString now = tr("now %1").arg(text::percent(*activity->cpuPercent));
    m_weight->setLive(now);
    m_cap->setLive(activity->throttledPercent && container.limits.cpuCap
                       ? tr("%1; held back %2 of the time",
                            "processor in use; share of the time that the cap stopped it")
                             .arg(now, text::percent(*activity->throttledPercent))
                       : now);
}

void LimitsTab::appendToCharts(const ContainerInfo &container)
{
    const auto activity = m_mirror.activity(m_name);
    if (!activity || !isVisible())
        return;
    const qint64 timeMs = m_mirror.sampledAtUsec() / 1000;
    m_memoryChart->append(timeMs, static_cast<double>(container.usage.memoryBytes));
    m_swapChart->append(timeMs, static_cast<double>(container.usage.swapBytes));
    m_processChart->append(timeMs, static_cast<double>(container.usage.processes));
    if (activity->cpuPercent)
        m_cpuChart->append(timeMs, *activity->cpuPercent);
}

/// What every container would get if all were busy, with the weight as it is in the user's hand.
void LimitsTab::updateShares()
{
    std::vector<std::pair<double, QString>> weights;
    double all = 0;
    for (const auto &[name, container] : m_mirror.containers()) {
        if (name != m_name && !lives(container))
            continue;
        double weight = container.limits.cpuWeight.value_or(defaultCpuWeight);
        if (name == m_name)
            weight = static_cast<double>(m_weight->value().value_or(defaultCpuWeight));
        all += weight;
        weights.emplace_back(weight, fromUtf8(name));
        if (name == m_name)
            std::rotate(weights.begin(), weights.end() - 1, weights.end()); // its own first
    }
    if (weights.empty())
        return m_shares->clear();
    QStringList shares;
    for (const auto &[weight, name] : weights) {
        if (shares.size() == sharesShown)
            break;
        shares << tr("%1 %2", "container, its share").arg(name, text::percent(100 * weight / all));
    }
    QString sentence = tr("If all were busy: %1").arg(shares.join(QStringLiteral(" · ")));
    if (const int more = static_cast<int>(weights.size()) - sharesShown; more > 0)
        sentence += tr(" and %n more", nullptr, more);
    m_shares->setText(sentence);
}

QString LimitsTab::neighbours() const
{
    if (!m_cpus->value())
        return {};
    QStringList names;
    for (const auto &[name, container] : m_mirror.containers())
        if (name != m_name && lives(container) && container.limits.cpus &&
            meet(*container.limits.cpus, *m_cpus->value()))
            names << fromUtf8(name);
    return names.isEmpty() ? QString()
                           : tr("also given to: %1", "containers").arg(names.join(QStringLiteral(", ")));
}

void LimitsTab::apply(const LimitsChange &change, LimitEditor *editor, bool undoing)
{
    const ContainerInfo *container = m_mirror.container(m_name);
    if (!container)
        return;
    editor->setPending();
    whenDone(m_commands.setLimits(m_name, change), this,
             [this, editor, undoing, before = container->limits,
              name = m_name](const Result<ContainerInfo> &answer) {
                 if (name != m_name)
                     return; // another container is shown by now
                 if (answer)
                     return applied(editor, before, answer->limits, undoing);
                 const ContainerInfo *now = m_mirror.container(name);
                 editor->refuseLimits(now ? now->limits : before, text::errorText(answer.error()));
             });
}

void LimitsTab::applied(LimitEditor *editor, const Limits &before, const Limits &now, bool undoing)
{
    editor->confirmLimits(now);
    if (undoing || editor->text(before) == editor->text(now))
        return;
    m_undo->offer(tr("Applied: %1 %2 → %3", "which limit, before, now")
                      .arg(editor->title(), editor->text(before), editor->text(now)),
                  [this, editor, before] { apply(editor->changeTo(before), editor, true); });
}

void LimitsTab::showEvent(QShowEvent *event)
{
    m_metrics = m_mirror.want(client::Topic::Metrics);
    update();
    QWidget::showEvent(event);
}

void LimitsTab::hideEvent(QHideEvent *event)
{
    m_metrics = {};
    QWidget::hideEvent(event);
}

} // namespace taper::pages
