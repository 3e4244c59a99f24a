// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/topology_view.h"
#include "topology/topology_canvas.h"
#include "topology/topology_items.h"
#include "topology/topology_text.h"
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedLayout>
#include <QToolButton>

namespace taper {

namespace {

QToolButton *makeButton(QWidget *parent, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(text);
    return button;
}

} // namespace

TopologyView::TopologyView(QWidget *parent)
    : QWidget(parent),
      m_canvas(new TopologyCanvas),
      m_empty(new QLabel(TopologyText::emptyNotice())),
      m_title(new QLabel),
      m_text(new QLabel),
      m_stack(new QStackedLayout)
{
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setAutoFillBackground(true);
    m_empty->setBackgroundRole(QPalette::Base);
    m_empty->setMargin(32);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_canvas);

    auto *buttons = new QHBoxLayout;
    auto *fitButton = makeButton(this, tr("Fit"), tr("Show the whole network (0)"));
    auto *inButton = makeButton(this, tr("Zoom in"), tr("Zoom in (Ctrl+wheel, +)"));
    auto *outButton = makeButton(this, tr("Zoom out"), tr("Zoom out (Ctrl+wheel, −)"));
    for (QToolButton *button : {fitButton, inButton, outButton})
        buttons->addWidget(button);
    buttons->addStretch();
    connect(fitButton, &QToolButton::clicked, this, &TopologyView::fit);
    connect(inButton, &QToolButton::clicked, this, &TopologyView::zoomIn);
    connect(outButton, &QToolButton::clicked, this, &TopologyView::zoomOut);

    auto *details = new QFrame;
    details->setFrameShape(QFrame::StyledPanel);
    auto *detailsLayout = new QVBoxLayout(details);
    detailsLayout->setContentsMargins(12, 8, 12, 8);
    detailsLayout->setSpacing(4);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setAccessibleName(tr("Selected item"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_title->setTextFormat(Qt::PlainText);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_text->setMinimumHeight(QFontMetrics(font()).lineSpacing() *
                             3); // the picture does not jump with the text
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    detailsLayout->addWidget(m_title);
    detailsLayout->addWidget(m_text);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(buttons);
    layout->addLayout(m_stack, 1);
    layout->addWidget(details);

    connect(m_canvas, &TopologyCanvas::selectionChanged, this, [this] {
        showDescription();
        emit selected(selectedId());
    });
    connect(m_canvas, &TopologyCanvas::containerActivated, this, &TopologyView::containerActivated);
    showDescription();
}

TopologyView::~TopologyView()
{
    m_canvas->disconnect(this); // its scene still tells of a lost selection while it is taken down
}

void TopologyView::setTopology(const Topology &topology)
{
    m_picture = TopologyPicture::from(topology);
    m_canvas->setPicture(m_picture);
    m_stack->setCurrentWidget(m_picture.isEmpty() ? static_cast<QWidget *>(m_empty) : m_canvas);
    showDescription();
}

QString TopologyView::selectedId() const
{
    const TopologyItem *item = m_canvas->selectedItem();
    return item ? item->id() : QString();
}

void TopologyView::select(const QString &id)
{
    m_canvas->select(m_canvas->item(id));
}

QString TopologyView::selectedText() const
{
    return m_canvas->selectedItem() ? m_text->text() : QString();
}

void TopologyView::showDescription()
{
    const TopologyItem *item = m_canvas->selectedItem();
    m_title->setText(item ? TopologyText::title(item->item(), m_picture) : QString());
    m_text->setText(item ? TopologyText::paragraph(item->item(), m_picture) : TopologyText::hint());
}

void TopologyView::fit()
{
    m_canvas->fit();
}

void TopologyView::zoomIn()
{
    m_canvas->zoomBy(1.25);
}

void TopologyView::zoomOut()
{
    m_canvas->zoomBy(1 / 1.25);
}

void TopologyView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        QFont bold = font();
        bold.setBold(true);
        m_title->setFont(bold);
    }
}

} // namespace taper
