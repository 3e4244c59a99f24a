// SPDX-License-Identifier: GPL-3.0-or-later
// Messages above the pages that wait to be read instead of interrupting: what went wrong and what to do, a password
// shown once, a stop that takes long. Each has a key; a new one of the same key replaces the old.
// Runs in: taper.
#pragma once
#include <QString>
#include <QWidget>
#include <functional>
#include <map>
#include <vector>

class QHBoxLayout;
class QVBoxLayout;

namespace taper::widgets {

struct Notice
{
    enum class Kind { Information, Problem };
    struct Button
    {
        QString text;
        std::function<void()> press;
        bool closes = true;
    };

    QString key;
    Kind kind = Kind::Information;
    QString text;
    QString details;    ///< folded away below the text, for who wants to know more
    QString secret;     ///< shown in a field of its own with a Copy button
    QString secretName; ///< that field's accessible name
    std::vector<Button> buttons;
    bool closable = true;
};

class NoticeBar : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void show(Notice notice);
    void remove(const QString &key);
    bool has(const QString &key) const { return m_rows.contains(key); }
    QString textOf(const QString &key) const;
    /// Those with a secret, that must not be lost when the window is made anew.
    std::vector<Notice> secrets() const;

private:
    QWidget *makeRow(const Notice &notice);
    void addDetails(const QString &details, QHBoxLayout *row, QVBoxLayout *column);

    QVBoxLayout *m_layout;
    std::map<QString, QWidget *> m_rows;
    std::map<QString, Notice> m_secrets;
};

} // namespace taper::widgets
