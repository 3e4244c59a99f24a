// SPDX-License-Identifier: GPL-3.0-or-later
// Style and palette of the program: the desktop's own where it brings one, else Fusion with ours, light or dark.
// Runs in: taper.
#pragma once
#include <QString>

namespace taper::theme {

enum class Appearance { Desktop, Light, Dark };

/// At start: what was chosen last, else the desktop's.
Appearance storedAppearance();
/// Applies it to the whole program, and keeps it.
void setAppearance(Appearance appearance);
/// Applies it, without keeping it.
void apply(Appearance appearance);

} // namespace taper::theme
