// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/build_task.h"

#include "core/names.h"

#include <algorithm>

namespace taper::worker {

namespace {

/// A small but complete system: it boots, has a login, an address, names, and can install more.
constexpr const char *packages =
    "systemd,systemd-sysv,dbus,udev,libpam-systemd,login,passwd,apt,ca-certificates,iproute2,"
    "iputils-ping,netbase,procps,less,nano";

/// One line of sources.list(5). Everything in it was checked: no blank, bracket or quote can be among it.
std::string source(const std::string &mirror, const std::string &suite)
{
    return "deb [signed-by=" + std::string(debianKeyring) + "] " + mirror + " " + suite + " main";
}

} // namespace

Result<BuildTask> readBuildTask(const Task &task)
{
    BuildTask build{task.text("release"), task.text("mirror"), task.text("architecture"),
                    task.text("securityMirror"), task.flag("updates")};
    if (const std::string distribution = task.text("distribution"); distribution != "debian")
        return fail(ErrorCode::InvalidArgument, "build", distribution,
                    "this distribution cannot be built here", "Only debian can be.");
    if (Status good = checkReleaseName(build.release); !good)
        return tl::unexpected(std::move(good.error()));
    if (Status good = checkMirror(build.mirror); !good)
        return tl::unexpected(std::move(good.error()));
    if (!build.securityMirror.empty())
        if (Status good = checkMirror(build.securityMirror); !good)
            return tl::unexpected(std::move(good.error()));
    const std::string &name = build.architecture;
    if (name.empty() || name.size() > 16 || !std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }))
        return fail(ErrorCode::InvalidArgument, "build", name, "not the name of an architecture");
    return build;
}

std::vector<std::string> mmdebstrapArguments(const BuildTask &task)
{
    // Root mode: we are root, of our own user namespace. What it cannot do there, making device nodes, it does by
    // binding those of our /dev. --verbose: the words of apt and dpkg, from which the progress is read.
    std::vector<std::string> arguments{
        mmdebstrapProgram, "--mode=root", "--variant=minbase", "--format=directory", "--verbose",
        "--architectures=" + task.architecture, "--components=main", "--include=" + std::string(packages),
        // Nobody uses the system before it is whole and synced.
        "--dpkgopt=force-unsafe-io", "--aptopt=Acquire::Retries \"2\"",
        "--aptopt=Acquire::http::Timeout \"20\"", "--aptopt=Acquire::https::Timeout \"20\"", "--",
        task.release, buildTarget, source(task.mirror, task.release)};
    if (task.updates)
        arguments.push_back(source(task.mirror, task.release + "-updates"));
    if (!task.securityMirror.empty())
        arguments.push_back(source(task.securityMirror, task.release + "-security"));
    return arguments;
}

} // namespace taper::worker
