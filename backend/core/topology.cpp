// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/topology.h"

namespace taper {

std::string_view nodeKindName(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Uplink: return "uplink";
    case NodeKind::Bridge: return "bridge";
    case NodeKind::Veth: return "veth";
    case NodeKind::Macvlan: return "macvlan";
    case NodeKind::Container: return "container";
    case NodeKind::Host: return "host";
    case NodeKind::Loopback: return "loopback";
    case NodeKind::Other: break;
    }
    return "other";
}

std::string_view edgeKindName(EdgeKind kind)
{
    switch (kind) {
    case EdgeKind::Port: return "port";
    case EdgeKind::Peer: return "peer";
    case EdgeKind::Uplink: break;
    }
    return "uplink";
}

} // namespace taper
