// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/task.h"

#include "worker/worker_protocol.h"

#include <cerrno>
#include <unistd.h>

namespace taper::worker {

Result<Task> Task::read(int fd)
{
    std::string text(maximumLine, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        // From its start, wherever the writer of the memfd left the offset; a pipe has none (ESPIPE).
        ssize_t got = ::pread(fd, text.data() + length, text.size() - length, off_t(length));
        if (got < 0 && errno == ESPIPE)
            got = ::read(fd, text.data() + length, text.size() - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemError("read the task");
        if (got == 0)
            break;
        length += std::size_t(got);
    }
    text.resize(length);
    Task task;
    task.m_json = nlohmann::json::parse(text, nullptr, false);
    if (!task.m_json.is_object())
        return fail(ErrorCode::InvalidArgument, "read the task", {}, "the task is not a JSON object");
    return task;
}

std::string Task::text(const char *field) const
{
    const auto found = m_json.find(field);
    return found != m_json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool Task::flag(const char *field) const
{
    const auto found = m_json.find(field);
    return found != m_json.end() && found->is_boolean() && found->get<bool>();
}

std::uint64_t Task::number(const char *field, std::uint64_t otherwise) const
{
    const auto found = m_json.find(field);
    return found != m_json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : otherwise;
}

} // namespace taper::worker
