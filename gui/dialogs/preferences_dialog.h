// SPDX-License-Identifier: GPL-3.0-or-later
// Language, light or dark, the console's font, before what to ask, how much time charts show. Everything counts at
// once; there is nothing to confirm. Runs in: taper; not modal.
#pragma once
#include <QDialog>

class QCheckBox;
class QComboBox;
class QFontComboBox;
class QFormLayout;
class QSpinBox;

namespace taper::dialogs {

class PreferencesDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PreferencesDialog(QWidget *parent = nullptr);

signals:
    void languageChanged();
    void consoleFontChanged();
    void chartSpanChanged();

private:
    void addLook(QFormLayout *form);
    void addConsole(QFormLayout *form);
    void addQuestions(QFormLayout *form);
    void addCharts(QFormLayout *form);
};

} // namespace taper::dialogs
