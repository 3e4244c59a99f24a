// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/image_builder.h"

#include "core/units.h"
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace taper::daemon {

using protocol::Json;

namespace {
constexpr std::uint64_t neededBytes = std::uint64_t(1) << 30; ///< the system, its packages and their lists
constexpr std::uint64_t memoryLimit = std::uint64_t(2) << 30, processLimit = 1024;
constexpr std::uint64_t clearEveryUsec = 5'000;
constexpr int clearAttempts = 2'000;
} // namespace

struct ImageBuilder::Build
{
    std::string id, user; ///< number of groups and cable; name on the bridge
    network::Attachment attachment;
    std::unique_ptr<cgroup::Group> group;
    WorkerRunner::Done done;
    EventLoop::Source timer;
    bool entered = false;
};

Status ImageBuilder::possible() const
{
    for (auto [path, package, what] :
         {std::tuple{"/usr/bin/mmdebstrap", "mmdebstrap", "this computer has no mmdebstrap"},
          std::tuple{"/usr/share/keyrings/debian-archive-keyring.gpg", "debian-archive-keyring",
                     "this computer has no keys of Debian's archive"}})
        if (access(path, R_OK) < 0)
            return fail(ErrorCode::HostMissingProgram, "build image", package, what,
                        std::string("Install it: apt install ") + package);
    if (!m_parts.network.nat())
        return fail(ErrorCode::NetworkSetupFailed, "build image", "taper0",
                    "NAT is off: a build could not reach its mirror",
                    "Switch it on for the build: taperctl network set taper0 nat=on");
    auto space = m_parts.storage.space();
    if (space && space->free < neededBytes)
        return fail(ErrorCode::StorageNoSpace, "build image", m_parts.storage.path(),
                    "a build takes up to " + formatBytes(neededBytes) + ", and " + formatBytes(space->free) +
                        " are free",
                    "Delete containers or images that are not needed, or make room on that file system.");
    return {};
}

void ImageBuilder::build(const Request &request, const std::string &directory, std::shared_ptr<Job> job,
                         WorkerRunner::Done done)
{
    auto build = std::make_shared<Build>();
    m_builds.insert(build);
    build->id = m_parts.storage.nextContainerId();
    build->user = ".build-" + build->id;
    build->done = std::move(done);
    const auto &recipe = request.recipe;
    Json task{{"distribution", recipe.distribution},
              {"release", recipe.release},
              {"mirror", recipe.mirror},
              {"architecture", recipe.architecture},
              {"updates", request.updates},
              {"securityMirror", request.securityMirror}};
    m_parts.workers.runInContainer(
        std::move(task), directory, UniqueFd(), std::move(job),
        {[this, build](const WorkerInput &input) { return prepare(*build, input); },
         [this, build](int netns) { return plug(*build, netns); }},
        [this, build](Result<Json> outcome) { clear(build, 0, std::move(outcome)); });
}

Result<PreparedPlan> ImageBuilder::prepare(Build &build, const WorkerInput &input)
{
    auto attachment = m_parts.network.choose(build.user, m_parts.addresses());
    if (!attachment)
        return tl::unexpected(std::move(attachment.error()));
    build.attachment = *attachment;
    Limits limits;
    if (m_parts.cgroups.unavailable("memory").empty())
        limits.memory = memoryLimit;
    if (m_parts.cgroups.unavailable("processes").empty())
        limits.processes = processLimit;
    auto group = m_parts.cgroups.create(build.id, input.idFirst, limits);
    if (!group)
        return passOn(std::move(group.error()), "cgroups");
    build.group = std::move(*group);
    if (auto entered = m_parts.network.enter(build.user, build.attachment); !entered)
        return tl::unexpected(std::move(entered.error()));
    build.entered = true;
    return buildPlan(input,
                     {*build.group, build.attachment, m_parts.network.gateway(), m_parts.cgroups.isHybrid()});
}

Status ImageBuilder::plug(const Build &build, int netns)
{
    auto cable = m_parts.network.plug(build.id, 1, build.attachment, netns);
    return cable ? Status() : tl::unexpected(std::move(cable.error()));
}

/// Everything that was its is taken away, then its end is told. The kernel lets go of a group a little after the last
/// process in it.
void ImageBuilder::clear(const std::shared_ptr<Build> &build, int attempt, Result<Json> outcome)
{
    if (std::exchange(build->entered, false)) {
        m_parts.network.leave(build->user);
        m_parts.left();
    }
    if (build->group) {
        (void)build->group->kill();
        if (auto removed = build->group->remove(); !removed && attempt < clearAttempts) {
            build->timer =
                m_parts.loop.after(clearEveryUsec, [this, build, attempt, outcome = std::move(outcome)] {
                    clear(build, attempt + 1, outcome);
                });
            return;
        } else if (!removed) {
            spdlog::error("build {}: {}", build->id, removed.error().message());
        }
        build->group.reset();
    }
    m_builds.erase(build);
    build->done(std::move(outcome));
    if (m_builds.empty() && m_ended)
        std::exchange(m_ended, nullptr)();
}

void ImageBuilder::endAll(std::function<void()> then)
{
    if (m_builds.empty()) {
        then();
        return;
    }
    m_ended = std::move(then);
    for (const auto &build : m_builds)
        if (build->group)
            (void)build->group->kill();
}

} // namespace taper::daemon
