// SPDX-License-Identifier: GPL-3.0-or-later
// What a process gives up before it executes something in a container: capabilities, system calls.
// Runs in: monitor's children after clone3 (init, exec'd programs, workers). Allocates and logs nothing.
#pragma once
#include <cstdint>
#include <linux/filter.h>

namespace taper::launch {

/// Takes every capability that is not in `kept` out of the bounding set. -1 and errno.
int dropBoundingSet(std::uint64_t kept);
/// Loads the program (length 0: none). Needs CAP_SYS_ADMIN in its user namespace or no_new_privs: before ids
/// change.
int loadFilter(const sock_filter *filter, unsigned length);
/// Nothing passes to the program by inheritance (capabilities(7): inheritable and ambient sets).
int clearInheritable();
/// Signals as a program expects them: nothing blocked, nothing ignored.
void resetSignals();
/// The last words before an exec: descriptors 0-2 are `in`, `out`, `err`; all above `keepUpTo` close by it.
int standardDescriptors(int in, int out, int err, int keepUpTo = 2);

} // namespace taper::launch
