// SPDX-License-Identifier: GPL-3.0-or-later
// This computer and all containers in one table, live while it is visible. Runs in: taper.
#pragma once
#include "client/helper_mirror.h"
#include <QSet>
#include <QWidget>
#include <map>
#include <string>
#include <vector>

class QAction;
class QLineEdit;
class QStackedWidget;
class QToolBar;
class QTreeView;

namespace taper::models {
class ContainerModel;
class ContainerProxy;
} // namespace taper::models

namespace taper::pages {

class EmptyOverview;

class OverviewPage : public QWidget
{
    Q_OBJECT

public:
    /// What can be done, in order; nullptr is a separator.
    struct Actions
    {
        QList<QAction *> bar;
        QList<QAction *> more; ///< behind the bar's last button
        QList<QAction *> menu; ///< the context menu
    };
    OverviewPage(client::Connection &connection, client::HelperMirror &mirror, const Actions &actions,
                 QWidget *parent = nullptr);

    std::vector<std::string> selectedContainers() const;
    void select(const std::string &container);
    /// The selection goes along when name becomes newName.
    void expectName(const std::string &name, const std::string &newName);
    QTreeView *view() const { return m_view; }

signals:
    void selectionChanged();
    void openWanted(const std::string &container);
    void tryOneWanted();
    void imagesWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildView(const QList<QAction *> &actions);
    QToolBar *buildToolBar(const Actions &actions);
    void followNames();
    void connectView();
    void sizeColumns();
    void expandGroups();
    void queueExpand();
    void showFitting();
    std::string nameAt(const QModelIndex &index) const;

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Interest m_metrics;
    models::ContainerModel *m_model;
    models::ContainerProxy *m_proxy;
    QTreeView *m_view;
    QLineEdit *m_filter;
    QStackedWidget *m_stack;
    EmptyOverview *m_empty;
    QSet<int> m_collapsed; ///< groups the user closed, by their row in the model
    bool m_expandQueued = false;
    std::map<std::string, std::string> m_expected; ///< new name of what is selected -> its old one
};

} // namespace taper::pages
