// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/report.h"

#include "engine/sys/clock.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace taper::worker {

namespace {
constexpr std::uint64_t progressIntervalUsec = 200'000;
} // namespace

std::string printable(std::string_view text, std::size_t maximum)
{
    std::string shown;
    for (const char c : text.substr(0, maximum))
        shown += static_cast<unsigned char>(c) >= 0x20 && c != 0x7f ? c : '?';
    return shown + (text.size() > maximum ? "…" : "");
}

void Report::line(const Json &json)
{
    const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    for (std::size_t at = 0; at < text.size();) {
        const ssize_t written = ::write(m_fd, text.data() + at, text.size() - at);
        if (written < 0 && errno != EINTR)
            ::_exit(EXIT_FAILURE); // EPIPE: nobody wants this work any more
        if (written > 0)
            at += std::size_t(written);
    }
}

void Report::progress(std::uint64_t done, std::optional<std::uint64_t> total)
{
    const std::uint64_t now = monotonicUsec();
    if (now - m_lastUsec < progressIntervalUsec)
        return;
    m_lastUsec = now;
    Json json{{"done", done}};
    if (total)
        json["total"] = *total;
    line(json);
}

void Report::stage(const Stage &stage)
{
    const std::uint64_t now = monotonicUsec();
    if (m_step == stage.step && now - m_lastUsec < progressIntervalUsec)
        return;
    m_lastUsec = now;
    m_step = stage.step;
    Json json{{"step", stage.step}};
    if (stage.done) {
        json["done"] = *stage.done;
        json["unit"] = stage.unit;
    }
    if (stage.total)
        json["total"] = *stage.total;
    line(json);
}

void Report::result(const Json &result)
{
    line({{"result", result}});
}

void Report::error(const Error &error)
{
    std::string detail = error.detail, hint = error.hint;
    if (error.errnoValue != 0)
        detail += (detail.empty() ? "" : ": ") + std::string(std::strerror(error.errnoValue));
    if (error.code == ErrorCode::StorageNoSpace && hint.empty())
        hint = "Delete containers or images that are not needed, or make room on that file system.";
    line({{"error",
           {{"code", errorCodeName(error.code)},
            {"operation", error.operation},
            {"detail", printable(detail, 2000)},
            {"subject", printable(error.subject)},
            {"hint", printable(hint, 500)}}}});
}

} // namespace taper::worker
