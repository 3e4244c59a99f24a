// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/accounts.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <vector>

namespace taper::worker {

namespace {

constexpr unsigned firstUser = 1000, lastUser = 59999; // UID_MIN, and below what systemd takes for itself

using Fields = std::vector<std::string>;

Fields split(std::string_view text, char separator)
{
    Fields fields;
    for (;;) {
        const std::size_t end = text.find(separator);
        fields.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return fields;
        text.remove_prefix(end + 1);
    }
}

std::string join(const Fields &fields, char separator)
{
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i)
        text += (i == 0 ? std::string() : std::string(1, separator)) + fields[i];
    return text;
}

/// A line's fields by its first one; nothing when no line has that name and at least `least` fields.
std::optional<Fields> findLine(std::string_view content, std::string_view name, std::size_t least)
{
    for (const std::string &line : split(content, '\n'))
        if (line.size() > name.size() && line[name.size()] == ':' && std::string_view(line).starts_with(name))
            if (Fields fields = split(line, ':'); fields.size() >= least)
                return fields;
    return std::nullopt;
}

/// Puts the fields in place of the first line of that name, or behind the last line.
void put(std::string &content, const Fields &fields)
{
    Fields lines = split(content, '\n');
    const auto line = std::find_if(lines.begin(), lines.end(), [&fields](const std::string &candidate) {
        return candidate.starts_with(fields.front() + ":");
    });
    if (line != lines.end()) {
        *line = join(fields, ':');
        content = join(lines, '\n');
        return;
    }
    if (!content.empty() && content.back() != '\n')
        content += '\n';
    content += join(fields, ':') + '\n';
}

std::optional<unsigned> number(const std::string &text)
{
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                     : std::nullopt;
}

std::set<unsigned> idsOf(std::string_view content)
{
    std::set<unsigned> ids;
    for (const std::string &line : split(content, '\n'))
        if (const Fields fields = split(line, ':'); fields.size() >= 3)
            if (const auto id = number(fields[2]))
                ids.insert(*id);
    return ids;
}

Result<User> addUser(Accounts &accounts, const std::string &name, const std::string &shell)
{
    const std::set<unsigned> uids = idsOf(accounts.passwd), gids = idsOf(accounts.group);
    unsigned id = firstUser;
    while (id <= lastUser && (uids.contains(id) || gids.contains(id)))
        ++id;
    if (id > lastUser)
        return fail(ErrorCode::ImageInvalid, "add user", name,
                    "the image has no free user id from 1000 to 59999");
    User user{id, id, "/home/" + name, true};
    // A group of that name that is there already ("users", "games") becomes the user's.
    const auto group = findLine(accounts.group, name, 3);
    if (const auto gid = group ? number((*group)[2]) : std::nullopt)
        user.gid = *gid;
    else
        put(accounts.group, {name, "x", std::to_string(id), ""});
    if (accounts.gshadow && !findLine(*accounts.gshadow, name, 1))
        put(*accounts.gshadow, {name, "!", "", ""});
    put(accounts.passwd,
        {name, "x", std::to_string(user.uid), std::to_string(user.gid), "", user.home, shell});
    return user;
}

} // namespace

Status checkAccountsFile(std::string_view content, const std::string &path)
{
    if (content.find('\0') != std::string_view::npos)
        return fail(ErrorCode::ImageInvalid, "read accounts", path, "it holds zero bytes");
    for (const std::string &line : split(content, '\n'))
        if (line.size() > maximumAccountLine)
            return fail(ErrorCode::ImageInvalid, "read accounts", path,
                        "it has a line longer than 16384 bytes");
    return {};
}

Result<User> setPassword(Accounts &accounts, const std::string &name, const std::string &hash,
                         const std::string &shell, long day)
{
    User user;
    auto line = findLine(accounts.passwd, name, 7);
    if (!line && name == "root")
        return fail(ErrorCode::ImageInvalid, "set password", "etc/passwd", "the image has no user root");
    if (!line) {
        auto added = addUser(accounts, name, shell);
        if (!added)
            return added;
        user = *added;
        line = findLine(accounts.passwd, name, 7);
    } else {
        user.uid = number((*line)[2]).value_or(0);
        user.gid = number((*line)[3]).value_or(0);
    }
    if (!accounts.shadow) {
        (*line)[1] = hash;
        put(accounts.passwd, *line);
        return user;
    }
    (*line)[1] = "x";
    put(accounts.passwd, *line);
    Fields secret =
        findLine(*accounts.shadow, name, 2).value_or(Fields{name, "", "", "0", "99999", "7", "", "", ""});
    secret.resize(std::max<std::size_t>(secret.size(), 9));
    secret[1] = hash;
    secret[2] = std::to_string(day);
    put(*accounts.shadow, secret);
    return user;
}

} // namespace taper::worker
