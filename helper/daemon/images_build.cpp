// SPDX-License-Identifier: GPL-3.0-or-later
// image.build and image.sources: what is asked for is checked, then the builder fills a new image's directory.
#include "core/names.h"
#include "daemon/image_sources.h"
#include "daemon/images.h"
#include <algorithm>

namespace taper::daemon {

using protocol::Json;

Json Images::sources() const
{
    const HostSystem host = hostSystem();
    Json list = Json::array();
    for (const ImageSource &source : imageSources(host, debianMirrors(host)))
        list.push_back(protocol::toJson(source));
    return list;
}

Result<ImageBuilder::Request> Images::readBuild(const protocol::Fields &fields) const
{
    auto distribution = fields.requireString("distribution", 32);
    auto release = fields.requireString("release", 32);
    auto mirror = fields.string("mirror", 200);
    for (const Error *error : {distribution ? nullptr : &distribution.error(),
                               release ? nullptr : &release.error(), mirror ? nullptr : &mirror.error()})
        if (error)
            return tl::unexpected(*error);
    if (*distribution != "debian")
        return fail(ErrorCode::InvalidArgument, "distribution", distribution->substr(0, 32),
                    "it cannot be built here", "Build debian, or add an archive of a root file system.");
    if (auto good = checkReleaseName(*release); !good)
        return tl::unexpected(good.error());
    const HostSystem host = hostSystem();
    const DebianMirrors own = debianMirrors(host);
    ImageBuilder::Request request;
    request.recipe = {*distribution, *release, mirror->value_or(own.archive),
                      std::string(debianArchitecture())};
    if (auto good = checkMirror(request.recipe.mirror); !good)
        return tl::unexpected(good.error());
    // A mirror that was asked for is used as it is, alone: whether it has updates, and where its security is, is not
    // ours to guess.
    const auto known = imageSources(host, own);
    const bool isKnown = std::any_of(known.begin(), known.end(),
                                     [&](const ImageSource &source) { return source.release == *release; });
    if (isKnown && request.recipe.mirror == own.archive) {
        request.updates = true;
        request.securityMirror = own.security;
    }
    return request;
}

void Images::build(Call call)
{
    protocol::Fields fields(call.params);
    auto name = fields.requireString("name", 128);
    auto request = readBuild(fields);
    Status valid = !name      ? tl::unexpected(name.error())
                   : !request ? tl::unexpected(request.error())
                              : nameIsFree(*name);
    if (valid)
        valid = m_builder.possible();
    if (!valid) {
        call.reply(tl::unexpected(valid.error()));
        return;
    }
    auto job = m_jobs.begin("image.build", *name, call.peer, call.connection);
    call.reply(Json{{"job", job->info().job}});
    startBuild(*name, *request, job,
               [this, job, recipe = request->recipe, uid = call.peer.uid](const Result<ImageInfo> &added) {
                   m_journal.add(uid, "image.build", job->info().subject,
                                 added ? "done" : std::string(errorCodeName(added.error().code)), "",
                                 protocol::dumpJson(protocol::toJson(recipe)));
                   if (added)
                       job->finish(protocol::toJson(*added));
                   else
                       job->finish(tl::unexpected(added.error()));
               });
}

void Images::startBuild(const std::string &name, const ImageBuilder::Request &request,
                        std::shared_ptr<Job> job, std::function<void(Result<ImageInfo>)> done)
{
    auto directory = m_storage.beginImage();
    if (!directory) {
        done(tl::unexpected(directory.error()));
        return;
    }
    m_beingAdded.insert(name);
    job->step("start");
    m_builder.build(request, *directory, job,
                    [this, name, recipe = request.recipe, directory = *directory, done = std::move(done)](
                        Result<Json> report) { filled(name, directory, std::move(report), recipe, done); });
}

} // namespace taper::daemon
