// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/undo_offer.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <utility>

namespace taper::widgets {

UndoOffer::UndoOffer(QWidget *parent) : QWidget(parent), m_text(new QLabel), m_button(new QPushButton)
{
    m_text->setTextFormat(Qt::PlainText);
    m_button->setAccessibleName(tr("Undo"));
    m_button->setToolTip(tr("Puts the limit back to what it was"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_text);
    layout->addWidget(m_button);
    layout->addStretch(1);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &UndoOffer::tick);
    connect(m_button, &QPushButton::clicked, this, [this] {
        auto undo = std::exchange(m_undo, {});
        withdraw();
        if (undo)
            undo();
    });
    hide();
}

void UndoOffer::offer(const QString &done, std::function<void()> undo)
{
    m_text->setText(done);
    m_undo = std::move(undo);
    m_secondsLeft = m_seconds;
    showSeconds();
    m_second.start();
    show();
}

void UndoOffer::withdraw()
{
    m_second.stop();
    m_secondsLeft = 0;
    m_undo = {};
    hide();
}

QString UndoOffer::text() const
{
    return isOffered() ? m_text->text() : QString();
}

void UndoOffer::tick()
{
    if (--m_secondsLeft <= 0)
        return withdraw();
    showSeconds();
}

void UndoOffer::showSeconds()
{
    m_button->setText(tr("&Undo (%1 s)").arg(m_secondsLeft));
}

} // namespace taper::widgets
