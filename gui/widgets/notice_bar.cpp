// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/notice_bar.h"

#include "theme/icons.h"
#include <QBoxLayout>
#include <QClipboard>
#include <QFrame>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace taper::widgets {

namespace {
constexpr std::size_t maximumRows = 4; ///< a storm of failures must not push the page out of the window

QLabel *iconLabel(Notice::Kind kind)
{
    auto *label = new QLabel;
    label->setPixmap(theme::icon(kind == Notice::Kind::Problem ? "warning" : "info").pixmap(20, 20));
    return label;
}
} // namespace

NoticeBar::NoticeBar(QWidget *parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    setVisible(false);
}

void NoticeBar::show(Notice notice)
{
    remove(notice.key);
    while (m_rows.size() >= maximumRows)
        remove(m_rows.begin()->first);
    QWidget *row = makeRow(notice);
    m_rows[notice.key] = row;
    if (!notice.secret.isEmpty())
        m_secrets[notice.key] = notice;
    m_layout->addWidget(row);
    setVisible(true);
}

void NoticeBar::remove(const QString &key)
{
    auto found = m_rows.find(key);
    if (found == m_rows.end())
        return;
    found->second->hide();
    found->second->deleteLater(); // its own button may be asking for this
    m_rows.erase(found);
    m_secrets.erase(key);
    setVisible(!m_rows.empty());
}

QString NoticeBar::textOf(const QString &key) const
{
    auto found = m_rows.find(key);
    return found == m_rows.end() ? QString() : found->second->property("text").toString();
}

std::vector<Notice> NoticeBar::secrets() const
{
    std::vector<Notice> all;
    for (const auto &[key, notice] : m_secrets)
        all.push_back(notice);
    return all;
}

QWidget *NoticeBar::makeRow(const Notice &notice)
{
    auto *row = new QFrame;
    row->setFrameShape(QFrame::StyledPanel);
    row->setAutoFillBackground(true);
    row->setBackgroundRole(QPalette::ToolTipBase);
    row->setForegroundRole(QPalette::ToolTipText);
    row->setProperty("text", notice.text);
    auto *column = new QVBoxLayout(row);
    column->setContentsMargins(8, 4, 4, 4);
    column->setSpacing(4);
    auto *layout = new QHBoxLayout;
    column->addLayout(layout);
    layout->addWidget(iconLabel(notice.kind));
    auto *label = new QLabel(notice.text);
    label->setTextFormat(Qt::PlainText); // names and reasons come from others
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setForegroundRole(QPalette::ToolTipText);
    layout->addWidget(label, 1);
    if (!notice.secret.isEmpty()) {
        auto *field = new QLineEdit(notice.secret);
        field->setReadOnly(true);
        field->setAccessibleName(notice.secretName);
        field->setMinimumWidth(field->fontMetrics().horizontalAdvance(notice.secret) + 24);
        auto *copy = new QPushButton(theme::icon("copy"), tr("Copy"));
        copy->setAccessibleName(tr("Copy the password"));
        connect(copy, &QPushButton::clicked, this,
                [secret = notice.secret] { QGuiApplication::clipboard()->setText(secret); });
        layout->addWidget(field);
        layout->addWidget(copy);
    }
    for (const auto &button : notice.buttons) {
        auto *push = new QPushButton(button.text);
        connect(push, &QPushButton::clicked, this, [this, button, key = notice.key] {
            if (button.closes)
                remove(key);
            button.press();
        });
        layout->addWidget(push);
    }
    if (!notice.details.isEmpty())
        addDetails(notice.details, layout, column);
    if (notice.closable) {
        auto *close = new QToolButton;
        close->setIcon(theme::icon("close"));
        close->setAutoRaise(true);
        close->setToolTip(tr("Close this message"));
        close->setAccessibleName(tr("Close this message"));
        connect(close, &QToolButton::clicked, this, [this, key = notice.key] { remove(key); });
        layout->addWidget(close);
    }
    return row;
}

/// Unfolds what the helper told, in its own words.
void NoticeBar::addDetails(const QString &details, QHBoxLayout *row, QVBoxLayout *column)
{
    auto *text = new QLabel(details);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setForegroundRole(QPalette::ToolTipText);
    text->setContentsMargins(28, 0, 0, 4);
    text->setAccessibleName(details);
    text->hide();
    auto *unfold = new QPushButton(tr("Details"));
    unfold->setCheckable(true);
    unfold->setToolTip(tr("Shows what exactly went wrong, to be told to somebody who helps"));
    connect(unfold, &QPushButton::toggled, text, &QWidget::setVisible);
    auto *copy = new QPushButton(theme::icon("copy"), tr("Copy the details"));
    copy->setToolTip(tr("Copies the details"));
    copy->hide();
    connect(copy, &QPushButton::clicked, this, [details] { QGuiApplication::clipboard()->setText(details); });
    connect(unfold, &QPushButton::toggled, copy, &QWidget::setVisible);
    row->addWidget(copy);
    row->addWidget(unfold);
    column->addWidget(text);
}

} // namespace taper::widgets
