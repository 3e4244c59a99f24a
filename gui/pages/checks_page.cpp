// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/checks_page.h"

#include "client/async.h"
#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "models/check_model.h"
#include "text/check_text.h"
#include "text/error_text.h"
#include "theme/icons.h"
#include "widgets/row_delegate.h"
#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>
#include <algorithm>

namespace taper::pages {

using models::CheckModel;

ChecksPage::ChecksPage(client::Connection &connection, client::HelperMirror &mirror,
                       client::Commands &commands, QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_mirror(mirror),
      m_commands(commands),
      m_model(new CheckModel(this)),
      m_view(new QTreeView),
      m_stack(new QStackedWidget),
      m_summaryIcon(new QLabel),
      m_summary(new QLabel),
      m_message(new QLabel),
      m_again(new QPushButton(theme::icon("restart"), tr("Check &again"))),
      m_copyAll(new QPushButton(theme::icon("copy"), tr("Copy a&ll as text"))),
      m_detail(new QLabel),
      m_repairTitle(new QLabel),
      m_repair(new QLineEdit),
      m_copy(new QPushButton(theme::icon("copy"), tr("Copy")))
{
    buildView();
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_message);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(buildBar());
    layout->addWidget(m_stack, 1);
    layout->addWidget(buildDetails());
    connect(&connection, &client::Connection::linkChanged, this, [this] {
        if (isVisible())
            check();
        showSummary();
    });
    showSelected();
    showSummary();
}

void ChecksPage::buildView()
{
    m_view->setAccessibleName(tr("Host check"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new widgets::RowDelegate(m_view));
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    const QFontMetrics metrics = m_view->fontMetrics();
    m_view->header()->resizeSection(CheckModel::Title, metrics.averageCharWidth() * 36);
    m_view->header()->resizeSection(CheckModel::State, metrics.averageCharWidth() * 16);
    m_view->header()->setStretchLastSection(true);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &ChecksPage::showSelected);
}

QWidget *ChecksPage::buildBar()
{
    auto *bar = new QWidget;
    m_summary->setWordWrap(true);
    m_again->setToolTip(tr("Asks the helper to look again"));
    m_copyAll->setToolTip(tr("Copies the whole check, to be sent to somebody who helps"));
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_summaryIcon);
    layout->addWidget(m_summary, 1);
    layout->addWidget(m_again);
    layout->addWidget(m_copyAll);
    connect(m_again, &QPushButton::clicked, this, &ChecksPage::check);
    connect(m_copyAll, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(asText()); });
    return bar;
}

QWidget *ChecksPage::buildDetails()
{
    auto *frame = new QFrame;
    frame->setFrameShape(QFrame::StyledPanel);
    m_detail->setWordWrap(true);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_detail->setMinimumHeight(3 * m_detail->fontMetrics().lineSpacing());
    m_repair->setReadOnly(true);
    m_repair->setAccessibleName(tr("Repair"));
    m_repairTitle->setBuddy(m_repair);
    m_copy->setAccessibleName(tr("Copy the repair"));
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_repairTitle);
    row->addWidget(m_repair, 1);
    row->addWidget(m_copy);
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_detail);
    layout->addLayout(row);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_repair->text()); });
    return frame;
}

void ChecksPage::check()
{
    if (m_asking || !m_connection.isReady())
        return;
    m_asking = true;
    m_again->setEnabled(false);
    client::whenDone(m_commands.hostCheck(), this, [this](const Result<std::vector<HostCheck>> &checks) {
        m_asking = false;
        m_message->clear();
        if (checks)
            take(*checks);
        else
            m_message->setText(text::errorText(checks.error()));
        showSummary();
    });
}

void ChecksPage::take(const std::vector<HostCheck> &checks)
{
    const bool first = m_model->rowCount() == 0;
    m_model->setChecks(checks);
    m_view->expandAll();
    if (first)
        m_view->resizeColumnToContents(CheckModel::Title);
    if (first || !m_view->currentIndex().isValid()) {
        const QModelIndex worst = m_model->worst();
        m_view->setCurrentIndex(worst.isValid() ? worst : m_model->index(0, 0, m_model->index(0, 0)));
    }
    showSelected();
}

void ChecksPage::showSelected()
{
    const HostCheck *check = m_model->at(m_view->currentIndex());
    QString told = tr("Select a line: what it is for and how to repair it is told here.");
    QString repair;
    bool command = false;
    if (check) {
        told = tr("%1: %2", "title: what it is for")
                   .arg(text::checkWords(check->title), text::checkWords(check->what));
        if (check->state == "ok")
            told += QLatin1Char('\n') + tr("Nothing needs to be done.");
        else
            told +=
                QLatin1Char('\n') + tr("Without it: %1", "what breaks").arg(text::checkWords(check->breaks));
        command = text::isCommand(check->repair);
        repair = command ? QString::fromStdString(check->repair) : text::checkWords(check->repair);
    }
    m_detail->setText(told);
    m_repairTitle->setText(command ? tr("&Repair, in a terminal as root") : tr("&Repair"));
    m_repair->setText(repair);
    m_repair->setCursorPosition(0);
    for (QWidget *part : {static_cast<QWidget *>(m_repairTitle), static_cast<QWidget *>(m_repair),
                          static_cast<QWidget *>(m_copy)})
        part->setVisible(!repair.isEmpty());
    m_copy->setToolTip(command ? tr("Copies the command") : tr("Copies the advice"));
}

void ChecksPage::showSummary()
{
    const auto &checks = m_model->checks();
    const auto count = [&checks](const char *state, bool required) {
        return static_cast<int>(std::count_if(checks.begin(), checks.end(), [&](const HostCheck &check) {
            return check.state == state && (!required || check.required);
        }));
    };
    const int broken = count("missing", true),
              flaws = count("missing", false) + count("warning", false) - broken;
    text::Look look = text::Look::Running;
    QString told;
    if (checks.empty()) {
        told = tr("What containers need of this computer");
        look = text::Look::Stopped;
        if (!m_connection.isReady())
            m_message->setText(text::errorText(m_connection.problem()));
    } else if (broken > 0) {
        told = tr("%n thing(s) that every container needs is missing.", nullptr, broken);
        look = text::Look::Failed;
    } else if (flaws > 0) {
        told = tr("Containers can run here. %n thing(s) could be better.", nullptr, flaws);
        look = text::Look::OnTheWay;
    } else {
        told = tr("Everything that containers need is there.");
    }
    m_summary->setText(told);
    m_summaryIcon->setPixmap(text::lookIcon(look).pixmap(16, 16));
    m_stack->setCurrentWidget(checks.empty() ? static_cast<QWidget *>(m_message) : m_view);
    const auto why = m_connection.isReady() ? QString() : text::errorText(m_connection.problem());
    m_again->setEnabled(why.isEmpty() && !m_asking);
    m_again->setToolTip(why.isEmpty() ? tr("Asks the helper to look again") : why);
    m_copyAll->setEnabled(!checks.empty());
}

QString ChecksPage::asText() const
{
    const auto &host = m_mirror.host();
    return text::checksAsText(
        m_model->checks(),
        tr("Host check of %1: %2, kernel %3", "host, system, kernel")
            .arg(client::fromUtf8(host.hostname), client::fromUtf8(host.os), client::fromUtf8(host.kernel)));
}

void ChecksPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    check();
}

} // namespace taper::pages
