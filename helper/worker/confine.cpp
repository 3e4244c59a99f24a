// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/confine.h"

#include "engine/sys/kernel.h"
#include "engine/sys/unique_fd.h"

#include <cerrno>
#include <cstdint>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace taper::worker {

namespace {

constexpr std::uint64_t keptCapabilities = 1u << CAP_CHOWN | 1u << CAP_DAC_OVERRIDE |
                                           1u << CAP_DAC_READ_SEARCH | 1u << CAP_FOWNER | 1u << CAP_FSETID;

/// landlock(7) up to ABI 6; Debian 12's header ends at ABI 2. A kernel takes the part of it that it knows.
struct LandlockRules
{
    std::uint64_t files = 0, network = 0, scoped = 0;
};

LandlockRules rulesOf(long abi)
{
    LandlockRules rules;
    rules.files = (1u << 13) - 1; // ABI 1: execute … make_sym
    if (abi >= 2)
        rules.files |= 1u << 13; // refer: renames between directories
    if (abi >= 3)
        rules.files |= 1u << 14; // truncate
    if (abi >= 5)
        rules.files |= 1u << 15; // ioctl on devices
    if (abi >= 4)
        rules.network = 3; // bind and connect of TCP
    if (abi >= 6)
        rules.scoped = 3; // abstract sockets and signals outside
    return rules;
}

Status restrictFiles(int directory)
{
    const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return {}; // ENOSYS, EOPNOTSUPP: this kernel has none; the other limits hold all the same
    const LandlockRules rules = rulesOf(abi);
    const std::size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    const UniqueFd ruleset(int(::syscall(SYS_landlock_create_ruleset, &rules, size, 0)));
    if (!ruleset)
        return systemError("confine: landlock rules");
    landlock_path_beneath_attr beneath{};
    // Everything of ordinary work, nothing that executes a program.
    beneath.allowed_access =
        rules.files & ~std::uint64_t(LANDLOCK_ACCESS_FS_EXECUTE) & ~(std::uint64_t(1) << 15);
    beneath.parent_fd = directory;
    if (::syscall(SYS_landlock_add_rule, ruleset.get(), LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) < 0)
        return systemError("confine: landlock directory");
    if (::syscall(SYS_landlock_restrict_self, ruleset.get(), 0) < 0)
        return systemError("confine: landlock");
    return {};
}

Status dropCapabilities()
{
    for (unsigned capability = 0; capability < 64; ++capability) {
        if (keptCapabilities & std::uint64_t(1) << capability)
            continue;
        if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0 && errno != EINVAL) // EINVAL: above the last
            return systemError("confine: bounding set");
    }
    if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
        return systemError("confine: ambient set");
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2] = {};
    data[0].effective = data[0].permitted = std::uint32_t(keptCapabilities);
    data[1].effective = data[1].permitted = std::uint32_t(keptCapabilities >> 32);
    if (::syscall(SYS_capset, &header, data) < 0)
        return systemError("confine: capabilities");
    return {};
}

} // namespace

Status confineToDirectory(int directory)
{
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return systemError("confine: no new privileges");
    if (kernel::unshare(CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) < 0)
        return systemError("confine: namespaces");
    if (Status done = restrictFiles(directory); !done)
        return done;
    return dropCapabilities();
}

} // namespace taper::worker
