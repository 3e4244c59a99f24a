// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/create_dialog.h"

#include "client/async.h"
#include "client/helper_mirror.h"
#include "dialogs/create_form.h"
#include "text/error_text.h"
#include "text/state_text.h"
#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>

namespace taper::dialogs {

using client::whenDone;

CreateDialog::CreateDialog(client::Connection &connection, client::HelperMirror &mirror,
                           client::Commands &commands, QWidget *parent)
    : QDialog(parent),
      m_connection(connection),
      m_commands(commands),
      m_form(new CreateForm(mirror)),
      m_problem(new QLabel)
{
    setWindowTitle(tr("New container"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    auto *buttons = new QDialogButtonBox;
    m_create = buttons->addButton(tr("C&reate"), QDialogButtonBox::AcceptRole);
    m_create->setAccessibleName(tr("Create the container"));
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_create->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(m_form);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &CreateDialog::create);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_form, &CreateForm::edited, this, &CreateDialog::updateButton);
    connect(m_form, &CreateForm::busyboxWanted, this, &CreateDialog::addBusybox);
    connect(&connection, &client::Connection::linkChanged, this, &CreateDialog::updateButton);
    setMinimumWidth(fontMetrics().averageCharWidth() * 84); // the command is to be read whole
    updateButton();
}

void CreateDialog::updateButton()
{
    auto problem = m_form->problem();
    if (const auto obstacle = m_connection.obstacle())
        problem = text::errorText(*obstacle);
    else if (m_busy)
        problem = tr("It is being made.");
    m_create->setEnabled(!problem);
    m_create->setToolTip(problem.value_or(tr("Makes the container")));
}

void CreateDialog::create()
{
    const client::CreateRequest request = m_form->request();
    m_busy = true;
    m_form->setEnabled(false);
    showProblem({});
    updateButton();
    whenDone(m_commands.create(request), this, [this, request](Result<client::CreatedContainer> made) {
        m_busy = false;
        m_form->setEnabled(true);
        updateButton();
        if (!made)
            return showProblem(text::errorText(made.error()));
        emit created(*made, request.start);
        close();
    });
}

void CreateDialog::addBusybox()
{
    showProblem({});
    whenDone(m_commands.addBusybox("busybox"), this, [this](const Status &added) {
        if (!added)
            showProblem(text::errorText(added.error()));
    });
}

void CreateDialog::showProblem(const QString &text)
{
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, text::lookColor(text::Look::Failed, colours));
    m_problem->setPalette(colours);
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
}

} // namespace taper::dialogs
