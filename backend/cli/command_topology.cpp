// SPDX-License-Identifier: GPL-3.0-or-later
// taperctl topology: the network as the kernel has it, as a tree: bridge, its ports, whose cable that is.
#include "cli/commands.h"
#include "cli/output.h"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace taper::cli {

namespace {
struct Marks
{
    std::string branch, last, down, blank, cable;
};

Marks marks()
{
    if (isUtf8Locale())
        return {"├─ ", "└─ ", "│  ", "   ", " ↔ "};
    return {"|- ", "`- ", "|  ", "   ", " <-> "};
}

class Tree
{
public:
    explicit Tree(const Topology &topology) : m_topology(topology), m_marks(marks()) {}

    std::string text() const
    {
        std::vector<const TopologyNode *> top;
        for (const auto &node : m_topology.nodes)
            if (node.netns == "host" && isInterface(node) && bridgeOf(node).empty())
                top.push_back(&node);
        std::stable_sort(top.begin(), top.end(), [](const auto *a, const auto *b) {
            return (a->kind == NodeKind::Bridge) > (b->kind == NodeKind::Bridge);
        });
        std::string result = "host\n";
        for (std::size_t i = 0; i < top.size(); ++i)
            result += subtree(*top[i], "", i + 1 == top.size());
        return result + unconnected();
    }

private:
    static bool isInterface(const TopologyNode &node)
    {
        return node.kind != NodeKind::Container && node.kind != NodeKind::Host;
    }
    const TopologyNode *find(const std::string &id) const
    {
        for (const auto &node : m_topology.nodes)
            if (node.id == id)
                return &node;
        return nullptr;
    }
    std::string bridgeOf(const TopologyNode &node) const
    {
        for (const auto &edge : m_topology.edges)
            if (edge.kind == EdgeKind::Port && edge.from == node.id)
                return edge.to;
        return {};
    }
    const TopologyNode *peerOf(const TopologyNode &node) const
    {
        for (const auto &edge : m_topology.edges)
            if (edge.kind == EdgeKind::Peer && (edge.from == node.id || edge.to == node.id))
                return find(edge.from == node.id ? edge.to : edge.from);
        return nullptr;
    }
    std::string line(const TopologyNode &node) const
    {
        std::string text = node.name + " (" + std::string(nodeKindName(node.kind)) + " " +
                           std::to_string(node.ifindex) + ", " + node.state + ")";
        if (!node.addresses.empty())
            text += " " + joined(node.addresses, " ");
        if (const auto *peer = peerOf(node)) {
            text += m_marks.cable + peer->name + " (" + std::to_string(peer->ifindex) + ")";
            if (!peer->container.empty())
                text += " of " + peer->container;
            if (!peer->addresses.empty())
                text += " " + joined(peer->addresses, " ");
        }
        return printable(text);
    }
    std::string subtree(const TopologyNode &node, const std::string &indent, bool isLast) const
    {
        std::vector<const TopologyNode *> ports;
        for (const auto &edge : m_topology.edges)
            if (edge.kind == EdgeKind::Port && edge.to == node.id)
                if (const auto *port = find(edge.from); port && port->kind != NodeKind::Bridge)
                    ports.push_back(port);
        std::string result = indent + (isLast ? m_marks.last : m_marks.branch) + line(node) + "\n";
        for (std::size_t i = 0; i < ports.size(); ++i)
            result += indent + (isLast ? m_marks.blank : m_marks.down) +
                      (i + 1 == ports.size() ? m_marks.last : m_marks.branch) + line(*ports[i]) + "\n";
        return result;
    }
    /// Containers with no network card but their loopback.
    std::string unconnected() const
    {
        std::vector<std::string> names;
        for (const auto &node : m_topology.nodes) {
            const bool wired =
                std::any_of(m_topology.nodes.begin(), m_topology.nodes.end(), [&](const auto &other) {
                    return isInterface(other) && other.kind != NodeKind::Loopback && other.netns == node.name;
                });
            if (node.kind == NodeKind::Container && !wired)
                names.push_back(printable(node.name));
        }
        return names.empty() ? "" : "without a network: " + joined(names, ", ") + "\n";
    }

    const Topology &m_topology;
    Marks m_marks;
};

int topology(Context &context)
{
    auto answer = context.call("topology.get");
    if (!answer)
        return context.report(answer.error());
    if (context.json) {
        printJson(*answer);
        return exitOk;
    }
    auto read = protocol::topologyFromJson(*answer);
    if (!read)
        return context.report(read.error());
    print(Tree(*read).text());
    return exitOk;
}
} // namespace

void addTopology(CLI::App &app, Program &program)
{
    auto *command = app.add_subcommand("topology", "Show bridges, cables and who is plugged in where");
    command->footer("Example: taperctl topology");
    command->callback([&program] { program.run = [](Context &context) { return topology(context); }; });
}

} // namespace taper::cli
