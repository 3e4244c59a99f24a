// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/rename_dialog.h"

#include "client/async.h"
#include "client/qt_text.h"
#include "core/names.h"
#include "text/error_text.h"
#include "text/state_text.h"
#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace taper::window {

using client::fromUtf8;
using client::toUtf8;

RenameDialog::RenameDialog(client::Commands &commands, std::string name, QWidget *parent)
    : QDialog(parent),
      m_commands(commands),
      m_old(std::move(name)),
      m_name(new QLineEdit(fromUtf8(m_old))),
      m_problem(new QLabel)
{
    setWindowTitle(tr("Rename %1").arg(fromUtf8(m_old)));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    m_name->selectAll();
    check();
}

void RenameDialog::build()
{
    m_name->setAccessibleName(tr("New name"));
    m_name->setToolTip(tr("Letters, digits and dashes, with no dash at either end and not only digits"));
    m_name->setMaxLength(63);
    m_name->setMinimumWidth(280);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    auto *explanation =
        new QLabel(tr("The name is also the container's host name inside and its name on the network."));
    explanation->setWordWrap(true);
    explanation->setForegroundRole(QPalette::PlaceholderText);
    auto *label = new QLabel(tr("&New name"));
    label->setBuddy(m_name);
    auto *form = new QFormLayout;
    form->addRow(label, m_name);
    auto *buttons = new QDialogButtonBox;
    m_rename = buttons->addButton(tr("&Rename"), QDialogButtonBox::AcceptRole);
    m_rename->setAccessibleName(tr("Give it the new name"));
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(8);
    layout->addLayout(form);
    layout->addWidget(explanation);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    connect(m_name, &QLineEdit::textChanged, this, &RenameDialog::check);
    connect(buttons, &QDialogButtonBox::accepted, this, &RenameDialog::rename);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void RenameDialog::check()
{
    const std::string name = toUtf8(m_name->text());
    const Status valid = name.empty() || name == m_old ? Status() : checkContainerName(name);
    showProblem(valid ? QString() : text::errorText(valid.error()));
    const bool unchanged = name.empty() || name == m_old;
    m_rename->setEnabled(valid && !unchanged);
    m_rename->setToolTip(unchanged ? tr("Type another name first.")
                         : valid   ? tr("Renames it now")
                                   : m_problem->text());
}

void RenameDialog::rename()
{
    const std::string name = toUtf8(m_name->text());
    m_rename->setEnabled(false);
    emit asked(m_old, name);
    client::whenDone(m_commands.rename(m_old, name), this, [this](const Status &done) {
        if (done)
            return accept();
        check();
        showProblem(text::errorText(done.error()));
    });
}

void RenameDialog::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, text::lookColor(text::Look::Failed, colours));
    m_problem->setPalette(colours);
}

} // namespace taper::window
