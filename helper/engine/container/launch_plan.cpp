// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/container/launch_plan.h"

#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace taper {

std::string_view launchStepName(LaunchStep step)
{
    switch (step) {
    case LaunchStep::None:
        return "none";
    case LaunchStep::Plan:
        return "plan";
    case LaunchStep::Clone:
        return "clone";
    case LaunchStep::IdMaps:
        return "id maps";
    case LaunchStep::StorageView:
        return "storage view";
    case LaunchStep::Overlay:
        return "overlay";
    case LaunchStep::Network:
        return "network";
    case LaunchStep::JoinCgroups:
        return "join cgroups";
    case LaunchStep::Root:
        return "root";
    case LaunchStep::Proc:
        return "proc and sys";
    case LaunchStep::Devices:
        return "devices";
    case LaunchStep::Console:
        return "console";
    case LaunchStep::CgroupMounts:
        return "cgroup mounts";
    case LaunchStep::Pivot:
        return "pivot root";
    case LaunchStep::Masks:
        return "masks";
    case LaunchStep::HostName:
        return "host name";
    case LaunchStep::Address:
        return "address";
    case LaunchStep::ResolvConf:
        return "resolv.conf";
    case LaunchStep::Capabilities:
        return "capabilities";
    case LaunchStep::Seccomp:
        return "seccomp";
    case LaunchStep::Exec:
        return "exec";
    case LaunchStep::Name:
        return "name";
    }
    return "unknown";
}

Status setField(char *field, std::size_t size, std::string_view text, std::string_view what)
{
    if (text.size() >= size)
        return fail(ErrorCode::InvalidArgument, "prepare start", std::string(what),
                    "longer than " + std::to_string(size - 1) + " bytes");
    if (text.find('\0') != std::string_view::npos)
        return fail(ErrorCode::InvalidArgument, "prepare start", std::string(what), "has a zero byte");
    std::memcpy(field, text.data(), text.size());
    std::memset(field + text.size(), 0, size - text.size());
    return {};
}

Status setStrings(char *field, std::size_t size, std::uint32_t &count,
                  const std::vector<std::string> &strings, std::string_view what)
{
    std::size_t used = 0;
    for (const std::string &text : strings) {
        if (text.find('\0') != std::string::npos)
            return fail(ErrorCode::InvalidArgument, "prepare start", std::string(what), "has a zero byte");
        if (text.size() + 1 > size - used)
            return fail(ErrorCode::InvalidArgument, "prepare start", std::string(what),
                        "longer than " + std::to_string(size) + " bytes together");
        std::memcpy(field + used, text.c_str(), text.size() + 1);
        used += text.size() + 1;
    }
    std::memset(field + used, 0, size - used);
    count = std::uint32_t(strings.size());
    return {};
}

Result<UniqueFd> sealPlan(const LaunchPlan &plan)
{
    UniqueFd file(::memfd_create("taper-plan", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!file)
        return systemError("prepare start: memory file");
    const char *at = reinterpret_cast<const char *>(&plan);
    std::size_t left = sizeof plan;
    while (left > 0) {
        const ssize_t written = ::write(file.get(), at, left);
        if (written < 0)
            return systemError("prepare start: write");
        at += written;
        left -= std::size_t(written);
    }
    if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0)
        return systemError("prepare start: seal");
    return file;
}

} // namespace taper
