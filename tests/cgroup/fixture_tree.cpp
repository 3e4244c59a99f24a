// SPDX-License-Identifier: GPL-3.0-or-later
#include "cgroup/fixture_tree.h"
#include <filesystem>
#include <fstream>
#include <sstream>

namespace taper::test {

void FixtureTree::makeDir(const std::string &path)
{
    std::filesystem::create_directories(root() + "/" + path);
}

void FixtureTree::makeFile(const std::string &path, const std::string &content)
{
    makeDir(std::filesystem::path(path).parent_path());
    std::ofstream(root() + "/" + path) << content;
}

std::string FixtureTree::content(const std::string &path) const
{
    std::ostringstream text;
    text << std::ifstream(root() + "/" + path).rdbuf();
    return text.str();
}

bool FixtureTree::exists(const std::string &path) const
{
    return std::filesystem::exists(root() + "/" + path);
}

void FixtureTree::makeV1(const std::string &hierarchy)
{
    for (const char *group : {"", "/taper", "/taper/7", "/taper/7/payload", "/taper/7/exec"})
        for (const char *file : {"/cgroup.procs", "/tasks", "/notify_on_release"})
            makeFile(hierarchy + group + file, file == std::string("/notify_on_release") ? "0\n" : "");
}

void FixtureTree::makeUnified(const std::string &path, const std::string &controllers)
{
    const std::string start = path.empty() ? "" : path + "/";
    for (const char *group : {"", "taper/", "taper/7/", "taper/7/payload/", "taper/7/exec/"}) {
        makeFile(start + group + "cgroup.procs");
        makeFile(start + group + "cgroup.controllers", controllers + "\n");
        makeFile(start + group + "cgroup.subtree_control", controllers + "\n");
        makeFile(start + group + "cgroup.events", "populated 0\nfrozen 0\n");
        makeFile(start + group + "cpu.stat", "usage_usec 250\nuser_usec 200\nsystem_usec 50\n");
    }
}

} // namespace taper::test
