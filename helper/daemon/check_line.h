// SPDX-License-Identifier: GPL-3.0-or-later
// One line of host.check: what was looked for and what was found. Runs in: helper.
#pragma once
#include "protocol/json.h"
#include <string>

namespace taper::daemon {

enum class Finding { Ok, Missing, Warning };

struct Line
{
    const char *id, *title, *group;
    bool required;
    const char *what, *breaks, *repair;
};

inline protocol::Json line(const Line &about, Finding finding, const std::string &detail)
{
    static constexpr const char *names[] = {"ok", "missing", "warning"};
    return {{"id", about.id},
            {"title", about.title},
            {"group", about.group},
            {"state", names[static_cast<int>(finding)]},
            {"detail", detail},
            {"what", about.what},
            {"breaks", about.breaks},
            {"repair", finding == Finding::Ok ? "" : about.repair},
            {"required", about.required}};
}

} // namespace taper::daemon
