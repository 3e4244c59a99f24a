// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/container_page.h"

#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "pages/console_tab.h"
#include "pages/limits_tab.h"
#include "pages/network_tab.h"
#include "pages/summary_tab.h"
#include "text/format.h"
#include "text/state_text.h"
#include "theme/icons.h"
#include "widgets/more_button.h"
#include <QAction>
#include <QBoxLayout>
#include <QLabel>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>

namespace taper::pages {

using client::fromUtf8;

ContainerPage::ContainerPage(client::Connection &connection, client::HelperMirror &mirror,
                             client::Commands &commands, const QList<QAction *> &actions,
                             const QList<QAction *> &moreActions, QWidget *parent)
    : QWidget(parent),
      m_mirror(mirror),
      m_icon(new QLabel),
      m_title(new QLabel),
      m_subtitle(new QLabel),
      m_tabs(new QTabWidget),
      m_summary(new SummaryTab(mirror)),
      m_console(new ConsoleTab(connection, mirror, commands)),
      m_limits(new LimitsTab(connection, mirror, commands)),
      m_network(new NetworkTab(connection, mirror, commands))
{
    m_tabs->setAccessibleName(tr("Views of the container"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_summary, tr("Summary"));
    m_tabs->addTab(m_console, tr("Console"));
    m_tabs->addTab(m_limits, tr("Limits"));
    m_tabs->addTab(m_network, tr("Network"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(buildHeader(actions, moreActions));
    layout->addWidget(m_tabs, 1);
    connect(m_console, &ConsoleTab::startWanted, this, &ContainerPage::startWanted);
    connect(&mirror, &client::HelperMirror::containersChanged, this, &ContainerPage::update);
}

QWidget *ContainerPage::buildHeader(const QList<QAction *> &actions, const QList<QAction *> &moreActions)
{
    auto *back = new QToolButton;
    back->setIcon(theme::icon("back"));
    back->setText(tr("Overview"));
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back->setAutoRaise(true);
    back->setAccessibleName(tr("Back to the overview"));
    back->setToolTip(tr("Back to the overview"));
    connect(back, &QToolButton::clicked, this, &ContainerPage::backWanted);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    m_title->setFont(large);
    m_title->setTextFormat(Qt::PlainText);
    m_subtitle->setTextFormat(Qt::PlainText);
    m_subtitle->setForegroundRole(QPalette::PlaceholderText);
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *bar = new QToolBar(tr("Actions for this container"));
    bar->setMovable(false);
    bar->setIconSize({16, 16});
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->addActions(actions);
    bar->addWidget(new widgets::MoreButton(moreActions));
    auto *header = new QWidget;
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(back);
    layout->addWidget(m_icon);
    layout->addWidget(m_title);
    layout->addWidget(m_subtitle, 1);
    layout->addWidget(bar);
    return header;
}

void ContainerPage::showContainer(const std::string &name)
{
    m_name = name;
    m_nextName.clear();
    m_summary->setContainer(name);
    m_console->setContainer(name);
    m_limits->setContainer(name);
    m_network->setContainer(name);
    update();
}

void ContainerPage::showTab(Tab tab)
{
    m_tabs->setCurrentIndex(static_cast<int>(tab));
}

void ContainerPage::expectName(const std::string &name, const std::string &newName)
{
    if (name == m_name)
        m_nextName = newName;
}

void ContainerPage::update()
{
    const ContainerInfo *container = m_mirror.container(m_name);
    if (!container && !m_nextName.empty() && m_mirror.container(m_nextName))
        return showContainer(std::string(m_nextName));
    if (!container) {
        if (m_mirror.isCurrent() && !m_name.empty() && isVisible())
            emit backWanted(); // it was deleted
        return;
    }
    const text::Look look = text::lookOf(container->state, container->lastFailure.has_value());
    m_icon->setPixmap(text::lookIcon(look).pixmap(20, 20));
    m_icon->setToolTip(text::stateWord(container->state));
    m_title->setText(fromUtf8(m_name));
    QStringList parts{text::stateWord(container->state), fromUtf8(container->image)};
    if (!container->addresses.empty())
        parts << fromUtf8(container->addresses.front().address);
    m_subtitle->setText(parts.join(QStringLiteral(" · ")));
}

} // namespace taper::pages
