// SPDX-License-Identifier: GPL-3.0-or-later
// Walking and removing trees of groups. Runs in: helper.
#include "engine/cgroup/group_tree.h"
#include "engine/cgroup/control_file.h"
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>

namespace taper::cgroup {
namespace {

/// One level of a walk: its name above, and the groups in it that are still to be seen.
struct Level
{
    std::string name;
    std::vector<std::string> left;
};

void walk(int group, std::size_t limit, const std::function<bool(int, ino_t)> &enter,
          const std::function<void(int, ino_t)> &leave);

} // namespace

std::vector<std::string> childGroups(int group)
{
    std::vector<std::string> names;
    UniqueFd copy(openat(group, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!copy)
        return names;
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(fdopendir(copy.get()), closedir);
    if (!directory)
        return names;
    copy.release(); // closedir closes it
    while (const dirent *entry = readdir(directory.get()))
        if (entry->d_type == DT_DIR && std::string_view(entry->d_name) != "." &&
            std::string_view(entry->d_name) != "..")
            names.emplace_back(entry->d_name);
    return names;
}

void forEachGroup(int group, std::size_t limit, const std::function<bool(int, ino_t)> &visit)
{
    walk(group, limit, visit, {});
}

void forEachGroupInnerFirst(int group, std::size_t limit, const std::function<void(int, ino_t)> &visit)
{
    walk(group, limit, {}, visit);
}

namespace {
void walk(int group, std::size_t limit, const std::function<bool(int, ino_t)> &enter,
          const std::function<void(int, ino_t)> &leave)
{
    UniqueFd current(openat(group, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    std::vector<Level> levels;
    std::size_t seen = 0;
    bool entered = true;
    while (current) {
        if (entered) {
            struct stat status;
            if (++seen > limit || fstat(current.get(), &status) != 0 ||
                (enter && !enter(current.get(), status.st_ino)))
                return;
            // kernfs counts a directory's children in its links: most groups have none and need not be
            // listed.
            levels.push_back(
                {{}, status.st_nlink == 2 ? std::vector<std::string>() : childGroups(current.get())});
        }
        Level &level = levels.back();
        if (level.left.empty()) {
            if (struct stat status; leave && fstat(current.get(), &status) == 0)
                leave(current.get(), status.st_ino);
            levels.pop_back();
            if (levels.empty())
                return;
            current = UniqueFd(openat(current.get(), "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
            entered = false;
            continue;
        }
        const std::string name = std::move(level.left.back());
        level.left.pop_back();
        UniqueFd child = openDirectory(current.get(), name.c_str());
        entered = static_cast<bool>(child); // gone meanwhile: the next
        if (child)
            current = std::move(child);
    }
}
} // namespace

Status removeTree(int parent, const std::string &name)
{
    // Most have nothing below: one call.
    if (unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT)
        return {};
    UniqueFd current = openDirectory(parent, name.c_str());
    if (!current)
        return errno == ENOENT ? Status() : systemError("open control group", name);
    std::vector<Level> levels;
    levels.push_back({name, childGroups(current.get())});
    while (!levels.empty()) {
        Level &level = levels.back();
        if (!level.left.empty()) {
            std::string child = std::move(level.left.back());
            level.left.pop_back();
            UniqueFd inner = openDirectory(current.get(), child.c_str());
            if (!inner)
                continue;
            current = std::move(inner);
            levels.push_back({std::move(child), childGroups(current.get())});
            continue;
        }
        const std::string done = std::move(level.name);
        levels.pop_back();
        UniqueFd above(openat(levels.empty() ? parent : current.get(), levels.empty() ? "." : "..",
                              O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!above)
            return systemError("open control group above", done);
        if (unlinkat(above.get(), done.c_str(), AT_REMOVEDIR) != 0 && errno != ENOENT)
            return systemError("remove control group", done);
        current = std::move(above);
    }
    return {};
}

std::vector<pid_t> pidsBelow(int group)
{
    std::vector<pid_t> pids;
    forEachGroup(group, SIZE_MAX, [&](int directory, ino_t) {
        // A threaded v2 group answers EOPNOTSUPP; its processes are listed by the domain above it.
        const auto text = readControl(directory, "cgroup.procs");
        for (const std::string &word : words(text.value_or(""), '\n'))
            if (const auto pid = number(word); pid && *pid > 0)
                pids.push_back(static_cast<pid_t>(*pid));
        return true;
    });
    return pids;
}

} // namespace taper::cgroup
