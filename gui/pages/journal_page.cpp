// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/journal_page.h"

#include "client/async.h"
#include "client/helper_mirror.h"
#include "models/journal_model.h"
#include "models/journal_text.h"
#include "text/error_text.h"
#include "text/format.h"
#include "theme/icons.h"
#include "widgets/row_delegate.h"
#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>
#include <QTreeView>

namespace taper::pages {

using models::JournalModel;
using models::JournalProxy;

namespace {
constexpr int newest = 500, soonMs = 250, oftenMs = 4000;
}

JournalPage::JournalPage(client::Connection &connection, client::HelperMirror &mirror,
                         client::Commands &commands, QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_mirror(mirror),
      m_commands(commands),
      m_model(new JournalModel(this)),
      m_proxy(new JournalProxy(this)),
      m_view(new QTreeView),
      m_stack(new QStackedWidget),
      m_message(new QLabel),
      m_search(new QLineEdit),
      m_show(new QComboBox),
      m_export(new QPushButton(theme::icon("archive"), tr("&Export…"))),
      m_detail(new QLabel),
      m_command(new QLineEdit),
      m_copy(new QPushButton(theme::icon("copy"), tr("Copy")))
{
    m_proxy->setSourceModel(m_model);
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
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMs);
    m_often.setInterval(oftenMs);
    connect(&m_soon, &QTimer::timeout, this, &JournalPage::refresh);
    connect(&m_often, &QTimer::timeout, this, &JournalPage::refresh);
    connect(&connection, &client::Connection::linkChanged, this, &JournalPage::refreshSoon);
    connect(&mirror, &client::HelperMirror::containersChanged, this, &JournalPage::refreshSoon);
    connect(&mirror, &client::HelperMirror::imagesChanged, this, &JournalPage::refreshSoon);
    connect(&mirror, &client::HelperMirror::jobChanged, this, [this](const JobInfo &job) {
        if (job.outcome != JobOutcome::Running)
            refreshSoon();
    });
    showEntry();
    showFitting();
}

void JournalPage::buildView()
{
    m_view->setAccessibleName(tr("Journal"));
    m_view->setModel(m_proxy);
    m_view->setRootIsDecorated(false);
    m_view->setItemDelegate(new widgets::RowDelegate(m_view));
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(JournalModel::When, Qt::DescendingOrder);
    const QFontMetrics metrics = m_view->fontMetrics();
    const std::pair<int, QString> widest[] = {
        {JournalModel::When, text::dateTime("2026-11-24T23:59:00Z")},
        {JournalModel::Who, QStringLiteral("somebody")},
        {JournalModel::Deed, QStringLiteral("Ran a program inside it")},
        {JournalModel::Subject, QStringLiteral("debian-13")},
        {JournalModel::Outcome, QStringLiteral("You may not do this.")}};
    for (const auto &[column, text] : widest)
        m_view->header()->resizeSection(column, metrics.horizontalAdvance(text) + 32);
    m_view->header()->setStretchLastSection(true);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &JournalPage::showEntry);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &JournalPage::showEntry);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &JournalPage::showFitting);
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, &JournalPage::showFitting);
}

QWidget *JournalPage::buildBar()
{
    auto *bar = new QWidget;
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search the journal"));
    m_search->setToolTip(tr("Shows what has these words anywhere in its row"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(theme::icon("search"), QLineEdit::LeadingPosition);
    m_search->setMaximumWidth(280);
    m_show->addItem(tr("Everything"));
    m_show->addItem(tr("What was done"));
    m_show->addItem(tr("What failed or was refused"));
    m_show->setToolTip(tr("Which entries are shown"));
    m_show->setAccessibleName(tr("Show"));
    auto *label = new QLabel(tr("S&how"));
    label->setBuddy(m_show);
    m_export->setAccessibleName(tr("Export the journal"));
    m_export->setToolTip(tr("Writes what is shown into a file, as text or for a spreadsheet (CSV)"));
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_search, 1);
    layout->addWidget(label);
    layout->addWidget(m_show);
    layout->addStretch(1);
    layout->addWidget(m_export);
    connect(m_search, &QLineEdit::textChanged, m_proxy, &JournalProxy::setFilterText);
    connect(m_show, &QComboBox::currentIndexChanged, this,
            [this](int row) { m_proxy->setShow(static_cast<JournalProxy::Show>(row)); });
    connect(m_export, &QPushButton::clicked, this, &JournalPage::askForFile);
    return bar;
}

QWidget *JournalPage::buildDetails()
{
    auto *frame = new QFrame;
    frame->setFrameShape(QFrame::StyledPanel);
    m_detail->setWordWrap(true);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->setMinimumHeight(2 * m_detail->fontMetrics().lineSpacing());
    m_detail->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_command->setReadOnly(true);
    m_command->setAccessibleName(tr("The same deed as a command"));
    m_command->setToolTip(tr("What does the same, to be typed in a terminal"));
    m_copy->setAccessibleName(tr("Copy the deed's command"));
    m_copy->setToolTip(tr("Copies the command"));
    auto *label = new QLabel(tr("As a &command"));
    label->setBuddy(m_command);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(label);
    row->addWidget(m_command, 1);
    row->addWidget(m_copy);
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_detail);
    layout->addLayout(row);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_command->text()); });
    return frame;
}

