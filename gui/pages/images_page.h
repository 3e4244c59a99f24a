// SPDX-License-Identifier: GPL-3.0-or-later
// The images: what there is, who uses it, build one, add the built-in one or an archive, delete. Runs in: taper.
#pragma once
#include "client/commands.h"
#include <QWidget>

class QAction;
class QSortFilterProxyModel;
class QStackedWidget;
class QTreeView;

namespace taper::client {
class HelperMirror;
}
namespace taper::models {
class ImageModel;
}

namespace taper::pages {

class ImagesPage : public QWidget
{
    Q_OBJECT

public:
    ImagesPage(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
               QWidget *parent = nullptr);

    /// Begins to build; a failure is told by failed().
    void build(const QString &name, const ImageSource &source, const QString &mirror);

signals:
    void buildWanted();
    void addArchiveWanted();
    void createWanted(const std::string &image);
    void failed(const QString &what, const taper::Error &error);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildActions();
    void buildPage();
    void update();
    void addBusybox();
    void askDelete();
    void remove(const QString &image);
    QString selectedImage() const;
    std::string busyboxName() const;

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    models::ImageModel *m_model;
    QSortFilterProxyModel *m_proxy;
    QTreeView *m_view;
    QStackedWidget *m_stack;
    QAction *m_build;
    QAction *m_busybox;
    QAction *m_archive;
    QAction *m_create;
    QAction *m_delete;
};

} // namespace taper::pages
