// SPDX-License-Identifier: GPL-3.0-or-later
// systemd's side of the base. Runs in: helper.
#include "engine/cgroup/scope.h"
#include "engine/cgroup/control_file.h"
#include "engine/sys/clock.h"
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <systemd/sd-bus.h>

namespace taper::cgroup {
namespace {

constexpr const char *destination = "org.freedesktop.systemd1";
constexpr const char *managerPath = "/org/freedesktop/systemd1";
constexpr const char *managerInterface = "org.freedesktop.systemd1.Manager";
constexpr std::uint64_t patience = 30000000; // microseconds; an emulated machine needs seconds
/// A machine that goes down has stopped its containers before (taper-containers.service): what is left gets no more.
constexpr std::uint64_t scopeStopTimeout = 10000000;

using Bus = std::unique_ptr<sd_bus, sd_bus *(*)(sd_bus *)>;
using Slot = std::unique_ptr<sd_bus_slot, sd_bus_slot *(*)(sd_bus_slot *)>;
using Message = std::unique_ptr<sd_bus_message, sd_bus_message *(*)(sd_bus_message *)>;

struct BusError
{
    sd_bus_error error = SD_BUS_ERROR_NULL;
    ~BusError() { sd_bus_error_free(&error); }
};

tl::unexpected<Error> busError(int code, std::string operation, const std::string &unit,
                               const BusError &problem = {})
{
    errno = -code;
    auto error = systemError(std::move(operation), unit);
    error.value().code = ErrorCode::HostMissingFeature;
    if (problem.error.message)
        error.value().detail = problem.error.message;
    return error;
}

/// What a job of the manager came to. The signal may come before the reply that names the job.
struct Jobs
{
    std::vector<std::pair<std::string, std::string>> ended; ///< job's path, "done", "failed", ...
};

int onJobRemoved(sd_bus_message *message, void *data, sd_bus_error *)
{
    std::uint32_t id;
    const char *path, *unit, *result;
    if (sd_bus_message_read(message, "uoss", &id, &path, &unit, &result) >= 0)
        static_cast<Jobs *>(data)->ended.emplace_back(path, result);
    return 0;
}

class Systemd
{
public:
    explicit Systemd(std::string unit) : m_unit(std::move(unit)) {}
    Status connect();
    /// "" when there is no such unit.
    std::string property(const char *interface, const char *name);
    Status startScope(pid_t anchor);
    Status stopUnit();
    void forgetFailure();

private:
    Status waitFor(const std::string &job, const std::string &operation);

