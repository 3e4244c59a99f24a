// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/security/security.h"

#include "engine/security/system_calls.h"
#include "engine/sys/unique_fd.h"

#include <algorithm>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <memory>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace taper::security {

namespace {

using Filter = std::unique_ptr<void, void (*)(scmp_filter_ctx)>;

constexpr std::size_t maximumInstructions =
    4096; ///< of LaunchPlan; the kernel's own bound is the same (BPF_MAXINSNS)

tl::unexpected<Error> refused(int result, const char *step, const char *call = "")
{
    errno = -result;
    return systemError(std::string("build the system call filter: ") + step, call);
}

/// Everything that is not named answers ENOSYS: programs then take the older way, as on an older kernel.
Result<Filter> emptyFilter()
{
    Filter filter(::seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), &::seccomp_release);
    if (!filter)
        return refused(-ENOMEM, "begin");
    // A balanced tree: 129 instead of 631 microseconds to load, and fewer tests a call (seccomp_attr_set(3)).
    if (const int r = ::seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2); r < 0)
        return refused(r, "optimise");
    // x32 and whatever else comes from outside the architectures named.
    if (const int r = ::seccomp_attr_set(filter.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(ENOSYS));
        r < 0)
        return refused(r, "other architectures");
    return filter;
}

Status allow(const Filter &filter, const char *name, const std::vector<scmp_arg_cmp> &conditions = {})
{
    const int number = ::seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR)
        return {}; // newer than this libseccomp
    const int r = ::seccomp_rule_add_array(filter.get(), SCMP_ACT_ALLOW, number, unsigned(conditions.size()),
                                           conditions.data());
    // EDOM, EFAULT: this architecture has no such call.
    if (r < 0 && r != -EDOM && r != -EFAULT)
        return refused(r, "allow", name);
    return {};
}

/// The finished program. libseccomp writes it to a file descriptor only.
Result<std::vector<sock_filter>> exported(const Filter &filter)
{
    const UniqueFd file(::memfd_create("filter", MFD_CLOEXEC));
    if (!file)
        return systemError("build the system call filter: memory file");
    if (const int r = ::seccomp_export_bpf(filter.get(), file.get()); r < 0)
        return refused(r, "export");
    struct stat status;
    if (::fstat(file.get(), &status) < 0)
        return systemError("build the system call filter: size");
    std::vector<sock_filter> program(std::size_t(status.st_size) / sizeof(sock_filter));
    const std::size_t bytes = program.size() * sizeof(sock_filter);
    if (::pread(file.get(), program.data(), bytes, 0) != ssize_t(bytes))
        return systemError("build the system call filter: read");
    if (program.empty() || program.size() > maximumInstructions)
        return fail(ErrorCode::System, "build the system call filter", {}, "it has too many instructions");
    return program;
}

} // namespace

std::uint64_t systemCapabilities()
{
    // Everything but what no system container needs even within its own user namespace (facts: security).
    constexpr unsigned dropped[] = {CAP_MAC_ADMIN, CAP_MAC_OVERRIDE,      CAP_SYS_MODULE, CAP_SYS_RAWIO,
                                    CAP_SYS_TIME,  CAP_AUDIT_CONTROL,     CAP_WAKE_ALARM, CAP_PERFMON,
                                    CAP_BPF,       CAP_CHECKPOINT_RESTORE};
    std::uint64_t bits = (std::uint64_t(1) << (CAP_LAST_CAP + 1)) - 1;
    for (const unsigned capability : dropped)
        bits &= ~(std::uint64_t(1) << capability);
    return bits;
}

std::uint64_t buildCapabilities()
{
    // SYS_ADMIN: mounts in the new system; SETFCAP: ping's file capability; SYS_CHROOT, KILL: mmdebstrap's own;
    // SETUID, SETGID: apt's download user. No network administration: the address is set before it runs.
    std::uint64_t bits = 0;
    for (const unsigned capability :
         {CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER, CAP_FSETID, CAP_KILL, CAP_SETGID,
          CAP_SETUID, CAP_SYS_CHROOT, CAP_SYS_ADMIN, CAP_MKNOD, CAP_SETFCAP})
        bits |= std::uint64_t(1) << capability;
    return bits;
}

Result<std::vector<sock_filter>> systemFilter()
{
    auto filter = emptyFilter();
    if (!filter)
        return tl::unexpected(std::move(filter.error()));
    if (::seccomp_arch_native() == SCMP_ARCH_X86_64) // 32-bit programs
        if (const int r = ::seccomp_arch_add(filter->get(), SCMP_ARCH_X86); r < 0 && r != -EEXIST)
            return refused(r, "add i386");
    for (const char *name : systemCalls)
        if (Status done = allow(*filter, name); !done)
            return tl::unexpected(std::move(done.error()));
    return exported(*filter);
}

Result<std::vector<sock_filter>> workerFilter()
{
    auto filter = emptyFilter();
    if (!filter)
        return tl::unexpected(std::move(filter.error()));
    for (const char *name : systemCalls) {
        if (std::ranges::find(refusedToWorkers, std::string_view(name)) != std::end(refusedToWorkers))
            continue;
        if (Status done = allow(*filter, name); !done)
            return tl::unexpected(std::move(done.error()));
    }
    // Threads and children, but no namespace. clone3 hides its flags from the filter: ENOSYS, and libc takes
    // clone.
    constexpr std::uint64_t namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                                         CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    if (Status done = allow(*filter, "clone", {SCMP_A0_64(SCMP_CMP_MASKED_EQ, namespaces, 0)}); !done)
        return tl::unexpected(std::move(done.error()));
    return exported(*filter);
}

} // namespace taper::security
