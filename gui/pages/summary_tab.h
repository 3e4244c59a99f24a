// SPDX-License-Identifier: GPL-3.0-or-later
// What a container is and does: facts, limits, processor and memory over the last minutes, how its last start went step by
// step. Runs in: taper.
#pragma once
#include "client/helper_mirror.h"
#include <QWidget>
#include <map>

class QGridLayout;
class QLabel;
class QTreeView;

namespace taper {
class LiveChart;
}
namespace taper::models {
class TimelineModel;
}

namespace taper::pages {

class SummaryTab : public QWidget
{
    Q_OBJECT

public:
    explicit SummaryTab(client::HelperMirror &mirror, QWidget *parent = nullptr);
    void setContainer(const std::string &name);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildFacts(QGridLayout *grid);
    void addFact(QGridLayout *grid, int row, int column, const QString &title, const char *key,
                 const QString &tip);
    void buildTimeline();
    void setFact(const char *key, const QString &text);
    void update();
    void sample();

    client::HelperMirror &m_mirror;
    client::Interest m_metrics;
    std::string m_name;
    std::map<std::string, QLabel *> m_facts;
    QLabel *m_failure;
    LiveChart *m_cpu;
    LiveChart *m_memory;
    models::TimelineModel *m_timeline;
    QTreeView *m_steps;
    QLabel *m_stepsTitle;
};

} // namespace taper::pages
