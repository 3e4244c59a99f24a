// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/plan_builder.h"

#include "engine/security/security.h"
#include <algorithm>
#include <arpa/inet.h>

namespace taper::daemon {

int PreparedPlan::pass(int fd)
{
    extra.push_back(fd);
    return MonitorFd::firstExtraFd + static_cast<int>(extra.size()) - 1;
}

int PreparedPlan::passOwned(UniqueFd fd)
{
    owned.push_back(std::move(fd));
    return pass(owned.back().get());
}

Result<Isolation> buildIsolation()
{
    Isolation isolation;
    isolation.capabilities = security::systemCapabilities();
    isolation.buildCapabilities = security::buildCapabilities();
    auto filter = security::systemFilter();
    if (!filter)
        return tl::unexpected(filter.error());
    isolation.filter = std::move(*filter);
    auto worker = security::workerFilter();
    if (!worker)
        return tl::unexpected(worker.error());
    isolation.workerFilter = std::move(*worker);
    return isolation;
}

namespace {
Status setFilter(LaunchPlan &plan, const std::vector<sock_filter> &filter)
{
    if (filter.size() > plan.filter.size())
        return fail(ErrorCode::InvalidArgument, "seccomp filter",
                    std::to_string(filter.size()) + " instructions", "too long");
    std::copy(filter.begin(), filter.end(), plan.filter.begin());
    plan.filterLength = static_cast<std::uint32_t>(filter.size());
    return {};
}

Status passGroups(PreparedPlan &prepared, cgroup::Group &group)
{
    auto payload = group.payload();
    if (!payload)
        return tl::unexpected(payload.error());
    auto exec = group.exec();
    if (!exec)
        return tl::unexpected(exec.error());
    LaunchPlan &plan = *prepared.plan;
    if (payload->directory)
        plan.cgroupFd = prepared.passOwned(std::move(payload->directory));
    if (exec->directory)
        plan.execCgroupFd = prepared.passOwned(std::move(exec->directory));
    const std::size_t count = payload->tasks.size();
    if (count > std::size(plan.tasksFds) || exec->tasks.size() != count ||
        payload->controllers.size() != count)
        return fail(ErrorCode::CgroupUnavailable, "control groups", plan.id, "too many hierarchies");
    plan.tasksCount = static_cast<std::int32_t>(count);
    for (std::size_t i = 0; i < count; ++i) {
        plan.tasksFds[i] = prepared.passOwned(std::move(payload->tasks[i]));
        plan.execTasksFds[i] = prepared.passOwned(std::move(exec->tasks[i]));
        if (auto set = setField(plan.v1Controllers[i], sizeof plan.v1Controllers[i], payload->controllers[i],
                                "controller");
            !set)
            return set;
    }
    return {};
}

Status setAttachment(LaunchPlan &plan, const network::Attachment &attachment, network::Ipv4 gateway)
{
    plan.network = 1;
    plan.address = htonl(attachment.address);
    plan.gateway = htonl(gateway);
    plan.prefix = attachment.prefix;
    return setField(plan.resolvConf, sizeof plan.resolvConf,
                    "search taper\nnameserver " + network::formatIpv4(gateway) + "\n", "resolv.conf");
}

std::vector<std::string> environmentOf(const storage::ContainerRecord &record)
{
    // systemd and others look for "container" (systemd.io/CONTAINER_INTERFACE).
    std::vector<std::string> environment{"container=taper",
                                         "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                                         "TERM=xterm-256color", "LANG=C.UTF-8"};
    for (const auto &[name, value] : record.environment)
        environment.push_back(name + "=" + value);
    return environment;
}
} // namespace

Result<PreparedPlan> containerPlan(const PlanInput &input, cgroup::Group &group)
{
    PreparedPlan prepared;
    LaunchPlan &plan = *prepared.plan;
    const auto &record = input.record;
    const std::vector<std::string> arguments =
        record.command.empty() ? std::vector<std::string>{"/sbin/init"} : record.command;
    Status status = setField(plan.id, sizeof plan.id, record.id, "id");
    auto also = [&](auto &&next) {
        if (status)
            status = next();
    };
    auto field = [&](auto &to, const std::string &text, const char *what) {
        also([&] { return setField(to, sizeof to, text, what); });
    };
    field(plan.name, record.name, "name");
    field(plan.runDirectory, input.paths.runDirectory, "run directory");
    field(plan.storageDirectory, input.paths.stateDirectory, "state directory");
    field(plan.lower, input.lower, "layers");
    field(plan.upper, "layers/" + record.layer + "/upper", "layer");
    field(plan.work, "layers/" + record.layer + "/work", "layer");
    also([&] {
        return setStrings(plan.arguments, sizeof plan.arguments, plan.argumentCount, arguments, "command");
    });
    also([&] {
        return setStrings(plan.environment, sizeof plan.environment, plan.environmentCount,
                          environmentOf(record), "environment");
    });
    also([&] { return setFilter(plan, input.isolation.filter); });
    also([&] { return passGroups(prepared, group); });
    if (input.attachment)
        also([&] { return setAttachment(plan, *input.attachment, input.gateway); });
    if (!status)
        return passOn(status.error(), "plan the start of " + record.name);
    plan.idFirst = record.idFirst;
    plan.capabilities = input.isolation.capabilities;
    plan.cgroup2InHybrid = input.hybrid ? 1 : 0;
    return prepared;
}

namespace {
/// What all roles in a container of their own have in common.
Result<PreparedPlan> roleInContainer(const WorkerInput &input, const char *role,
                                     const std::vector<sock_filter> &filter)
{
    PreparedPlan prepared;
    LaunchPlan &plan = *prepared.plan;
    Status status = setField(plan.id, sizeof plan.id, input.id, "id");
    auto also = [&](auto &&next) {
        if (status)
            status = next();
    };
    auto field = [&](auto &to, const std::string &text, const char *what) {
        also([&] { return setField(to, sizeof to, text, what); });
    };
    field(plan.name, "worker", "name");
    field(plan.runDirectory, input.paths.runDirectory, "run directory");
    field(plan.storageDirectory, input.paths.stateDirectory, "state directory");
    field(plan.directory, input.directory, "directory");
    also([&] {
        return setStrings(plan.arguments, sizeof plan.arguments, plan.argumentCount, {"taper-worker", role},
                          "command");
    });
    also([&] { return setFilter(plan, filter); });
    if (!status)
        return passOn(status.error(), "plan a worker");
    plan.idFirst = input.idFirst;
    plan.noNewPrivileges = 1;
    plan.console = 0;
    plan.worker = 1;
    plan.workerFd = prepared.pass(input.workerProgram);
    plan.workerFds[0] = prepared.pass(input.task);
    plan.workerFds[1] = prepared.pass(input.report);
    if (input.input >= 0)
        plan.workerFds[2] = prepared.pass(input.input);
    return prepared;
}
} // namespace

Result<PreparedPlan> workerPlan(const WorkerInput &input)
{
    auto prepared = roleInContainer(input, "unpack", input.isolation.workerFilter);
    if (prepared) {
        prepared->plan->rootKind = RootKind::Directory;
        prepared->plan->capabilities = input.isolation.capabilities;
    }
    return prepared;
}

Result<PreparedPlan> buildPlan(const WorkerInput &input, const BuildInput &build)
{
    auto prepared = roleInContainer(input, "build", input.isolation.filter);
    if (!prepared)
        return prepared;
    LaunchPlan &plan = *prepared->plan;
    Status status = setAttachment(plan, build.attachment, build.gateway);
    if (status)
        status = passGroups(*prepared, build.group);
    if (!status)
        return passOn(status.error(), "plan a build");
    plan.rootKind = RootKind::HostPrograms;
    plan.capabilities = input.isolation.buildCapabilities;
    plan.cgroup2InHybrid = build.hybrid ? 1 : 0;
    return prepared;
}

} // namespace taper::daemon
