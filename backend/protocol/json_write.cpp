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
            {"state", node.state}};
}

template <typename Range> Json list(const Range &range)
{
    Json array = Json::array();
    for (const auto &element : range)
        array.push_back(toJson(element));
    return array;
}

template <typename Range> Json list(const Range &range)
{
    Json array = Json::array();
    for (const auto &element : range)
        array.push_back(toJson(element));
    return array;
}

/// Reads one object; the first fault is kept, later reads change nothing.
class Reader
{
public:
    explicit Reader(const Json &object) : m_object(object), m_fields(object)
    {
        if (!object.is_object())
            m_fault = Error{ErrorCode::InvalidArgument, 0, "value", "", "must be an object"};
    }

    void operator()(std::string_view field, std::string &target)
    {
        keep(m_fields.string(field, maximumText), [&](auto &&value) {
            if (value)
                target = std::move(*value);
        });
    }
    void operator()(std::string_view field, std::optional<std::string> &target)
    {
        keep(m_fields.string(field, maximumText), [&](auto &&value) { target = std::move(value); });
    }
    void operator()(std::string_view field, bool &target)
    {
        keep(m_fields.boolean(field, target), [&](bool value) { target = value; });
    }
    void operator()(std::string_view field, std::vector<std::string> &target)
    {
        keep(m_fields.strings(field, maximumEntries, maximumText),
             [&](auto &&value) { target = std::move(value); });
    }
    template <std::integral T> void operator()(std::string_view field, T &target)
    {
        keep(m_fields.integer(field, least<T>(), most<T>()), [&](auto value) {
            if (value)
                target = static_cast<T>(*value);
        });
    }
    template <std::integral T> void operator()(std::string_view field, std::optional<T> &target)
    {
        keep(m_fields.integer(field, least<T>(), most<T>()),
             [&](auto value) { target = value ? std::optional<T>(static_cast<T>(*value)) : std::nullopt; });
    }
    /// "Leave it" when absent, "no limit" when null.
    template <std::integral T>
    void operator()(std::string_view field, std::optional<std::optional<T>> &target)
    {
        std::optional<T> value;
        (*this)(field, value);
        if (!m_fault && m_fields.has(field))
            target = value;
    }
    /// A part of its own; absent or null: untouched.
    template <typename Read> void object(std::string_view field, Read read)
    {
        const Json *value = part(field);
        if (!value)
            return;
        Reader inner(*value);
        read(inner);
        if (inner.m_fault)
            m_fault = std::move(inner.m_fault);
    }
    template <typename T, typename Read>
    void objects(std::string_view field, std::vector<T> &target, Read read)
    {
        const Json *value = part(field);
        if (!value)
            return;
        if (!value->is_array() || value->size() > maximumEntries)
            return fault(field, "must be a list");
        for (const auto &element : *value) {
            Reader inner(element);
            T entry;
            read(inner, entry);
            if (inner.m_fault)
                m_fault = std::move(inner.m_fault);
            if (m_fault)
                return;
            target.push_back(std::move(entry));
        }
    }
    void fault(std::string_view field, std::string detail)
    {
        if (!m_fault)
            m_fault = Error{ErrorCode::InvalidArgument, 0, "field", std::string(field), std::move(detail)};
    }
    template <typename T> Result<T> result(T &&value)
    {
        if (m_fault)
            return tl::unexpected<Error>(std::move(*m_fault));
        return std::forward<T>(value);
    }
    const Json &json() const { return m_object; }

private:
    template <typename T> static constexpr std::int64_t least()
    {
        return std::is_signed_v<T> ? static_cast<std::int64_t>(std::numeric_limits<T>::min()) : 0;
    }
    template <typename T> static constexpr std::int64_t most()
    {
        return sizeof(T) == 8 ? INT64_MAX : static_cast<std::int64_t>(std::numeric_limits<T>::max());
    }
    template <typename T, typename Take> void keep(Result<T> read, Take take)
    {
        if (m_fault)
            return;
        if (read)
            take(std::move(*read));
        else
            m_fault = std::move(read.error());
    }
    const Json *part(std::string_view field) const
    {
        if (m_fault || !m_fields.has(field) || m_fields.isNull(field))
            return nullptr;
        return &*m_object.find(field);
    }

    const Json &m_object;
    Fields m_fields;
    std::optional<Error> m_fault;
};

} // namespace

Json toJson(const Limits &limits)
{
    return {{"memory", orNull(limits.memory)}, {"cpuWeight", orNull(limits.cpuWeight)}};
}

Json toJson(const Usage &usage)
{
    return {{"memoryBytes", number(usage.memoryBytes)},
            {"cpuUsec", number(usage.cpuUsec)},
            {"processes", number(usage.processes)}};
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
            {"usedBy", image.usedBy}};
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
