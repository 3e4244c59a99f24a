// SPDX-License-Identifier: GPL-3.0-or-later
// The console's search line: what to look for, previous, next, close.
#pragma once
#include <QFrame>

class QLabel;
class QLineEdit;

namespace taper {

class SearchBar : public QFrame
{
    Q_OBJECT

public:
    explicit SearchBar(QWidget *parent);
    QString text() const;
    void open(const QString &text);
    void setFound(bool found);

signals:
    void textEdited(const QString &text);
    void nextWanted(const QString &text);
    void previousWanted(const QString &text);
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QLineEdit *m_edit;
    QLabel *m_message;
};

} // namespace taper
