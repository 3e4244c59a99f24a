// SPDX-License-Identifier: GPL-3.0-or-later
// An entry of the journal as people read it: who, what, how it ended, what changed from what to what, and the command
// that does the same. Runs in: taper.
#pragma once
#include "core/journal_entry.h"
#include <QString>

namespace taper::models {

/// The user's name, or the number where there is none.
QString userName(std::uint32_t uid);
/// "Limits changed", "Started"
QString journalDeed(const JournalEntry &entry);
/// "done", or why not.
QString journalOutcome(const JournalEntry &entry);
/// "Memory limit: 512 MiB → 256 MiB; CPU cap: no limit → 150 %"; empty when nothing is told.
QString journalChange(const JournalEntry &entry);
/// "taperctl start web"; empty where no command line says the same.
QString journalCommand(const JournalEntry &entry);

} // namespace taper::models
