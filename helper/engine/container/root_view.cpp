// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/container/root_view.h"

#include "engine/sys/kernel.h"
#include "engine/sys/unique_fd.h"

#include <cstdio>
#include <linux/securebits.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace taper::launch {

namespace {

/// mount(2) cuts its options at a page without a word; the rest would be lost, upperdir and all.
constexpr std::size_t maximumOptions = 4000;

bool isPlainPath(const char *path, bool isList)
{
    if (*path == '/' || *path == 0)
        return false;
    for (const char *at = path; *at; ++at) {
        if (*at == ',' || *at == '\\' || (*at == ':' && !isList) || static_cast<unsigned char>(*at) < 0x20)
            return false;
        if (at[0] == '.' && at[1] == '.' && (at == path || at[-1] == '/' || at[-1] == ':'))
            return false;
    }
    return true;
}

int openInView(int directory, const char *path)
{
    open_how how{};
    how.flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    return kernel::openat2(directory, path, how);
}

/// A clone of what lies at `directory`, seen through the container's id map; not attached.
int idmappedClone(int directory, int userNamespace, std::uint64_t attributes, Failure &failure)
{
    UniqueFd tree(
        kernel::open_tree(directory, "", AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE));
    if (!tree) {
        failure.set(LaunchStep::StorageView, errno, "open_tree of the storage");
        return -1;
    }
    mount_attr attribute{};
    attribute.attr_set = MOUNT_ATTR_IDMAP | attributes;
    attribute.userns_fd = static_cast<std::uint64_t>(userNamespace);
    if (kernel::mount_setattr(tree.get(), "", AT_EMPTY_PATH | AT_RECURSIVE, &attribute) < 0) {
        failure.set(LaunchStep::StorageView, errno,
                    errno == EINVAL ? "the storage's file system cannot be idmapped" : "idmap the storage");
        return -1;
    }
    return tree.release();
}

/// While it lives, files are looked up and made as the container's root, with all our capabilities: what
/// overlay does for itself in the layers it does as its mounter, who must have an id there (facts: EOVERFLOW
/// else).
class AsContainerRoot
{
public:
    explicit AsContainerRoot(std::uint32_t id) : m_securebits(::prctl(PR_GET_SECUREBITS))
    {
        // Else the change of the fsuid from 0 takes CAP_DAC_OVERRIDE and friends away (capabilities(7)).
        m_ok = kernel::prctl(PR_SET_SECUREBITS, unsigned(m_securebits) | SECBIT_NO_SETUID_FIXUP) == 0;
        if (m_ok) {
            ::syscall(SYS_setfsgid, id);
            ::syscall(SYS_setfsuid, id);
        }
    }
    ~AsContainerRoot()
    {
        const int kept = errno;
        ::syscall(SYS_setfsuid, 0);
        ::syscall(SYS_setfsgid, 0);
        ::prctl(PR_SET_SECUREBITS, m_securebits, 0, 0, 0);
        errno = kept;
    }
    AsContainerRoot(const AsContainerRoot &) = delete;
    AsContainerRoot &operator=(const AsContainerRoot &) = delete;
    bool ok() const { return m_ok; }

private:
    int m_securebits;
    bool m_ok;
};

/// Are they real directories of the view? An image could hold a link instead.
bool checkLayers(const LaunchPlan &plan, int view, Failure &failure)
{
    char name[sizeof plan.lower];
    for (const char *at = plan.lower; *at;) {
        std::size_t length = std::strcspn(at, ":");
        std::memcpy(name, at, length);
        name[length] = 0;
        if (!UniqueFd(openInView(view, name)))
            return failure.set(LaunchStep::Overlay, errno, "open a lower layer");
        at += length + (at[length] == ':');
    }
    if (!UniqueFd(openInView(view, plan.upper)))
        return failure.set(LaunchStep::Overlay, errno, "open the upper layer");
    if (!UniqueFd(openInView(view, plan.work)))
        return failure.set(LaunchStep::Overlay, errno, "open the work directory");
    return true;
}

/// The working directory is the view's root. The overlay is mounted over its own upper directory: a place
/// that is there.
int overlayTree(const LaunchPlan &plan, int view, Failure &failure)
{
    char options[maximumOptions + 1];
    const int length = std::snprintf(options, sizeof options, "lowerdir=%s,upperdir=%s,workdir=%s",
                                     plan.lower, plan.upper, plan.work);
    if (length < 0 || std::size_t(length) > maximumOptions) {
        failure.set(LaunchStep::Overlay, E2BIG, "too many layers");
        return -1;
    }
    const AsContainerRoot asRoot(plan.idFirst);
    if (!asRoot.ok()) {
        failure.set(LaunchStep::Overlay, errno, "securebits");
        return -1;
    }
    if (!checkLayers(plan, view, failure))
        return -1;
    if (kernel::mount("overlay", plan.upper, "overlay", MS_NODEV, options) < 0) {
        failure.set(LaunchStep::Overlay, errno,
                    errno == ENODEV ? "this kernel has no overlay" : "mount overlay");
        return -1;
    }
    const int tree = kernel::open_tree(AT_FDCWD, plan.upper, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (tree < 0)
        failure.set(LaunchStep::Overlay, errno, "open_tree of the overlay");
    return tree;
}

int makeOverlayRoot(const LaunchPlan &plan, int storage, int userNamespace, StepTimes &steps,
                    Failure &failure)
{
    UniqueFd view(idmappedClone(storage, userNamespace, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, failure));
    if (!view)
        return -1;
    // Left detached it is EINVAL to overlay on 6.1 and 6.12.
    if (kernel::move_mount(view.get(), "", storage, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) <
        0) {
        failure.set(LaunchStep::StorageView, errno, "attach the view of the storage");
        return -1;
    }
    steps.done(LaunchStep::StorageView);
    UniqueFd tree;
    if (kernel::fchdir(view.get()) < 0)
        failure.set(LaunchStep::StorageView, errno, "enter the view of the storage");
    else
        tree.reset(overlayTree(plan, view.get(), failure));
    // The overlay lies inside the view: one call takes both away. Else the container would see every
    // container's layers. Not counted among the calls that can be made to fail: it is the undoing.
    const int left = ::chdir("/");
    view.reset();
    if ((::umount2(plan.storageDirectory, MNT_DETACH | UMOUNT_NOFOLLOW) < 0 || left < 0) && tree) {
        failure.set(LaunchStep::Overlay, errno, "unmount the view of the storage");
        return -1;
    }
    steps.done(LaunchStep::Overlay);
    return tree.release();
}

} // namespace

bool checkRootPaths(const LaunchPlan &plan, Failure &failure)
{
    if (plan.storageDirectory[0] != '/')
        return failure.set(LaunchStep::Plan, EINVAL, "the storage's path is not absolute");
    if (plan.rootKind != RootKind::Overlay)
        return isPlainPath(plan.directory, false) ||
               failure.set(LaunchStep::Plan, EINVAL, "the directory's path is not a plain one");
    return (isPlainPath(plan.lower, true) && isPlainPath(plan.upper, false) &&
            isPlainPath(plan.work, false)) ||
           failure.set(LaunchStep::Plan, EINVAL, "a layer's path is not a plain one");
}

int makeRoot(const LaunchPlan &plan, int userNamespace, StepTimes &steps, Failure &failure)
{
    const UniqueFd storage(
        kernel::openat(AT_FDCWD, plan.storageDirectory, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!storage) {
        failure.set(LaunchStep::StorageView, errno, "open the storage");
        return -1;
    }
    if (plan.rootKind == RootKind::Overlay)
        return makeOverlayRoot(plan, storage.get(), userNamespace, steps, failure);
    const UniqueFd directory(openInView(storage.get(), plan.directory));
    if (!directory) {
        failure.set(LaunchStep::StorageView, errno, "open the directory");
        return -1;
    }
    // A worker with the host's programs executes those of the new system, too.
    const std::uint64_t noExec = plan.rootKind == RootKind::HostPrograms ? 0 : MOUNT_ATTR_NOEXEC;
    const int tree = idmappedClone(directory.get(), userNamespace,
                                   MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | noExec, failure);
    steps.done(LaunchStep::StorageView);
    return tree;
}

} // namespace taper::launch
