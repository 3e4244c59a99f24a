// SPDX-License-Identifier: GPL-3.0-or-later
// What the overview shows while there is no container: two ways to the first one. Runs in: taper.
#pragma once
#include <QWidget>

class QPushButton;

namespace taper::pages {

class EmptyOverview : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyOverview(QWidget *parent = nullptr);
    /// Both cards need the helper; the reason goes into the tooltips. Empty: all is fine.
    void setObstacle(const QString &reason);

signals:
    void tryOneWanted();
    void imagesWanted();

private:
    QWidget *card(const QString &title, const QString &text, QPushButton *button);

    QPushButton *m_try;
    QPushButton *m_images;
};

} // namespace taper::pages
