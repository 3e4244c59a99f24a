// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/containers.h"

#include <spdlog/spdlog.h>

namespace taper::daemon {

using protocol::Json;

namespace {
constexpr std::int64_t stopTimeoutSec = 60, longestTimeoutSec = 3600;
constexpr std::size_t mostWaiters = 4096;

Json addressesJson(const Container &container)
{
    ContainerInfo info;
    info.addresses = addressesOf(container);
    return protocol::toJson(info).value("addresses", Json::array());
}
} // namespace

Containers::Containers(Parts parts, const Isolation &isolation,
                       std::function<void(const std::string &name)> changed,
                       std::function<void(Container &, const monitor::Message &)> sessionEvent,
                       std::function<void(Container &)> stopped)
    : m_parts(parts),
      m_changed(std::move(changed)),
      m_stopped(std::move(stopped)),
      m_lifecycle(
          {parts.loop, parts.paths, isolation, parts.storage, parts.cgroups, parts.network},
          {[this](Container &container) { m_changed(container.record.name); },
           [this](const std::string &fingerprint) { return m_parts.images.byFingerprint(fingerprint); },
           std::move(sessionEvent), [this](Container &container) { deleteWhenStopped(container); },
           [this](const std::string &name) { return find(name); },
           [this](const std::string &id) { return findById(id); },
           [this](Container &container) { return readdress(container); }})
{
}

Status Containers::load()
{
    auto records = m_parts.storage.loadContainers();
    if (!records)
        return tl::unexpected(records.error());
    for (auto &record : *records) {
        auto container = std::make_unique<Container>();
        container->attachment = attachmentOf(record);
        container->record = std::move(record);
        const std::string name = container->record.name;
        m_containers.emplace(name, std::move(container));
    }
    m_lifecycle.recover(m_containers);
    finishRenames();
    std::vector<std::string> names;
    for (const auto &[name, container] : m_containers)
        if (container->record.ephemeral && container->isStopped())
            names.push_back(name);
    for (const auto &name : names)
        deleteWhenStopped(*m_containers.at(name));
    return {};
}

void Containers::addTo(Router &router)
{
    router.on("container.list", [this](Call call) { call.reply(list()); });
    router.on("container.show", [this](Call call) {
        auto container = require(call.params);
        call.reply(container ? Result<Json>(protocol::toJson(infoOf(**container)))
                             : tl::unexpected(container.error()));
    });
    router.on("container.create", [this](Call call) { create(std::move(call)); });
    router.on("container.start", [this](Call call) { startMethod(std::move(call)); });
    router.on("container.stop", [this](Call call) { stopMethod(std::move(call)); });
    router.on("container.kill", [this](Call call) { killMethod(std::move(call)); });
    router.on("container.restart", [this](Call call) { restartMethod(std::move(call)); });
    router.on("container.freeze", [this](Call call) { freezeMethod(std::move(call), true); });
    router.on("container.unfreeze", [this](Call call) { freezeMethod(std::move(call), false); });
    router.on("container.delete", [this](Call call) { deleteMethod(std::move(call)); });
    router.on("container.rename", [this](Call call) { renameMethod(std::move(call)); });
    router.on("container.set", [this](Call call) { setMethod(std::move(call)); });
    router.on("container.wait", [this](Call call) { waitMethod(std::move(call)); });
}

Container *Containers::find(const std::string &name)
{
    auto found = m_containers.find(name);
    return found == m_containers.end() ? nullptr : found->second.get();
}

Container *Containers::findById(const std::string &id)
{
    for (const auto &[name, container] : m_containers)
        if (container->record.id == id)
            return container.get();
    return nullptr;
}

Result<Container *> Containers::require(const Json &params)
{
    auto name = protocol::Fields(params).requireString("name", 256);
    if (!name)
        return tl::unexpected(name.error());
    if (Container *container = find(*name))
        return container;
    std::string shown;
    for (char c : name->substr(0, 64))
        shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    return fail(ErrorCode::ContainerUnknown, "container", shown, "there is no such container",
                "`taperctl list` shows those there are.");
}

std::vector<std::string> Containers::usersOf(const std::string &fingerprint) const
{
    std::vector<std::string> names;
    for (const auto &[name, container] : m_containers)
        if (container->record.fingerprint == fingerprint)
            names.push_back(name);
    for (const auto &[name, record] : m_beingMade)
        if (record.fingerprint == fingerprint)
            names.push_back(name);
    return names;
}

std::set<network::Ipv4> Containers::addresses() const
{
    std::set<network::Ipv4> taken;
    auto add = [&](const storage::ContainerRecord &record) {
        if (auto address = network::parseIpv4(record.address))
            taken.insert(*address);
    };
    for (const auto &[name, container] : m_containers)
        add(container->record);
    for (const auto &[name, record] : m_beingMade)
        add(record);
    return taken;
}

Json Containers::list() const
{
    Json containers = Json::array();
    for (const auto &[name, container] : m_containers)
        containers.push_back(protocol::toJson(infoOf(*container)));
    return containers;
}

std::optional<Json> Containers::show(const std::string &name) const
{
    auto found = m_containers.find(name);
    if (found == m_containers.end())
        return std::nullopt;
    return protocol::toJson(infoOf(*found->second));
}

Json Containers::usages() const
{
    Json usages = Json::object();
    for (const auto &[name, container] : m_containers)
        if (container->group && container->state != State::Stopped)
            if (auto usage = container->group->usage())
                usages[name] = protocol::toJson(*usage);
    return usages;
}

std::shared_ptr<Job> Containers::begin(Call &call, const Container &container)
{
    auto job =
        m_parts.jobs.begin(std::string(call.method->name), container.record.name, call.peer, call.connection);
    call.reply(Json{{"job", job->info().job}});
    return job;
}

std::function<void(Status)> Containers::ending(std::shared_ptr<Job> job, Call &call, bool withAddresses)
{
    return [this, job, uid = call.peer.uid, method = call.method->name, withAddresses](Status status) {
        const std::string &name = job->info().subject;
        Json result = Json::object();
        if (const Container *container = find(name); container && withAddresses)
            result = {{"pid", container->init.pid()}, {"addresses", addressesJson(*container)}};
        if (status)
            job->finish(std::move(result));
        else
            job->finish(tl::unexpected(status.error()));
        // Nobody waits for it, and no request is read before it is written.
        m_parts.journal.add(uid, method, name,
                            status ? "done" : std::string(errorCodeName(status.error().code)));
    };
}

void Containers::startMethod(Call call)
{
    auto container = require(call.params);
    if (!container) {
        call.reply(tl::unexpected(container.error()));
        return;
    }
    auto job = begin(call, **container);
    m_lifecycle.start(**container, job, ending(job, call, true));
}

void Containers::stopMethod(Call call)
{
    auto container = require(call.params);
    auto timeout = protocol::Fields(call.params).integer("timeoutSec", 0, longestTimeoutSec);
    if (!container || !timeout) {
        call.reply(tl::unexpected(container ? timeout.error() : container.error()));
        return;
    }
    auto job = begin(call, **container);
    m_lifecycle.stop(**container, static_cast<int>(timeout->value_or(stopTimeoutSec)), job,
                     ending(job, call, false));
}

void Containers::killMethod(Call call)
{
    auto container = require(call.params);
    if (!container) {
        call.reply(tl::unexpected(container.error()));
        return;
    }
    auto job = begin(call, **container);
    job->step("kill");
    m_lifecycle.kill(**container, ending(job, call, false));
}

void Containers::freezeMethod(Call call, bool frozen)
{
    auto container = require(call.params);
    if (!container) {
        call.reply(tl::unexpected(container.error()));
        return;
    }
    auto job = begin(call, **container);
    auto end = ending(job, call, false);
    if (frozen)
        m_lifecycle.freeze(**container, job, std::move(end));
    else
        m_lifecycle.unfreeze(**container, job, std::move(end));
}

void Containers::restartMethod(Call call)
{
    auto container = require(call.params);
    auto timeout = protocol::Fields(call.params).integer("timeoutSec", 0, longestTimeoutSec);
    if (!container || !timeout) {
        call.reply(tl::unexpected(container ? timeout.error() : container.error()));
        return;
    }
    auto job = begin(call, **container);
    auto end = ending(job, call, true);
    m_lifecycle.stop(**container, static_cast<int>(timeout->value_or(stopTimeoutSec)), job,
                     [this, job, end](Status stopped) {
                         Container *still = find(job->info().subject);
                         if (!stopped)
                             end(std::move(stopped));
                         else if (!still)
                             end(fail(ErrorCode::ContainerUnknown, "restart", job->info().subject,
                                      "it was deleted when it stopped"));
                         else
                             m_lifecycle.start(*still, job, end);
                     });
}

void Containers::deleteMethod(Call call)
{
    auto container = require(call.params);
    auto force = protocol::Fields(call.params).boolean("force", false);
    if (!container || !force) {
        call.reply(tl::unexpected(container ? force.error() : container.error()));
        return;
    }
    if (!(*container)->isStopped() && !*force) {
        call.reply(fail(ErrorCode::ContainerWrongState, "delete", (*container)->record.name,
                        "the container is " + std::string(stateName((*container)->state)),
                        "Stop it first, or use --force."));
        return;
    }
    auto job = begin(call, **container);
    auto end = ending(job, call, false);
    if (!(*container)->isStopped())
        m_lifecycle.kill(**container, [](Status) {});
    m_lifecycle.whenStopped(**container, [this, job, end] {
        // An operation that waited its turn (a start) may come first: then the delete has to wait for the
        // next stop.
        Container *still = find(job->info().subject);
        if (!still)
            end({}); // ephemeral: gone by itself
        else
            m_lifecycle.enqueue(
                *still, [this, name = job->info().subject, end](Container *it, std::function<void()> next) {
                    Status status = !it               ? Status()
                                    : it->isStopped() ? drop(*it)
                                                      : fail(ErrorCode::ContainerWrongState, "delete", name,
                                                             "it was started meanwhile", "Stop it first.");
                    end(status);
                    next();
                });
    });
}

Status Containers::drop(Container &container)
{
    const storage::ContainerRecord record = container.record;
    if (auto dropped = m_parts.storage.dropContainer(record); !dropped)
        return dropped;
    unlink(m_parts.paths.runtimeFile(record.id).c_str());
    auto waiting = std::move(container.operations);
    auto changes = std::move(container.changes);
    m_containers.erase(record.name);
    m_changed(record.name);
    m_parts.workers.emptyTrash();
    ContainerLifecycle::refuseOperations(std::move(waiting));
    for (auto &change : changes) // each finds that it is gone
        change();
    return {};
}

void Containers::deleteWhenStopped(Container &container)
{
    m_stopped(container);
    if (!container.record.ephemeral)
        return;
    m_lifecycle.enqueue(container,
                        [this, name = container.record.name](Container *it, std::function<void()> next) {
                            if (it && it->isStopped())
                                if (auto dropped = drop(*it); !dropped)
                                    spdlog::error("{}: {}", name, dropped.error().message());
                            next();
                        });
}

void Containers::waitMethod(Call call)
{
    auto container = require(call.params);
    if (!container) {
        call.reply(tl::unexpected(container.error()));
        return;
    }
    if ((*container)->whenStopped.size() >= mostWaiters) { // those whose clients have gone count, too
        call.reply(fail(ErrorCode::TooManyRequests, "wait", (*container)->record.name,
                        "too many already wait for its end"));
        return;
    }
    m_lifecycle.whenStopped(**container, [this, name = (*container)->record.name, reply = call.reply] {
        const Container *it = find(name);
        reply(Json{{"exitStatus", it && it->exitStatus ? Json(*it->exitStatus) : Json()}});
    });
}

void Containers::killAll(std::function<void()> then)
{
    m_lifecycle.refuseStarts();
    auto left = std::make_shared<std::size_t>(1);
    auto one = [left, then = std::move(then)] {
        if (--*left == 0)
            then();
    };
    for (auto &[name, container] : m_containers) {
        if (container->isStopped())
            continue;
        ++*left;
        m_lifecycle.kill(*container, [](Status) {});
        m_lifecycle.whenStopped(*container, one);
    }
    one();
}

} // namespace taper::daemon
