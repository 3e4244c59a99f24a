// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/add_archive_dialog.h"

#include "client/async.h"
#include "client/qt_text.h"
#include "core/names.h"
#include "text/error_text.h"
#include "text/state_text.h"
#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace taper::dialogs {

using client::whenDone;

QString imageNameOf(const QString &path)
{
    QString name = QFileInfo(path).fileName();
    for (const char *ending : {".gz", ".xz", ".zst", ".tar", ".tgz"})
        if (name.endsWith(QLatin1String(ending)))
            name.chop(static_cast<qsizetype>(qstrlen(ending)));
    QString kept;
    for (QChar c : name)
        if (checkImageName(client::toUtf8(QLatin1Char('a') + kept + c)))
            kept += c;
    return kept;
}

AddArchiveDialog::AddArchiveDialog(client::Commands &commands, QWidget *parent)
    : QDialog(parent),
      m_commands(commands),
      m_path(new QLineEdit),
      m_name(new QLineEdit),
      m_problem(new QLabel)
{
    setWindowTitle(tr("Add an archive"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_path->setAccessibleName(tr("Archive file"));
    m_path->setMinimumWidth(360);
    m_name->setAccessibleName(tr("Image name"));
    m_name->setMaxLength(128);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    auto *browseButton = new QPushButton(tr("&Browse…"));
    browseButton->setAutoDefault(false);
    auto *explanation =
        new QLabel(tr("A tar archive (.tar, .tar.gz, .tar.xz or .tar.zst) of a complete root file "
                      "system, for example made by mmdebstrap or taken from an LXC image server."));
    explanation->setWordWrap(true);
    auto *file = new QHBoxLayout;
    file->addWidget(m_path, 1);
    file->addWidget(browseButton);
    auto *form = new QFormLayout;
    auto *pathLabel = new QLabel(tr("&File"));
    pathLabel->setBuddy(m_path);
    auto *nameLabel = new QLabel(tr("&Name"));
    nameLabel->setBuddy(m_name);
    form->addRow(pathLabel, file);
    form->addRow(nameLabel, m_name);
    auto *buttons = new QDialogButtonBox;
    m_add = buttons->addButton(tr("&Add"), QDialogButtonBox::AcceptRole);
    m_add->setAccessibleName(tr("Add the archive"));
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(explanation);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(browseButton, &QPushButton::clicked, this, &AddArchiveDialog::browse);
    connect(m_path, &QLineEdit::textChanged, this, [this] {
        if (!m_name->isModified())
            m_name->setText(imageNameOf(m_path->text()));
        check();
    });
    connect(m_name, &QLineEdit::textChanged, this, &AddArchiveDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &AddArchiveDialog::add);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

void AddArchiveDialog::browse()
{
    auto *dialog = new QFileDialog(this, tr("Choose an archive"), {},
                                   tr("Archives (*.tar *.tar.* *.tgz);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    dialog->open();
}

void AddArchiveDialog::check()
{
    QString why;
    if (m_path->text().isEmpty())
        why = tr("Choose a file first.");
    else if (!QFileInfo(m_path->text()).isFile())
        why = tr("There is no such file.");
    else if (auto good = checkImageName(client::toUtf8(m_name->text())); !good)
        why = tr("Use up to 128 letters, digits and . _ : / @ + - for the name, beginning with a letter or "
                 "digit.");
    m_problem->setText(m_path->text().isEmpty() ? QString() : why);
    m_add->setEnabled(why.isEmpty());
    m_add->setToolTip(why.isEmpty() ? tr("Checks the archive and keeps it as an image") : why);
}

void AddArchiveDialog::add()
{
    m_add->setEnabled(false);
    m_problem->setText(tr("The archive is being read; progress is shown at the bottom of the window."));
    whenDone(m_commands.addArchive(client::toUtf8(m_name->text()), m_path->text()), this,
             [this](const Status &done) {
                 if (done) {
                     emit added(m_name->text());
                     close();
                     return;
                 }
                 check();
                 m_problem->setText(text::errorText(done.error()));
             });
}

} // namespace taper::dialogs
