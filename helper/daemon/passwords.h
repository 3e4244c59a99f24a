// SPDX-License-Identifier: GPL-3.0-or-later
// Passwords for a new container's user: generated ones to be read aloud, hashes for shadow(5). Runs in:
// helper.
#pragma once
#include "core/error.h"
#include <string>

namespace taper::daemon {

/// 16 characters without look-alikes, about 78 bits.
std::string generatePassword();
/// "$6$…" (crypt(5)): every guest from busybox to Fedora reads it.
Result<std::string> hashPassword(const std::string &password);

} // namespace taper::daemon
