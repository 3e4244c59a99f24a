// SPDX-License-Identifier: GPL-3.0-or-later
// taper-helper: options, log, the loop. Runs in: helper, as root.
#include "daemon/activation.h"
#include "daemon/helper.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace {
/// Messages are few and must not be lost: flushed line by line to standard error (systemd's journal).
void setUpLog(const std::string &level)
{
    auto logger = spdlog::stderr_logger_st("taper-helper");
    logger->set_pattern("taper-helper: %l: %v");
    logger->set_level(spdlog::level::from_str(level));
    logger->flush_on(spdlog::level::trace);
    spdlog::set_default_logger(logger);
}

std::string ownDirectory()
{
    std::error_code failed;
    return std::filesystem::read_symlink("/proc/self/exe", failed).parent_path().string();
}

/// 200 containers hold some 40 descriptors each; the hard limit is what this process may have.
void raiseDescriptorLimit()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}
} // namespace

int main(int argc, char **argv)
{
    taper::daemon::HelperOptions options;
    options.paths.libexec = ownDirectory();
    std::int64_t authorizedUid = -1;
    std::string level = "info";
    CLI::App app("Táper's privileged helper: makes, starts and limits containers for its clients.",
                 "taper-helper");
    app.set_version_flag("--version", TAPER_VERSION);
    app.add_option("--state-dir", options.paths.stateDirectory, "Images, layers and containers")
        ->capture_default_str();
    app.add_option("--run-dir", options.paths.runDirectory, "What lasts until the next boot")
        ->capture_default_str();
    app.add_option("--socket", options.paths.socket, "Where clients come")->capture_default_str();
    app.add_option("--cgroup-base", options.cgroupBase, "Name of the group that holds the containers' groups")
        ->capture_default_str();
    app.add_option("--libexec", options.paths.libexec, "Directory of taper-monitor and taper-worker")
        ->capture_default_str();
    app.add_option("--authorize-uid", authorizedUid,
                   "This user may do everything without being asked (running from the build tree)")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{4294967294}));
    app.add_option("--ready-fd", options.readyFd, "A byte is written to this descriptor when it serves");
    app.add_option("--log-level", level, "trace, debug, info, warn, error")->capture_default_str();
    app.add_flag("--stop-containers-on-exit", options.stopContainersOnExit,
                 "SIGTERM kills all containers and removes bridge and groups");
    bool cleanUp = false;
    app.add_flag(
        "--clean-up", cleanUp,
        "Only kills what runs, removes bridge and groups, and ends; images and containers stay on disk");
    CLI11_PARSE(app, argc, argv);

    setUpLog(level);
    auto activated = taper::daemon::takeActivatedSocket();
    if (!activated) {
        spdlog::error("{} {}", activated.error().message(), activated.error().hint);
        return 1;
    }
    options.listening = std::move(*activated);
    if (geteuid() != 0) {
        spdlog::error("it must be started by root");
        return 1;
    }
    if (authorizedUid >= 0)
        options.authorizedUid = static_cast<uid_t>(authorizedUid);
    umask(022);
    signal(SIGPIPE, SIG_IGN);
    raiseDescriptorLimit();
    if (options.readyFd >= 0)
        fcntl(options.readyFd, F_SETFD, FD_CLOEXEC);
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGTERM);
    sigaddset(&handled, SIGINT);
    sigprocmask(SIG_BLOCK, &handled, nullptr);

    auto loop = taper::daemon::EventLoop::create();
    if (!loop) {
        spdlog::error("{}", loop.error().message());
        return 1;
    }
    auto helper = taper::daemon::Helper::create(**loop, std::move(options));
    if (!helper) {
        spdlog::error("{} {}", helper.error().message(), helper.error().hint);
        return 1;
    }
    if (auto ran = cleanUp ? (*helper)->cleanUp() : (*helper)->run(); !ran) {
        spdlog::error("{} {}", ran.error().message(), ran.error().hint);
        return 1;
    }
    return 0;
}
