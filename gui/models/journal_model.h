// SPDX-License-Identifier: GPL-3.0-or-later
// The journal as a table, the search and filter over it, and its export. Runs in: taper.
#pragma once
#include "core/journal_entry.h"
#include "models/keyed_table_model.h"
#include <QSortFilterProxyModel>

namespace taper::models {

class JournalModel : public KeyedTableModel<JournalEntry>
{
    Q_OBJECT

public:
    enum Column { When, Who, Deed, Subject, Outcome, Change, ColumnCount };

    using KeyedTableModel::KeyedTableModel;
    void setEntries(const std::vector<JournalEntry> &entries) { update(entries); }

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    std::string key(const JournalEntry &entry) const override { return std::to_string(entry.id); }
    QVariant value(const JournalEntry &entry, int column, int role) const override;
};

class JournalProxy : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum class Show { All, Done, Failed };

    explicit JournalProxy(QObject *parent = nullptr);
    /// Shows what has every word in one of its columns.
    void setFilterText(const QString &text);
    void setShow(Show show);
    /// What is shown, in its order: text in columns, or comma-separated values (RFC 4180).
    QString asText() const;
    QString asCsv() const;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList cells(int row) const;
    QStringList headings() const;

    QStringList m_words;
    Show m_show = Show::All;
};

} // namespace taper::models
