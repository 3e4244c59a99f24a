// SPDX-License-Identifier: GPL-3.0-or-later
// What the worker tells the helper: one JSON object a line on reportFd. Progress at most five times a second,
// then one result or one error. A helper that is gone ends the worker: what it made is collected at the next
// start. Runs in: worker.
#pragma once
#include "core/error.h"
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace taper::worker {

using Json = nlohmann::json;

class Report
{
public:
    explicit Report(int fd) : m_fd(fd) {}

    void progress(std::uint64_t done, std::optional<std::uint64_t> total = {});
    /// What it is doing now, told at once when it changes; without numbers while they are not known.
    struct Stage
    {
        std::string_view step, unit; ///< "download", "bytes"
        std::optional<std::uint64_t> done, total;
    };
    void stage(const Stage &stage);
    void result(const Json &result);
    void error(const Error &error);

private:
    void line(const Json &json);

    int m_fd;
    std::uint64_t m_lastUsec = 0;
    std::string m_step;
};

/// For names from archives and images: control bytes become '?', long ones are cut.
std::string printable(std::string_view text, std::size_t maximum = 200);

} // namespace taper::worker
