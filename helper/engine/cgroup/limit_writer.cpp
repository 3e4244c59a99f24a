// SPDX-License-Identifier: GPL-3.0-or-later
// Writing limits. Runs in: helper.
#include "engine/cgroup/limit_writer.h"
#include "core/units.h"
#include "engine/cgroup/control_file.h"
#include "engine/cgroup/weight.h"

namespace taper::cgroup {

Status LimitWriter::write(const Limits &limits)
{
    m_old.clear();
    Status done = writeMemory(limits.memory);
    if (done)
        done = writeWeight(limits.cpuWeight);
    if (!done)
        putBack();
    return done;
}

Status LimitWriter::writeMemory(std::optional<std::uint64_t> bytes)
{
    if (m_memory.group < 0) {
        if (!bytes)
            return {};
        return fail(ErrorCode::CgroupUnavailable, "set memory limit", m_subject,
                    "the memory controller is not available on this host", "Remove the memory limit");
    }
    if (m_memory.unified)
        return writeUnifiedMemory(bytes);
    if (change(m_memory.group, "memory.limit_in_bytes", bytes ? std::to_string(*bytes) : "-1"))
        return {};
    return memoryRefused(bytes.value_or(0), errno, "memory.usage_in_bytes");
}

Status LimitWriter::writeUnifiedMemory(std::optional<std::uint64_t> bytes)
{
    if (!change(m_memory.group, "memory.high", bytes ? std::to_string(*bytes - *bytes / 16) : "max"))
        return memoryRefused(bytes.value_or(0), errno, "memory.current");
    const auto usage = number(readControl(m_memory.group, "memory.current").value_or(""));
    if (bytes && usage && *usage > *bytes)
        return memoryRefused(*bytes, EBUSY, "memory.current");
    if (!change(m_memory.group, "memory.max", bytes ? std::to_string(*bytes) : "max"))
        return memoryRefused(bytes.value_or(0), errno, "memory.current");
    return {};
}

tl::unexpected<Error> LimitWriter::memoryRefused(std::uint64_t bytes, int errnoValue, const char *usageFile)
{
    const std::string value = bytes ? formatBytes(bytes) : "no limit";
    const auto usage = number(readControl(m_memory.group, usageFile).value_or(""));
    std::string detail = "the kernel refused " + value, hint;
    if (errnoValue == EBUSY && usage) {
        detail =
            value + " is less than the " + formatBytes(*usage) + " in use, and the rest cannot be freed now";
        hint = "Choose a limit above " + formatBytes(*usage) + ", or end a program inside first";
    }
    auto error = fail(ErrorCode::CgroupLimitRejected, "set memory limit", m_subject, std::move(detail),
                      std::move(hint));
    error.value().errnoValue = errnoValue;
    return error;
}

Status LimitWriter::writeWeight(std::optional<std::uint32_t> weight)
{
    if (m_cpu.group < 0) {
        if (!weight)
            return {};
        return fail(ErrorCode::CgroupUnavailable, "set CPU weight", m_subject,
                    "the cpu controller is not available on this host", "Remove the CPU weight");
    }
    const std::uint32_t wanted = weight.value_or(defaultCpuWeight);
    const bool written = m_cpu.unified
                             ? change(m_cpu.group, "cpu.weight", std::to_string(wanted))
                             : change(m_cpu.group, "cpu.shares", std::to_string(sharesFromWeight(wanted)));
    if (written)
        return {};
    const int errnoValue = errno;
    auto error = fail(ErrorCode::CgroupLimitRejected, "set CPU weight", m_subject,
                      "the kernel refused the weight " + std::to_string(wanted));
    error.value().errnoValue = errnoValue;
    return error;
}

bool LimitWriter::change(int group, const char *file, const std::string &value)
{
    auto old = readControl(group, file);
    if (!old || !writeControl(group, file, value))
        return false;
    m_old.push_back({group, file, std::move(*old)});
    return true;
}

void LimitWriter::putBack()
{
    const int kept = errno;
    // What was in force a moment ago is taken again; the last written first, so that no order between two is
    // broken.
    for (auto old = m_old.rbegin(); old != m_old.rend(); ++old)
        writeControl(old->group, old->file, old->value);
    m_old.clear();
    errno = kept;
}

} // namespace taper::cgroup
