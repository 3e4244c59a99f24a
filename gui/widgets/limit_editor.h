// SPDX-License-Identifier: GPL-3.0-or-later
// What all rows of limits have in common for the page that applies them: a title with the truth now beside it, a
// problem or an obstacle below. It announces what the user chose when they let go; the owner applies it and tells the
// outcome. Runs in: taper.
#pragma once
#include "core/container.h"
#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace taper::widgets {

class LimitEditor : public QWidget
{
    Q_OBJECT

public:
    explicit LimitEditor(const QString &title, QWidget *parent = nullptr);

    const QString &title() const { return m_name; }
    /// What is true now; waits while the user drags, types, or an answer is awaited.
    virtual void showLimits(const Limits &limits) = 0;
    /// Between chosen() and the answer: what the helper says meanwhile does not move the control.
    virtual void setPending() = 0;
    virtual void confirmLimits(const Limits &limits) = 0;
    /// Back to what is, and says why.
    virtual void refuseLimits(const Limits &limits, const QString &reason) = 0;
    /// Its value in these limits, as people read it.
    virtual QString text(const Limits &limits) const = 0;
    /// The change that puts this limit, alone, back to what it is in limits.
    virtual LimitsChange changeTo(const Limits &limits) const = 0;

    void setLive(const QString &text);
    /// This computer cannot enforce it: disabled, with the reason below. Empty: it can.
    void setObstacle(const QString &reason);
    bool hasObstacle() const { return !m_obstacle.isEmpty(); }

signals:
    void chosen(const taper::LimitsChange &change);

protected:
    QLabel *titleLabel() const { return m_title; }
    QHBoxLayout *top() const { return m_top; }
    QLabel *problemLabel() const { return m_problem; }
    void showProblem(const QString &text);
    /// The same for every limit, so that the fields stand in one column.
    static int fieldWidth(const QWidget &field);
    void changeEvent(QEvent *event) override;

private:
    void paintProblem();

    QString m_name;
    QString m_obstacle;
    QLabel *m_title;
    QLabel *m_live;
    QLabel *m_problem;
    QHBoxLayout *m_top;
};

} // namespace taper::widgets
