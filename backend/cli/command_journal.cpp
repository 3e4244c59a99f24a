// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl journal: who did what, the newest first.
#include "cli/commands.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace taper::cli {

namespace {
/// Before and after may be any value.
std::string valueText(const Json &entry, const char *field)
{
    const auto at = entry.find(field);
    if (at == entry.end() || at->is_null())
        return {};
    return at->is_string() ? at->get<std::string>() : protocol::dumpJson(*at);
}

int journal(Context &context, std::optional<int> limit)
{
    auto answer = context.call("journal.list", limit ? Json{{"limit", *limit}} : Json::object());
    if (!answer)
        return context.report(answer.error());
    if (context.json) {
        printJson(*answer);
        return exitOk;
    }
    Table table({"TIME", "USER", "DEED", "ON", "OUTCOME", "CHANGE"});
    for (const auto &entry : *answer) {
        if (!entry.is_object())
            continue;
        const auto uid = protocol::Fields(entry).integer("uid", 0, UINT32_MAX).value_or(std::nullopt);
        const std::string before = valueText(entry, "before"), after = valueText(entry, "after");
        table.add({valueText(entry, "time"), uid ? userText(static_cast<std::uint32_t>(*uid)) : "-",
                   valueText(entry, "method"), orDash(valueText(entry, "subject")),
                   valueText(entry, "outcome"),
                   before.empty() && after.empty() ? "-" : orDash(before) + " -> " + orDash(after)});
    }
    if (answer->empty())
        std::fputs("Nothing has been done yet.\n", stderr);
    else
        print(table.text());
    return exitOk;
}
} // namespace

void addJournal(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand("journal", "Show who did what, the newest first");
    auto limit = std::make_shared<std::optional<int>>();
    command->add_option("--limit", *limit, "How many entries")->type_name("N")->check(CLI::Range(1, 10000));
    command->footer("Example: taperctl journal --limit 20");
    command->callback(
        [=, &program] { program.run = [=](Context &context) { return journal(context, *limit); }; });
}

} // namespace taper::cli
