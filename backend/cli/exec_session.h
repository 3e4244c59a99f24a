// SPDX-License-Identifier: GPL-3.0-or-later
// A program inside a container with our standard input, output and error: three connections, signals, window
// size.
//
//   rpc     container.exec -> {exec, tickets}   exec.wait -> exit status   exec.signal, console.resize on the
//   way stdio   console.attach {ticket}, then stdin -> program, program -> stdout stderr  console.attach
//   {ticket}, then program -> stderr (not with a terminal)
//
// Runs in: taperctl (exec, run).
#pragma once
#include "cli/context.h"

namespace taper::cli {

struct ExecRequest
{
    std::string name;
    std::vector<std::string> argv;
    Json environment = Json::object();
    std::optional<std::string> user;
    std::optional<std::string> directory;
    bool terminal = false;
};

/// The exit status to end with: the program's, 128 + signal, 126 or 127 when it could not be executed.
Result<int> execInside(Context &context, const ExecRequest &request);

} // namespace taper::cli
