// SPDX-License-Identifier: GPL-3.0-or-later
// A container's limits, and how often they were reached, as one line each. Runs in: taper.
#pragma once
#include "core/container.h"
#include <QString>

namespace taper::text {

/// "memory 512 MiB · CPU cap 150 %"; "none" where nothing is limited.
QString limits(const Limits &limits);
/// "2 processes ended for lack of memory · held back for 3.4 s"; "never" where none was reached.
QString limitEvents(const LimitEvents &events);

} // namespace taper::text
