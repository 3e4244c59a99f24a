// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done to the selected containers: one QAction each, shared by toolbars, context menus and the menu bar,
// enabled by the table of core/state.h and nothing else; a disabled one says why. Runs in: taper.
#pragma once
#include "client/commands.h"
#include "core/state.h"
#include <QAction>
#include <array>

class QWidget;

namespace taper::client {
class HelperMirror;
}

namespace taper::window {

class ContainerActions : public QObject
{
    Q_OBJECT

public:
    enum Verb { New, Start, Stop, Freeze, Unfreeze, Kill, Restart, Rename, Delete, Open, VerbCount };

    ContainerActions(client::Connection &connection, client::HelperMirror &mirror, client::Commands &commands,
                     QWidget *window);

    QAction *action(Verb verb) const { return m_actions[verb]; }
    void setSelection(std::vector<std::string> names);
    const std::vector<std::string> &selection() const { return m_selection; }
    /// How long a stop may take before stopTakesLong.
    void setStopPatience(int milliseconds) { m_stopPatienceMs = milliseconds; }
    void start(const std::string &name);
    void kill(const std::string &name);

signals:
    void newWanted();
    void openWanted(const std::string &name);
    void failed(const QString &what, const taper::Error &error);
    /// It is about to have another name; the helper may still refuse.
    void renameAsked(const std::string &name, const std::string &newName);
    /// It was asked to stop a while ago and still runs.
    void stopTakesLong(const std::string &name);

private:
    void makeActions();
    void make(Verb verb, const char *icon, const QString &text, const QString &tip,
              const QKeySequence &shortcut);
    void update();
    QString obstacle(Verb verb) const;
    void runOn(Verb verb, const std::string &name);
    std::vector<std::string> possible(Verb verb) const;
    void run(Verb verb);
    static bool wantsQuestion(Verb verb);
    void askFirst(Verb verb, const std::vector<std::string> &names);
    void watchStop(const std::string &name);
    void askName(const std::string &name);
    void askDelete(const std::vector<std::string> &names);
    void report(const QFuture<Status> &future, const QString &what);

    client::Connection &m_connection;
    client::HelperMirror &m_mirror;
    client::Commands &m_commands;
    QWidget *m_window;
    std::array<QAction *, VerbCount> m_actions{};
    std::array<QString, VerbCount> m_tips;
    std::vector<std::string> m_selection;
    int m_stopPatienceMs = 10000;
};

/// Whether the verb may be offered for a container in this state.
bool isPossible(ContainerActions::Verb verb, State state);

} // namespace taper::window
