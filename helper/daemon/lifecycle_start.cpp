// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/lifecycle.h"

#include "daemon/journal.h"
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace taper::daemon {

namespace {
constexpr std::uint64_t askNameEveryUsec = 3'000, nameTimeoutUsec = 5'000'000, strayPollUsec = 5'000;

std::string hintFor(const std::string &step, int errnoValue)
{
    if (errnoValue == ENOSPC)
        return "Free some space on the state directory's file system, then start it again.";
    if (step == "exec")
        return "The image has no /sbin/init that can be executed here: use another image, or give the "
               "container a command.";
    if (step == "overlay" || step == "storage view")
        return "`taperctl check` tells whether the state directory's file system can be idmapped.";
    return "`taperctl check` shows what this computer lacks; the journal has the details.";
}
Error leaving(const std::string &name)
{
    return fail(ErrorCode::Interrupted, "start", name, "the helper is ending",
                "Start it when the helper is back.")
        .value();
}
} // namespace

Error ContainerLifecycle::gone(const std::string &name)
{
    return fail(ErrorCode::ContainerUnknown, "container", name, "it was deleted meanwhile").value();
}

void ContainerLifecycle::start(Container &container, std::shared_ptr<Job> job,
                               std::function<void(Status)> done)
{
    enqueue(container, [this, job, done = std::move(done)](Container *it, std::function<void()> next) {
        if (!it || m_leaving) {
            done(tl::unexpected(it ? leaving(job->info().subject) : gone(job->info().subject)));
            next();
            return;
        }
        job->step("start");
        beginStart(*it, [done, next](Status status) {
            done(std::move(status));
            next();
        });
    });
}

void ContainerLifecycle::beginStart(Container &container, std::function<void(Status)> done)
{
    auto state = nextState(container.state, Event::StartRequested);
    if (!state) {
        Error error = state.error();
        error.subject = container.record.name;
        done(tl::unexpected(std::move(error)));
        return;
    }
    if (m_strays.contains(container.record.id)) { // a group of before the helper's restart is still going
        container.nameTimer =
            m_host.loop.after(strayPollUsec, [this, &container, done = std::move(done)]() mutable {
                beginStart(container, std::move(done));
            });
        return;
    }
    container.startBeganUsec = m_host.loop.nowUsec();
    container.timeline.clear();
    container.startDone = std::move(done);
    container.lastEvents = {};
    ++container.generation;
    apply(container, Event::StartRequested);
    if (auto prepared = prepareStart(container); !prepared)
        startFailed(container,
                    prepared.error().context.empty() ? "prepare" : prepared.error().context.front(),
                    prepared.error());
}

Status ContainerLifecycle::prepareStart(Container &container)
{
    const auto &record = container.record;
    std::uint64_t began = container.startBeganUsec;
    auto lap = [&](const char *step) {
        const std::uint64_t now = m_host.loop.nowUsec();
        addStep(container, step, began, now - began);
        began = now;
    };
    unlink(m_host.paths.monitorExit(record.id).c_str()); // of an end that was recorded already
    auto image = m_hooks.image(record.fingerprint);
    if (!image)
        return fail(ErrorCode::ImageUnknown, "start", record.name, "its image " + record.image + " is gone",
                    "Add the image again.");
    // First, so that it gets ready on another processor while we make groups, name and plan.
    auto monitor =
        MonitorLink::spawn(m_host.loop, m_host.paths.monitorProgram(), monitorHandlers(container));
    if (!monitor)
        return passOn(monitor.error(), "monitor");
    lap("monitor");
    auto group = m_host.cgroups.create(record.id, record.idFirst, record.limits);
    if (!group)
        return passOn(group.error(), "cgroups");
    container.group = std::move(*group);
    lap("cgroups");
    if (container.attachment) {
        auto entered = m_host.network.enter(record.name, *container.attachment);
        if (!entered && entered.error().code == ErrorCode::NetworkNoAddress && m_hooks.readdress(container))
            entered = m_host.network.enter(record.name, *container.attachment);
        if (!entered)
            return passOn(entered.error(), "bridge and name");
        container.enteredNetwork = true;
        lap("bridge and name");
    }
    PlanInput input{m_host.paths,
                    m_host.isolation,
                    record,
                    m_host.storage.lowerPath(*image),
                    image->init,
                    container.attachment ? &*container.attachment : nullptr,
                    m_host.network.gateway(),
                    m_host.cgroups.isHybrid()};
    auto plan = containerPlan(input, *container.group);
    if (!plan)
        return passOn(plan.error(), "plan");
    if (auto told = (*monitor)->launch(*plan->plan, plan->extra); !told)
        return passOn(told.error(), "monitor");
    container.monitor = std::move(*monitor);
    lap("plan");
    return {};
}

MonitorLink::Handlers ContainerLifecycle::monitorHandlers(Container &container)
{
    return {[this, &container](const monitor::Message &message, ReceivedFds &fds) {
                messageCame(container, message, fds);
            },
            [this, &container] { monitorLost(container); }};
}

void ContainerLifecycle::messageCame(Container &container, const monitor::Message &message, ReceivedFds &fds)
{
    using monitor::Type;
    switch (message.type) {
    case Type::Cloned:
        cloned(container, message, fds);
        break;
    case Type::Step:
        addStep(container, std::string(launchStepName(static_cast<LaunchStep>(message.step))), message.atUsec,
                message.durationUsec);
        break;
    case Type::Running:
        initRuns(container);
        break;
    case Type::Failed: {
        const std::string step(launchStepName(static_cast<LaunchStep>(message.step)));
        errno = message.errnoValue;
        Error error = systemError(message.text[0] ? message.text : step).value();
        if (message.step == static_cast<std::uint32_t>(LaunchStep::Clone) && error.errnoValue == ENOSPC) {
            error.code = ErrorCode::HostMissingFeature; // namespaces, not the disk (clone(2))
            error.hint = "Raise user.max_user_namespaces and the limits beside it (sysctl).";
        }
        startFailed(container, step, std::move(error));
        break;
    }
    case Type::Ended:
        ended(container, exitStatusOf(message.value));
        break;
    case Type::Status:
        if (fds.exactly(2) && message.value == 1) {
            container.init = PidFd(static_cast<pid_t>(message.pid), message.startTime, std::move(fds.fds[0]));
            container.netns = std::move(fds.fds[1]);
        }
        break;
    case Type::ExecStarted:
    case Type::ExecEnded:
    case Type::ConsoleClosed:
        m_hooks.sessionEvent(container, message);
        break;
    default:
        spdlog::warn("{}: its monitor said {}, which nobody asked, ignoring", container.record.name,
                     static_cast<unsigned>(message.type));
    }
}

void ContainerLifecycle::cloned(Container &container, const monitor::Message &message, ReceivedFds &fds)
{
    if (container.state != State::Starting && container.state != State::Aborting)
        return;
    if (!fds.exactly(2)) {
        startFailed(
            container, "clone",
            fail(ErrorCode::ProtocolViolation, "monitor", container.record.name, "no pidfd came").value());
        return;
    }
    container.init = PidFd(static_cast<pid_t>(message.pid), message.startTime, std::move(fds.fds[0]));
    container.netns = std::move(fds.fds[1]);
    if (!container.attachment)
        return;
    const std::uint64_t began = m_host.loop.nowUsec();
    Result<std::string> cable = tl::unexpected(Error{});
    for (int attempt = 0; attempt < 8;
         ++attempt) { // a name of before a restart may still be dying with its namespace
        cable = m_host.network.plug(container.record.id, container.generation, *container.attachment,
                                    container.netns.get());
        if (cable || cable.error().errnoValue != EEXIST)
            break;
        ++container.generation;
    }
    if (!cable) {
        startFailed(container, "network", cable.error());
        return;
    }
    addStep(container, "veth", began, m_host.loop.nowUsec() - began);
    monitor::Message ready;
    ready.type = monitor::Type::NetworkReady;
    if (auto sent = container.monitor->send(ready); !sent)
        startFailed(container, "network", sent.error());
}

void ContainerLifecycle::initRuns(Container &container)
{
    if (container.state != State::Starting)
        return; // killed meanwhile
    // Nobody else is there to ask for the name: then it need not answer yet.
    if (container.attachment && m_host.network.hasOtherUsers(container.record.name))
        waitForName(container);
    else
        started(container);
}

void ContainerLifecycle::waitForName(Container &container)
{
    const std::string name = container.record.name;
    m_awaitedNames.insert(name);
    // A resolver that is only just starting refuses first: what it said counts when the time is over.
    if (auto asked = m_host.network.askName(name); !asked)
        container.nameError = asked.error();
    if (!container.nameTimeout)
        container.nameTimeout = m_host.loop.after(nameTimeoutUsec, [this, &container] {
            startFailed(container, "name",
                        container.nameError.value_or(fail(ErrorCode::TimedOut, "name", container.record.name,
                                                          "the bridge's resolver does not answer for it",
                                                          "Look at the helper's log for dnsmasq's messages.")
                                                         .value()));
        });
    container.nameTimer = m_host.loop.after(askNameEveryUsec, [this, &container] { waitForName(container); });
}

void ContainerLifecycle::nameAnswered()
{
    for (const auto &name : m_host.network.namesAnswered()) {
        if (!m_awaitedNames.erase(name))
            continue;
        if (Container *container = m_hooks.find(name); container && container->state == State::Starting)
            started(*container);
    }
}

void ContainerLifecycle::started(Container &container)
{
    container.nameTimer.reset();
    container.nameTimeout.reset();
    container.nameError.reset();
    m_awaitedNames.erase(container.record.name);
    addStep(container, "running", m_host.loop.nowUsec(), 0);
    container.startedAt = timestamp();
    container.lastFailure.reset();
    container.exitStatus.reset();
    watchGroup(container);
    apply(container, Event::StartSucceeded);
    saveRuntime(container);
    m_hooks.changed(container);
    if (auto done = std::exchange(container.startDone, nullptr))
        done({});
}

void ContainerLifecycle::startFailed(Container &container, std::string step, Error error)
{
    if (container.tearingDown)
        return; // the first failure is the cause
    container.nameTimer.reset();
    container.nameTimeout.reset();
    m_awaitedNames.erase(container.record.name);
    const bool killed = container.state == State::Aborting;
    Error cause;
    cause.code = error.code == ErrorCode::System ? ErrorCode::StartFailed : error.code;
    cause.errnoValue = error.errnoValue;
    cause.operation = "start";
    cause.subject = container.record.name;
    cause.detail =
        killed ? "it was killed while it started" : "step \"" + step + "\" failed: " + error.message();
    cause.hint = error.hint.empty() ? hintFor(step, error.errnoValue) : error.hint;
    if (killed)
        cause.code = ErrorCode::Interrupted;
    container.lastFailure =
        LastFailure{timestamp(), step, std::string(errorCodeName(cause.code)), cause.message()};
    tearDown(container, [this, &container, cause] {
        auto done = std::exchange(container.startDone, nullptr);
        becomeStopped(container);
        if (done)
            done(tl::unexpected(cause));
    });
}

void ContainerLifecycle::addStep(Container &container, std::string step, std::uint64_t fromUsec,
                                 std::uint64_t durationUsec)
{
    if (container.timeline.size() < 64)
        container.timeline.push_back(
            {std::move(step), fromUsec > container.startBeganUsec ? fromUsec - container.startBeganUsec : 0,
             durationUsec});
}

void ContainerLifecycle::watchGroup(Container &container)
{
    const int fd = container.group->eventFd();
    if (fd < 0)
        return;
    const std::uint32_t events = container.group->eventPollMask() & POLLPRI ? EPOLLPRI : EPOLLIN;
    container.groupEvents = m_host.loop.watch(fd, events, [this, &container](std::uint32_t) {
        container.group->eventSeen();
        m_hooks.changed(container);
    });
}

} // namespace taper::daemon
