// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/build_system.h"

#include "engine/sys/beneath.h"
#include "worker/build_task.h"

#include <fcntl.h>
#include <unistd.h>

namespace taper::worker {

namespace {

struct File
{
    const char *path, *content;
};

/// _apt: apt downloads as that user, whose directories are his alone.
constexpr File files[] = {
    {"etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"
                   "man:x:6:12:man:/var/cache/man:/usr/sbin/nologin\n"
                   "_apt:x:42:65534::/nonexistent:/usr/sbin/nologin\n"
                   "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"},
    {"etc/group",
     "root:x:0:\nadm:x:4:\ntty:x:5:\nman:x:12:\nshadow:x:42:\nutmp:x:43:\nstaff:x:50:\nnogroup:x:65534:\n"},
    {"etc/hosts", "127.0.0.1 localhost\n::1 localhost\n"},
    {"etc/hostname", "localhost\n"},
    {"etc/nsswitch.conf",
     "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nprotocols: files\nservices: files\n"},
};

constexpr const char *directories[] = {"etc/apt/apt.conf.d",    "etc/apt/trusted.gpg.d",
                                       "etc/apt/preferences.d", "etc/apt/sources.list.d",
                                       "etc/dpkg/dpkg.cfg.d",   "var/cache",
                                       "var/lib/dpkg",          "var/log"};

} // namespace

Status checkBuildPrograms()
{
    if (::access(mmdebstrapProgram, X_OK) < 0)
        return fail(ErrorCode::HostMissingProgram, "build", "mmdebstrap", "this computer has no mmdebstrap",
                    "Install it: apt install mmdebstrap");
    if (::access(debianKeyring, R_OK) < 0)
        return fail(ErrorCode::HostMissingProgram, "build", "debian-archive-keyring",
                    "this computer has no keys of Debian's archive",
                    "Install them: apt install debian-archive-keyring");
    return {};
}

Status writeBuildSystem()
{
    const UniqueFd root(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!root)
        return systemError("open the build's root");
    for (const char *path : directories)
        if (Status made = beneath::makeDirectories(root.get(), path); !made)
            return made;
    for (const File &file : files)
        if (Status written = beneath::writeFileAtomically(root.get(), file.path, file.content, 0644, false);
            !written)
            return written;
    return {};
}

} // namespace taper::worker
