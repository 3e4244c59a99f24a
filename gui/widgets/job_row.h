// SPDX-License-Identifier: GPL-3.0-or-later
// One job: what is done to whom, its step, how far and how fast, the time left, and Cancel where that is possible.
// Runs in: taper.
#pragma once
#include "core/job.h"
#include "models/job_meter.h"
#include <QElapsedTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace taper::widgets {

class JobRow : public QWidget
{
    Q_OBJECT

public:
    explicit JobRow(QWidget *parent = nullptr);
    void showJob(const JobInfo &job);
    QString text() const;
    quint64 job() const { return m_job; }
    /// One of several: its Cancel then bears the job's title, so that each has a name of its own.
    void setAmongOthers(bool among) { m_among = among; }

signals:
    void cancelRequested(quint64 job);

private:
    void showProgress(const JobInfo &job);

    quint64 m_job = 0;
    bool m_among = false;
    models::JobMeter m_meter;
    QElapsedTimer m_clock;
    QLabel *m_text;
    QProgressBar *m_progress;
    QToolButton *m_cancel;
};

} // namespace taper::widgets
