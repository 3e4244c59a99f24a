// SPDX-License-Identifier: GPL-3.0-or-later
// Control files of cgroupfs, below a group's directory fd: read, write, and the few formats they have
// (Documentation/admin-guide/cgroup-v2.rst "Format"). Names are single components; nothing is ever followed.
// Runs in: helper.
#pragma once
#include "core/error.h"
#include "engine/sys/unique_fd.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taper::cgroup {

/// A directory below another, one component, no symbolic link.
UniqueFd openDirectory(int parent, const char *name);
/// A file of a group; flags are O_RDONLY, O_WRONLY or O_RDWR.
UniqueFd openControl(int group, const char *name, int flags);

/// The whole text from its beginning (pread: the fd can be kept), at most 1 MiB; absent with errno set.
std::optional<std::string> readAt(int fd);
std::optional<std::string> readControl(int group, const char *name);
/// false with errno set. A value is one write(2): the kernel takes or refuses it as a whole.
bool writeControl(int group, const char *name, std::string_view value);

/// "123\n" -> 123; "max" and anything else -> absent.
std::optional<std::uint64_t> number(std::string_view text);
/// The number behind a key of a flat keyed file: ("oom 0\noom_kill 3\n", "oom_kill") -> 3.
std::optional<std::uint64_t> keyed(std::string_view text, std::string_view key);
/// "cpuset cpu io\n" -> three words.
std::vector<std::string> words(std::string_view text, char separator = ' ');
std::string joined(const std::vector<std::string> &list, std::string_view separator);

} // namespace taper::cgroup
