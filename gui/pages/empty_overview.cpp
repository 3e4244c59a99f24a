// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/empty_overview.h"

#include <QBoxLayout>
#include <QFrame>
#include <QLabel>
#include <QPushButton>

namespace taper::pages {

namespace {
constexpr int cardWidth = 320;
}

EmptyOverview::EmptyOverview(QWidget *parent)
    : QWidget(parent),
      m_try(new QPushButton(tr("&Try one now"))),
      m_images(new QPushButton(tr("&Go to Images")))
{
    auto *title = new QLabel(tr("There is no container on this computer yet"));
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    title->setFont(large);
    title->setAlignment(Qt::AlignCenter);
    title->setWordWrap(true);
    auto *cards = new QHBoxLayout;
    cards->setSpacing(16);
    cards->addStretch(1);
    cards->addWidget(card(tr("Try one now"),
                          tr("The smallest Linux there is, built in: running in under a second, nothing is "
                             "downloaded. Its console opens by itself."),
                          m_try));
    cards->addWidget(
        card(tr("Debian, Ubuntu, Fedora…"),
             tr("A whole system from an archive of its root file system. Add the archive as an image "
                "first, then make as many containers of it as you like."),
             m_images));
    cards->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(title);
    layout->addSpacing(16);
    layout->addLayout(cards);
    layout->addStretch(3);
    connect(m_try, &QPushButton::clicked, this, &EmptyOverview::tryOneWanted);
    connect(m_images, &QPushButton::clicked, this, &EmptyOverview::imagesWanted);
    setObstacle({});
}

QWidget *EmptyOverview::card(const QString &title, const QString &text, QPushButton *button)
{
    auto *frame = new QFrame;
    frame->setFrameShape(QFrame::StyledPanel);
    frame->setAutoFillBackground(true);
    frame->setBackgroundRole(QPalette::Base);
    frame->setFixedWidth(cardWidth);
    auto *heading = new QLabel(title);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    auto *body = new QLabel(text);
    body->setWordWrap(true);
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addWidget(heading);
    layout->addWidget(body);
    layout->addStretch(1);
    layout->addWidget(button);
    return frame;
}

void EmptyOverview::setObstacle(const QString &reason)
{
    m_try->setEnabled(reason.isEmpty());
    m_try->setToolTip(reason.isEmpty() ? tr("Makes and starts a container of the built-in image") : reason);
    m_images->setToolTip(tr("Shows the images, where an archive can be added"));
}

} // namespace taper::pages
