// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/limits_tab.h"

#include "client/async.h"
#include "text/error_text.h"
#include "text/format.h"
#include "widgets/limit_control.h"
#include <QBoxLayout>
#include <QLabel>

namespace taper::pages {

using client::whenDone;

using models::LimitScale;
using widgets::LimitControl;

namespace {
LimitScale::Value weightOf(const Limits &limits)
{
    return limits.cpuWeight ? LimitScale::Value(*limits.cpuWeight) : std::nullopt;
}
} // namespace

LimitsTab::LimitsTab(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
                     QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_mirror(mirror),
      m_commands(commands),
      m_memory(new LimitControl(LimitScale::memory(mirror.host().memoryBytes), tr("Memory limit"),
                                tr("Memory limit value"), QStringLiteral("memory.max"))),
      m_weight(new LimitControl(LimitScale::cpuWeight(), tr("CPU weight"), tr("CPU weight value"),
                                QStringLiteral("cpu.weight"))),
      m_oomKills(new QLabel)
{
    auto *explanation =
        new QLabel(tr("A limit applies at once, also while the container runs, and is kept. "
                      "The CPU weight matters only when the processors are busy: 100 is everybody's "
                      "share, 200 is twice as much."));
    explanation->setWordWrap(true);
    explanation->setForegroundRole(QPalette::PlaceholderText);
    m_oomKills->setToolTip(tr("Processes the kernel ended because the memory limit was reached (oom_kill)"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 16, 8, 8);
    layout->setSpacing(16);
    layout->addWidget(m_memory);
    layout->addWidget(m_oomKills);
    layout->addWidget(m_weight);
    layout->addWidget(explanation);
    layout->addStretch(1);
    connect(m_memory, &LimitControl::committed, this, &LimitsTab::applyMemory);
    connect(m_weight, &LimitControl::committed, this, &LimitsTab::applyWeight);
    connect(&mirror, &client::HelperMirror::containersChanged, this, &LimitsTab::update);
    connect(&mirror, &client::HelperMirror::metricsSampled, this, &LimitsTab::sample);
    connect(&connection, &client::Connection::linkChanged, this, &LimitsTab::update);
    connect(&mirror, &client::HelperMirror::hostChanged, this,
            [this] { m_memory->setScale(LimitScale::memory(m_mirror.host().memoryBytes)); });
}

void LimitsTab::setContainer(const std::string &name)
{
    m_name = name;
    const ContainerInfo *container = m_mirror.container(name);
    m_memory->confirm(container ? container->limits.memory : std::nullopt);
    m_weight->confirm(container ? weightOf(container->limits) : std::nullopt);
    update();
}

void LimitsTab::update()
{
    const auto obstacle = m_connection.obstacle();
    for (auto *control : {m_memory, m_weight}) {
        control->setEnabled(!obstacle);
        control->setToolTip(obstacle ? text::errorText(*obstacle) : QString());
    }
    const ContainerInfo *container = m_mirror.container(m_name);
    if (!container)
        return;
    m_memory->setValue(container->limits.memory);
    m_weight->setValue(weightOf(container->limits));
    m_oomKills->setText(tr("The memory limit ended %n process(es) since the start.", nullptr,
                           static_cast<int>(container->events.oomKills)));
    sample();
}

void LimitsTab::sample()
{
    const ContainerInfo *container = m_mirror.container(m_name);
    if (!container)
        return;
    const auto activity = m_mirror.activity(m_name);
    const bool lives = container->state != State::Stopped;
    m_memory->setLive(
        lives ? tr("now %1").arg(text::bytes(activity ? activity->memoryBytes : container->usage.memoryBytes))
              : tr("stopped"));
    m_weight->setLive(!lives ? tr("stopped")
                      : activity && activity->cpuPercent
                          ? tr("now %1; %2").arg(text::percent(*activity->cpuPercent), shareText())
                          : shareText());
}

/// Its weight against those of all that run.
QString LimitsTab::shareText() const
{
    double own = 0, all = 0;
    for (const auto &[name, container] : m_mirror.containers()) {
        if (container.state == State::Stopped)
            continue;
        const double weight = container.limits.cpuWeight.value_or(defaultCpuWeight);
        all += weight;
        if (name == m_name)
            own = weight;
    }
    return all > 0 ? tr("if all are busy: %1").arg(text::percent(100 * own / all)) : QString();
}

void LimitsTab::applyMemory(const LimitScale::Value &value)
{
    LimitsChange change;
    change.memory = value;
    apply(change, m_memory, true);
}

void LimitsTab::applyWeight(const LimitScale::Value &value)
{
    LimitsChange change;
    change.cpuWeight = value ? std::optional(static_cast<std::uint32_t>(*value)) : std::nullopt;
    apply(change, m_weight, false);
}

void LimitsTab::apply(const LimitsChange &change, LimitControl *control, bool memory)
{
    control->setPending();
    whenDone(m_commands.setLimits(m_name, change), this,
             [this, control, memory, name = m_name](const Result<ContainerInfo> &answer) {
                 if (name != m_name)
                     return; // another container is shown by now
                 const auto valueOf = [memory](const Limits &limits) {
                     return memory ? LimitScale::Value(limits.memory) : weightOf(limits);
                 };
                 if (answer)
                     return control->confirm(valueOf(answer->limits));
                 const ContainerInfo *container = m_mirror.container(name);
                 control->refuse(container ? valueOf(container->limits) : std::nullopt,
                                 text::errorText(answer.error()));
             });
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
