// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/search_bar.h"
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace taper {

namespace {

QToolButton *makeButton(QWidget *parent, const QString &text, const QString &name, const QString &toolTip)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setAutoRaise(true);
    button->setAccessibleName(name);
    button->setToolTip(toolTip);
    button->setCursor(Qt::ArrowCursor);
    return button;
}

} // namespace

SearchBar::SearchBar(QWidget *parent)
    : QFrame(parent), m_edit(new QLineEdit(this)), m_message(new QLabel(this))
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setCursor(Qt::ArrowCursor);
    m_edit->setPlaceholderText(tr("Find in the console"));
    m_edit->setAccessibleName(tr("Find in the console"));
    m_edit->setClearButtonEnabled(true);
    m_edit->setMinimumWidth(200);
    m_edit->installEventFilter(this);
    m_message->setAccessibleName(tr("Search result"));
    auto *previous = makeButton(this, tr("Previous"), tr("Previous match"), tr("Previous match (Return)"));
    auto *next = makeButton(this, tr("Next"), tr("Next match"), tr("Next match (Shift+Return)"));
    auto *close = makeButton(this, tr("Close"), tr("Close the search"), tr("Close the search (Esc)"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 4, 4);
    layout->setSpacing(4);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_edit), static_cast<QWidget *>(m_message), static_cast<QWidget *>(previous),
          static_cast<QWidget *>(next), static_cast<QWidget *>(close)})
        layout->addWidget(widget);
    m_message->hide();
    connect(m_edit, &QLineEdit::textEdited, this, &SearchBar::textEdited);
    connect(previous, &QToolButton::clicked, this, [this] { emit previousWanted(m_edit->text()); });
    connect(next, &QToolButton::clicked, this, [this] { emit nextWanted(m_edit->text()); });
    connect(close, &QToolButton::clicked, this, &SearchBar::closed);
}

QString SearchBar::text() const
{
    return m_edit->text();
}

void SearchBar::open(const QString &text)
{
    if (!text.isEmpty())
        m_edit->setText(text);
    show();
    m_edit->selectAll();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void SearchBar::setFound(bool found)
{
    m_message->setText(found ? QString() : tr("Nothing found"));
    m_message->setVisible(!found);
    adjustSize();
}

bool SearchBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Escape:
        emit closed();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        // What one looks for in a terminal is mostly further up.
        if (key->modifiers().testFlag(Qt::ShiftModifier))
            emit nextWanted(m_edit->text());
        else
            emit previousWanted(m_edit->text());
        return true;
    default:
        return QFrame::eventFilter(watched, event);
    }
}

} // namespace taper
