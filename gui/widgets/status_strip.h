// SPDX-License-Identifier: GPL-3.0-or-later
// The strip at the bottom: running jobs with Cancel, and at the right the helper, its version and what we may do.
// Runs in: taper.
#pragma once
#include "core/job.h"
#include <QWidget>

class QLabel;

namespace taper::client {
class Connection;
class HelperMirror;
} // namespace taper::client

namespace taper::widgets {

class JobRow;

class StatusStrip : public QWidget
{
    Q_OBJECT

public:
    StatusStrip(client::Connection &connection, client::HelperMirror &mirror, QWidget *parent = nullptr);

    QString connectionText() const;
    QString jobText() const;

signals:
    void cancelRequested(quint64 job);

private:
    void showJobs();
    void showConnection();
    QString rightsText(const std::string &rights, const std::string &reason) const;

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    JobRow *m_job;
    QLabel *m_idle;
    QLabel *m_link;
    QLabel *m_linkIcon;
};

} // namespace taper::widgets
