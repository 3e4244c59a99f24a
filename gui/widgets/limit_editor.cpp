// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/limit_editor.h"

#include "models/limit_scale.h"
#include "text/state_text.h"
#include <QBoxLayout>
#include <QEvent>
#include <QLabel>

namespace taper::widgets {

LimitEditor::LimitEditor(const QString &title, QWidget *parent)
    : QWidget(parent),
      m_name(title),
      m_title(new QLabel(title, this)),
      m_live(new QLabel(this)),
      m_problem(new QLabel(this)),
      m_top(new QHBoxLayout)
{
    m_live->setTextFormat(Qt::PlainText);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_top->addWidget(m_title);
    m_top->addStretch(1);
    m_top->addWidget(m_live);
}

int LimitEditor::fieldWidth(const QWidget &field)
{
    return field.fontMetrics().horizontalAdvance(models::LimitScale::cpuWeight().text(std::nullopt)) + 28;
}

void LimitEditor::setLive(const QString &text)
{
    m_live->setText(text);
}

void LimitEditor::setObstacle(const QString &reason)
{
    if (reason == m_obstacle)
        return;
    m_obstacle = reason;
    m_live->setVisible(reason.isEmpty());
    showProblem({});
}

/// The obstacle stays; it is no mistake of the user's, so it is not red.
void LimitEditor::showProblem(const QString &text)
{
    m_problem->setText(text.isEmpty() ? m_obstacle : text);
    m_problem->setVisible(!m_problem->text().isEmpty());
    paintProblem();
}

void LimitEditor::paintProblem()
{
    QPalette colours = palette();
    const bool obstacle = m_problem->text() == m_obstacle;
    colours.setColor(QPalette::All, QPalette::WindowText,
                     obstacle ? colours.color(QPalette::Active, QPalette::PlaceholderText)
                              : text::lookColor(text::Look::Failed, colours));
    m_problem->setPalette(colours);
}

void LimitEditor::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange && m_problem)
        paintProblem();
    QWidget::changeEvent(event);
}

} // namespace taper::widgets
