// SPDX-License-Identifier: GPL-3.0-or-later
// A container's limits, each beside a chart of what it limits: applied when the hand lets go, taken back when the helper
// refuses, offered to be undone for a while. Runs in: taper.
#pragma once
#include "client/commands.h"
#include "client/helper_mirror.h"
#include "models/limit_scale.h"
#include <QWidget>
#include <vector>

class QLabel;

namespace taper {
class LiveChart;
}
namespace taper::widgets {
class CpuBoxes;
class LimitControl;
class LimitEditor;
class UndoOffer;
} // namespace taper::widgets

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
    widgets::UndoOffer *undoOffer() const { return m_undo; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    struct Row
    {
        std::string limit; ///< as host.info names it
        widgets::LimitEditor *editor;
    };

    void build();
    QWidget *group(const std::vector<QWidget *> &controls, LiveChart *chart, int heights);
    void onHostChanged();
    void update();
    void updateEnabled();
    void updateCounters(const ContainerInfo &container);
    void sample();
    void showUse(const ContainerInfo &container);
    void appendToCharts(const ContainerInfo &container);
    void updateCharts(const Limits &limits);
    void updateShares();
    QString neighbours() const;
    void apply(const LimitsChange &change, widgets::LimitEditor *editor, bool undoing = false);
    void applied(widgets::LimitEditor *editor, const Limits &before, const Limits &now, bool undoing);

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    client::Interest m_metrics;
    std::string m_name;
    widgets::LimitControl *m_memory, *m_swap, *m_weight, *m_cap, *m_processes;
    widgets::CpuBoxes *m_cpus;
    std::vector<Row> m_rows;
    LiveChart *m_memoryChart, *m_swapChart, *m_cpuChart, *m_processChart;
    QLabel *m_oomKills, *m_shares, *m_refused;
    widgets::UndoOffer *m_undo;
};

} // namespace taper::pages
