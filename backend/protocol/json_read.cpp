// SPDX-License-Identifier: GPL-3.0-or-later
// Core types from JSON: field by field, so that a missing one keeps its default and a wrong one is named.
// Runs in: helper, taperctl, window.
#include "protocol/json.h"

#include <array>
#include <concepts>
#include <limits>

namespace taper::protocol {

namespace {
constexpr std::size_t maximumText = 64 * 1024, maximumEntries = 65536;

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
    /// null or absent: not known.
    void flag(std::string_view field, std::optional<bool> &target)
    {
        if (m_fields.has(field) && !m_fields.isNull(field))
            keep(m_fields.boolean(field, false), [&](bool value) { target = value; });
    }
    void operator()(std::string_view field, std::vector<std::string> &target)
    {
        keep(m_fields.strings(field, maximumEntries, maximumText),
             [&](auto &&value) { target = std::move(value); });
    }
    void operator()(std::string_view field, std::map<std::string, std::string> &target)
    {
        const Json *value = part(field);
        if (!value)
            return;
        if (!value->is_object() || value->size() > maximumEntries)
            return fault(field, "must be an object");
        for (const auto &[key, text] : value->items()) {
            if (!text.is_string())
                return fault(field, "must hold texts");
            target[key] = text.get<std::string>();
        }
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
    void operator()(std::string_view field, std::optional<std::optional<std::string>> &target)
    {
        std::optional<std::string> value;
        (*this)(field, value);
        if (!m_fault && m_fields.has(field))
            target = std::move(value);
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

void read(Reader &in, Usage &usage)
{
    in("memoryBytes", usage.memoryBytes);
    in("cpuUsec", usage.cpuUsec);
    in("processes", usage.processes);
    in("swapBytes", usage.swapBytes);
    in("cpuPeriods", usage.cpuPeriods);
    in("cpuThrottledPeriods", usage.cpuThrottledPeriods);
    in("processesRefused", usage.processesRefused);
}

void read(Reader &in, LimitEvents &events)
{
    in("oomKills", events.oomKills);
    in("memoryHigh", events.memoryHigh);
    in("throttledUsec", events.throttledUsec);
    in("pidsRefused", events.pidsRefused);
}

void readParts(Reader &in, ContainerInfo &container)
{
    in.object("lastFailure", [&](Reader &part) {
        LastFailure &failure = container.lastFailure.emplace();
        part("when", failure.when);
        part("step", failure.step);
        part("code", failure.code);
        part("message", failure.message);
    });
    in.objects("addresses", container.addresses, [](Reader &part, Address &address) {
        part("interface", address.interface);
        part("address", address.address);
        part("prefix", address.prefix);
    });
    in.objects("timeline", container.timeline, [](Reader &part, TimelineStep &step) {
        part("step", step.step);
        part("atUsec", step.atUsec);
        part("durationUsec", step.durationUsec);
    });
    in.object("limits", [&](Reader &part) {
        part("memory", container.limits.memory);
        part("swap", container.limits.swap);
        part("cpuWeight", container.limits.cpuWeight);
        part("cpuCap", container.limits.cpuCap);
        part("cpus", container.limits.cpus);
        part("processes", container.limits.processes);
    });
    in.object("usage", [&](Reader &part) { read(part, container.usage); });
    in.object("events", [&](Reader &part) { read(part, container.events); });
    in.object("idMap", [&](Reader &part) {
        part("hostFirst", container.idMap.hostFirst);
        part("size", container.idMap.size);
    });
}

template <typename Kind, std::size_t count>
std::optional<Kind> kindFrom(std::string_view name, const std::array<Kind, count> &kinds,
                             std::string_view (*nameOf)(Kind))
{
    for (Kind kind : kinds)
        if (nameOf(kind) == name)
            return kind;
    return std::nullopt;
}

constexpr std::array nodeKinds{NodeKind::Uplink,    NodeKind::Bridge, NodeKind::Veth,     NodeKind::Macvlan,
                               NodeKind::Container, NodeKind::Host,   NodeKind::Loopback, NodeKind::Other};
constexpr std::array edgeKinds{EdgeKind::Port, EdgeKind::Peer, EdgeKind::Uplink};
constexpr std::array outcomes{JobOutcome::Running, JobOutcome::Done, JobOutcome::Failed,
                              JobOutcome::Cancelled};
} // namespace

Result<ContainerInfo> containerFromJson(const Json &json)
{
    Reader in(json);
    ContainerInfo container;
    in("name", container.name);
    in("owner", container.owner);
    std::string state(stateName(container.state));
    in("state", state);
    if (const auto known = stateFromName(state))
        container.state = *known;
    else
        in.fault("state", "is none that is known: " + state.substr(0, 40));
    in("profile", container.profile);
    in("image", container.image);
    in("pid", container.pid);
    in("network", container.network);
    in("mac", container.mac);
    in("addressFixed", container.addressFixed);
    in("macFixed", container.macFixed);
    in("exitStatus", container.exitStatus);
    in("cgroups", container.cgroups);
    in("createdAt", container.createdAt);
    in("startedAt", container.startedAt);
    in("ephemeral", container.ephemeral);
    readParts(in, container);
    return in.result(std::move(container));
}

Result<ImageInfo> imageFromJson(const Json &json)
{
    Reader in(json);
    ImageInfo image;
    in("name", image.name);
    in("fingerprint", image.fingerprint);
    in("sizeBytes", image.sizeBytes);
    in("createdAt", image.createdAt);
    in("os", image.os);
    in("init", image.init);
    in("usedBy", image.usedBy);
    in.object("recipe", [&](Reader &part) {
        ImageRecipe &recipe = image.recipe.emplace();
        part("distribution", recipe.distribution);
        part("release", recipe.release);
        part("mirror", recipe.mirror);
        part("architecture", recipe.architecture);
    });
    return in.result(std::move(image));
}

Result<ImageSource> imageSourceFromJson(const Json &json)
{
    Reader in(json);
    ImageSource source;
    in("distribution", source.distribution);
    in("release", source.release);
    in("title", source.title);
    in("mirror", source.mirror);
    in("suggested", source.suggested);
    return in.result(std::move(source));
}

Result<HostCheck> hostCheckFromJson(const Json &json)
{
    Reader in(json);
    HostCheck check;
    in("id", check.id);
    in("title", check.title);
    in("group", check.group);
    in("state", check.state);
    in("detail", check.detail);
    in("what", check.what);
    in("breaks", check.breaks);
    in("repair", check.repair);
    in("required", check.required);
    return in.result(std::move(check));
}

Result<HostInfo> hostInfoFromJson(const Json &json)
{
    Reader in(json);
    HostInfo info;
    in("hostname", info.hostname);
    in("os", info.os);
    in("kernel", info.kernel);
    in("cpus", info.cpus);
    in("cpuSet", info.cpuSet);
    in("unavailableLimits", info.unavailableLimits);
    in("memoryBytes", info.memoryBytes);
    in("uptimeSec", info.uptimeSec);
    in("cgroups", info.cgroups);
    in("helperVersion", info.helperVersion);
    in.object("storage", [&](Reader &part) {
        part("path", info.storagePath);
        part("freeBytes", info.storageFreeBytes);
        part("totalBytes", info.storageTotalBytes);
    });
    return in.result(std::move(info));
}

Result<JournalEntry> journalEntryFromJson(const Json &json)
{
    Reader in(json);
    JournalEntry entry;
    in("id", entry.id);
    in("time", entry.time);
    in("uid", entry.uid);
    in("method", entry.method);
    in("subject", entry.subject);
    in("outcome", entry.outcome);
    in("before", entry.before);
    in("after", entry.after);
    return in.result(std::move(entry));
}

Result<Rights> rightsFromJson(const Json &json)
{
    Reader in(json);
    Rights rights;
    in("uid", rights.uid);
    in("reason", rights.reason);
    in.object("actions", [&](Reader &part) {
        if (!part.json().is_object() || part.json().size() > 64)
            return part.fault("actions", "must be an object of a few fields");
        for (const auto &[action, word] : part.json().items())
            // A word of a newer helper is not taken for a permission.
            rights.actions[action] = word == "yes" ? Right::Yes : word == "ask" ? Right::Ask : Right::No;
    });
    return in.result(std::move(rights));
}

Result<JobInfo> jobFromJson(const Json &json)
{
    Reader in(json);
    JobInfo job;
    in("job", job.job);
    in("kind", job.kind);
    in("subject", job.subject);
    in("uid", job.uid);
    in("step", job.step);
    in("done", job.done);
    in("total", job.total);
    in("unit", job.unit);
    in("cancellable", job.cancellable);
    std::string outcome(jobOutcomeName(job.outcome));
    in("outcome", outcome);
    if (const auto known = kindFrom(outcome, outcomes, &jobOutcomeName))
        job.outcome = *known;
    else
        in.fault("outcome", "is none that is known: " + outcome.substr(0, 40));
    in.object("error", [&](Reader &part) { job.error = errorFromJson(part.json()); });
    return in.result(std::move(job));
}

Result<Topology> topologyFromJson(const Json &json)
{
    Reader in(json);
    Topology topology;
    in.objects("nodes", topology.nodes, [](Reader &part, TopologyNode &node) {
        std::string kind;
        part("id", node.id);
        part("kind", kind);
        node.kind = kindFrom(kind, nodeKinds, &nodeKindName).value_or(NodeKind::Other);
        part("name", node.name);
        part("ifindex", node.ifindex);
        part("netns", node.netns);
        part("owner", node.owner);
        part("container", node.container);
        part("addresses", node.addresses);
        part("mac", node.mac);
        part("state", node.state);
        part.flag("nat", node.nat);
    });
    std::vector<std::optional<TopologyEdge>> edges;
    in.objects("edges", edges, [](Reader &part, std::optional<TopologyEdge> &edge) {
        std::string kind;
        TopologyEdge read;
        part("from", read.from);
        part("to", read.to);
        part("kind", kind);
        // An edge of a kind this program does not know yet (a newer helper's) is not drawn.
        if (const auto known = kindFrom(kind, edgeKinds, &edgeKindName)) {
            read.kind = *known;
            edge = std::move(read);
        }
    });
    for (auto &edge : edges)
        if (edge)
            topology.edges.push_back(std::move(*edge));
    return in.result(std::move(topology));
}

Result<Usage> usageFromJson(const Json &json)
{
    Reader in(json);
    Usage usage;
    read(in, usage);
    return in.result(std::move(usage));
}

Result<LimitsChange> limitsChangeFromJson(const Json &json)
{
    Reader in(json);
    LimitsChange change;
    in("memory", change.memory);
    in("swap", change.swap);
    in("cpuWeight", change.cpuWeight);
    in("cpuCap", change.cpuCap);
    in("cpus", change.cpus);
    in("processes", change.processes);
    return in.result(std::move(change));
}

Error errorFromJson(const Json &json)
{
    Reader in(json);
    std::string code, message, subject;
    Error error;
    in("code", code);
    in("message", message);
    in("subject", subject);
    in("hint", error.hint);
    in("errno", error.errnoValue);
    error.code = errorCodeFromName(code);
    error.subject = subject;
    // The wire has the composed line; taken apart again, so that message() here says what it said there.
    for (auto at = message.find(subject); !subject.empty() && at != std::string::npos;
         at = message.find(subject, at + 1)) {
        error.operation = at > 0 ? message.substr(0, at - 1) : "";
        const auto rest = at + subject.size();
        error.detail = rest + 2 <= message.size() ? message.substr(rest + 2) : "";
        if (error.message() == message)
            return error;
    }
    error.operation.clear();
    error.detail = message.empty() ? "unknown error" : message;
    if (!subject.empty() && error.message() != message)
        error.subject.clear();
    return error;
}

} // namespace taper::protocol