    std::string m_unit;
    Jobs m_jobs;
    Bus m_bus{nullptr, sd_bus_flush_close_unref};
    Slot m_slot{nullptr, sd_bus_slot_unref};
};

Status Systemd::connect()
{
    sd_bus *bus = nullptr;
    if (const int result = sd_bus_open_system(&bus); result < 0)
        return busError(result, "connect to the system bus", m_unit);
    m_bus.reset(bus);
    sd_bus_slot *slot = nullptr;
    const int result = sd_bus_match_signal(bus, &slot, destination, managerPath, managerInterface,
                                           "JobRemoved", onJobRemoved, &m_jobs);
    if (result < 0)
        return busError(result, "listen to systemd", m_unit);
    m_slot.reset(slot);
    BusError problem;
    const int subscribed = sd_bus_call_method(bus, destination, managerPath, managerInterface, "Subscribe",
                                              &problem.error, nullptr, "");
    if (subscribed < 0)
        return busError(subscribed, "listen to systemd", m_unit, problem);
    return {};
}

std::string Systemd::property(const char *interface, const char *name)
{
    BusError problem;
    sd_bus_message *reply = nullptr;
    const int found = sd_bus_call_method(m_bus.get(), destination, managerPath, managerInterface, "GetUnit",
                                         &problem.error, &reply, "s", m_unit.c_str());
    const Message holder(reply, sd_bus_message_unref);
    const char *path = nullptr;
    if (found < 0 || sd_bus_message_read(reply, "o", &path) < 0)
        return {};
    char *value = nullptr;
    BusError other;
    if (sd_bus_get_property_string(m_bus.get(), destination, path, interface, name, &other.error, &value) < 0)
        return {};
    const std::unique_ptr<char, void (*)(void *)> text(value, std::free);
    return text.get();
}

Status Systemd::waitFor(const std::string &job, const std::string &operation)
{
    const std::uint64_t end = monotonicUsec() + patience;
    for (;;) {
        for (const auto &[path, result] : m_jobs.ended) {
            if (path != job)
                continue;
            if (result == "done")
                return {};
            return fail(ErrorCode::HostMissingFeature, operation, m_unit,
                        "systemd's job ended with \"" + result + "\"", "See: journalctl -u " + m_unit);
        }
        const int processed = sd_bus_process(m_bus.get(), nullptr);
        if (processed < 0)
            return busError(processed, operation, m_unit);
        if (processed > 0)
            continue;
        const std::uint64_t now = monotonicUsec();
        if (now >= end)
            return fail(ErrorCode::TimedOut, operation, m_unit,
                        "systemd did not answer within half a minute");
        if (const int waited = sd_bus_wait(m_bus.get(), end - now); waited < 0 && waited != -EINTR)
            return busError(waited, operation, m_unit);
    }
}

Status Systemd::startScope(pid_t anchor)
{
    // TasksMax: the manager's default would count the processes of all containers together.
    BusError problem;
    sd_bus_message *reply = nullptr;
    const int result =
        sd_bus_call_method(m_bus.get(), destination, managerPath, managerInterface, "StartTransientUnit",
                           &problem.error, &reply, "ssa(sv)a(sa(sv))", m_unit.c_str(), "fail", 7, //
                           "Description", "s", "Containers of Táper",                             //
                           "Slice", "s", "machine.slice",                                         //
                           "Delegate", "b", 1,                                                    //
                           "TasksMax", "t", UINT64_MAX,                                           //
                           "CollectMode", "s", "inactive-or-failed",                              //
                           "TimeoutStopUSec", "t", scopeStopTimeout,                              //
                           "PIDs", "au", 1, static_cast<std::uint32_t>(anchor), 0);
    const Message holder(reply, sd_bus_message_unref);
    if (result < 0)
        return busError(result, "start the scope", m_unit, problem);
    const char *job = nullptr;
    if (const int read = sd_bus_message_read(reply, "o", &job); read < 0)
        return busError(read, "start the scope", m_unit);
    return waitFor(job, "start the scope");
}

Status Systemd::stopUnit()
{
    BusError problem;
    sd_bus_message *reply = nullptr;
    const int result = sd_bus_call_method(m_bus.get(), destination, managerPath, managerInterface, "StopUnit",
                                          &problem.error, &reply, "ss", m_unit.c_str(), "replace");
    const Message holder(reply, sd_bus_message_unref);
    if (result < 0 && sd_bus_error_has_name(&problem.error, "org.freedesktop.systemd1.NoSuchUnit"))
        return {};
    const char *job = nullptr;
    if (result < 0 || sd_bus_message_read(reply, "o", &job) < 0)
        return busError(result < 0 ? result : -EBADMSG, "stop the scope", m_unit, problem);
    return waitFor(job, "stop the scope");
}

void Systemd::forgetFailure()
{
    BusError problem;
    sd_bus_call_method(m_bus.get(), destination, managerPath, managerInterface, "ResetFailedUnit",
                       &problem.error, nullptr, "s", m_unit.c_str());
}

/// In its own session: neither a terminal nor the helper's end takes it along. All our fds are CLOEXEC.
Result<pid_t> spawnAnchor(const std::string &program)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawn_file_actions_addchdir_np(&actions, "/");
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::string name = program, argument = "--anchor";
    char *const arguments[] = {name.data(), argument.data(), nullptr};
    char *const environment[] = {nullptr};
    pid_t pid = -1;
    const int result = posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (result == 0)
        return pid;
    errno = result;
    return systemError("start the anchor of the containers' scope", program);
}

/// Moves pids (or those in the scope itself) to <scope>/anchor of a unified tree; into the scope elsewhere.
Status settle(const std::vector<Mount> &mounts, const std::string &scope, pid_t pid)
{
    for (const Mount &mount : mounts) {
        const std::string path = mount.path + "/" + scope;
        const UniqueFd group(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!group && !mount.unified)
            continue; // a hierarchy that systemd leaves alone
        if (!group)
            return systemError("open the scope's control group", path);
        std::vector<std::string> pids;
        if (mount.unified)
            pids = words(readControl(group.get(), "cgroup.procs").value_or(""), '\n');
        if (pid > 0)
            pids.push_back(std::to_string(pid));
        UniqueFd target;
        if (mount.unified) {
            if (mkdirat(group.get(), anchorGroup, 0755) != 0 && errno != EEXIST)
                return systemError("make control group", path + "/" + anchorGroup);
            target = openDirectory(group.get(), anchorGroup);
        }
        for (const std::string &each : pids)
            if (!writeControl(target ? target.get() : group.get(), "cgroup.procs", each) && errno != ESRCH)
                return systemError("move the anchor", path);
    }
    return {};
}

/// Does the anchor sit where settle() puts it? Without a unified tree systemd's own hierarchy tells.
bool isAnchored(const std::vector<Mount> &mounts, const std::string &scope)
{
    for (const bool unified : {true, false}) {
        for (const Mount &mount : mounts) {
            if (mount.unified != unified || (!unified && mount.options != "name=systemd"))
                continue;
            const std::string path =
                mount.path + "/" + scope + (unified ? std::string("/") + anchorGroup : "");
            const UniqueFd group(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
            return group && !words(readControl(group.get(), "cgroup.procs").value_or(""), '\n').empty();
        }
    }
    return false;
}

void endAnchor(pid_t pid)
{
    kill(pid, SIGKILL); // our own child, not reaped yet: the pid is still its
    while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

} // namespace

Result<std::string> openScope(const std::string &unit, const std::string &anchorProgram,
                              const std::vector<Mount> &mounts)
{
    Systemd systemd(unit);
    if (Status connected = systemd.connect(); !connected)
        return tl::unexpected(std::move(connected.error()));
    const std::string state = systemd.property("org.freedesktop.systemd1.Unit", "ActiveState");
    const bool running = state == "active" || state == "activating" || state == "reloading";
    if (state == "failed")
        systemd.forgetFailure();
    if (state == "deactivating")
        if (Status stopped = systemd.stopUnit(); !stopped) // joins the job that runs
            return tl::unexpected(std::move(stopped.error()));

    std::string group = running ? systemd.property("org.freedesktop.systemd1.Scope", "ControlGroup") : "";
    pid_t anchor = -1;
    if (running && !group.empty()) {
        // Left from a helper that ended between the scope's start and here: not settled yet.
        if (Status settled = settle(mounts, group.substr(1), -1); !settled)
            return tl::unexpected(std::move(settled.error()));
        if (isAnchored(mounts, group.substr(1)))
            return group.substr(1);
    }
    auto spawned = spawnAnchor(anchorProgram);
    if (!spawned)
        return tl::unexpected(std::move(spawned.error()));
    anchor = *spawned;
    Status done;
    if (group.empty()) {
        done = systemd.startScope(anchor);
        group = systemd.property("org.freedesktop.systemd1.Scope", "ControlGroup");
        if (done && group.size() < 2)
            done = fail(ErrorCode::HostMissingFeature, "start the scope", unit,
                        "systemd gave it no control group");
    }
    if (done)
        done = settle(mounts, group.substr(1), anchor);
    if (done)
        return group.substr(1);
    endAnchor(anchor);
    return tl::unexpected(std::move(done.error()));
}

Status closeScope(const std::string &unit)
{
    Systemd systemd(unit);
    if (Status connected = systemd.connect(); !connected)
        return connected;
    return systemd.stopUnit();
}

} // namespace taper::cgroup
