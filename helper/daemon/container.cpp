// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/container.h"

#include <sys/wait.h>

namespace taper::daemon {

std::int32_t exitStatusOf(int waitStatus)
{
    return WIFSIGNALED(waitStatus) ? 128 + WTERMSIG(waitStatus) : WEXITSTATUS(waitStatus);
}

std::vector<Address> addressesOf(const Container &container)
{
    if (!container.attachment)
        return {};
    return {{"eth0", network::formatIpv4(container.attachment->address), container.attachment->prefix}};
}

ContainerInfo infoOf(const Container &container)
{
    const auto &record = container.record;
    ContainerInfo info;
    info.name = record.name;
    info.owner = record.owner;
    info.state = container.state;
    info.lastFailure = container.lastFailure;
    info.image = record.image;
    info.network = record.network;
    info.mac = record.mac;
    info.addressFixed = record.addressFixed;
    info.macFixed = record.macFixed;
    info.limits = record.limits;
    info.idMap = {record.idFirst, 65536};
    info.exitStatus = container.exitStatus;
    info.createdAt = record.createdAt;
    info.ephemeral = record.ephemeral;
    info.timeline = container.timeline;
    info.events = container.lastEvents;
    if (!container.startedAt.empty())
        info.startedAt = container.startedAt;
    info.addresses = addressesOf(container);
    if (container.state != State::Stopped) {
        if (container.init)
            info.pid = container.init.pid();
        if (container.group) {
            info.cgroups = container.group->paths();
            if (auto usage = container.group->usage())
                info.usage = *usage;
            if (auto events = container.group->events())
                info.events = *events;
        }
    }
    return info;
}

} // namespace taper::daemon
