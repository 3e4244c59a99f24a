// SPDX-License-Identifier: GPL-3.0-or-later
// The project's own files as text: which there are, what they include. Runs in: tst_house.
#pragma once
#include <string>
#include <vector>

namespace taper::house {

struct Include
{
    std::string path; ///< as written: "core/error.h", "QString", "sys/stat.h"
    bool quoted = false;
    int line = 0;
};

struct SourceFile
{
    std::string path; ///< from the project's root: "helper/daemon/server.cpp"
    std::string text;
    std::vector<Include> includes; ///< of C++ files
    int lines = 0;
    bool isCpp() const;
};

/// Every file below root that people write: C++, CMake, scripts. Not build folders, not what git ignores.
std::vector<SourceFile> sourceTree(const std::string &root);

/// "helper/engine/cgroup/x.cpp" -> "engine/cgroup"; "gui/console/y.h" -> "gui/console"; "backend/core/z.h" ->
/// "core".
std::string layerOf(const std::string &path);

} // namespace taper::house
