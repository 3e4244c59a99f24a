// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing control files. Runs in: helper.
#include "engine/cgroup/control_file.h"
#include "engine/sys/kernel.h"
#include <charconv>
#include <fcntl.h>

namespace taper::cgroup {
namespace {

constexpr std::size_t largestFile = 1 << 20;

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
        text.remove_suffix(1);
    return text;
}

} // namespace

UniqueFd openDirectory(int parent, const char *name)
{
    return UniqueFd(kernel::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

UniqueFd openControl(int group, const char *name, int flags)
{
    return UniqueFd(kernel::openat(group, name, flags | O_NOFOLLOW | O_CLOEXEC));
}

std::optional<std::string> readAt(int fd)
{
    std::string text;
    char buffer[4096];
    while (text.size() < largestFile) {
        const ssize_t got = pread(fd, buffer, sizeof buffer, static_cast<off_t>(text.size()));
        if (got < 0) {
            if (errno == EINTR)
                continue;
            return std::nullopt;
        }
        text.append(buffer, static_cast<std::size_t>(got));
        // A short read is the end of these files but for lists of pids, which come page by page.
        if (got == 0)
            break;
    }
    return text;
}

std::optional<std::string> readControl(int group, const char *name)
{
    const UniqueFd file = openControl(group, name, O_RDONLY);
    if (!file)
        return std::nullopt;
    return readAt(file.get());
}

bool writeControl(int group, const char *name, std::string_view value)
{
    const UniqueFd file = openControl(group, name, O_WRONLY | O_TRUNC);
    if (!file)
        return false;
    ssize_t written;
    do
        written = kernel::write(file.get(), value.data(), value.size());
    while (written < 0 && errno == EINTR);
    if (written >= 0 && static_cast<std::size_t>(written) != value.size())
        errno = EIO;
    return written >= 0 && static_cast<std::size_t>(written) == value.size();
}

std::optional<std::uint64_t> number(std::string_view text)
{
    text = trimmed(text);
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<std::uint64_t> keyed(std::string_view text, std::string_view key)
{
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ')
            return number(line.substr(key.size() + 1));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return std::nullopt;
}

std::vector<std::string> words(std::string_view text, char separator)
{
    std::vector<std::string> list;
    text = trimmed(text);
    while (!text.empty()) {
        const std::size_t end = text.find(separator);
        if (end != 0)
            list.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return list;
}

std::string joined(const std::vector<std::string> &list, std::string_view separator)
{
    std::string text;
    for (const std::string &word : list) {
        if (!text.empty())
            text += separator;
        text += word;
    }
    return text;
}

} // namespace taper::cgroup
