// SPDX-License-Identifier: GPL-3.0-or-later
// The root of a worker that needs the host's programs (mmdebstrap, apt, dpkg): a fresh tmpfs with the few trees
// of hostTrees, read-only, and the image's new directory. Nothing else of the host is in it. Runs in: monitor's
// child, in the container's namespaces, as its root.
#include "engine/container/launch_child.h"

#include <sys/mount.h>
#include <unistd.h>

namespace taper::launch {

namespace {

/// Enough for temporary files of apt and gpgv; what is built goes to /image.
constexpr const char *rootSize = "64m";

int freshTmpfs(Child &child)
{
    const int context = child.check(kernel::fsopen("tmpfs", FSOPEN_CLOEXEC), "open a tmpfs");
    child.check(kernel::fsconfig(context, FSCONFIG_SET_STRING, "size", rootSize, 0), "size of the tmpfs");
    child.check(kernel::fsconfig(context, FSCONFIG_SET_STRING, "mode", "755", 0), "mode of the tmpfs");
    child.check(kernel::fsconfig(context, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0), "make a tmpfs");
    const int root = child.check(
        kernel::fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV), "mount a tmpfs");
    ::close(context);
    return root;
}

/// Directory `path` ("/etc/ssl/certs") below the root, made with all above it.
int directoryAt(Child &child, const char *path)
{
    int at = child.check(::fcntl(child.root, F_DUPFD_CLOEXEC, 3), path);
    char name[32];
    while (*path) {
        path += std::strspn(path, "/");
        const std::size_t length = std::strcspn(path, "/");
        if (length >= sizeof name)
            child.fail(ENAMETOOLONG, path);
        std::memcpy(name, path, length);
        name[length] = 0;
        path += length;
        const int next = mountPoint(child, at, name, name);
        ::close(at);
        at = next;
    }
    return at;
}

void attachAt(Child &child, int tree, const char *path)
{
    const int place = directoryAt(child, path);
    child.check(kernel::move_mount(tree, "", place, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH),
                path);
    ::close(place);
    ::close(tree);
}

/// By its constant name, from the mounts that we inherited: what the parent put there lies on top, and its
/// flags are locked to us and to every copy of ours.
void attachHostTree(Child &child, const HostTree &host)
{
    const int tree =
        kernel::open_tree(AT_FDCWD, host.path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_SYMLINK_NOFOLLOW);
    if (tree < 0 && errno == ENOENT && !host.isRequired)
        return;
    attachAt(child, child.check(tree, host.path), host.path);
}

/// "bin" -> "usr/bin" and so on (hier(7)), those that this host has.
void linkIntoUsr(Child &child)
{
    for (const char *const target :
         {"usr/bin", "usr/sbin", "usr/lib", "usr/lib32", "usr/lib64", "usr/libx32", "usr/libo32"}) {
        if (::faccessat(child.root, target, F_OK, AT_SYMLINK_NOFOLLOW) < 0)
            continue;
        child.check(kernel::symlinkat(target, child.root, target + sizeof "usr/" - 1), target);
    }
}

} // namespace

void makeHostProgramsRoot(Child &child, int image)
{
    child.root = freshTmpfs(child);
    child.check(kernel::move_mount(child.root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH),
                "attach the root");
    for (const HostTree &host : hostTrees)
        attachHostTree(child, host);
    linkIntoUsr(child);
    attachAt(child, image, "/image");
    static constexpr struct
    {
        const char *path;
        mode_t mode;
    } directories[] = {{"/etc", 0755}, {"/root", 0700}, {"/run", 0755}, {"/tmp", 01777}, {"/var/tmp", 01777}};
    for (const auto &made : directories) {
        const int place = directoryAt(child, made.path);
        const int self = child.check(::openat(place, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), made.path);
        child.check(kernel::fchmod(self, made.mode), made.path);
        ::close(self);
        ::close(place);
    }
}

} // namespace taper::launch
