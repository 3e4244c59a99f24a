// SPDX-License-Identifier: GPL-3.0-or-later
// container.rename: record and directory in one step, then the names inside, by the storage worker.
//
//   record says the new name and renamedFrom   <- from here on it is renamed, whatever happens
//   directory follows                             (a helper that starts does it, Storage::loadContainers)
//   names inside follow                           (a helper that starts does it, finishRenames)
//   record without renamedFrom
//
// When the names inside cannot be written it gets its old name back. Runs in: helper.
#include "daemon/containers.h"

#include "core/names.h"
#include <spdlog/spdlog.h>

namespace taper::daemon {

using protocol::Json;

Status Containers::checkRename(const Container &container, const std::string &newName) const
{
    const std::string &name = container.record.name;
    if (Status good = checkContainerName(newName); !good)
        return good;
    if (newName == name)
        return fail(ErrorCode::NameTaken, "rename", name, "it has this name already", "Choose another name.");
    if (nameIsTaken(newName, name))
        return fail(ErrorCode::NameTaken, "rename " + name, newName,
                    "there is already a container of that name", "Choose another name.");
    if (!container.isStopped())
        return fail(ErrorCode::ContainerWrongState, "rename", name,
                    "the container is " + std::string(stateName(container.state)), "Stop it first.");
    return {};
}

void Containers::renameMethod(Call call)
{
    auto container = require(call.params);
    auto newName = protocol::Fields(call.params).requireString("newName", 256);
    Status possible = !container ? Status(tl::unexpected(container.error()))
                      : !newName ? Status(tl::unexpected(newName.error()))
                                 : checkRename(**container, *newName);
    if (!possible) {
        call.reply(tl::unexpected(possible.error()));
        return;
    }
    const std::string from = (*container)->record.name, to = *newName;
    auto job = begin(call, **container);
    auto end = [this, job, from, to, uid = call.peer.uid](Status status) {
        m_parts.journal.add(uid, "container.rename", from,
                            status ? "done" : std::string(errorCodeName(status.error().code)),
                            protocol::dumpJson({{"name", from}}), protocol::dumpJson({{"name", to}}));
        const Container *it = find(to);
        job->finish(status ? Result<Json>(it ? protocol::toJson(infoOf(*it)) : Json::object())
                           : tl::unexpected(status.error()));
    };
    m_beingMade.emplace(to, (*container)->record); // nobody takes it while this waits its turn
    m_lifecycle.enqueue(**container, [this, from, to, job, end](Container *it, std::function<void()> next) {
        m_beingMade.erase(to);
        Status ready = it ? checkRename(*it, to)
                          : fail(ErrorCode::ContainerUnknown, "rename", from, "it was deleted meanwhile");
        if (ready)
            ready = changeName(*it, to);
        if (!ready) {
            end(std::move(ready));
            next();
            return;
        }
        job->step("names inside");
        renameInside(*it, [end, next](Status status) {
            end(std::move(status));
            next();
        });
    });
}

Status Containers::changeName(Container &container, const std::string &to)
{
    const std::string from = container.record.name;
    auto renamed = container.record;
    renamed.name = to;
    renamed.renamedFrom = from;
    if (Status saved = m_parts.storage.renameContainer(renamed); !saved)
        return saved;
    container.record = std::move(renamed);
    auto node = m_containers.extract(from);
    node.key() = to;
    m_containers.insert(std::move(node));
    m_changed(from);
    m_changed(to);
    return {};
}

/// Ends with the old name when the files of it cannot be changed.
void Containers::renameInside(Container &container, std::function<void(Status)> done)
{
    const auto image = m_parts.images.byFingerprint(container.record.fingerprint);
    if (!image) {
        done(settleName(container,
                        fail(ErrorCode::ImageUnknown, "rename", container.record.name,
                             "its image " + container.record.image + " is gone", "Add the image again.")));
        return;
    }
    Json task{{"kind", "rename-layer"},
              {"lower", m_parts.storage.lowerPath(*image)},
              {"upper", "layers/" + container.record.layer + "/upper"},
              {"from", container.record.renamedFrom},
              {"to", container.record.name}};
    m_parts.workers.runStorage(
        std::move(task), nullptr,
        [this, id = container.record.id, done = std::move(done)](Result<Json> report) {
            // Its turn is not over: nobody has deleted it.
            if (Container *it = findById(id))
                done(settleName(*it, report ? Status() : tl::unexpected(report.error())));
        });
}

Status Containers::settleName(Container &container, Status inside)
{
    if (!inside) {
        const std::string back = container.record.renamedFrom;
        if (Status undone = changeName(container, back); !undone)
            spdlog::error("{}: {}", back, undone.error().message());
    }
    auto settled = container.record;
    settled.renamedFrom.clear();
    if (Status saved = m_parts.storage.saveContainer(settled); saved)
        container.record = std::move(settled);
    else // nothing is lost: the next helper looks at the names inside once more
        spdlog::error("{}: {}", container.record.name, saved.error().message());
    return inside;
}

/// What a crash interrupted, before anything else happens to the container.
void Containers::finishRenames()
{
    for (const auto &[name, container] : m_containers) {
        if (container->record.renamedFrom.empty())
            continue;
        spdlog::info("{}: was being renamed from {}, goes on", name, container->record.renamedFrom);
        m_lifecycle.enqueue(*container, [this](Container *it, std::function<void()> next) {
            const auto image = it ? m_parts.images.byFingerprint(it->record.fingerprint) : std::nullopt;
            if (!image)
                return next(); // it cannot start without; and the next helper looks again
            renameInside(*it, [next](Status status) {
                if (!status)
                    spdlog::error("{}", status.error().message());
                next();
            });
        });
    }
}

} // namespace taper::daemon
