// SPDX-License-Identifier: GPL-3.0-or-later
// passwd(5), shadow(5), group(5) and gshadow(5) as texts: read without trust, changed line by line; lines
// that are not touched stay as they are, odd ones too. Runs in: worker, role storage.
#pragma once
#include "core/error.h"
#include <optional>
#include <string>
#include <string_view>

namespace taper::worker {

inline constexpr std::size_t maximumAccountsFile = 1u << 20, maximumAccountLine = 16384;

struct Accounts
{
    std::string passwd, group;
    std::optional<std::string> shadow, gshadow; ///< not every image has them
};

struct User
{
    unsigned uid = 0, gid = 0;
    std::string home; ///< only of a user that was added
    bool added = false;
};

/// ImageInvalid when it holds zero bytes or a line that is too long.
Status checkAccountsFile(std::string_view content, const std::string &path);

/// Gives the user this password hash; adds the user and a group of its own when it is not there (first free
/// id from 1000 on, /home/NAME, that shell). The day is of today, in days since 1970.
Result<User> setPassword(Accounts &accounts, const std::string &name, const std::string &hash,
                         const std::string &shell, long day);

} // namespace taper::worker
