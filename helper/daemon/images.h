// SPDX-License-Identifier: GPL-3.0-or-later
// The image store: the built-in busybox, archives that a client hands over as an open fd, deletion while
// unused. Runs in: helper.
#pragma once
#include "daemon/image_builder.h"
#include "daemon/router.h"
#include "daemon/worker_runner.h"
#include <map>
#include <set>

namespace taper::daemon {

class Images
{
public:
    struct Hooks
    {
        std::function<void()> changed;
        std::function<std::vector<std::string>(const std::string &fingerprint)> usedBy;
    };
    Images(EventLoop &loop, storage::Storage &storage, WorkerRunner &workers, ImageBuilder &builder,
           Jobs &jobs, Tickets &tickets, Journal &journal, Hooks hooks);

    Status load();
    void addTo(Router &router);
    protocol::Json list() const;
    const storage::ImageRecord *find(const std::string &name) const;
    std::optional<storage::ImageRecord> byFingerprint(const std::string &fingerprint) const;
    /// The built-in image, made if it is not there.
    void ensureBusybox(std::shared_ptr<Job> job, std::function<void(Status)> done);

private:
    void add(Call call);
    void build(Call call); ///< this and the next two: images_build.cpp
    Result<ImageBuilder::Request> readBuild(const protocol::Fields &fields) const;
    void startBuild(const std::string &name, const ImageBuilder::Request &request, std::shared_ptr<Job> job,
                    std::function<void(Result<ImageInfo>)> done);
    protocol::Json sources() const;
    void remove(Call call);
    void fill(const std::string &name, protocol::Json task, UniqueFd input, std::shared_ptr<Job> job,
              std::function<void(Result<ImageInfo>)> done);
    Result<ImageInfo> commit(const std::string &name, const std::string &directory,
                             const protocol::Json &report, std::optional<ImageRecipe> recipe = {});
    void filled(const std::string &name, const std::string &directory, Result<protocol::Json> report,
                std::optional<ImageRecipe> recipe, const std::function<void(Result<ImageInfo>)> &done);
    ImageInfo info(const storage::ImageRecord &record) const;
    void addBusybox(const std::string &name, std::shared_ptr<Job> job,
                    std::function<void(Result<ImageInfo>)> done);
    void settle(const std::string &name, const Result<ImageInfo> &added);
    Status nameIsFree(const std::string &name) const;

    EventLoop &m_loop;
    storage::Storage &m_storage;
    WorkerRunner &m_workers;
    ImageBuilder &m_builder;
    Jobs &m_jobs;
    Tickets &m_tickets;
    Journal &m_journal;
    Hooks m_hooks;
    std::map<std::string, storage::ImageRecord> m_images; ///< by name
    std::set<std::string> m_beingAdded;
    std::vector<std::function<void(Status)>> m_busyboxWaiters;
};

} // namespace taper::daemon
