// SPDX-License-Identifier: GPL-3.0-or-later
// Address and MAC as people write them ("10.83.0.50", "auto") to the wire's. What is right is the helper's to say.
// Runs in: taperctl (create, set).
#pragma once
#include "cli/context.h"

namespace taper::cli {

/// Whether `key` is one of them; then it is put into the request.
bool addAddress(Json &params, std::string_view key, const std::string &value);

} // namespace taper::cli
