// SPDX-License-Identifier: GPL-3.0-or-later
// Core types to and from JSON: field by field, so that a missing one keeps its default and a wrong one is
// named. Runs in: helper, taperctl, window.
#include "protocol/json.h"

#include <algorithm>

namespace taper::protocol {

namespace {
/// Counters are unsigned in the kernel and int64 on the wire.
std::int64_t number(std::uint64_t value)
{
    return static_cast<std::int64_t>(std::min<std::uint64_t>(value, INT64_MAX));
}

template <typename T> Json orNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json orNull(const std::optional<std::uint64_t> &value)
{
    return value ? Json(number(*value)) : Json(nullptr);
}

Json toJson(const LastFailure &failure)
{
    return {
        {"when", failure.when}, {"step", failure.step}, {"code", failure.code}, {"message", failure.message}};
}

Json toJson(const Address &address)
{
    return {{"interface", address.interface}, {"address", address.address}, {"prefix", address.prefix}};
}

Json toJson(const TimelineStep &step)
{
    return {
        {"step", step.step}, {"atUsec", number(step.atUsec)}, {"durationUsec", number(step.durationUsec)}};
}

Json toJson(const LimitEvents &events)
{
    return {{"oomKills", number(events.oomKills)},
            {"memoryHigh", number(events.memoryHigh)},
            {"throttledUsec", number(events.throttledUsec)},
            {"pidsRefused", number(events.pidsRefused)}};
}

Json toJson(const TopologyNode &node)
{
    return {{"id", node.id},
            {"kind", nodeKindName(node.kind)},
            {"name", node.name},
            {"ifindex", node.ifindex},
            {"netns", node.netns},
            {"owner", node.owner},
            {"container", node.container},
            {"addresses", node.addresses},
            {"mac", node.mac},
            {"state", node.state},
            {"nat", node.nat ? Json(*node.nat) : Json(nullptr)}};
}

template <typename Range> Json list(const Range &range)
{
    Json array = Json::array();
    for (const auto &element : range)
        array.push_back(toJson(element));
    return array;
}

} // namespace

Json toJson(const Limits &limits)
{
    return {{"memory", orNull(limits.memory)},       {"swap", orNull(limits.swap)},
            {"cpuWeight", orNull(limits.cpuWeight)}, {"cpuCap", orNull(limits.cpuCap)},
            {"cpus", orNull(limits.cpus)},           {"processes", orNull(limits.processes)}};
}

Json toJson(const LimitsChange &change)
{
    Json limits = Json::object();
    if (change.memory)
        limits["memory"] = orNull(*change.memory);
    if (change.swap)
        limits["swap"] = orNull(*change.swap);
    if (change.cpuWeight)
        limits["cpuWeight"] = orNull(*change.cpuWeight);
    if (change.cpuCap)
        limits["cpuCap"] = orNull(*change.cpuCap);
    if (change.cpus)
        limits["cpus"] = orNull(*change.cpus);
    if (change.processes)
        limits["processes"] = orNull(*change.processes);
    return limits;
}

Json toJson(const ImageRecipe &recipe)
{
    return {{"distribution", recipe.distribution},
            {"release", recipe.release},
            {"mirror", recipe.mirror},
            {"architecture", recipe.architecture}};
}

Json toJson(const Usage &usage)
{
    return {{"memoryBytes", number(usage.memoryBytes)},
            {"cpuUsec", number(usage.cpuUsec)},
            {"processes", number(usage.processes)},
            {"swapBytes", number(usage.swapBytes)},
            {"cpuPeriods", number(usage.cpuPeriods)},
            {"cpuThrottledPeriods", number(usage.cpuThrottledPeriods)},
            {"processesRefused", number(usage.processesRefused)}};
}

Json toJson(const ContainerInfo &container)
{
    return {{"name", container.name},
            {"owner", container.owner},
            {"state", stateName(container.state)},
            {"lastFailure", container.lastFailure ? toJson(*container.lastFailure) : Json(nullptr)},
            {"profile", container.profile},
            {"image", container.image},
            {"pid", orNull(container.pid)},
            {"addresses", list(container.addresses)},
            {"network", container.network},
            {"mac", container.mac},
            {"addressFixed", container.addressFixed},
            {"macFixed", container.macFixed},
            {"limits", toJson(container.limits)},
            {"usage", toJson(container.usage)},
            {"events", toJson(container.events)},
            {"idMap", {{"hostFirst", container.idMap.hostFirst}, {"size", container.idMap.size}}},
            {"exitStatus", orNull(container.exitStatus)},
            {"cgroups", container.cgroups},
            {"createdAt", container.createdAt},
            {"startedAt", orNull(container.startedAt)},
            {"timeline", list(container.timeline)},
            {"ephemeral", container.ephemeral},
            {"snapshots", Json::array()}};
}

Json toJson(const ImageInfo &image)
{
    return {{"name", image.name},
            {"fingerprint", image.fingerprint},
            {"sizeBytes", number(image.sizeBytes)},
            {"createdAt", image.createdAt},
            {"os", image.os},
            {"init", image.init},
            {"usedBy", image.usedBy},
            {"recipe", image.recipe ? toJson(*image.recipe) : Json(nullptr)}};
}

Json toJson(const ImageSource &source)
{
    return {{"distribution", source.distribution},
            {"release", source.release},
            {"title", source.title},
            {"mirror", source.mirror},
            {"suggested", source.suggested}};
}

Json toJson(const HostCheck &check)
{
    return {{"id", check.id},         {"title", check.title},   {"group", check.group},
            {"state", check.state},   {"detail", check.detail}, {"what", check.what},
            {"breaks", check.breaks}, {"repair", check.repair}, {"required", check.required}};
}

Json toJson(const HostInfo &info)
{
    return {{"hostname", info.hostname},
            {"os", info.os},
            {"kernel", info.kernel},
            {"cpus", info.cpus},
            {"cpuSet", info.cpuSet},
            {"unavailableLimits", info.unavailableLimits},
            {"memoryBytes", number(info.memoryBytes)},
            {"uptimeSec", number(info.uptimeSec)},
            {"cgroups", info.cgroups},
            {"helperVersion", info.helperVersion},
            {"storage",
             {{"path", info.storagePath},
              {"freeBytes", number(info.storageFreeBytes)},
              {"totalBytes", number(info.storageTotalBytes)}}}};
}

Json toJson(const JournalEntry &entry)
{
    return {{"id", entry.id},           {"time", entry.time},       {"uid", entry.uid},
            {"method", entry.method},   {"subject", entry.subject}, {"outcome", entry.outcome},
            {"before", entry.before},   {"after", entry.after}};
}

Json toJson(const Rights &rights)
{
    Json actions = Json::object();
    for (const auto &[action, right] : rights.actions)
        actions[action] = right == Right::Yes ? "yes" : right == Right::Ask ? "ask" : "no";
    return {{"uid", rights.uid}, {"actions", std::move(actions)}, {"reason", rights.reason}};
}

Json toJson(const JobInfo &job)
{
    return {{"job", number(job.job)},
            {"kind", job.kind},
            {"subject", job.subject},
            {"uid", job.uid},
            {"step", job.step},
            {"done", number(job.done)},
            {"total", orNull(job.total)},
            {"unit", job.unit},
            {"cancellable", job.cancellable},
            {"outcome", jobOutcomeName(job.outcome)},
            {"error", job.error ? toJson(*job.error) : Json(nullptr)}};
}

Json toJson(const Topology &topology)
{
    Json edges = Json::array();
    for (const auto &edge : topology.edges)
        edges.push_back({{"from", edge.from}, {"to", edge.to}, {"kind", edgeKindName(edge.kind)}});
    return {{"nodes", list(topology.nodes)}, {"edges", std::move(edges)}};
}

Json toJson(const Error &error)
{
    Json json{{"code", errorCodeName(error.code)},
              {"message", error.message()},
              {"subject", error.subject},
              {"hint", error.hint}};
    if (error.errnoValue != 0)
        json["errno"] = error.errnoValue;
    return json;
}

} // namespace taper::protocol
