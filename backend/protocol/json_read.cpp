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

void read(Reader &in, Usage &usage)
{
    in("memoryBytes", usage.memoryBytes);
    in("cpuUsec", usage.cpuUsec);
    in("processes", usage.processes);
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
        part("cpuWeight", container.limits.cpuWeight);
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
    return in.result(std::move(image));
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
    in("cpuWeight", change.cpuWeight);
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
