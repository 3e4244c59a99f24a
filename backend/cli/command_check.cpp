// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl check: what this computer's kernel offers, as lxc-checkconfig(1) prints it, with the repair beside
// each gap.
#include "cli/commands.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>

namespace taper::cli {

namespace {
struct Check
{
    std::string title, group, state, detail, breaks, repair;
    bool required = false;
    bool isGood() const { return state == "ok"; }
};

Result<Check> checkFromJson(const Json &json)
{
    const protocol::Fields fields(json);
    Check check;
    const std::initializer_list<std::pair<std::string_view, std::string *>> texts{
        {"title", &check.title},   {"group", &check.group},   {"state", &check.state},
        {"detail", &check.detail}, {"breaks", &check.breaks}, {"repair", &check.repair}};
    for (const auto &[field, target] : texts) {
        auto value = fields.string(field, 65536);
        if (!value)
            return pass(value.error());
        *target = value->value_or("");
    }
    auto required = fields.boolean("required", false);
    if (!required)
        return pass(required.error());
    check.required = *required;
    return check;
}

std::string mark(const Check &check)
{
    if (check.state == "missing" && check.required)
        return "required"; // lxc-checkconfig's word
    return check.state;
}

/// Groups in the order in which they first come, checks in theirs.
std::string text(const std::vector<Check> &checks)
{
    std::vector<std::string> groups;
    for (const auto &check : checks)
        if (std::find(groups.begin(), groups.end(), check.group) == groups.end())
            groups.push_back(check.group);
    std::string result;
    for (const auto &group : groups) {
        result += (result.empty() ? "" : "\n") + printable(group) + "\n";
        Table table({"", "", ""});
        for (const auto &check : checks) {
            if (check.group != group)
                continue;
            table.add({mark(check), check.title, check.detail});
            if (!check.isGood() && !check.breaks.empty())
                table.addHeading("            without it: " + check.breaks);
            if (!check.isGood() && !check.repair.empty())
                table.addHeading("            repair: " + check.repair);
        }
        result += table.text("  ");
    }
    return result;
}

int check(Context &context)
{
    auto answer = context.call("host.check");
    if (!answer)
        return context.report(answer.error());
    std::vector<Check> checks;
    for (const auto &element : *answer) {
        auto read = checkFromJson(element);
        if (!read)
            return context.report(read.error());
        checks.push_back(std::move(*read));
    }
    const auto lacking = std::count_if(checks.begin(), checks.end(),
                                       [](const Check &c) { return c.required && c.state == "missing"; });
    if (context.json) {
        printJson(*answer);
    } else {
        print(text(checks));
        print(lacking == 0 ? "\nContainers can run here.\n"
                           : "\nContainers cannot run here: " + std::to_string(lacking) +
                                 " of what they need is missing.\n");
    }
    return lacking == 0 ? exitOk : exitFailed;
}
} // namespace

void addCheck(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand("check", "Check what this computer's kernel offers to containers");
    command->footer("Exit status 0 only if nothing required is missing.\nExample: taperctl check");
    command->callback([&program] { program.run = [](Context &context) { return check(context); }; });
}

} // namespace taper::cli
