// SPDX-License-Identifier: GPL-3.0-or-later
// A container's limits, applied when the slider is let go and taken back when the helper refuses. Runs in: taper.
#pragma once
#include "client/commands.h"
#include "client/helper_mirror.h"
#include "models/limit_scale.h"
#include <QWidget>

class QLabel;

namespace taper::widgets {
class LimitControl;
}

namespace taper::pages {

class LimitsTab : public QWidget
{
    Q_OBJECT

public:
    LimitsTab(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
              QWidget *parent = nullptr);
    void setContainer(const std::string &name);
    widgets::LimitControl *memory() const { return m_memory; }
    widgets::LimitControl *cpuWeight() const { return m_weight; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void update();
    void sample();
    void applyMemory(const models::LimitScale::Value &value);
    void applyWeight(const models::LimitScale::Value &value);
    void apply(const LimitsChange &change, widgets::LimitControl *control, bool memory);
    QString shareText() const;

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    client::Interest m_metrics;
    std::string m_name;
    widgets::LimitControl *m_memory;
    widgets::LimitControl *m_weight;
    QLabel *m_oomKills;
};

} // namespace taper::pages
