// SPDX-License-Identifier: GPL-3.0-or-later
// How a state is said and shown: word, colour and shape, from this one place. Runs in: taper.
#pragma once
#include "core/state.h"
#include <QColor>
#include <QIcon>
#include <QString>

class QPalette;

namespace taper::text {

/// What a container looks like; a failed one is a stopped one whose last start or life went wrong.
enum class Look { Running, Frozen, Stopped, Failed, OnTheWay };

Look lookOf(State state, bool failed);
/// "Running", "Stopped"… in the reader's language.
QString stateWord(State state);
/// Readable on the palette's base colour, light or dark.
QColor lookColor(Look look, const QPalette &palette);
/// ● running, ❄ frozen, ○ stopped, ▲ failed, ◐ on the way; follows the palette.
QIcon lookIcon(Look look);

} // namespace taper::text
