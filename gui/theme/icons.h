// SPDX-License-Identifier: GPL-3.0-or-later
// Our own monochrome icons, drawn in the palette's text colours at the moment of painting: they follow light, dark,
// disabled and selected by themselves. Runs in: taper.
#pragma once
#include <QIcon>

namespace taper::theme {

/// An icon of resources/icons by its file name without ".svg".
QIcon icon(const char *name);
/// The program's own, in colour.
QIcon applicationIcon();

} // namespace taper::theme
