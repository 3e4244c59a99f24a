// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/lifecycle.h"

#include "daemon/journal.h"
#include "protocol/json.h"
#include <csignal>
#include <cstdio>
#include <dirent.h>
#include <fstream>
#include <spdlog/spdlog.h>

namespace taper::daemon {

using protocol::Json;

namespace {
constexpr int statusTimeoutMs = 3'000, strayAttempts = 400;
constexpr std::uint64_t strayEveryUsec = 25'000, strayLaterUsec = 2'000'000;

std::optional<std::string> readSmallFile(const std::string &path)
{
    std::ifstream file(path);
    if (!file)
        return std::nullopt;
    std::string text(65536, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

/// Ids that have a monitor's socket; a directory of root alone (0700).
std::vector<std::string> monitorIds(const std::string &runDirectory)
{
    std::vector<std::string> ids;
    DIR *directory = opendir((runDirectory + "/monitors").c_str());
    if (!directory)
        return ids;
    while (const dirent *entry = readdir(directory)) {
        const std::string name = entry->d_name;
        if (name.front() != '.' && name.find('.') == std::string::npos)
            ids.push_back(name);
    }
    closedir(directory);
    return ids;
}
} // namespace

void ContainerLifecycle::recover(std::map<std::string, std::unique_ptr<Container>> &containers)
{
    std::set<std::string> known;
    std::vector<std::pair<std::string, network::Attachment>> running;
    for (auto &[name, container] : containers) {
        known.insert(container->record.id);
        loadRuntime(*container);
        if (adoptRunning(*container)) {
            spdlog::info("{} goes on, init is {}", name, container->init.pid());
            if (container->attachment)
                running.emplace_back(name, *container->attachment);
        } else {
            takeExitFile(*container);
        }
    }
    for (const auto &id : monitorIds(m_host.paths.runDirectory))
        if (!known.contains(id)) { // its container is not on record any more: it must not go on unseen
            auto link = MonitorLink::reconnect(m_host.loop, m_host.paths.monitorSocket(id),
                                               {[](const monitor::Message &, ReceivedFds &) {}, [] {}});
            if (link) {
                monitor::Message kill;
                kill.type = monitor::Type::Kill;
                (void)(*link)->send(kill);
            } else {
                unlink(m_host.paths.monitorSocket(id).c_str());
            }
        }
    std::set<std::string> adopted;
    for (auto &[name, container] : containers)
        if (container->group)
            adopted.insert(container->record.id);
    for (const auto &id : m_host.cgroups.list())
        if (!adopted.contains(id))
            removeStrayGroup(id, 0);
    if (auto taken = m_host.network.adopt(running); !taken)
        spdlog::error("network: {}", taken.error().message());
    for (auto &[name, container] : containers)
        container->enteredNetwork = container->group && container->attachment;
}

bool ContainerLifecycle::adoptRunning(Container &container)
{
    const std::string path = m_host.paths.monitorSocket(container.record.id);
    auto link = MonitorLink::reconnect(m_host.loop, path, monitorHandlers(container));
    if (!link) {
        unlink(path.c_str()); // nobody listens: a killed monitor's
        return false;
    }
    container.tearingDown = true; // a loss during this is no running container's
    while (!container.init && (*link)->receiveOne(statusTimeoutMs)) {
        // What old sessions had to say may come first.
    }
    const bool answered = static_cast<bool>(container.init);
    container.tearingDown = false;
    if (!answered) {
        // Still starting: its helper's death makes it give up. What stays is a stray group.
        spdlog::warn("{}: its monitor does not say that it runs; ended", container.record.name);
        monitor::Message kill;
        kill.type = monitor::Type::Kill;
        (void)(*link)->send(kill);
        container.init = PidFd();
        container.netns.reset();
        return false;
    }
    auto group = m_host.cgroups.adopt(container.record.id);
    if (!group) {
        spdlog::error("{}: {}", container.record.name, group.error().message());
        container.init = PidFd();
        container.netns.reset();
        monitor::Message kill;
        kill.type = monitor::Type::Kill;
        (void)(*link)->send(kill);
        return false;
    }
    container.monitor = std::move(*link);
    container.group = std::move(*group);
    container.state = State::Running;
    watchGroup(container);
    adoptFrozen(container);
    return true;
}

void ContainerLifecycle::takeExitFile(Container &container)
{
    const std::string path = m_host.paths.monitorExit(container.record.id);
    if (auto text = readSmallFile(path)) {
        int status = 0;
        if (std::sscanf(text->c_str(), "status %d", &status) == 1)
            container.exitStatus = exitStatusOf(status);
        unlink(path.c_str());
        saveRuntime(container);
    }
}

/// Kills what is in a group without a container's monitor and removes it; again until the kernel lets it go.
void ContainerLifecycle::removeStrayGroup(const std::string &id, int attempt)
{
    auto group = m_host.cgroups.adopt(id);
    if (group) {
        (void)(*group)->kill();
        if ((*group)->remove()) {
            m_strays.erase(id);
            return;
        }
    }
    if (attempt == strayAttempts)
        spdlog::error("control group {} stays for now: {}", id,
                      group ? "processes do not leave it" : group.error().message());
    const std::uint64_t pause = attempt < strayAttempts ? strayEveryUsec : strayLaterUsec;
    m_strays[id] = m_host.loop.after(pause, [this, id, attempt] { removeStrayGroup(id, attempt + 1); });
}

void ContainerLifecycle::saveRuntime(const Container &container)
{
    Json timeline = Json::array();
    for (const auto &step : container.timeline)
        timeline.push_back({step.step, step.atUsec, step.durationUsec});
    Json runtime{{"version", 1},
                 {"generation", container.generation},
                 {"startedAt", container.startedAt},
                 {"timeline", std::move(timeline)},
                 {"exitStatus", container.exitStatus ? Json(*container.exitStatus) : Json()},
                 {"oomKills", container.lastEvents.oomKills}};
    if (container.lastFailure)
        runtime["lastFailure"] = {container.lastFailure->when, container.lastFailure->step,
                                  container.lastFailure->code, container.lastFailure->message};
    const std::string path = m_host.paths.runtimeFile(container.record.id), aside = path + ".new";
    {
        std::ofstream file(aside, std::ios::trunc);
        file << protocol::dumpJson(runtime);
        if (!file.flush()) {
            spdlog::error("{}: cannot be written, ignoring", aside);
            return;
        }
    }
    if (std::rename(aside.c_str(), path.c_str()) != 0)
        spdlog::error("{}: cannot be renamed, ignoring", aside);
}

void ContainerLifecycle::loadRuntime(Container &container)
{
    auto text = readSmallFile(m_host.paths.runtimeFile(container.record.id));
    auto runtime = text ? protocol::parseJson(*text) : tl::unexpected(Error{});
    if (!runtime || !runtime->is_object())
        return; // after a boot there is none
    protocol::Fields fields(*runtime);
    container.generation =
        static_cast<std::uint32_t>(fields.integer("generation", 0, UINT32_MAX).value_or(0).value_or(0));
    container.startedAt = fields.string("startedAt", 64).value_or(std::nullopt).value_or("");
    if (auto status = fields.integer("exitStatus", 0, 255).value_or(std::nullopt))
        container.exitStatus = static_cast<std::int32_t>(*status);
    container.lastEvents.oomKills =
        static_cast<std::uint64_t>(fields.integer("oomKills", 0, INT64_MAX).value_or(0).value_or(0));
    if (auto found = runtime->find("timeline"); found != runtime->end() && found->is_array())
        for (const auto &step : *found)
            if (step.is_array() && step.size() == 3 && step[0].is_string() && step[1].is_number_unsigned() &&
                step[2].is_number_unsigned())
                container.timeline.push_back(
                    {step[0].get<std::string>(), step[1].get<std::uint64_t>(), step[2].get<std::uint64_t>()});
    if (auto found = runtime->find("lastFailure");
        found != runtime->end() && found->is_array() && found->size() == 4 && (*found)[0].is_string() &&
        (*found)[1].is_string() && (*found)[2].is_string() && (*found)[3].is_string())
        container.lastFailure = LastFailure{(*found)[0].get<std::string>(), (*found)[1].get<std::string>(),
                                            (*found)[2].get<std::string>(), (*found)[3].get<std::string>()};
}

} // namespace taper::daemon
