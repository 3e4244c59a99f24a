// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/preferences_dialog.h"

#include "theme/preferences.h"
#include "theme/theme.h"
#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFontComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace taper::dialogs {

namespace {
void addRow(QFormLayout *form, const QString &text, QWidget *field)
{
    auto *label = new QLabel(text);
    label->setBuddy(field);
    form->addRow(label, field);
}
} // namespace

PreferencesDialog::PreferencesDialog(QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Preferences"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->setHorizontalSpacing(16);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addLook(form);
    addConsole(form);
    addCharts(form);
    addQuestions(form);
    auto *buttons = new QDialogButtonBox;
    auto *close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setAccessibleName(tr("Close the preferences"));
    close->setToolTip(tr("Closes this window; everything is kept already"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(16);
    layout->addLayout(form);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void PreferencesDialog::addLook(QFormLayout *form)
{
    auto *language = new QComboBox;
    language->addItem(tr("As the desktop"), QString());
    language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    language->addItem(QStringLiteral("Español"), QStringLiteral("es"));
    language->setCurrentIndex(std::max(0, language->findData(theme::storedLanguage())));
    language->setToolTip(tr("The language of the window; it changes at once"));
    addRow(form, tr("&Language"), language);
    connect(language, &QComboBox::currentIndexChanged, this, [this, language] {
        theme::setLanguage(language->currentData().toString());
        emit languageChanged();
    });
    auto *look = new QComboBox;
    look->addItem(tr("As the desktop"));
    look->addItem(tr("Light"));
    look->addItem(tr("Dark"));
    look->setCurrentIndex(static_cast<int>(theme::storedAppearance()));
    look->setToolTip(tr("Light or dark colours"));
    addRow(form, tr("&Appearance"), look);
    connect(look, &QComboBox::currentIndexChanged, this,
            [](int row) { theme::setAppearance(static_cast<theme::Appearance>(row)); });
}

void PreferencesDialog::addConsole(QFormLayout *form)
{
    auto *family = new QFontComboBox;
    family->setFontFilters(QFontComboBox::MonospacedFonts);
    family->setCurrentFont(theme::consoleFont());
    family->setEditable(false);
    family->setToolTip(tr("The console's font; only fonts of fixed width are offered"));
    auto *points = new QSpinBox;
    points->setRange(6, 32);
    points->setSuffix(tr(" pt", "points, a font's size"));
    points->setValue(qRound(theme::consoleFont().pointSizeF()));
    points->setAccessibleName(tr("Console font size"));
    points->setToolTip(tr("The size of the console's font"));
    addRow(form, tr("&Console font"), family);
    addRow(form, tr("Console font &size"), points);
    const auto apply = [this, family, points] {
        theme::setConsoleFont(family->currentFont().family(), points->value());
        emit consoleFontChanged();
    };
    connect(family, &QFontComboBox::currentFontChanged, this, apply);
    connect(points, &QSpinBox::valueChanged, this, apply);
}

void PreferencesDialog::addCharts(QFormLayout *form)
{
    auto *span = new QComboBox;
    for (int minutes : theme::chartSpans())
        span->addItem(tr("%n minute(s)", nullptr, minutes), minutes);
    span->setCurrentIndex(std::max(0, span->findData(theme::chartSpanMinutes())));
    span->setToolTip(tr("How much time the charts show"));
    addRow(form, tr("Charts s&how"), span);
    connect(span, &QComboBox::currentIndexChanged, this, [this, span] {
        theme::setChartSpanMinutes(span->currentData().toInt());
        emit chartSpanChanged();
    });
}

void PreferencesDialog::addQuestions(QFormLayout *form)
{
    using theme::Question;
    const std::pair<Question, QString> questions[] = {{Question::Stop, tr("Stop or restart a container")},
                                                      {Question::Kill, tr("Kill a container")},
                                                      {Question::DeleteImage, tr("Delete an image")}};
    auto *label = new QLabel(tr("Ask before"));
    bool first = true;
    for (const auto &[question, text] : questions) {
        auto *box = new QCheckBox(text);
        box->setChecked(theme::asksBefore(question));
        box->setToolTip(tr("Whether you are asked before it is done"));
        if (first)
            form->addRow(label, box);
        else
            form->addRow(QString(), box);
        first = false;
        connect(box, &QCheckBox::toggled, this,
                [question = question](bool asks) { theme::setAsksBefore(question, asks); });
    }
    auto *always = new QCheckBox(tr("Delete a container: always, its files are lost"));
    always->setChecked(true);
    always->setEnabled(false);
    always->setToolTip(tr("This is always asked: it cannot be undone."));
    form->addRow(QString(), always);
}

} // namespace taper::dialogs
