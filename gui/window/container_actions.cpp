// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/container_actions.h"

#include "client/async.h"
#include "client/helper_mirror.h"
#include "client/qt_text.h"
#include "text/error_text.h"
#include "text/state_text.h"
#include "theme/icons.h"
#include "theme/preferences.h"
#include "window/rename_dialog.h"
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>
#include <algorithm>

namespace taper::window {

using client::fromUtf8;

bool isPossible(ContainerActions::Verb verb, State state)
{
    switch (verb) {
    case ContainerActions::Start:
        return canHappen(state, Event::StartRequested);
    case ContainerActions::Stop:
    case ContainerActions::Restart:
        return canHappen(state, Event::StopRequested);
    case ContainerActions::Kill:
        return canHappen(state, Event::KillRequested);
    case ContainerActions::Freeze:
        return canHappen(state, Event::FreezeRequested);
    case ContainerActions::Unfreeze:
        return canHappen(state, Event::ThawRequested);
    case ContainerActions::Rename:
        return state == State::Stopped;
    case ContainerActions::Delete: // a living one is killed first
        return canHappen(state, Event::StartRequested) || canHappen(state, Event::KillRequested);
    case ContainerActions::New:
    case ContainerActions::Open:
    case ContainerActions::VerbCount:
        break;
    }
    return true;
}

ContainerActions::ContainerActions(client::Connection &connection, client::HelperMirror &mirror,
                                   client::Commands &commands, QWidget *window)
    : QObject(window), m_connection(connection), m_mirror(mirror), m_commands(commands), m_window(window)
{
    makeActions();
    connect(&mirror, &client::HelperMirror::containersChanged, this, &ContainerActions::update);
    connect(&mirror, &client::HelperMirror::currentChanged, this, &ContainerActions::update);
    connect(&connection, &client::Connection::linkChanged, this, &ContainerActions::update);
    update();
}

/// Ctrl+Shift, as terminals have it: Ctrl+letter belongs to whoever sits in a console.
void ContainerActions::makeActions()
{
    const auto keys = [](Qt::Key key) { return QKeySequence(Qt::CTRL | Qt::SHIFT | key); };
    make(New, "new", tr("New container"), tr("Makes a container of an image"), keys(Qt::Key_N));
    make(Start, "start", tr("Start"), tr("Starts the selected containers"), keys(Qt::Key_R));
    make(Stop, "stop", tr("Stop"), tr("Asks the selected containers to shut down"), keys(Qt::Key_S));
    make(Freeze, "freeze", tr("Freeze"), tr("Halts every process of the selected containers where it is"),
         keys(Qt::Key_Z));
    make(Unfreeze, "unfreeze", tr("Unfreeze"), tr("Lets the selected frozen containers go on"),
         keys(Qt::Key_Y));
    make(Kill, "kill", tr("Kill"),
         tr("Ends every process of the selected containers at once, without asking them"), keys(Qt::Key_K));
    make(Restart, "restart", tr("Restart"), tr("Stops the selected containers, then starts them again"),
         keys(Qt::Key_T));
    make(Rename, "rename", tr("Rename"), tr("Gives the selected stopped container another name"),
         keys(Qt::Key_E));
    make(Delete, "delete", tr("Delete"),
         tr("Removes the selected containers and all their files, after a question"), keys(Qt::Key_Delete));
    make(Open, "open", tr("Open"), tr("Shows summary, console and limits of the selected container"),
         keys(Qt::Key_O));
}

void ContainerActions::make(Verb verb, const char *icon, const QString &text, const QString &tip,
                            const QKeySequence &shortcut)
{
    auto *action = new QAction(theme::icon(icon), text, this);
    action->setShortcut(shortcut);
    m_actions[verb] = action;
    m_tips[verb] = tr("%1 (%2)", "tooltip (shortcut)").arg(tip, shortcut.toString(QKeySequence::NativeText));
    connect(action, &QAction::triggered, this, [this, verb] { run(verb); });
}

void ContainerActions::setSelection(std::vector<std::string> names)
{
    m_selection = std::move(names);
    update();
}

std::vector<std::string> ContainerActions::possible(Verb verb) const
{
    std::vector<std::string> names;
    for (const auto &name : m_selection)
        if (const ContainerInfo *container = m_mirror.container(name);
            container && isPossible(verb, container->state))
            names.push_back(name);
    return names;
}

QString ContainerActions::obstacle(Verb verb) const
{
    if (const auto problem = m_connection.obstacle(); problem && verb != Open)
        return text::errorText(*problem);
    if (verb == New)
        return {};
    if (m_selection.empty())
        return tr("Select a container first.");
    if ((verb == Open || verb == Rename) && m_selection.size() > 1)
        return tr("Select only one container.");
    if (!possible(verb).empty())
        return {};
    const ContainerInfo *container = m_mirror.container(m_selection.front());
    if (m_selection.size() > 1 || !container)
        return tr("This cannot be done to any of the selected containers now.");
    if (verb == Rename)
        return tr("Stop %1 first: only a stopped container can get another name.")
            .arg(fromUtf8(container->name));
    return tr("Not possible now: %1 is in the state “%2”.")
        .arg(fromUtf8(container->name), text::stateWord(container->state));
}

void ContainerActions::update()
{
    for (int verb = 0; verb < VerbCount; ++verb) {
        const QString why = obstacle(static_cast<Verb>(verb));
        m_actions[verb]->setEnabled(why.isEmpty());
        m_actions[verb]->setToolTip(why.isEmpty() ? m_tips[verb] : why);
    }
}

void ContainerActions::run(Verb verb)
{
    if (verb == New)
        return emit newWanted();
    const auto names = possible(verb);
    if (verb == Open && !names.empty())
        return emit openWanted(names.front());
    if (verb == Rename && !names.empty())
        return askName(names.front());
    if (verb == Delete && !names.empty())
        return askDelete(names);
    if (!names.empty() && wantsQuestion(verb))
        return askFirst(verb, names);
    for (const auto &name : names)
        runOn(verb, name);
}

/// By the preferences; deleting is always asked, with words of its own.
bool ContainerActions::wantsQuestion(Verb verb)
{
    if (verb == Stop || verb == Restart)
        return theme::asksBefore(theme::Question::Stop);
    return verb == Kill && theme::asksBefore(theme::Question::Kill);
}

void ContainerActions::askFirst(Verb verb, const std::vector<std::string> &names)
{
    QStringList shown;
    for (const auto &name : names)
        shown << fromUtf8(name);
    const QString deed = m_actions[verb]->text();
    auto *question = new QMessageBox(
        QMessageBox::Question, tr("%1?", "a deed: Stop, Kill, Restart").arg(deed),
        tr("%1: %2?", "a deed: names of containers").arg(deed, shown.join(QStringLiteral(", "))),
        QMessageBox::Cancel, m_window);
    question->setInformativeText(verb == Kill ? tr("What it has not written yet is lost. Its files stay.")
                                              : tr("Its files stay. Whoever is logged in is logged out."));
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto *yes = question->addButton(deed, QMessageBox::AcceptRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QAbstractButton::clicked, this, [this, verb, names] {
        for (const auto &name : names)
            runOn(verb, name);
    });
    question->open();
}

void ContainerActions::runOn(Verb verb, const std::string &name)
{
    const QString shown = fromUtf8(name);
    switch (verb) {
    case Start:
        return start(name);
    case Stop:
        report(m_commands.stop(name), tr("%1 could not be stopped.").arg(shown));
        return watchStop(name);
    case Freeze:
        return report(m_commands.freeze(name), tr("%1 could not be frozen.").arg(shown));
    case Unfreeze:
        return report(m_commands.unfreeze(name), tr("%1 could not be unfrozen.").arg(shown));
    case Kill:
        return kill(name);
    case Restart:
        return report(m_commands.restart(name), tr("%1 could not be restarted.").arg(shown));
    case New:
    case Rename:
    case Delete:
    case Open:
    case VerbCount:
        break;
    }
}

void ContainerActions::start(const std::string &name)
{
    report(m_commands.start(name), tr("%1 could not be started.").arg(fromUtf8(name)));
}

void ContainerActions::kill(const std::string &name)
{
    report(m_commands.kill(name), tr("%1 could not be killed.").arg(fromUtf8(name)));
}

/// Once per stop; what counts is the state then, not whether the answer has come.
void ContainerActions::watchStop(const std::string &name)
{
    QTimer::singleShot(m_stopPatienceMs, this, [this, name] {
        const ContainerInfo *container = m_mirror.container(name);
        if (container && container->state == State::Stopping)
            emit stopTakesLong(name);
    });
}

void ContainerActions::askName(const std::string &name)
{
    auto *dialog = new RenameDialog(m_commands, name, m_window);
    connect(dialog, &RenameDialog::asked, this, &ContainerActions::renameAsked);
    dialog->show();
}

void ContainerActions::askDelete(const std::vector<std::string> &names)
{
    QStringList shown;
    bool living = false;
    for (const auto &name : names) {
        shown << fromUtf8(name);
        const ContainerInfo *container = m_mirror.container(name);
        living |= container && container->state != State::Stopped;
    }
    auto *question =
        new QMessageBox(QMessageBox::Warning, tr("Delete?"),
                        tr("Delete %1?", "names of containers").arg(shown.join(QStringLiteral(", "))),
                        QMessageBox::Cancel, m_window);
    QString loss = tr("All files, users and settings inside are lost for good. Images stay.");
    if (living)
        loss += QLatin1Char(' ') + tr("What still runs is killed first.");
    question->setInformativeText(loss);
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto *yes = question->addButton(tr("&Delete for good"), QMessageBox::DestructiveRole);
    question->setDefaultButton(QMessageBox::Cancel);
    connect(yes, &QAbstractButton::clicked, this, [this, names] {
        for (const auto &name : names) {
            const ContainerInfo *container = m_mirror.container(name);
            const bool force = container && container->state != State::Stopped;
            report(m_commands.remove(name, force), tr("%1 could not be deleted.").arg(fromUtf8(name)));
        }
    });
    question->open();
}

void ContainerActions::report(const QFuture<Status> &future, const QString &what)
{
    client::whenDone(future, this, [this, what](const Status &done) {
        if (!done)
            emit failed(what, done.error());
    });
}

} // namespace taper::window
