// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal_model.h"

#include "models/journal_text.h"
#include "text/format.h"
#include "text/state_text.h"
#include <QStringList>
#include <algorithm>

namespace taper::models {

int JournalModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return tr("When");
    case Who:
        return tr("Who");
    case Deed:
        return tr("What");
    case Subject:
        return tr("Of what");
    case Outcome:
        return tr("Outcome");
    case Change:
        return tr("Before and after");
    }
    return {};
}

QVariant JournalModel::value(const JournalEntry &entry, int column, int role) const
{
    if (role == StateRole)
        return entry.outcome == "done";
    if (role == Qt::DecorationRole && column == Outcome)
        return text::lookIcon(entry.outcome == "done" ? text::Look::Running : text::Look::Failed);
    if (role == RawRole && column == When)
        return static_cast<qlonglong>(entry.id);
    if (role == Qt::ToolTipRole && column == When)
        return QString::fromStdString(entry.time);
    if (role != Qt::DisplayRole && role != RawRole && role != Qt::ToolTipRole)
        return {};
    switch (column) {
    case When:
        return text::dateTime(entry.time);
    case Who:
        return userName(entry.uid);
    case Deed:
        return journalDeed(entry);
    case Subject:
        return QString::fromStdString(entry.subject);
    case Outcome:
        return journalOutcome(entry);
    case Change:
        return journalChange(entry);
    }
    return {};
}

JournalProxy::JournalProxy(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(RawRole);
    setDynamicSortFilter(true);
}

void JournalProxy::setFilterText(const QString &text)
{
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void JournalProxy::setShow(Show show)
{
    m_show = show;
    invalidateFilter();
}

bool JournalProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex first = sourceModel()->index(row, 0, parent);
    if (m_show != Show::All && first.data(StateRole).toBool() != (m_show == Show::Done))
        return false;
    QString all;
    for (int column = 0; column < sourceModel()->columnCount(); ++column)
        all += first.siblingAtColumn(column).data().toString() + QLatin1Char('\n');
    return std::all_of(m_words.begin(), m_words.end(),
                       [&all](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

QStringList JournalProxy::headings() const
{
    QStringList cells;
    for (int column = 0; column < columnCount(); ++column)
        cells << headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    return cells;
}

/// The time as the helper wrote it: an export is read by programs, and elsewhere.
QStringList JournalProxy::cells(int row) const
{
    QStringList cells;
    for (int column = 0; column < columnCount(); ++column)
        cells << index(row, column)
                     .data(column == JournalModel::When ? Qt::ToolTipRole : Qt::DisplayRole)
                     .toString();
    return cells;
}

QString JournalProxy::asText() const
{
    QList<QStringList> rows{headings()};
    for (int row = 0; row < rowCount(); ++row)
        rows << cells(row);
    QList<qsizetype> widths(columnCount(), 0);
    for (const auto &row : rows)
        for (qsizetype column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());
    QString text;
    for (const auto &row : rows) {
        QString line;
        for (qsizetype column = 0; column < row.size(); ++column)
            line += column + 1 < row.size() ? row[column].leftJustified(widths[column] + 2) : row[column];
        text += line.trimmed() + QLatin1Char('\n');
    }
    return text;
}

QString JournalProxy::asCsv() const
{
    const auto line = [](QStringList cells) {
        for (QString &cell : cells) {
            // A spreadsheet must not take a name for a formula.
            if (!cell.isEmpty() && QStringLiteral("=+-@\t\r").contains(cell.front()))
                cell.prepend(QLatin1Char('\''));
            cell =
                QLatin1Char('"') + cell.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
        }
        return cells.join(QLatin1Char(',')) + QStringLiteral("\r\n");
    };
    QString text = line(headings());
    for (int row = 0; row < rowCount(); ++row)
        text += line(cells(row));
    return text;
}

} // namespace taper::models
