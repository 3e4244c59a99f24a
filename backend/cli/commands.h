// SPDX-License-Identifier: GPL-3.0-or-later
// The commands: each puts its options into CLI11 and, when it is chosen, what shall be done into Program.
// Runs in: taperctl.
#pragma once
#include "cli/context.h"

namespace CLI {
class App;
}

namespace taper::cli {

struct Program
{
    std::function<int(Context &)> run;
    /// What stands behind "--": the command for exec and run, never looked at by the option parser.
    std::vector<std::string> command;
    bool hasCommand = false;
    bool takesCommand = false; ///< the chosen command may have one
};

void addCheck(CLI::App &app, Program &program);
void addConsole(CLI::App &app, Program &program);
void addCreate(CLI::App &app, Program &program);
void addDelete(CLI::App &app, Program &program);
void addExec(CLI::App &app, Program &program);
void addFreeze(CLI::App &app, Program &program);
void addImage(CLI::App &app, Program &program);
void addImageBuild(CLI::App &image, Program &program); ///< below "image"
void addJobs(CLI::App &app, Program &program);
void addJournal(CLI::App &app, Program &program);
void addKill(CLI::App &app, Program &program);
void addList(CLI::App &app, Program &program);
void addNetwork(CLI::App &app, Program &program);
void addRename(CLI::App &app, Program &program);
void addRestart(CLI::App &app, Program &program);
void addRun(CLI::App &app, Program &program);
void addSet(CLI::App &app, Program &program);
void addShow(CLI::App &app, Program &program);
void addStart(CLI::App &app, Program &program);
void addStop(CLI::App &app, Program &program);
void addTopology(CLI::App &app, Program &program);
void addUnfreeze(CLI::App &app, Program &program);

} // namespace taper::cli
