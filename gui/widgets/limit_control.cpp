// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/limit_control.h"

#include "text/error_text.h"
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSlider>

namespace taper::widgets {

namespace {
constexpr int keyPauseMs = 250;
}

LimitControl::LimitControl(const models::LimitScale &scale, const QString &title, const QString &fieldName,
                           const QString &kernelWord, QWidget *parent)
    : LimitEditor(title, parent), m_scale(scale)
{
    build(fieldName, kernelWord);
    connectSlider();
    showValue(std::nullopt);
}

void LimitControl::build(const QString &fieldName, const QString &kernelWord)
{
    m_slider = new QSlider(Qt::Horizontal);
    m_slider->setRange(0, m_scale.maximumPosition());
    m_slider->setPageStep(10);
    m_slider->setMinimumWidth(160);
    m_slider->setAccessibleName(title());
    m_slider->setToolTip(tr("%1. The right end is: no limit. Kernel: %2").arg(title(), kernelWord));
    titleLabel()->setBuddy(m_slider);
    auto *end = new QLabel(tr("no limit"));
    end->setEnabled(false);
    m_field = new QLineEdit;
    m_field->setAccessibleName(fieldName);
    m_field->setToolTip(tr("Type a value and press Return, or “none” for no limit."));
    m_field->setFixedWidth(fieldWidth(*m_field));

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->addLayout(top(), 0, 0, 1, 3);
    grid->addWidget(m_slider, 1, 0);
    grid->addWidget(end, 1, 1);
    grid->addWidget(m_field, 1, 2);
    grid->addWidget(problemLabel(), 2, 0, 1, 3);
    grid->setColumnStretch(0, 1);
}

void LimitControl::connectSlider()
{
    m_keyPause.setSingleShot(true);
    m_keyPause.setInterval(keyPauseMs);
    connect(&m_keyPause, &QTimer::timeout, this, &LimitControl::commit);
    m_slider->installEventFilter(this);
    connect(m_slider, &QSlider::valueChanged, this, &LimitControl::onSliderMoved);
    connect(m_slider, &QSlider::sliderReleased, this, &LimitControl::commit);
    connect(m_field, &QLineEdit::textEdited, this, &LimitControl::onTextEdited);
    connect(m_field, &QLineEdit::editingFinished, this, &LimitControl::onTyped);
}

/// Who turns the wheel over a page of sliders wants to scroll it: only the one with the focus takes it.
bool LimitControl::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_slider && event->type() == QEvent::Wheel && !m_slider->hasFocus()) {
        event->ignore();
        return true;
    }
    return LimitEditor::eventFilter(watched, event);
}

void LimitControl::setScale(const models::LimitScale &scale)
{
    m_scale = scale;
    const QSignalBlocker quiet(m_slider);
    m_slider->setMaximum(m_scale.maximumPosition());
    m_slider->setValue(m_scale.positionOf(m_value));
}

bool LimitControl::isMoving() const
{
    return m_slider->isSliderDown() || m_keyPause.isActive();
}

bool LimitControl::isBusy() const
{
    return m_pending || isMoving() || (m_field->hasFocus() && m_field->isModified());
}

void LimitControl::setValue(const Value &value)
{
    if (isBusy() || (value == m_value && value == m_committed))
        return;
    m_committed = value;
    showValue(value);
}

void LimitControl::setPending()
{
    m_pending = true;
}

void LimitControl::confirmLimits(const Limits &limits)
{
    const Value value = m_scale.in(limits);
    m_pending = false;
    showProblem({});
    if (!m_slider->isSliderDown()) {
        m_committed = value;
        showValue(value);
    }
}

void LimitControl::refuseLimits(const Limits &limits, const QString &reason)
{
    m_pending = false;
    m_committed = m_scale.in(limits);
    showValue(m_committed);
    showProblem(reason);
}

void LimitControl::onSliderMoved(int position)
{
    m_value = m_scale.valueAt(position);
    m_valid = true;
    m_field->setText(m_scale.text(m_value));
    m_field->setModified(false);
    showProblem({});
    emit edited();
    if (!m_slider->isSliderDown())
        m_keyPause.start();
}

void LimitControl::onTextEdited()
{
    auto value = m_scale.parse(m_field->text());
    m_valid = value.has_value();
    showProblem(m_valid ? QString() : text::errorText(value.error()));
    if (m_valid) {
        m_value = *value;
        const QSignalBlocker quiet(m_slider);
        m_slider->setValue(m_scale.positionOf(m_value));
    }
    emit edited();
}

void LimitControl::onTyped()
{
    if (!m_field->isModified())
        return;
    if (m_valid) {
        showValue(m_value);
        commit();
    }
}

void LimitControl::commit()
{
    m_keyPause.stop();
    if (m_value == m_committed)
        return;
    m_committed = m_value;
    emit chosen(m_scale.change(m_value));
}

void LimitControl::showValue(const Value &value)
{
    m_value = value;
    m_valid = true;
    const QSignalBlocker quiet(m_slider);
    if (m_scale.valueAt(m_slider->value()) !=
        value) // several positions may mean the same: the knob does not jump
        m_slider->setValue(m_scale.positionOf(value));
    m_slider->setAccessibleDescription(m_scale.text(value));
    m_field->setText(m_scale.text(value));
    m_field->setModified(false);
    emit edited();
}

} // namespace taper::widgets
