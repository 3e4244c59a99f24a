// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/state.h"

#include <array>
#include <string>

namespace taper {

namespace {
constexpr std::array<std::string_view, 8> names{"STOPPED",  "STARTING", "RUNNING", "STOPPING",
                                                "ABORTING", "FREEZING", "FROZEN",  "THAWING"};

struct Row
{
    State from;
    Event event;
    State to;
};
using enum State;
using enum Event;
constexpr std::array table{
    Row{Stopped, StartRequested, Starting},
    Row{Starting, StartSucceeded, Running},
    Row{Starting, StartFailed, Stopped},
    Row{Starting, KillRequested, Aborting},
    Row{Starting, InitEnded, Stopped},
    Row{Running, StopRequested, Stopping},
    Row{Running, KillRequested, Aborting},
    Row{Running, FreezeRequested, Freezing},
    Row{Running, InitEnded, Stopped},
    Row{Stopping, KillRequested, Aborting},
    Row{Stopping, InitEnded, Stopped},
    Row{Aborting, InitEnded, Stopped},
    Row{Aborting, StartFailed, Stopped},
    Row{Aborting, KillRequested, Aborting},
    Row{Freezing, FreezeDone, Frozen},
    Row{Freezing, FreezeFailed, Running},
    Row{Freezing, KillRequested, Aborting},
    Row{Freezing, InitEnded, Stopped},
    Row{Frozen, ThawRequested, Thawing},
    Row{Frozen, KillRequested, Aborting},
    Row{Frozen, InitEnded, Stopped},
    Row{Thawing, ThawDone, Running},
    Row{Thawing, ThawFailed, Frozen},
    Row{Thawing, KillRequested, Aborting},
    Row{Thawing, InitEnded, Stopped},
};

std::string_view verbOf(Event event)
{
    switch (event) {
    case StartRequested: return "start";
    case StopRequested: return "stop";
    case KillRequested: return "kill";
    case FreezeRequested: return "freeze";
    case ThawRequested: return "unfreeze";
    default: return "change";
    }
}
} // namespace

std::string_view stateName(State state)
{
    return names[static_cast<std::size_t>(state)];
}

std::optional<State> stateFromName(std::string_view name)
{
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name)
            return static_cast<State>(i);
    return std::nullopt;
}

Result<State> nextState(State state, Event event)
{
    for (const auto &row : table)
        if (row.from == state && row.event == event)
            return row.to;
    return fail(ErrorCode::ContainerWrongState, std::string(verbOf(event)), "",
                "the container is " + std::string(stateName(state)));
}

bool canHappen(State state, Event event)
{
    for (const auto &row : table)
        if (row.from == state && row.event == event)
            return true;
    return false;
}

} // namespace taper
