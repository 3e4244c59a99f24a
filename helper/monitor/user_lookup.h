// SPDX-License-Identifier: GPL-3.0-or-later
// Who a name is inside the container, by the container's own /etc/passwd and /etc/group (passwd(5),
// group(5)), read by a process that is already confined to it. Bounded, without allocation: the files are
// hostile. Runs in: monitor's exec child, after setns.
#pragma once
#include <sys/types.h>

namespace taper::monitor {

struct User
{
    static constexpr unsigned maximumGroups = 64;
    uid_t uid = 0;
    gid_t gid = 0;
    gid_t groups[maximumGroups] = {};
    unsigned groupCount = 0;
    char name[64] = "root";
    char home[512] = "/";
    char shell[256] = "/bin/sh";
};

/// A name or a number; "" is root. 0 or an errno: ENOENT when there is no such user (a number and root need
/// no entry).
int lookUpUser(const char *name, User &user);

} // namespace taper::monitor
