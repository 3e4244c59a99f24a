// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/rights_text.h"

#include <QCoreApplication>
#include <algorithm>

namespace taper::text {

namespace {
struct RightsText
{
    Q_DECLARE_TR_FUNCTIONS(RightsText)
};
} // namespace

const std::vector<std::string> &rightsActions()
{
    static const std::vector<std::string> actions{"observe", "use-own", "use-any",
                                                  "create",  "image",   "network"};
    return actions;
}

QString rightsSummary(const Rights &rights)
{
    const auto &all = rightsActions();
    // From the first n actions on, all the rest is of one kind.
    const auto restIs = [&](std::size_t first, Right right) {
        return std::all_of(all.begin() + static_cast<std::ptrdiff_t>(first), all.end(),
                           [&](const auto &action) { return rights.of(action) == right; });
    };
    const bool look = rights.of("observe") == Right::Yes, own = rights.of("use-own") == Right::Yes;
    if (restIs(0, Right::Yes))
        return RightsText::tr("you may do everything");
    if (restIs(0, Right::No))
        return RightsText::tr("you may do nothing here");
    if (look && own && restIs(2, Right::Ask))
        return RightsText::tr("you may look and use your own containers; for the rest you are asked");
    if (look && own && restIs(2, Right::No))
        return RightsText::tr("you may look and use your own containers, nothing else");
    if (look && restIs(1, Right::Ask))
        return RightsText::tr("you may look; for everything else you are asked");
    if (look && restIs(1, Right::No))
        return RightsText::tr("you may look, nothing else");
    if (restIs(0, Right::Ask))
        return RightsText::tr("you are asked before everything");
    const auto yes = std::count_if(all.begin(), all.end(),
                                   [&](const auto &action) { return rights.of(action) == Right::Yes; });
    return RightsText::tr("you may do %1 of %2 kinds of things; click to see which")
        .arg(yes)
        .arg(static_cast<qlonglong>(all.size()));
}

QString rightsActionName(const std::string &action)
{
    if (action == "observe")
        return RightsText::tr("Look at containers, images and networks");
    if (action == "use-own")
        return RightsText::tr("Use your own containers: start, stop, console, limits");
    if (action == "use-any")
        return RightsText::tr("Use the containers of others");
    if (action == "create")
        return RightsText::tr("Create containers");
    if (action == "image")
        return RightsText::tr("Add, build and delete images");
    if (action == "network")
        return RightsText::tr("Change networks");
    return QString::fromStdString(action);
}

QString rightWord(Right right)
{
    switch (right) {
    case Right::Yes:
        return RightsText::tr("yes");
    case Right::Ask:
        return RightsText::tr("you are asked");
    case Right::No:
        break;
    }
    return RightsText::tr("no");
}

} // namespace taper::text
