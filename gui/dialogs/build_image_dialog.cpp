// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/build_image_dialog.h"

#include "client/async.h"
#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "core/names.h"
#include "text/error_text.h"
#include <QBoxLayout>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <algorithm>

namespace taper::dialogs {

using client::fromUtf8;
using client::toUtf8;

BuildImageDialog::BuildImageDialog(client::HelperMirror &mirror, client::Commands &commands, QWidget *parent)
    : QDialog(parent),
      m_mirror(mirror),
      m_system(new QComboBox),
      m_from(new QLineEdit),
      m_name(new QLineEdit),
      m_command(new QLineEdit),
      m_problem(new QLabel)
{
    setWindowTitle(tr("Build an image"));
    setAttribute(Qt::WA_DeleteOnClose);
    buildFields();
    connect(m_system, &QComboBox::currentIndexChanged, this, &BuildImageDialog::onSource);
    connect(m_from, &QLineEdit::textChanged, this, &BuildImageDialog::check);
    connect(m_name, &QLineEdit::textChanged, this, &BuildImageDialog::check);
    check();
    client::whenDone(commands.imageSources(), this, [this](Result<std::vector<ImageSource>> sources) {
        if (!sources)
            m_trouble = text::errorText(sources.error());
        else if (sources->empty())
            m_trouble = tr("Nothing can be built on this computer: install mmdebstrap, then try again.");
        if (sources)
            take(std::move(*sources));
        check();
    });
}

void BuildImageDialog::buildFields()
{
    auto *explanation =
        new QLabel(tr("The system is put together from its distribution's own packages, inside a "
                      "container of its own. It takes some minutes and needs the network; progress "
                      "and Cancel are at the bottom of the window."));
    explanation->setWordWrap(true);
    m_system->setMinimumContentsLength(40); // what comes into it comes later
    m_system->setToolTip(tr("Distribution and release; this computer's own comes first"));
    m_from->setAccessibleName(tr("Mirror"));
    m_from->setToolTip(tr("Where the packages come from; empty: the distribution's own server"));
    m_from->setMinimumWidth(m_from->fontMetrics().averageCharWidth() * 52);
    m_name->setAccessibleName(tr("Name of the built image"));
    m_name->setToolTip(tr("What the image shall be called"));
    m_name->setMaxLength(128);
    m_command->setReadOnly(true);
    m_command->setAccessibleName(tr("The same build as a command"));
    m_command->setToolTip(tr("What this form does, to be typed in a terminal"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    auto *form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const std::pair<QString, QWidget *> rows[] = {{tr("&System"), m_system},
                                                  {tr("&Mirror"), m_from},
                                                  {tr("&Name"), m_name},
                                                  {tr("As a &command"), m_command}};
    for (const auto &[text, field] : rows) {
        auto *label = new QLabel(text);
        label->setBuddy(field);
        form->addRow(label, field);
    }
    auto *buttons = new QDialogButtonBox;
    m_build = buttons->addButton(tr("&Build"), QDialogButtonBox::AcceptRole);
    m_build->setAccessibleName(tr("Build the image"));
    m_build->setDefault(true);
    auto *cancel = buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    cancel->setAccessibleName(tr("Cancel the build form"));
    cancel->setToolTip(tr("Closes this window; nothing is built"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(explanation);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &BuildImageDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void BuildImageDialog::take(std::vector<ImageSource> sources)
{
    m_sources = std::move(sources);
    std::stable_partition(m_sources.begin(), m_sources.end(),
                          [](const auto &source) { return source.suggested; });
    for (const auto &source : m_sources)
        m_system->addItem(source.suggested ? tr("%1, as this computer has").arg(fromUtf8(source.title))
                                           : fromUtf8(source.title));
    onSource();
}

QString BuildImageDialog::freeName(const ImageSource &source) const
{
    const std::string stem = source.distribution + ":" + source.release;
    std::string name = stem;
    const auto &images = m_mirror.images();
    for (int number = 2;
         std::any_of(images.begin(), images.end(), [&name](const auto &image) { return image.name == name; });
         ++number)
        name = stem + "-" + std::to_string(number);
    return fromUtf8(name);
}

void BuildImageDialog::onSource()
{
    const int row = m_system->currentIndex();
    if (row < 0 || static_cast<std::size_t>(row) >= m_sources.size())
        return;
    const auto &source = m_sources[static_cast<std::size_t>(row)];
    m_from->setPlaceholderText(fromUtf8(source.mirror));
    if (!m_name->isModified())
        m_name->setText(freeName(source));
    check();
}

void BuildImageDialog::check()
{
    const QString from = m_from->text().trimmed(), name = m_name->text();
    const QUrl url(from, QUrl::StrictMode);
    QString why = m_trouble;
    if (why.isEmpty() && m_sources.empty())
        why = tr("What can be built is being asked for.");
    else if (why.isEmpty() && !from.isEmpty() &&
             (!url.isValid() || url.host().isEmpty() ||
              (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https"))))
        why = tr("%1 is no address of a mirror: write one such as http://deb.debian.org/debian, or leave it "
                 "empty.")
                  .arg(from);
    else if (why.isEmpty() && !checkImageName(toUtf8(name)))
        why = tr("Use up to 128 letters, digits and . _ : / @ + - for the name, beginning with a letter or "
                 "digit.");
    else if (why.isEmpty() &&
             std::any_of(m_mirror.images().begin(), m_mirror.images().end(),
                         [&name](const auto &image) { return fromUtf8(image.name) == name; }))
        why = tr("There is an image named %1 already. Choose another name.").arg(name);
    m_problem->setText(why);
    m_build->setEnabled(why.isEmpty());
    m_build->setToolTip(
        why.isEmpty() ? tr("Begins to build; this window closes, and the build is shown below") : why);
    QString command;
    if (const int row = m_system->currentIndex(); row >= 0) {
        const auto &source = m_sources[static_cast<std::size_t>(row)];
        const QString plain = fromUtf8(source.distribution + ":" + source.release);
        command = QStringLiteral("taperctl image build ") + plain;
        if (name != plain)
            command += QStringLiteral(" --name ") + name;
        if (!from.isEmpty())
            command += QStringLiteral(" --mirror ") + from;
    }
    m_command->setText(command);
    m_command->setCursorPosition(0);
}

void BuildImageDialog::accept()
{
    if (!m_build->isEnabled())
        return;
    emit buildWanted(m_name->text(), m_sources[static_cast<std::size_t>(m_system->currentIndex())],
                     m_from->text().trimmed());
    close();
}

} // namespace taper::dialogs
