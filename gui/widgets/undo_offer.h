// SPDX-License-Identifier: GPL-3.0-or-later
// What was just done and, for half a minute, the way back; a newer offer replaces the older. Runs in: taper.
#pragma once
#include <QTimer>
#include <QWidget>
#include <functional>

class QLabel;
class QPushButton;

namespace taper::widgets {

class UndoOffer : public QWidget
{
    Q_OBJECT

public:
    explicit UndoOffer(QWidget *parent = nullptr);

    void offer(const QString &done, std::function<void()> undo);
    void withdraw();
    bool isOffered() const { return m_secondsLeft > 0; }
    QString text() const;
    /// How long an offer stands.
    void setSeconds(int seconds) { m_seconds = seconds; }

private:
    void tick();
    void showSeconds();

    QLabel *m_text;
    QPushButton *m_button;
    QTimer m_second;
    std::function<void()> m_undo;
    int m_seconds = 30;
    int m_secondsLeft = 0;
};

} // namespace taper::widgets