void JournalPage::refreshSoon()
{
    if (isVisible() && !m_soon.isActive())
        m_soon.start();
    showFitting();
}

void JournalPage::refresh()
{
    if (!isVisible() || m_asking || !m_connection.isReady())
        return;
    m_asking = true;
    client::whenDone(m_commands.journal(newest), this,
                     [this](const Result<std::vector<JournalEntry>> &entries) {
                         m_asking = false;
                         if (!entries) {
                             m_message->setText(text::errorText(entries.error()));
                             return showFitting();
                         }
                         m_message->clear();
                         m_read = true;
                         m_model->setEntries(*entries);
                         showFitting();
                     });
}

void JournalPage::showEntry()
{
    const QModelIndex index = m_proxy->mapToSource(m_view->currentIndex());
    const JournalEntry *entry = index.isValid() ? m_model->at(index.row()) : nullptr;
    QString told = tr("Select an entry: what was changed is told here in full.");
    QString command;
    if (entry) {
        const QString change = models::journalChange(*entry);
        //: who: what, of what, when. How it ended.
        told = tr("%1: %2, %3, %4. Outcome: %5")
                   .arg(models::userName(entry->uid), models::journalDeed(*entry),
                        entry->subject.empty() ? text::unknown() : QString::fromStdString(entry->subject),
                        text::dateTime(entry->time), models::journalOutcome(*entry));
        if (!change.isEmpty())
            told += QLatin1Char('\n') + change;
        command = models::journalCommand(*entry);
    }
    m_detail->setText(told);
    m_command->setText(command);
    m_command->setPlaceholderText(entry && command.isEmpty() ? tr("no single command does the same")
                                                             : QString());
    m_command->setCursorPosition(0);
    m_copy->setEnabled(!command.isEmpty());
}

void JournalPage::showFitting()
{
    QString message;
    if (m_model->rowCount() == 0)
        message = !m_connection.isReady() ? text::errorText(m_connection.problem())
                  : m_read ? tr("Nothing has been done yet. Everything that is changed will stand here, with "
                                "who did it.")
                           : m_message->text();
    else if (m_proxy->rowCount() == 0)
        message = tr("No entry has these words. Clear the search, or show everything.");
    if (!message.isEmpty())
        m_message->setText(message);
    m_stack->setCurrentWidget(message.isEmpty() && m_model->rowCount() > 0 ? static_cast<QWidget *>(m_view)
                                                                           : m_message);
    m_export->setEnabled(m_proxy->rowCount() > 0);
}

void JournalPage::askForFile()
{
    auto *dialog =
        new QFileDialog(this, tr("Export the journal"), {}, tr("For a spreadsheet (*.csv);;Text (*.txt)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("taper-journal.csv"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.contains(QStringLiteral("csv")) ? QStringLiteral("csv")
                                                                        : QStringLiteral("txt"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        if (auto done = exportTo(path); !done)
            emit failed(tr("The journal could not be exported."), done.error());
    });
    dialog->open();
}

Status JournalPage::exportTo(const QString &path)
{
    QSaveFile file(path);
    const QByteArray bytes =
        (path.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive) ? m_proxy->asCsv() : m_proxy->asText())
            .toUtf8();
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    Error error =
        fail(ErrorCode::System, "write", path.toStdString(), file.errorString().toStdString()).value();
    if (file.error() == QFileDevice::ResourceError)
        error.code = ErrorCode::StorageNoSpace;
    return tl::unexpected<Error>(std::move(error));
}

void JournalPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_often.start();
    refresh();
}

void JournalPage::hideEvent(QHideEvent *event)
{
    m_often.stop();
    m_soon.stop();
    QWidget::hideEvent(event);
}

} // namespace taper::pages
