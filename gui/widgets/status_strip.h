// SPDX-License-Identifier: GPL-3.0-or-later
// The strip at the bottom: the newest job with Cancel, the others when unfolded, and at the right the helper, its
// version and what we may do; a click tells all of that. Runs in: taper.
#pragma once
#include "client/commands.h"
#include "core/rights.h"
#include <QWidget>
#include <map>
#include <optional>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace taper::client {
class HelperMirror;
} // namespace taper::client

namespace taper::widgets {

class JobRow;

class StatusStrip : public QWidget
{
    Q_OBJECT

public:
    StatusStrip(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
                QWidget *parent = nullptr);

    QString connectionText() const;
    QString jobText() const;
    /// Nothing before the helper has answered.
    const std::optional<Rights> &rights() const { return m_rights; }

signals:
    void cancelRequested(quint64 job);
    /// Somebody clicked on what they may do.
    void rightsWanted();
    void rightsChanged();

private:
    QWidget *buildBottom();
    void showJobs();
    void showOthers(const std::vector<const JobInfo *> &others);
    void showConnection();
    void askForRights();
    QString rightsText() const;

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    std::optional<Rights> m_rights;
    JobRow *m_job;
    QToolButton *m_more;
    QLabel *m_idle;
    QToolButton *m_link;
    QWidget *m_list;
    QVBoxLayout *m_rows;
    std::map<std::uint64_t, JobRow *> m_others;
};

} // namespace taper::widgets
