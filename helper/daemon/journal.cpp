// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/journal.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <time.h>

namespace taper::daemon {

namespace {
constexpr std::int64_t keptEntries = 100'000;

void bindText(sqlite3_stmt *statement, int index, std::string_view text)
{
    sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

std::string column(sqlite3_stmt *statement, int index)
{
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(statement, index));
    return text ? text : "";
}
} // namespace

std::string timestamp()
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    tm parts{};
    gmtime_r(&now.tv_sec, &parts);
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

Result<std::unique_ptr<Journal>> Journal::open(const std::string &path)
{
    sqlite3 *database = nullptr;
    // WAL without a sync a write: the journal must not cost a start 0.9 ms; a power cut may lose the last
    // lines.
    const char *setup =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA user_version=1;"
        "CREATE TABLE IF NOT EXISTS journal(id INTEGER PRIMARY KEY, time TEXT NOT NULL, uid INTEGER NOT NULL,"
        " method TEXT NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL, before TEXT, after TEXT);";
    if (sqlite3_open_v2(path.c_str(), &database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        nullptr) != SQLITE_OK ||
        sqlite3_exec(database, setup, nullptr, nullptr, nullptr) != SQLITE_OK) {
        std::string why = database ? sqlite3_errmsg(database) : "out of memory";
        sqlite3_close(database);
        return fail(ErrorCode::StorageCorrupt, "journal", path, why,
                    "Move the file away; a new one is made.");
    }
    return std::unique_ptr<Journal>(new Journal(database));
}

Journal::~Journal()
{
    sqlite3_close(m_database);
}

void Journal::add(std::uint32_t uid, std::string_view method, std::string_view subject,
                  std::string_view outcome, const std::string &before, const std::string &after)
{
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v2(
        m_database, "INSERT INTO journal(time,uid,method,subject,outcome,before,after) VALUES(?,?,?,?,?,?,?)",
        -1, &statement, nullptr);
    bindText(statement, 1, timestamp());
    sqlite3_bind_int64(statement, 2, uid);
    bindText(statement, 3, method);
    bindText(statement, 4, subject);
    bindText(statement, 5, outcome);
    bindText(statement, 6, before);
    bindText(statement, 7, after);
    if (sqlite3_step(statement) != SQLITE_DONE)
        spdlog::error("journal: {}, ignoring", sqlite3_errmsg(m_database));
    sqlite3_finalize(statement);
    if (const auto last = sqlite3_last_insert_rowid(m_database); last % 1000 == 0)
        sqlite3_exec(m_database,
                     ("DELETE FROM journal WHERE id <= " + std::to_string(last - keptEntries)).c_str(),
                     nullptr, nullptr, nullptr);
}

Result<protocol::Json> Journal::list(std::int64_t limit) const
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v2(
            m_database,
            "SELECT time,uid,method,subject,outcome,before,after,id FROM journal ORDER BY id DESC LIMIT ?", -1,
            &statement, nullptr) != SQLITE_OK)
        return fail(ErrorCode::StorageCorrupt, "journal", "", sqlite3_errmsg(m_database));
    sqlite3_bind_int64(statement, 1, limit);
    auto entries = protocol::Json::array();
    while (sqlite3_step(statement) == SQLITE_ROW)
        entries.push_back({{"id", sqlite3_column_int64(statement, 7)},
                           {"time", column(statement, 0)},
                           {"uid", sqlite3_column_int64(statement, 1)},
                           {"method", column(statement, 2)},
                           {"subject", column(statement, 3)},
                           {"outcome", column(statement, 4)},
                           {"before", column(statement, 5)},
                           {"after", column(statement, 6)}});
    sqlite3_finalize(statement);
    return entries;
}

} // namespace taper::daemon
