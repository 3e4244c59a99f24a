// SPDX-License-Identifier: GPL-3.0-or-later
// docs/protocol.md from the method table, so that the two cannot differ.
#pragma once
#include <string>

namespace taper::protocol {

/// The whole page, Markdown.
std::string protocolReference();

} // namespace taper::protocol
