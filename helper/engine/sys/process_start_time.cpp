// SPDX-License-Identifier: GPL-3.0-or-later
// Apart from process.cpp so that the static monitor does not pull in strings and exceptions.
#include "engine/sys/process.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>

namespace taper {

std::uint64_t processStartTime(pid_t pid)
{
    char path[40], text[1024];
    std::snprintf(path, sizeof path, "/proc/%d/stat", int(pid));
    const UniqueFd file(::open(path, O_RDONLY | O_CLOEXEC));
    if (!file)
        return 0;
    const ssize_t length = ::read(file.get(), text, sizeof text - 1);
    if (length <= 0)
        return 0;
    text[length] = 0;
    // Field 2 is the program's name in brackets and may hold anything, brackets too: count from the last one.
    const char *at = std::strrchr(text, ')');
    for (int field = 2; at && field < 22; ++field) {
        at = std::strchr(at + 1, ' ');
    }
    return at ? std::strtoull(at + 1, nullptr, 10) : 0;
}

} // namespace taper
