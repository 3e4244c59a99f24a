// SPDX-License-Identifier: GPL-3.0-or-later
// What you may do, said in a sentence and in a list. Runs in: taper.
#pragma once
#include "core/rights.h"
#include <QString>
#include <string>
#include <vector>

namespace taper::text {

/// "you may look and use your own containers; for the rest you are asked"
QString rightsSummary(const Rights &rights);
/// The actions in the order in which they are told.
const std::vector<std::string> &rightsActions();
/// "Use your own containers"
QString rightsActionName(const std::string &action);
/// "yes", "you are asked", "no"
QString rightWord(Right right);

} // namespace taper::text
