// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of the host check in the reader's language: the helper speaks English, its known sentences are translated
// here, new ones stay as they come. Runs in: taper.
#pragma once
#include "core/host_check.h"
#include "text/state_text.h"
#include <QString>
#include <vector>

namespace taper::text {

/// A title, a group, what it is for, what breaks, how to repair, what was found.
QString checkWords(const std::string &english);
/// "there", "missing", "to be looked at"
QString checkStateWord(const std::string &state);
/// The same shapes as containers have: ● there, ▲ missing, ◐ a warning.
Look checkLook(const std::string &state);
/// Whether the repair is a command that can be typed, not an advice.
bool isCommand(const std::string &repair);
/// All of it, to be sent to somebody.
QString checksAsText(const std::vector<HostCheck> &checks, const QString &heading);

} // namespace taper::text
