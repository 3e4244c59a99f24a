// SPDX-License-Identifier: GPL-3.0-or-later
// The list of pages at the left. Runs in: taper.
#pragma once
#include <QListWidget>

namespace taper::window {

class Navigation : public QListWidget
{
    Q_OBJECT

public:
    explicit Navigation(QWidget *parent = nullptr);
    void addPage(const char *icon, const QString &title);
    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitWidth();
};

} // namespace taper::window
