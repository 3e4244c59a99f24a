// SPDX-License-Identifier: GPL-3.0-or-later
// One job in the status strip: what is done to whom, its step, how far, and Cancel where that is possible.
// Runs in: taper.
#pragma once
#include "core/job.h"
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace taper::widgets {

/// "Starting web", "Adding the image debian", in the reader's language.
QString jobTitle(const JobInfo &job);

class JobRow : public QWidget
{
    Q_OBJECT

public:
    explicit JobRow(QWidget *parent = nullptr);
    void showJob(const JobInfo &job, int others);
    QString text() const;

signals:
    void cancelRequested(quint64 job);

private:
    void showProgress(const JobInfo &job);

    quint64 m_job = 0;
    QLabel *m_text;
    QProgressBar *m_progress;
    QToolButton *m_cancel;
    QLabel *m_others;
};

} // namespace taper::widgets
