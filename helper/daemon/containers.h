// SPDX-License-Identifier: GPL-3.0-or-later
// All containers by name, and the methods that list, make, change and delete them. Runs in: helper.
#pragma once
#include "daemon/addresses.h"
#include "daemon/images.h"
#include "daemon/lifecycle.h"
#include "daemon/router.h"
#include "daemon/worker_runner.h"
#include <map>
#include <memory>
#include <set>

namespace taper::daemon {

class Containers
{
public:
    struct Parts
    {
        EventLoop &loop;
        const RuntimePaths &paths;
        storage::Storage &storage;
        cgroup::Cgroups &cgroups;
        network::Network &network;
        WorkerRunner &workers;
        Images &images;
        Jobs &jobs;
        Journal &journal;
    };
    Containers(Parts parts, const Isolation &isolation, std::function<void(const std::string &name)> changed,
               std::function<void(Container &, const monitor::Message &)> sessionEvent,
               std::function<void(Container &)> stopped);

    Status load(); ///< from the state directory, then recovery
    void addTo(Router &router);

    Container *find(const std::string &name);
    Container *findById(const std::string &id);
    Result<Container *> require(const protocol::Json &params); ///< by params.name: ContainerUnknown
    const std::map<std::string, std::unique_ptr<Container>> &all() const { return m_containers; }
    std::vector<std::string> usersOf(const std::string &fingerprint) const;
    std::set<network::Ipv4> addresses() const; ///< of all on record
    protocol::Json list() const;
    std::optional<protocol::Json> show(const std::string &name) const;
    protocol::Json usages() const; ///< {name: Usage} of those that run
    /// Kills all that run; then is called when the last has stopped.
    void killAll(std::function<void()> then);
    /// The helper goes while it leaves containers running.
    ContainerLifecycle &lifecycle() { return m_lifecycle; }

private:
    struct Creation; ///< a create on its way, in containers_create.cpp
    void create(Call call);
    Result<std::shared_ptr<Creation>> readCreation(const Call &call);
    void prepareLayer(std::shared_ptr<Creation> creation);
    void finishCreation(std::shared_ptr<Creation> creation, Status status);
    Status reserve(Creation &creation);
    std::vector<storage::ContainerRecord> othersOf(const std::string &name) const;
    bool readdress(Container &container);

    void startMethod(Call call);
    void stopMethod(Call call);
    void killMethod(Call call);
    void restartMethod(Call call);
    void freezeMethod(Call call, bool frozen);
    void deleteMethod(Call call);
    // changes of settings, in containers_set.cpp
    void setMethod(Call call);
    Status readChange(const Container &container, const protocol::Json &params,
                      storage::ContainerRecord &wanted) const;
    Status take(Container &container, const storage::ContainerRecord &wanted);
    void reclaimed(const std::string &id, Call call, Status freed);
    void answerSet(Container &container, const Call &call, const storage::ContainerRecord &before,
                   Status done);
    // another name, in containers_rename.cpp
    void renameMethod(Call call);
    Status checkRename(const Container &container, const std::string &newName) const;
    Status changeName(Container &container, const std::string &to);
    void renameInside(Container &container, std::function<void(Status)> done);
    Status settleName(Container &container, Status inside);
    void finishRenames();

    void waitMethod(Call call);
    /// but: a name that does not count, its own.
    bool nameIsTaken(const std::string &name, const std::string &but = {}) const;
    Status drop(Container &container);
    void deleteWhenStopped(Container &container);
    /// A job that ends with the container's operation and goes into the journal.
    std::shared_ptr<Job> begin(Call &call, const Container &container);
    std::function<void(Status)> ending(std::shared_ptr<Job> job, Call &call, bool withAddresses);

    Parts m_parts;
    std::function<void(const std::string &)> m_changed;
    std::function<void(Container &)> m_stopped;
    std::map<std::string, std::unique_ptr<Container>> m_containers;
    std::map<std::string, storage::ContainerRecord>
        m_beingMade; ///< names, ranges and addresses that are taken
    ContainerLifecycle m_lifecycle;
};

} // namespace taper::daemon
