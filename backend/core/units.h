// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes as people type and read them.
#pragma once
#include "core/error.h"
#include <cstdint>
#include <string>
#include <string_view>

namespace taper {

/// "512M", "1.5GiB", "1073741824", "64k" -> bytes; powers of 1024, as LXC reads them. Whitespace between is fine.
/// Errors: InvalidArgument on anything else, on negative numbers and above 2^63-1.
Result<std::uint64_t> parseBytes(std::string_view text);
/// "512 MiB", "1.5 GiB", "0 B": at most one decimal, English point.
std::string formatBytes(std::uint64_t bytes);

} // namespace taper
