// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/cpu_boxes.h"

#include "client/qt_text.h"
#include "core/cpu_set.h"
#include "text/error_text.h"
#include <QBoxLayout>
#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <algorithm>

namespace taper::widgets {

using client::fromUtf8;

namespace {
constexpr int clickPauseMs = 400, boxesPerRow = 8;

std::vector<unsigned> processorsIn(const std::string &set)
{
    return parseCpuSet(set).value_or(std::vector<unsigned>());
}
} // namespace

CpuBoxes::CpuBoxes(const QString &title, const QString &fieldName, QWidget *parent)
    : LimitEditor(title, parent), m_area(new QWidget), m_grid(new QGridLayout(m_area)), m_field(new QLineEdit)
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(8);
    m_grid->setColumnStretch(boxesPerRow, 1);
    m_field->setAccessibleName(fieldName);
    m_field->setToolTip(tr("Type a list like 0-1,3 and press Return, or “all”. Kernel: cpuset.cpus"));
    m_field->setFixedWidth(fieldWidth(*m_field));
    titleLabel()->setBuddy(m_field);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_area, 1);
    row->addWidget(m_field, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(top());
    layout->addLayout(row);
    layout->addWidget(problemLabel());
    m_pause.setSingleShot(true);
    m_pause.setInterval(clickPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &CpuBoxes::commit);
    connect(m_field, &QLineEdit::editingFinished, this, &CpuBoxes::onTyped);
    showValue(std::nullopt);
}

void CpuBoxes::setProcessors(const std::string &online)
{
    if (online == m_online)
        return;
    m_online = online;
    qDeleteAll(m_boxes);
    m_boxes.clear();
    m_processors = processorsIn(online);
    for (std::size_t i = 0; i < m_processors.size(); ++i) {
        const QString number = QString::number(m_processors[i]);
        auto *box = new QCheckBox(number);
        box->setAccessibleName(tr("CPU %1").arg(number));
        box->setToolTip(tr("Whether it may run on the processor %1. Kernel: cpuset.cpus").arg(number));
        connect(box, &QCheckBox::clicked, this, &CpuBoxes::onBox);
        m_grid->addWidget(box, static_cast<int>(i) / boxesPerRow, static_cast<int>(i) % boxesPerRow);
        m_boxes.push_back(box);
    }
    showValue(m_value);
}

bool CpuBoxes::isBusy() const
{
    return m_pending || m_pause.isActive() || (m_field->hasFocus() && m_field->isModified());
}

void CpuBoxes::showLimits(const Limits &limits)
{
    if (isBusy() || (limits.cpus == m_value && limits.cpus == m_committed))
        return;
    m_committed = limits.cpus;
    showValue(limits.cpus);
}

void CpuBoxes::confirmLimits(const Limits &limits)
{
    m_pending = false;
    showProblem({});
    if (m_pause.isActive())
        return; // more was clicked meanwhile
    m_committed = limits.cpus;
    showValue(limits.cpus);
}

void CpuBoxes::refuseLimits(const Limits &limits, const QString &reason)
{
    m_pending = false;
    m_pause.stop();
    m_committed = limits.cpus;
    showValue(limits.cpus);
    showProblem(reason);
}

QString CpuBoxes::text(const Limits &limits) const
{
    return limits.cpus ? fromUtf8(*limits.cpus) : tr("all");
}

LimitsChange CpuBoxes::changeTo(const Limits &limits) const
{
    LimitsChange change;
    change.cpus = limits.cpus;
    return change;
}

void CpuBoxes::onBox()
{
    std::vector<unsigned> wanted;
    for (std::size_t i = 0; i < m_boxes.size(); ++i)
        if (m_boxes[i]->isChecked())
            wanted.push_back(m_processors[i]);
    if (wanted.empty()) {
        showValue(m_value);
        return showProblem(tr("It needs at least one processor."));
    }
    // All of them is no limit: processors that are added later count, too.
    showValue(wanted.size() == m_processors.size() ? Value() : Value(formatCpuSet(wanted)));
    showProblem({});
    emit edited();
    m_pause.start();
}

void CpuBoxes::onTyped()
{
    if (!m_field->isModified())
        return;
    const QString typed = m_field->text().trimmed();
    if (typed.isEmpty() || typed.compare(tr("all"), Qt::CaseInsensitive) == 0 ||
        typed == QLatin1String("none")) {
        showValue(std::nullopt);
    } else {
        const auto processors = parseCpuSet(typed.toStdString());
        if (!processors)
            return showProblem(text::errorText(processors.error()));
        showValue(formatCpuSet(*processors));
    }
    showProblem({});
    emit edited();
    commit();
}

void CpuBoxes::commit()
{
    m_pause.stop();
    if (m_value == m_committed)
        return;
    m_committed = m_value;
    LimitsChange change;
    change.cpus = m_value;
    emit chosen(change);
}

void CpuBoxes::showValue(const Value &value)
{
    m_value = value;
    const std::vector<unsigned> allowed = value ? processorsIn(*value) : m_processors;
    for (std::size_t i = 0; i < m_boxes.size(); ++i) {
        const QSignalBlocker quiet(m_boxes[i]);
        m_boxes[i]->setChecked(std::binary_search(allowed.begin(), allowed.end(), m_processors[i]));
    }
    m_field->setText(value ? fromUtf8(*value) : tr("all"));
    m_field->setModified(false);
}

} // namespace taper::widgets
