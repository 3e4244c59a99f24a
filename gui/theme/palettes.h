// SPDX-License-Identifier: GPL-3.0-or-later
// Our light and dark palettes for Fusion: every role in every group, disabled ones too. Runs in: taper.
#pragma once
#include <QPalette>

namespace taper::theme {

QPalette lightPalette();
QPalette darkPalette();

} // namespace taper::theme
