// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/images.h"

#include "core/names.h"
#include "worker/worker_protocol.h"
#include <algorithm>
#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

namespace taper::daemon {

using protocol::Json;

namespace {
constexpr const char *busyboxName = "busybox";

Result<UniqueFd> openBusybox()
{
    for (const char *path : {"/usr/bin/busybox", "/bin/busybox"}) {
        UniqueFd fd(open(path, O_RDONLY | O_CLOEXEC));
        struct stat status
        {
        };
        if (fd && fstat(fd.get(), &status) == 0 && S_ISREG(status.st_mode))
            return fd;
    }
    return fail(ErrorCode::HostMissingProgram, "busybox image", "", "this computer has no busybox program",
                "Install it: apt install busybox-static");
}

Json unpackTask(const char *kind)
{
    return {
        {"kind", kind}, {"maxBytes", worker::maximumImageBytes}, {"maxEntries", worker::maximumImageEntries}};
}
} // namespace

Images::Images(EventLoop &loop, storage::Storage &storage, WorkerRunner &workers, ImageBuilder &builder,
               Jobs &jobs, Tickets &tickets, Journal &journal, Hooks hooks)
    : m_loop(loop),
      m_storage(storage),
      m_workers(workers),
      m_builder(builder),
      m_jobs(jobs),
      m_tickets(tickets),
      m_journal(journal),
      m_hooks(std::move(hooks))
{
}

Status Images::load()
{
    auto records = m_storage.loadImages();
    if (!records)
        return tl::unexpected(records.error());
    for (auto &record : *records)
        m_images.emplace(record.name, std::move(record));
    return {};
}

void Images::addTo(Router &router)
{
    router.on("image.list", [this](Call call) { call.reply(list()); });
    router.on("image.add", [this](Call call) { add(std::move(call)); });
    router.on("image.build", [this](Call call) { build(std::move(call)); });
    router.on("image.sources", [this](Call call) { call.reply(sources()); });
    router.on("image.delete", [this](Call call) { remove(std::move(call)); });
}

ImageInfo Images::info(const storage::ImageRecord &record) const
{
    return {record.name,
            record.fingerprint,
            record.sizeBytes,
            record.createdAt,
            record.os,
            record.init,
            m_hooks.usedBy(record.fingerprint),
            record.recipe};
}

Json Images::list() const
{
    Json images = Json::array();
    for (const auto &[name, record] : m_images)
        images.push_back(protocol::toJson(info(record)));
    return images;
}

const storage::ImageRecord *Images::find(const std::string &name) const
{
    auto found = m_images.find(name);
    return found == m_images.end() ? nullptr : &found->second;
}

std::optional<storage::ImageRecord> Images::byFingerprint(const std::string &fingerprint) const
{
    for (const auto &[name, record] : m_images)
        if (record.fingerprint == fingerprint)
            return record;
    return std::nullopt;
}

Status Images::nameIsFree(const std::string &name) const
{
    if (auto good = checkImageName(name); !good)
        return good;
    if (m_images.contains(name) || m_beingAdded.contains(name))
        return fail(ErrorCode::NameTaken, "add image", name, "there is already an image of that name",
                    "Give another name, or delete that image first.");
    return {};
}

void Images::add(Call call)
{
    protocol::Fields fields(call.params);
    auto name = fields.requireString("name", 128);
    auto source = fields.requireString("source", 16);
    auto size = fields.integer("sizeBytes", 0, INT64_MAX);
    Status valid = !name     ? tl::unexpected(name.error())
                   : !source ? tl::unexpected(source.error())
                   : !size   ? tl::unexpected(size.error())
                             : nameIsFree(*name);
    if (valid && *source != "busybox" && *source != "archive")
        valid = fail(ErrorCode::InvalidArgument, "source", *source, "must be busybox or archive");
    if (!valid) {
        call.reply(tl::unexpected(valid.error()));
        return;
    }
    auto job = m_jobs.begin("image.add", *name, call.peer, call.connection);
    auto finish = [this, job, uid = call.peer.uid](Result<ImageInfo> added) {
        settle(job->info().subject, added); // also when nobody came with an archive
        m_journal.add(uid, "image.add", job->info().subject,
                      added ? "done" : std::string(errorCodeName(added.error().code)));
        if (added)
            job->finish(protocol::toJson(*added));
        else
            job->finish(tl::unexpected(added.error()));
    };
    if (*source == "busybox") {
        call.reply(Json{{"job", job->info().job}});
        addBusybox(*name, job, finish);
        return;
    }
    m_beingAdded.insert(*name);
    auto passed = [this, job, name = *name, finish](UniqueFd input) {
        m_beingAdded.erase(name);
        if (!job->isRunning())
            return;
        struct stat status
        {
        };
        if (!input || fstat(input.get(), &status) < 0 ||
            !(S_ISREG(status.st_mode) || S_ISFIFO(status.st_mode))) {
            finish(fail(ErrorCode::InvalidArgument, "add image", name,
                        "what was handed over is neither a file nor a pipe",
                        "Give a .tar, .tar.gz, .tar.xz or .tar.zst."));
            return;
        }
        fill(name, unpackTask("archive"), std::move(input), job, finish);
    };
    auto nobody = [this, name = *name, finish] {
        m_beingAdded.erase(name);
        finish(fail(ErrorCode::TimedOut, "add image", name, "no archive was handed over within 10 s"));
    };
    const std::string ticket = m_tickets.issue(Tickets::Kind::PassedFd, call.peer, passed, nobody);
    job->step("wait for the archive");
    job->onCancel([this, ticket, name = *name, finish] {
        m_tickets.revoke(ticket);
        m_beingAdded.erase(name);
        finish(fail(ErrorCode::JobCancelled, "add image", name, "cancelled"));
    });
    call.reply(Json{{"job", job->info().job}, {"ticket", ticket}});
}

void Images::addBusybox(const std::string &name, std::shared_ptr<Job> job,
                        std::function<void(Result<ImageInfo>)> done)
{
    auto input = openBusybox();
    if (!input) {
        settle(name, tl::unexpected(input.error()));
        done(tl::unexpected(input.error()));
    } else
        fill(name, unpackTask("busybox"), std::move(*input), job, std::move(done));
}

void Images::ensureBusybox(std::shared_ptr<Job> job, std::function<void(Status)> done)
{
    if (find(busyboxName)) {
        done({});
        return;
    }
    m_busyboxWaiters.push_back(std::move(done));
    if (!m_beingAdded.contains(busyboxName))
        addBusybox(busyboxName, std::move(job), [](const Result<ImageInfo> &) {});
    // Added under that name by whoever began: settle() answers all who wait.
}

/// The image of that name is there, or its adding has failed: who waits is told.
void Images::settle(const std::string &name, const Result<ImageInfo> &added)
{
    if (name != busyboxName)
        return;
    auto waiting = std::exchange(m_busyboxWaiters, {});
    for (std::size_t i = 0; i < waiting.size(); ++i)
        waiting[i](added ? Status() : tl::unexpected(added.error()));
}

void Images::fill(const std::string &name, Json task, UniqueFd input, std::shared_ptr<Job> job,
                  std::function<void(Result<ImageInfo>)> done)
{
    auto directory = m_storage.beginImage();
    if (!directory) {
        settle(name, tl::unexpected(directory.error()));
        done(tl::unexpected(directory.error()));
        return;
    }
    m_beingAdded.insert(name);
    job->step("unpack");
    m_workers.runUnpack(std::move(task), *directory, std::move(input), job,
                        [this, name, directory = *directory, done = std::move(done)](Result<Json> report) {
                            filled(name, directory, std::move(report), {}, done);
                        });
}

/// The worker has filled the directory, or has not: it becomes the image or goes.
void Images::filled(const std::string &name, const std::string &directory, Result<Json> report,
                    std::optional<ImageRecipe> recipe, const std::function<void(Result<ImageInfo>)> &done)
{
    m_beingAdded.erase(name);
    auto added =
        report.and_then([&](const Json &json) { return commit(name, directory, json, std::move(recipe)); });
    if (!added) {
        m_storage.abandonImage(directory);
        m_workers.emptyTrash();
        if (added.error().subject.empty())
            added.error().subject = name;
    }
    settle(name, added);
    done(std::move(added));
}

Result<ImageInfo> Images::commit(const std::string &name, const std::string &directory, const Json &report,
                                 std::optional<ImageRecipe> recipe)
{
    protocol::Fields fields(report);
    auto fingerprint = fields.requireString("fingerprint", 64);
    auto size = fields.requireInteger("sizeBytes", 0, INT64_MAX);
    auto os = fields.string("os", 256);
    auto init = fields.requireString("init", 16);
    const bool sound = fingerprint && size && os && init && fingerprint->size() == 64 &&
                       fingerprint->find_first_not_of("0123456789abcdef") == std::string::npos &&
                       (*init == "systemd" || *init == "busybox" || *init == "other");
    if (!sound)
        return fail(ErrorCode::ProtocolViolation, "worker", name, "its report on the image makes no sense");
    if (auto twin = byFingerprint(*fingerprint))
        return fail(ErrorCode::NameTaken, "add image", name, "it is already here as " + twin->name,
                    "Use that image.");
    storage::ImageRecord record{name,
                                *fingerprint,
                                timestamp(),
                                os->value_or(""),
                                *init,
                                static_cast<std::uint64_t>(*size),
                                std::move(recipe)};
    if (auto committed = m_storage.commitImage(directory, record); !committed)
        return tl::unexpected(committed.error());
    m_images.emplace(name, record);
    m_hooks.changed();
    return info(record);
}

void Images::remove(Call call)
{
    auto name = protocol::Fields(call.params).requireString("name", 128);
    const storage::ImageRecord *record = name ? find(*name) : nullptr;
    Status allowed = !name    ? tl::unexpected(name.error())
                     : record ? Status()
                              : fail(ErrorCode::ImageUnknown, "delete image", *name, "there is no such image",
                                     "`taperctl image list` shows them.");
    if (record)
        if (auto users = m_hooks.usedBy(record->fingerprint); !users.empty()) {
            std::string names;
            for (const auto &user : users)
                names += (names.empty() ? "" : ", ") + user;
            allowed = fail(ErrorCode::ImageInUse, "delete image", *name, "it is used by " + names,
                           "Delete those containers first.");
        }
    if (!allowed) {
        call.reply(tl::unexpected(allowed.error()));
        return;
    }
    auto job = m_jobs.begin("image.delete", *name, call.peer, call.connection);
    call.reply(Json{{"job", job->info().job}});
    auto dropped = m_storage.dropImage(*record);
    m_journal.add(call.peer.uid, "image.delete", *name,
                  dropped ? "done" : std::string(errorCodeName(dropped.error().code)));
    if (!dropped) {
        job->finish(tl::unexpected(dropped.error()));
        return;
    }
    m_images.erase(*name);
    m_hooks.changed();
    m_workers.emptyTrash();
    job->finish(Json::object());
}

} // namespace taper::daemon
