// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/topology_picture.h"
#include <QSet>
#include <algorithm>
#include <tuple>

namespace taper {

namespace {

QString text(const std::string &string)
{
    return QString::fromStdString(string);
}

/// Finds its way in the kernel's graph.
class Graph
{
public:
    explicit Graph(const Topology &topology) : m_topology(topology)
    {
        for (const TopologyNode &node : topology.nodes)
            m_nodes.insert(text(node.id), &node);
        for (const TopologyEdge &edge : topology.edges) {
            const QString from = text(edge.from), to = text(edge.to);
            switch (edge.kind) {
            case EdgeKind::Port:
                m_bridgeOf.insert(from, to);
                break;
            case EdgeKind::Peer:
                m_peerOf.insert(from, to);
                m_peerOf.insert(to, from);
                break;
            case EdgeKind::Uplink:
                m_ownerOf.insert(from, to);
                break;
            }
        }
    }

    const TopologyNode *node(const QString &id) const { return m_nodes.value(id); }
    const TopologyNode *peer(const TopologyNode &node) const
    {
        return m_nodes.value(m_peerOf.value(text(node.id)));
    }
    QString bridge(const TopologyNode &node) const
    {
        const QString id = m_bridgeOf.value(text(node.id));
        const TopologyNode *bridge = m_nodes.value(id);
        return bridge && bridge->kind == NodeKind::Bridge ? id : QString();
    }
    /// The container node whose network card this is.
    QString container(const TopologyNode &node) const
    {
        const TopologyNode *owner = m_nodes.value(m_ownerOf.value(text(node.id)));
        if (owner && owner->kind == NodeKind::Container)
            return text(owner->id);
        const QString name =
            text(node.container.empty() && node.netns != "host" ? node.netns : node.container);
        const QString id = QStringLiteral("container:") + name;
        return !name.isEmpty() && m_nodes.contains(id) ? id : QString();
    }
    bool onHost(const TopologyNode &node) const { return node.netns == "host" || node.netns.empty(); }
    const Topology &topology() const { return m_topology; }

private:
    const Topology &m_topology;
    QHash<QString, const TopologyNode *> m_nodes;
    QHash<QString, QString> m_bridgeOf, m_peerOf, m_ownerOf;
};

PictureEnd endOf(const TopologyNode &node)
{
    return {text(node.name), node.ifindex, text(node.mac), node.state == "up"};
}

PictureItem itemOf(const TopologyNode &node, PictureKind kind)
{
    PictureItem item;
    item.id = text(node.id);
    item.kind = kind;
    item.name = text(node.name);
    item.near = endOf(node);
    for (const std::string &address : node.addresses)
        item.addresses += text(address);
    item.type = QString::fromUtf8(nodeKindName(node.kind).data(), qsizetype(nodeKindName(node.kind).size()));
    item.ours = node.owner == "taper";
    item.frozen = node.state == "frozen";
    item.up = node.state == "up" || item.frozen;
    item.nat = node.nat;
    return item;
}

/// veth on this computer whose other end is in a container, or nowhere that can be seen.
bool isCableEnd(const Graph &graph, const TopologyNode &node)
{
    if (node.kind != NodeKind::Veth || !graph.onHost(node))
        return false;
    const TopologyNode *peer = graph.peer(node);
    return (peer && !graph.onHost(*peer)) || !graph.bridge(node).isEmpty();
}

PictureItem cableFrom(const Graph &graph, const TopologyNode &node)
{
    PictureItem cable = itemOf(node, PictureKind::Cable);
    cable.addresses.clear();
    cable.bridge = graph.bridge(node);
    if (const TopologyNode *peer = graph.peer(node); peer && !graph.onHost(*peer)) {
        cable.far = endOf(*peer);
        cable.container = graph.container(*peer);
        for (const std::string &address : peer->addresses)
            cable.addresses += text(address);
    }
    return cable;
}

/// A container's network card without an end on this computer (macvlan, an interface that was moved in).
PictureItem cableInside(const Graph &graph, const TopologyNode &node)
{
    PictureItem cable = itemOf(node, PictureKind::Cable);
    cable.near = {};
    cable.far = endOf(node);
    cable.container = graph.container(node);
    return cable;
}

int rank(const PictureItem &item)
{
    switch (item.kind) {
    case PictureKind::Host:
        return 0;
    case PictureKind::Uplink:
        return 1;
    case PictureKind::Other:
        return 2;
    case PictureKind::Bridge:
        return item.ours ? 3 : 4;
    case PictureKind::Container:
        return 5;
    case PictureKind::Cable:
        return 6;
    }
    return 7;
}

void addNode(const Graph &graph, const TopologyNode &node, std::vector<PictureItem> &items)
{
    const bool host = graph.onHost(node);
    switch (node.kind) {
    case NodeKind::Loopback:
        return;
    case NodeKind::Host:
        items.push_back(itemOf(node, PictureKind::Host));
        return;
    case NodeKind::Container: {
        PictureItem item = itemOf(node, PictureKind::Container);
        item.near = {};
        items.push_back(item);
        return;
    }
    case NodeKind::Bridge:
        if (host)
            items.push_back(itemOf(node, PictureKind::Bridge));
        return;
    case NodeKind::Uplink:
        if (host) {
            items.push_back(itemOf(node, PictureKind::Uplink));
            items.back().bridge = graph.bridge(node);
            return;
        }
        break;
    case NodeKind::Veth:
    case NodeKind::Macvlan:
    case NodeKind::Other:
        break;
    }
    if (isCableEnd(graph, node))
        items.push_back(cableFrom(graph, node));
    else if (host)
        items.push_back(itemOf(node, PictureKind::Other));
    else if (const TopologyNode *peer = graph.peer(node);
             !(peer && graph.onHost(*peer)) &&
             (node.kind == NodeKind::Macvlan || node.kind == NodeKind::Uplink))
        items.push_back(cableInside(graph, node));
}

/// What is known of a container only through its interfaces: addresses, cables, the bridge it hangs on.
void completeContainers(const Graph &graph, std::vector<PictureItem> &items)
{
    QHash<QString, PictureItem *> containers, bridges;
    QSet<QString> drawn;
    for (PictureItem &item : items) {
        if (item.kind == PictureKind::Container)
            containers.insert(item.id, &item);
        if (item.kind == PictureKind::Bridge)
            bridges.insert(item.id, &item);
    }
    // Ours first: it is below our bridge that a container with several stands.
    std::vector<std::pair<int, const PictureItem *>> cables;
    for (const PictureItem &item : items)
        if (item.kind == PictureKind::Cable) {
            const PictureItem *bridge = bridges.value(item.bridge);
            cables.emplace_back(!bridge ? 2 : bridge->ours ? 0 : 1, &item);
        }
    std::sort(cables.begin(), cables.end(), [](const auto &left, const auto &right) {
        return std::tie(left.first, left.second->far.index, left.second->id) <
               std::tie(right.first, right.second->far.index, right.second->id);
    });
    for (const auto &[rankOfBridge, cable] : cables) {
        if (PictureItem *bridge = bridges.value(cable->bridge))
            ++bridge->cables;
        PictureItem *container = containers.value(cable->container);
        if (!container)
            continue;
        drawn.insert(cable->container + u'/' + cable->far.name);
        ++container->cables;
        if (container->bridge.isEmpty())
            container->bridge = cable->bridge;
        for (const QString &address : cable->addresses)
            if (!container->addresses.contains(address))
                container->addresses += address;
    }
    for (const TopologyNode &node : graph.topology().nodes) {
        if (graph.onHost(node) || node.kind == NodeKind::Loopback || node.kind == NodeKind::Container)
            continue;
        const QString id = graph.container(node);
        PictureItem *container = containers.value(id);
        if (container && !drawn.contains(id + u'/' + text(node.name)))
            container->otherInterfaces += text(node.name);
    }
    for (PictureItem *container : std::as_const(containers))
        container->otherInterfaces.sort();
}

} // namespace

QString PictureEnd::label() const
{
    return index == 0 ? name : QStringLiteral("%1 #%2").arg(name).arg(index);
}

bool naturalLess(const QString &left, const QString &right)
{
    qsizetype i = 0, j = 0;
    while (i < left.size() && j < right.size()) {
        if (left.at(i).isDigit() && right.at(j).isDigit()) {
            const auto number = [](const QString &string, qsizetype &at) {
                const qsizetype start = at;
                while (at < string.size() && string.at(at).isDigit())
                    ++at;
                return QStringView(string).mid(start, at - start);
            };
            QStringView a = number(left, i), b = number(right, j);
            while (a.size() > 1 && a.front() == u'0')
                a = a.mid(1);
            while (b.size() > 1 && b.front() == u'0')
                b = b.mid(1);
            if (a.size() != b.size())
                return a.size() < b.size();
            if (const int order = a.compare(b); order != 0)
                return order < 0;
        } else {
            if (left.at(i) != right.at(j))
                return left.at(i) < right.at(j);
            ++i;
            ++j;
        }
    }
    if (left.size() - i != right.size() - j)
        return left.size() - i < right.size() - j;
    return left < right;
}

TopologyPicture TopologyPicture::from(const Topology &topology)
{
    TopologyPicture picture;
    const Graph graph(topology);
    for (const TopologyNode &node : topology.nodes)
        addNode(graph, node, picture.items);
    completeContainers(graph, picture.items);
    // The items are large: sort where they are to go, then move each once.
    std::vector<std::pair<int, std::size_t>> order;
    order.reserve(picture.items.size());
    for (std::size_t i = 0; i < picture.items.size(); ++i)
        order.emplace_back(rank(picture.items[i]), i);
    std::sort(order.begin(), order.end(), [&](const auto &left, const auto &right) {
        if (left.first != right.first)
            return left.first < right.first;
        const PictureItem &a = picture.items[left.second], &b = picture.items[right.second];
        return a.name == b.name ? a.id < b.id : naturalLess(a.name, b.name);
    });
    std::vector<PictureItem> sorted;
    sorted.reserve(order.size());
    for (const auto &[rankOfItem, place] : order)
        sorted.push_back(std::move(picture.items[place]));
    picture.items = std::move(sorted);
    for (std::size_t i = 0; i < picture.items.size(); ++i)
        picture.index.insert(picture.items[i].id, i);
    return picture;
}

const PictureItem *TopologyPicture::find(const QString &id) const
{
    const auto found = index.constFind(id);
    return found == index.constEnd() ? nullptr : &items[*found];
}

bool TopologyPicture::isEmpty() const
{
    return std::none_of(items.begin(), items.end(), [](const PictureItem &item) {
        return item.kind == PictureKind::Bridge || item.kind == PictureKind::Container ||
               item.kind == PictureKind::Cable;
    });
}

} // namespace taper
