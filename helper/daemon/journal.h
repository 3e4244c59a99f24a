// SPDX-License-Identifier: GPL-3.0-or-later
// Who did what, when, with before and after: an SQLite table in the state directory. Runs in: helper.
#pragma once
#include "core/error.h"
#include "protocol/json.h"
#include <memory>
#include <string>

struct sqlite3;

namespace taper::daemon {

class Journal
{
public:
    static Result<std::unique_ptr<Journal>> open(const std::string &path);
    ~Journal();
    Journal(const Journal &) = delete;
    Journal &operator=(const Journal &) = delete;

    /// A failure to write is logged, never the failure of what it records.
    void add(std::uint32_t uid, std::string_view method, std::string_view subject, std::string_view outcome,
             const std::string &before = {}, const std::string &after = {});
    Result<protocol::Json> list(std::int64_t limit) const;

private:
    explicit Journal(sqlite3 *database) : m_database(database) {}
    sqlite3 *m_database;
};

/// Now, RFC 3339, UTC, with seconds.
std::string timestamp();

} // namespace taper::daemon
