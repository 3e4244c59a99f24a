// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the project's files. Runs in: tst_house.
#include "house/source_tree.h"
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace fs = std::filesystem;

namespace taper::house {

bool SourceFile::isCpp() const
{
    return path.ends_with(".h") || path.ends_with(".cpp");
}

static bool isScript(const std::string &text)
{
    return text.starts_with("#!");
}

static std::vector<Include> includesOf(const std::string &text)
{
    static const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::vector<Include> found;
    std::istringstream stream(text);
    std::string line;
    for (int number = 1; std::getline(stream, line); ++number) {
        std::smatch match;
        if (std::regex_search(line, match, pattern))
            found.push_back({match[2], match[1] == "\"", number});
    }
    return found;
}

std::vector<SourceFile> sourceTree(const std::string &root)
{
    static const std::vector<std::string> skipped{"build", ".git", "translations", "resources"};
    std::vector<SourceFile> files;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator();
         ++entry) {
        const std::string name = entry->path().filename();
        if (entry->is_directory()) {
            const bool isTopLevel = entry.depth() == 0;
            if (isTopLevel &&
                (std::ranges::find(skipped, name) != skipped.end() || name.starts_with("build-")))
                entry.disable_recursion_pending();
            if (name == "__pycache__")
                entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file())
            continue;
        SourceFile file;
        file.path = fs::relative(entry->path(), root);
        std::ifstream stream(entry->path(), std::ios::binary);
        file.text.assign(std::istreambuf_iterator<char>(stream), {});
        const bool written = file.isCpp() || name == "CMakeLists.txt" || name.ends_with(".cmake") ||
                             name.ends_with(".py") || name.ends_with(".sh") || isScript(file.text);
        if (!written)
            continue;
        file.lines = static_cast<int>(std::ranges::count(file.text, '\n'));
        if (file.isCpp())
            file.includes = includesOf(file.text);
        files.push_back(std::move(file));
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

std::string layerOf(const std::string &path)
{
    std::string folder = fs::path(path).parent_path();
    for (const std::string prefix : {"backend/", "helper/"})
        if (folder.starts_with(prefix))
            folder.erase(0, prefix.size());
    return folder;
}

} // namespace taper::house
