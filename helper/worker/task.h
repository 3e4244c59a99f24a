// SPDX-License-Identifier: GPL-3.0-or-later
// The task from taskFd, a JSON object that the helper wrote. Fields of the wrong type count as missing.
// Runs in: worker.
#pragma once
#include "core/error.h"
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace taper::worker {

class Task
{
public:
    static Result<Task> read(int fd);

    std::string text(const char *field) const; ///< "" when it is not there
    bool flag(const char *field) const; ///< false when it is not there
    std::uint64_t number(const char *field, std::uint64_t otherwise) const;

private:
    nlohmann::json m_json;
};

} // namespace taper::worker
