// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a container as one total table: (state, event) -> state, or an error. Helper and GUI use the same.
#pragma once
#include "core/error.h"
#include <optional>
#include <string_view>

namespace taper {

/// LXC's words (lxc-monitor(1)).
enum class State { Stopped, Starting, Running, Stopping, Aborting, Freezing, Frozen, Thawing };

enum class Event {
    StartRequested,
    StartSucceeded,
    StartFailed,      ///< a step failed: what was made is being undone
    StopRequested,
    KillRequested,
    FreezeRequested,
    FreezeDone,
    FreezeFailed,
    ThawRequested,
    ThawDone,
    ThawFailed,
    InitEnded,        ///< init is gone and everything of the container is torn down
};

/// In capitals, as LXC prints them and as the wire has them.
std::string_view stateName(State state);
std::optional<State> stateFromName(std::string_view name);

/// What an event makes of a state; ContainerWrongState with a sentence when it may not happen.
Result<State> nextState(State state, Event event);
/// Whether an action may be offered: nextState would succeed.
bool canHappen(State state, Event event);

} // namespace taper
