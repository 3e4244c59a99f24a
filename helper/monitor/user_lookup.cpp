// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitor/user_lookup.h"

#include "engine/sys/unique_fd.h"

#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>

namespace taper::monitor {

namespace {

/// Lines of a regular file; longer ones than 4095 bytes are skipped, after 4 MiB it ends.
class LineReader
{
public:
    explicit LineReader(const char *path) : m_fd(::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY))
    {
        struct stat status;
        if (m_fd && (::fstat(m_fd.get(), &status) < 0 || !S_ISREG(status.st_mode)))
            m_fd.reset();
    }
    /// The next line without its end, or nullptr.
    char *next()
    {
        bool isTooLong = false;
        while (m_fd) {
            if (char *end = static_cast<char *>(std::memchr(m_buffer + m_at, '\n', m_length - m_at))) {
                char *line = m_buffer + m_at;
                *end = 0;
                m_at = std::size_t(end - m_buffer) + 1;
                if (!isTooLong)
                    return line;
                isTooLong = false;
            } else if (!fill(isTooLong)) {
                break;
            }
        }
        return nullptr;
    }

private:
    bool fill(bool &isTooLong)
    {
        if (m_at == 0 && m_length == sizeof m_buffer - 1) {
            isTooLong = true;
            m_length = 0;
        }
        std::memmove(m_buffer, m_buffer + m_at, m_length - m_at);
        m_length -= m_at;
        m_at = 0;
        const ssize_t got = ::read(m_fd.get(), m_buffer + m_length, sizeof m_buffer - 1 - m_length);
        if (got <= 0) {
            // A last line without its end counts too.
            if (m_length == 0 || isTooLong)
                return false;
            m_buffer[m_length++] = '\n';
            m_total = maximum;
            return true;
        }
        m_total += std::size_t(got);
        m_length += std::size_t(got);
        return m_total <= maximum;
    }

    static constexpr std::size_t maximum = 4 << 20;
    UniqueFd m_fd;
    char m_buffer[4096];
    std::size_t m_at = 0, m_length = 0, m_total = 0;
};

/// Cuts at the colons; how many fields there are, at most `maximum`.
unsigned splitFields(char *line, char **fields, unsigned maximum)
{
    unsigned count = 0;
    for (char *at = line; at && count < maximum;) {
        fields[count++] = at;
        at = std::strchr(at, ':');
        if (at)
            *at++ = 0;
    }
    return count;
}

/// Decimal, whole, no more than 2^32-2 (the last one means "no id").
bool parseId(const char *text, std::uint32_t &id)
{
    std::uint64_t value = 0;
    if (!*text)
        return false;
    for (; *text; ++text) {
        if (*text < '0' || *text > '9' || value > 0xffffffffU)
            return false;
        value = value * 10 + std::uint64_t(*text - '0');
    }
    id = std::uint32_t(value);
    return value < 0xffffffffU;
}

template <std::size_t size> void copy(char (&to)[size], const char *from)
{
    std::strncpy(to, from, size - 1);
    to[size - 1] = 0;
}

bool findInPasswd(const char *name, bool isNumber, std::uint32_t number, User &user)
{
    LineReader reader("/etc/passwd");
    while (char *line = reader.next()) {
        char *fields[7];
        std::uint32_t uid, gid;
        if (splitFields(line, fields, 7) != 7 || !parseId(fields[2], uid) || !parseId(fields[3], gid))
            continue;
        if (std::strcmp(fields[0], name) != 0 && !(isNumber && uid == number))
            continue;
        user.uid = uid;
        user.gid = gid;
        copy(user.name, fields[0]);
        copy(user.home, fields[5][0] == '/' ? fields[5] : "/");
        copy(user.shell, fields[6][0] == '/' ? fields[6] : "/bin/sh");
        return true;
    }
    return false;
}

bool isMember(const char *members, const char *name)
{
    const std::size_t length = std::strlen(name);
    for (const char *at = members; *at;) {
        const std::size_t here = std::strcspn(at, ",");
        if (here == length && std::strncmp(at, name, length) == 0)
            return true;
        at += here + (at[here] == ',');
    }
    return false;
}

void findGroups(User &user)
{
    user.groups[user.groupCount++] = user.gid;
    LineReader reader("/etc/group");
    while (char *line = reader.next()) {
        char *fields[4];
        std::uint32_t gid;
        if (splitFields(line, fields, 4) != 4 || !parseId(fields[2], gid) || gid == user.gid ||
            !isMember(fields[3], user.name))
            continue;
        if (user.groupCount == User::maximumGroups)
            return;
        user.groups[user.groupCount++] = gid;
    }
}

} // namespace

int lookUpUser(const char *name, User &user)
{
    if (!*name)
        name = "root";
    std::uint32_t number = 0;
    const bool isNumber = parseId(name, number);
    if (!findInPasswd(name, isNumber, number, user)) {
        if (!isNumber && std::strcmp(name, "root") != 0)
            return ENOENT;
        user.uid = isNumber ? number : 0;
        copy(user.name, name);
    }
    findGroups(user);
    return 0;
}

} // namespace taper::monitor
