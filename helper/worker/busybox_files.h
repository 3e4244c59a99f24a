// SPDX-License-Identifier: GPL-3.0-or-later
// What a small, complete system on BusyBox consists of beside the program: directories and files of /etc and
// /usr. Runs in: worker, role unpack.
#pragma once
#include <array>
#include <string_view>
#include <sys/types.h>

namespace taper::worker {

/// Part of the image's fingerprint: raise it whenever anything here or in busybox.cpp changes.
inline constexpr std::string_view busyboxRecipe = "taper-busybox-1";

struct RecipeFile
{
    const char *path;
    mode_t mode;
    std::string_view content;
};

struct RecipeDirectory
{
    const char *path;
    mode_t mode;
};

extern const std::array<RecipeDirectory, 32> busyboxDirectories;
extern const std::array<RecipeFile, 21> busyboxFiles;

} // namespace taper::worker
