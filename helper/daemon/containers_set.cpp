// SPDX-License-Identifier: GPL-3.0-or-later
// container.set: what was asked for becomes a whole new record; it is in force and saved, or nothing is changed.
// Runs in: helper.
#include "daemon/containers.h"

#include <spdlog/spdlog.h>

namespace taper::daemon {

using protocol::Json;

namespace {
/// Of a record, what container.set can change.
Json settingsOf(const storage::ContainerRecord &record)
{
    return {{"limits", protocol::toJson(record.limits)}, {"address", record.address}, {"mac", record.mac}};
}

/// What of after is not in before, as the journal keeps it; "" when all is the same.
std::string difference(const Json &before, const Json &after)
{
    Json changed = Json::object();
    for (const auto &[key, value] : after["limits"].items())
        if (!before["limits"].contains(key) || before["limits"][key] != value)
            changed["limits"][key] = value;
    for (const char *key : {"address", "mac"})
        if (before[key] != after[key])
            changed[key] = after[key];
    return changed.empty() ? std::string() : protocol::dumpJson(changed);
}
} // namespace

/// The record as the request wants it. Nothing is written yet.
Status Containers::readChange(const Container &container, const Json &params,
                              storage::ContainerRecord &wanted) const
{
    wanted = container.record;
    const auto wish = readAddressWish(params);
    if (!wish)
        return tl::unexpected(wish.error());
    const auto limits = params.find("limits");
    const bool hasLimits = limits != params.end() && !limits->is_null();
    if (!hasLimits && wish->empty())
        return fail(ErrorCode::InvalidArgument, "set", wanted.name, "nothing to change was named",
                    "Name a limit, for example memory, or an address.");
    if (!wish->empty() && !container.isStopped())
        return fail(ErrorCode::ContainerWrongState, "set the address of", wanted.name,
                    "the container is " + std::string(stateName(container.state)), "Stop it first.");
    if (!wish->empty())
        if (Status settled = settleAddress(m_parts.network, othersOf(wanted.name), *wish, wanted); !settled)
            return settled;
    if (!hasLimits)
        return {};
    auto change = protocol::limitsChangeFromJson(*limits);
    if (!change)
        return tl::unexpected(std::move(change.error()));
    auto changed = applied(wanted.limits, *change);
    if (!changed)
        return tl::unexpected(std::move(changed.error()));
    wanted.limits = std::move(*changed);
    return m_parts.cgroups.check(wanted.name, wanted.limits);
}

Status Containers::take(Container &container, const storage::ContainerRecord &wanted)
{
    const auto before = container.record;
    const bool live = container.group && container.state != State::Stopped;
    if (live)
        if (Status set = container.group->setLimits(wanted.limits); !set)
            return set;
    container.record = wanted;
    Status saved = m_parts.storage.saveContainer(wanted);
    if (saved) {
        container.attachment = attachmentOf(wanted);
        return {};
    }
    container.record = before; // what is not saved does not stay in force
    if (live)
        if (Status back = container.group->setLimits(before.limits); !back)
            spdlog::error("{}: {}", before.name, back.error().message());
    return saved;
}

void Containers::setMethod(Call call)
{
    auto container = require(call.params);
    if (!container) {
        call.reply(tl::unexpected(container.error()));
        return;
    }
    Container &changed = **container;
    if (changed.changing) { // in order
        changed.changes.push_back([this, id = changed.record.id, call = std::move(call)] {
            // Permission was for this one; its name may be another's by now.
            auto named = require(call.params);
            if (named && (*named)->record.id == id)
                setMethod(call);
            else
                call.reply(named ? fail(ErrorCode::ContainerUnknown, "set", (*named)->record.name,
                                        "it is not the same container any more", "Look at it, and try again.")
                                 : tl::unexpected(named.error()));
        });
        return;
    }
    const storage::ContainerRecord before = changed.record;
    storage::ContainerRecord wanted;
    Status done = readChange(changed, call.params, wanted);
    if (done && changed.group && changed.state != State::Stopped)
        if (auto reclaim = changed.group->mustReclaim(wanted.limits)) {
            // The kernel frees memory within write(2): a worker waits for that, not this loop.
            changed.changing = true;
            m_parts.workers.runLimits(wanted.name, wanted.limits, std::move(*reclaim),
                                      [this, id = changed.record.id, call](Result<Json> report) {
                                          reclaimed(id, call,
                                                    report ? Status() : tl::unexpected(report.error()));
                                      });
            return;
        }
    if (done)
        done = take(changed, wanted);
    answerSet(changed, call, before, std::move(done));
}

/// The memory limit is in force, or not; the rest follows. It may have stopped or got another name meanwhile.
void Containers::reclaimed(const std::string &id, Call call, Status freed)
{
    Container *changed = findById(id);
    if (!changed) {
        call.reply(fail(ErrorCode::ContainerUnknown, "set", "", "it was deleted meanwhile"));
        return;
    }
    const storage::ContainerRecord before = changed->record;
    const bool live = changed->group && changed->state != State::Stopped;
    storage::ContainerRecord wanted;
    // One that has ended meanwhile has nothing left to be freed: the limit is for its next start.
    Status done = live ? std::move(freed) : Status();
    if (done)
        done = readChange(*changed, call.params, wanted);
    if (done)
        done = take(*changed, wanted);
    if (!done && live)
        if (Status back = changed->group->setLimits(before.limits); !back)
            spdlog::error("{}: {}", changed->record.name, back.error().message());
    answerSet(*changed, call, before, std::move(done));
    changed->changing = false;
    m_parts.loop.soon([this, id] {
        Container *it = findById(id);
        if (!it || it->changing || it->changes.empty())
            return;
        for (auto &change : std::exchange(it->changes, {}))
            change(); // one that has to wait puts those behind it back into the row
    });
}

void Containers::answerSet(Container &container, const Call &call, const storage::ContainerRecord &before,
                           Status done)
{
    if (!done) {
        Error error = std::move(done.error());
        error.subject = container.record.name; // never the group's number
        call.reply(tl::unexpected(std::move(error)));
        return;
    }
    if (call.note) {
        const Json old = settingsOf(before), now = settingsOf(container.record);
        call.note->before = difference(now, old);
        call.note->after = difference(old, now);
    }
    m_changed(container.record.name);
    call.reply(protocol::toJson(infoOf(container)));
}

} // namespace taper::daemon
