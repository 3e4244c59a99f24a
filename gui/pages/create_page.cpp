// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/create_page.h"

#include "client/async.h"
#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "pages/create_form.h"
#include "text/error_text.h"
#include "text/state_text.h"
#include "theme/icons.h"
#include "widgets/notice_bar.h"
#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>

namespace taper::pages {

using client::fromUtf8;
using client::whenDone;

CreatePage::CreatePage(client::Connection &connection, client::HelperMirror &mirror,
                       client::Commands &commands, QWidget *parent)
    : QWidget(parent),
      m_connection(connection),
      m_commands(commands),
      m_form(new CreateForm(mirror)),
      m_problems(new widgets::NoticeBar),
      m_command(new QLineEdit),
      m_copy(new QPushButton(theme::icon("copy"), tr("Copy"))),
      m_state(new QLabel),
      m_create(new QPushButton(theme::icon("new"), tr("C&reate"))),
      m_leave(new QPushButton)
{
    auto *scroll = new QScrollArea;
    scroll->setWidget(m_form);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(buildTop());
    layout->addWidget(m_problems);
    layout->addWidget(scroll, 1);
    layout->addWidget(buildBottom());
    connect(m_form, &CreateForm::edited, this, &CreatePage::update);
    connect(m_form, &CreateForm::busyboxWanted, this, &CreatePage::addBusybox);
    connect(&connection, &client::Connection::linkChanged, this, &CreatePage::askForSources);
    connect(&connection, &client::Connection::linkChanged, this, &CreatePage::update);
    askForSources();
    update();
}

QWidget *CreatePage::buildTop()
{
    auto *title = new QLabel(tr("New container"));
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    title->setFont(large);
    return title;
}

QWidget *CreatePage::buildBottom()
{
    auto *bottom = new QWidget;
    m_command->setReadOnly(true);
    m_command->setAccessibleName(tr("The same as a command"));
    m_command->setToolTip(tr("What this form does, to be typed in a terminal"));
    m_copy->setAccessibleName(tr("Copy the command"));
    m_copy->setToolTip(tr("Copies the command"));
    m_copy->setAutoDefault(false);
    m_state->setWordWrap(true);
    m_state->setTextFormat(Qt::PlainText);
    m_create->setAccessibleName(tr("Create the container"));
    m_create->setAutoDefault(true);
    m_leave->setAutoDefault(false);
    auto *label = new QLabel(tr("As a &command"));
    label->setBuddy(m_command);
    auto *commandRow = new QHBoxLayout;
    commandRow->setSpacing(8);
    commandRow->addWidget(label);
    commandRow->addWidget(m_command, 1);
    commandRow->addWidget(m_copy);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_state, 1);
    buttons->addWidget(m_leave);
    buttons->addWidget(m_create);
    auto *layout = new QVBoxLayout(bottom);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(commandRow);
    layout->addLayout(buttons);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_command->text()); });
    connect(m_create, &QPushButton::clicked, this, &CreatePage::create);
    connect(m_leave, &QPushButton::clicked, this, &CreatePage::leaveWanted);
    auto *escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &CreatePage::leaveWanted);
    // Return anywhere in a field is Create's, as in a dialog.
    for (auto *field : m_form->fields())
        connect(field, &QLineEdit::returnPressed, m_create, &QPushButton::click);
    return bottom;
}

/// What can be built is known only to the helper; without an answer the form offers what is there.
void CreatePage::askForSources()
{
    if (!m_connection.isReady())
        return;
    whenDone(m_commands.imageSources(), this, [this](Result<std::vector<ImageSource>> sources) {
        if (sources)
            m_form->setSources(std::move(*sources));
    });
}

void CreatePage::update()
{
    auto problem = m_form->problem();
    if (const auto obstacle = m_connection.obstacle())
        problem = text::errorText(*obstacle);
    else if (m_busy)
        problem = tr("It is being made.");
    m_create->setEnabled(!problem);
    m_create->setText(m_form->toBuild() ? tr("Build and c&reate") : tr("C&reate"));
    m_create->setToolTip(problem.value_or(tr("Makes the container (Return)")));
    m_leave->setText(m_busy ? tr("Leave it to &work") : tr("Cancel"));
    m_leave->setAccessibleName(m_busy ? tr("Leave it to work") : tr("Cancel the new container"));
    m_leave->setToolTip(m_busy ? tr("Goes back; it goes on, and tells you when the container is made")
                               : tr("Goes back without making anything (Escape)"));
    m_form->setEnabled(!m_busy);
    m_command->setText(m_form->command());
    m_command->setCursorPosition(0);
    if (!m_busy)
        m_state->setText(problem.value_or(QString()));
}

void CreatePage::setBusy(const QString &what)
{
    m_busy = !what.isEmpty();
    m_state->setText(what);
    update();
}

void CreatePage::create()
{
    if (!m_create->isEnabled())
        return;
    client::CreateRequest request = m_form->request();
    m_problems->remove(QStringLiteral("create"));
    const auto source = m_form->toBuild();
    if (!source)
        return make(request);
    setBusy(tr("The image %1 is being built; progress and Cancel are at the bottom. Then %2 is made of it.")
                .arg(fromUtf8(request.image), fromUtf8(request.name)));
    whenDone(m_commands.buildImage(request.image, *source, {}), this, [this, request](const Status &built) {
        // Taken: somebody else built it meanwhile, all the better.
        if (!built && built.error().code != ErrorCode::NameTaken)
            return fail(tr("The image was not built, so there is no container."), built.error());
        make(request);
    });
}

void CreatePage::make(const client::CreateRequest &request)
{
    setBusy(tr("%1 is being made.").arg(fromUtf8(request.name)));
    whenDone(m_commands.create(request), this, [this, request](const Result<client::CreatedContainer> &made) {
        if (!made)
            return fail(tr("The container was not made."), made.error());
        setBusy({});
        emit created(*made, request.start);
    });
}

void CreatePage::fail(const QString &what, const Error &error)
{
    setBusy({});
    widgets::Notice notice;
    notice.key = QStringLiteral("create");
    notice.kind = widgets::Notice::Kind::Problem;
    notice.text = text::errorText(error);
    notice.details = text::errorDetails(error);
    m_problems->show(std::move(notice));
    emit stopped(what, error);
}

void CreatePage::addBusybox()
{
    m_problems->remove(QStringLiteral("create"));
    whenDone(m_commands.addBusybox("busybox"), this, [this](const Status &added) {
        if (!added)
            fail(tr("The image busybox could not be added."), added.error());
    });
}

void CreatePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    askForSources();
}

} // namespace taper::pages
