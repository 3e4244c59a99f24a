// SPDX-License-Identifier: GPL-3.0-or-later
// Finding the mounted hierarchies. Runs in: helper.
#include "engine/cgroup/discovery.h"
#include "engine/cgroup/control_file.h"
#include <algorithm>
#include <array>
#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <memory>
#include <sys/stat.h>
#include <sys/vfs.h>

namespace taper::cgroup {
namespace {

/// mountinfo writes blanks, tabs, newlines and backslashes of paths as \ooo.
std::string unescaped(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size()) {
            plain +=
                static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
            i += 3;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

/// Options of a v1 super block that name no controller (cgroups(7), kernel/cgroup/cgroup-v1.c).
bool isPlainOption(std::string_view option)
{
    static constexpr std::array plain = {"rw",
                                         "ro",
                                         "xattr",
                                         "noprefix",
                                         "clone_children",
                                         "cpuset_v2_mode",
                                         "favordynmods",
                                         "nofavordynmods",
                                         "none"};
    return std::find(plain.begin(), plain.end(), option) != plain.end() ||
           option.starts_with("release_agent=");
}

/// Fills in what the super block's options say.
void takeOptions(Mount &mount, std::string_view superOptions)
{
    std::vector<std::string> kept;
    for (const std::string &option : words(superOptions, ',')) {
        if (isPlainOption(option))
            continue;
        kept.push_back(option);
        if (!option.starts_with("name="))
            mount.controllers.push_back(option);
    }
    mount.options = joined(kept, ",");
}

/// false: something else lies over it (a tmpfs, a fresh sysfs), the mount cannot be reached.
bool isReachable(const Mount &mount)
{
    struct statfs status;
    if (statfs(mount.path.c_str(), &status) != 0)
        return false;
    return status.f_type == (mount.unified ? CGROUP2_SUPER_MAGIC : CGROUP_SUPER_MAGIC);
}

void readUnifiedControllers(Mount &mount)
{
    const UniqueFd directory(open(mount.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (const auto text = readControl(directory.get(), "cgroup.controllers"))
        mount.controllers = words(*text);
}

bool holds(const std::string &directory, const char *file)
{
    struct stat status;
    return stat((directory + "/" + file).c_str(), &status) == 0;
}

} // namespace

std::vector<Mount> parseMountInfo(std::string_view text, std::string_view root)
{
    std::vector<Mount> mounts;
    for (const std::string &line : words(text, '\n')) {
        // 36 35 98:0 /root /point rw,noatime master:1 - type source superoptions
        const std::size_t dash = line.find(" - ");
        if (dash == std::string::npos)
            continue;
        const auto front = words(std::string_view(line).substr(0, dash));
        const auto back = words(std::string_view(line).substr(dash + 3));
        if (front.size() < 5 || back.size() < 3 || (back[0] != "cgroup" && back[0] != "cgroup2"))
            continue;
        Mount mount;
        mount.path = unescaped(front[4]);
        if (mount.path != root && !mount.path.starts_with(std::string(root) + "/"))
            continue;
        mount.unified = back[0] == "cgroup2";
        if (!mount.unified)
            takeOptions(mount, back[2]);
        // A later mount at the same place, or of the same hierarchy elsewhere, replaces the earlier.
        std::erase_if(mounts, [&](const Mount &other) {
            return other.path == mount.path ||
                   (other.unified == mount.unified && other.options == mount.options);
        });
        mounts.push_back(std::move(mount));
    }
    return mounts;
}

std::vector<Mount> lookAtTree(const std::string &root)
{
    std::vector<Mount> mounts;
    const auto add = [&](const std::string &path, const std::string &name) {
        Mount mount;
        mount.path = path;
        if (holds(path, "cgroup.controllers")) {
            mount.unified = true;
            readUnifiedControllers(mount);
        } else if (holds(path, "cgroup.procs")) {
            takeOptions(mount, name == "systemd" || name == "elogind" ? "name=" + name : name);
        } else {
            return false;
        }
        mounts.push_back(std::move(mount));
        return true;
    };
    if (add(root, ""))
        return mounts;
    std::vector<std::string> names;
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(opendir(root.c_str()), closedir);
    while (const dirent *entry = directory ? readdir(directory.get()) : nullptr)
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            names.emplace_back(entry->d_name);
    std::sort(names.begin(), names.end());
    for (const std::string &name : names)
        add(root + "/" + name, name);
    return mounts;
}

std::vector<Mount> findMounts(const std::string &root)
{
    std::vector<Mount> mounts;
    const UniqueFd file(open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC));
    if (const auto text = file ? readAt(file.get()) : std::nullopt)
        mounts = parseMountInfo(*text, root);
    std::erase_if(mounts, [](const Mount &mount) { return !isReachable(mount); });
    if (mounts.empty())
        return lookAtTree(root);
    for (Mount &mount : mounts)
        if (mount.unified)
            readUnifiedControllers(mount);
    return mounts;
}

} // namespace taper::cgroup
