// SPDX-License-Identifier: GPL-3.0-or-later
// One limit that is a number: a logarithmic slider that ends in "no limit", and the value to type beside it.
// Runs in: taper.
#pragma once
#include "models/limit_scale.h"
#include "widgets/limit_editor.h"
#include <QTimer>

class QLineEdit;
class QSlider;

namespace taper::widgets {

class LimitControl : public LimitEditor
{
    Q_OBJECT

public:
    using Value = models::LimitScale::Value;

    /// title is the slider's name ("Memory limit"); fieldName that of the typed field; kernelWord goes into the tooltip.
    LimitControl(const models::LimitScale &scale, const QString &title, const QString &fieldName,
                 const QString &kernelWord, QWidget *parent = nullptr);

    Value value() const { return m_value; }
    /// False while what is typed is no value.
    bool isValid() const { return m_valid; }
    const models::LimitScale &scale() const { return m_scale; }
    /// The host's memory may become known later.
    void setScale(const models::LimitScale &scale);
    void setValue(const Value &value);
    /// The user has it in hand: dragging, or on the way there by keys.
    bool isMoving() const;

    void showLimits(const Limits &limits) override { setValue(m_scale.in(limits)); }
    void setPending() override;
    void confirmLimits(const Limits &limits) override;
    void refuseLimits(const Limits &limits, const QString &reason) override;
    QString text(const Limits &limits) const override { return m_scale.text(m_scale.in(limits)); }
    LimitsChange changeTo(const Limits &limits) const override { return m_scale.change(m_scale.in(limits)); }

signals:
    /// At every movement, for who shows what would be.
    void edited();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build(const QString &fieldName, const QString &kernelWord);
    void connectSlider();
    void onSliderMoved(int position);
    void onTyped();
    void onTextEdited();
    void showValue(const Value &value);
    void commit();
    bool isBusy() const;

    models::LimitScale m_scale;
    Value m_value;
    Value m_committed; ///< what was announced or told last
    bool m_valid = true;
    bool m_pending = false;
    QTimer m_keyPause; ///< arrow keys and wheel: one request after the last step, not one each
    QSlider *m_slider = nullptr;
    QLineEdit *m_field = nullptr;
};

} // namespace taper::widgets
