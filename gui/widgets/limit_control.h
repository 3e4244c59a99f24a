// SPDX-License-Identifier: GPL-3.0-or-later
// One limit: a logarithmic slider that ends in "no limit", the value to type beside it, the use now, and below it why a
// value was refused. It announces what the user chose when they let go; the owner applies it and tells the outcome.
// Runs in: taper.
#pragma once
#include "models/limit_scale.h"
#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QSlider;

namespace taper::widgets {

class LimitControl : public QWidget
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
    /// What is true now; waits while the user drags, types, or an answer is awaited.
    void setValue(const Value &value);
    void setLive(const QString &text);
    /// Between committed() and the answer: what the helper says meanwhile does not move the slider.
    void setPending();
    void confirm(const Value &value);
    /// Back to value, and says why.
    void refuse(const Value &value, const QString &reason);

signals:
    /// Released, or typed and confirmed.
    void committed(const taper::models::LimitScale::Value &value);
    /// At every movement, for who shows what would be.
    void edited();

protected:
    void changeEvent(QEvent *event) override;

private:
    void build(const QString &title, const QString &fieldName, const QString &kernelWord);
    void connectSlider();
    void onSliderMoved(int position);
    void onTyped();
    void onTextEdited();
    void showValue(const Value &value);
    void showProblem(const QString &text);
    void commit();
    bool isBusy() const;

    models::LimitScale m_scale;
    Value m_value;
    Value m_committed; ///< what was announced or told last
    bool m_valid = true;
    bool m_pending = false;
    QTimer m_keyPause; ///< arrow keys and wheel: one request after the last step, not one each
    QLabel *m_title = nullptr;
    QSlider *m_slider = nullptr;
    QLineEdit *m_field = nullptr;
    QLabel *m_live = nullptr;
    QLabel *m_problem = nullptr;
};

} // namespace taper::widgets
