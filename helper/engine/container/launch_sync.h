// SPDX-License-Identifier: GPL-3.0-or-later
// The sync points of a start and what both sides say at them: one packet each on a SOCK_SEQPACKET pair,
// CLOEXEC at both ends, so that the child's end closes by itself when it executes the container's program.
// The loss of either side counts as abort. Plain bytes only: the child after clone3 neither allocates nor
// logs.
#pragma once
#include "engine/container/launch_plan.h"
#include "engine/sys/clock.h"
#include <cstdint>
#include <cstring>

namespace taper::launch {

enum class Sync : std::uint32_t {
    // parent -> child
    Root = 1, ///< the id maps are written; [the root's tree]
    Go = 2,   ///< the network is plugged in, or there is none
    // child -> parent
    Console = 16,   ///< [pty's master, its slave]
    Executing = 17, ///< all is done; end of file after it: the program runs
    Failed = 18,
};

struct StepTime
{
    std::uint32_t step = 0;
    std::uint32_t durationUsec = 0;
    std::uint64_t atUsec = 0; ///< CLOCK_MONOTONIC when it was done
};

/// Durations of steps, one after another.
struct StepTimes
{
    static constexpr unsigned maximum = 24;
    unsigned count = 0;
    std::uint64_t last = 0;
    StepTime times[maximum];

    void begin() { last = monotonicUsec(); } ///< what was before (waiting) is nobody's
    void done(LaunchStep step)
    {
        const std::uint64_t now = monotonicUsec();
        if (count < maximum)
            times[count++] = {std::uint32_t(step), std::uint32_t(now - last), now};
        last = now;
    }
};

struct Failure
{
    LaunchStep step = LaunchStep::None;
    int errnoValue = 0;
    char detail[96] = {};

    bool set(LaunchStep atStep, int error, const char *what)
    {
        step = atStep;
        errnoValue = error;
        std::strncpy(detail, what, sizeof detail - 1);
        return false;
    }
};

struct ParentPacket
{
    Sync sync = Sync::Root;
};

struct ChildPacket
{
    Sync sync = Sync::Failed;
    Failure failure;
    StepTimes steps;
};

} // namespace taper::launch
