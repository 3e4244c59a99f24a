// SPDX-License-Identifier: GPL-3.0-or-later
// What containers, images and users may be called.
#pragma once
#include "core/error.h"
#include <string_view>

namespace taper {

/// 1-63 of [A-Za-z0-9-], no dash at either end, not all digits: a host name label (RFC 1123) that is no number.
Status checkContainerName(std::string_view name);
/// 1-128 of [A-Za-z0-9._:/@+-], starting with a letter or digit, without "..": "debian/12", "debian:bookworm".
Status checkImageName(std::string_view name);
/// useradd(8)'s rule: 1-32 of [a-z0-9_-], starting with [a-z_].
Status checkUserName(std::string_view name);
/// A distribution's release: 1-32 small letters, "bookworm".
Status checkReleaseName(std::string_view name);
/// http:// or https://, a host with or without port, a path; letters, digits and . - : / _ ~ + only: it becomes part
/// of a line of apt's sources.list(5). Without a slash at its end.
Status checkMirror(std::string_view url);

} // namespace taper
