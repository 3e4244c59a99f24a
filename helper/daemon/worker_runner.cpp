// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/worker_runner.h"

#include "worker/worker_protocol.h"
#include <csignal>
#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/wait.h>

namespace taper::daemon {

using protocol::Json;

struct WorkerRunner::Run
{
    std::shared_ptr<Job> job;
    Done done;
    UniqueFd task, report, reportEnd; ///< reportEnd: the worker's side, ours until it is started
    EventLoop::Source reportSource, timeout;
    ChildProcess child;                   ///< role storage
    std::unique_ptr<MonitorLink> monitor; ///< in a container of its own
    Container container;
    std::uint32_t range = 0;
    std::string buffer;
    std::optional<Result<Json>> outcome;
    int partsLeft = 2; ///< the report's end and the process's end
    int status = 0;
    bool killed = false, endTold = false;
};

namespace {
constexpr std::uint64_t longestReclaimUsec = 20'000'000;

Result<UniqueFd> memoryFile(const std::string &text)
{
    UniqueFd fd(memfd_create("taper-task", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!fd || write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
        lseek(fd.get(), 0, SEEK_SET) < 0 ||
        fcntl(fd.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0)
        return systemError("task for the worker");
    return fd;
}

/// It did not say how it went: it, or its monitor, was killed.
tl::unexpected<Error> endWithoutWord(int status, bool monitorIsLost)
{
    const std::string how = monitorIsLost ? "its monitor was ended from outside"
                            : WIFSIGNALED(status)
                                ? "it was ended by signal " + std::to_string(WTERMSIG(status))
                                : "it ended without a word, status " + std::to_string(status);
    return fail(ErrorCode::Interrupted, "worker", "", how, "Try again; the helper's log may say more.");
}

Error workerError(const Json &json)
{
    protocol::Fields fields(json);
    auto text = [&](const char *field) {
        return fields.string(field, 4096).value_or(std::nullopt).value_or("");
    };
    Error error;
    error.code = errorCodeFromName(text("code"));
    error.operation = text("operation");
    error.subject = text("subject");
    error.detail = text("detail");
    error.hint = text("hint");
    return error;
}
} // namespace

void WorkerRunner::end(Run &run)
{
    run.child.kill(SIGKILL);
    if (!run.monitor)
        return;
    monitor::Message kill;
    kill.type = monitor::Type::Kill;
    (void)run.monitor->send(kill); // gone already: its loss is told
}

std::shared_ptr<WorkerRunner::Run> WorkerRunner::begin(const Json &task, std::shared_ptr<Job> job, Done done)
{
    auto run = std::make_shared<Run>();
    run->job = std::move(job);
    run->done = std::move(done);
    auto file = memoryFile(protocol::dumpJson(task));
    int pipes[2];
    if (!file || pipe2(pipes, O_CLOEXEC) < 0) {
        run->done(file ? Result<Json>(systemError("pipe")) : tl::unexpected(file.error()));
        return nullptr;
    }
    run->task = std::move(*file);
    run->report.reset(pipes[0]);
    run->reportEnd.reset(pipes[1]);
    fcntl(run->report.get(), F_SETFL, O_NONBLOCK);
    run->reportSource =
        m_loop.watch(run->report.get(), EPOLLIN, [this, weak = std::weak_ptr(run)](std::uint32_t) {
            if (auto self = weak.lock())
                readReport(self);
        });
    m_runs.insert(run);
    return run;
}

std::shared_ptr<WorkerRunner::Run> WorkerRunner::runChild(const char *role, int directory, const Json &task,
                                                          std::shared_ptr<Job> job, Done done)
{
    auto run = begin(task, std::move(job), std::move(done));
    if (!run)
        return nullptr;
    auto child =
        spawn(m_loop, m_paths.workerProgram(), {role}, {run->task.get(), run->reportEnd.get(), -1, directory},
              [this, weak = std::weak_ptr(run)](int status) {
                  if (auto self = weak.lock()) {
                      self->status = status;
                      partEnded(self);
                  }
              });
    run->reportEnd.reset();
    if (!child) {
        run->outcome = tl::unexpected(child.error());
        run->partsLeft = 1;
        partEnded(run);
        return nullptr;
    }
    run->child = std::move(*child);
    return run;
}

void WorkerRunner::runStorage(Json task, std::shared_ptr<Job> job, Done done)
{
    runChild("storage", m_storage.directoryFd(), task, std::move(job), std::move(done));
}

void WorkerRunner::runLimits(const std::string &subject, const Limits &limits, cgroup::Reclaim reclaim,
                             Done done)
{
    const auto text = [](const std::optional<std::uint64_t> &bytes) {
        return bytes ? std::to_string(*bytes) : "";
    };
    auto run = runChild("limits", reclaim.group.get(),
                        {{"subject", subject},
                         {"memory", text(limits.memory)},
                         {"swap", text(limits.swap)},
                         {"unified", reclaim.unified ? "yes" : ""}},
                        nullptr, std::move(done));
    if (!run)
        return;
    // A signal ends the kernel's work for it (mem_cgroup_resize_max); what it has written its caller puts back.
    run->timeout = m_loop.after(longestReclaimUsec, [weak = std::weak_ptr(run), subject] {
        if (auto self = weak.lock()) {
            self->outcome = fail(ErrorCode::CgroupLimitRejected, "set memory limit", subject,
                                 "the memory in use could not be freed within 20 s",
                                 "Choose a higher limit, or end a program inside first.");
            end(*self);
        }
    });
}

void WorkerRunner::runUnpack(Json task, const std::string &directory, UniqueFd input,
                             std::shared_ptr<Job> job, Done done)
{
    runInContainer(std::move(task), directory, std::move(input), std::move(job), {workerPlan, {}},
                   std::move(done));
}

void WorkerRunner::runInContainer(Json task, const std::string &directory, UniqueFd input,
                                  std::shared_ptr<Job> job, Container container, Done done)
{
    auto run = begin(task, std::move(job), std::move(done));
    if (!run)
        return;
    run->container = std::move(container);
    // Throw-away ranges from the top of ours; containers take theirs from the bottom.
    run->range = 0x7FFB0000;
    while (m_ranges.contains(run->range))
        run->range -= 65536;
    m_ranges.insert(run->range);
    Status started = startMonitor(run, directory, std::move(input));
    run->reportEnd.reset();
    if (!started) {
        run->outcome = tl::unexpected(std::move(started.error()));
        run->partsLeft = 1;
        partEnded(run);
        return;
    }
    if (run->job)
        run->job->onCancel([weak = std::weak_ptr(run)] {
            auto self = weak.lock();
            if (!self)
                return;
            self->killed = true;
            end(*self);
        });
}

Status WorkerRunner::startMonitor(const std::shared_ptr<Run> &run, const std::string &directory,
                                  UniqueFd input)
{
    UniqueFd program(open(m_paths.workerProgram().c_str(), O_RDONLY | O_CLOEXEC));
    if (!program)
        return systemError("open", m_paths.workerProgram());
    const WorkerInput worker{m_paths,         m_isolation,          "w" + std::to_string(m_next++),
                             directory,       run->range,           program.get(),
                             run->task.get(), run->reportEnd.get(), input.get()};
    auto plan = run->container.plan(worker);
    if (!plan)
        return tl::unexpected(std::move(plan.error()));
    auto weak = std::weak_ptr(run);
    auto lost = [this, weak] {
        if (auto self = weak.lock())
            partEnded(self);
    };
    auto message = [this, weak](const monitor::Message &said, ReceivedFds &fds) {
        if (auto self = weak.lock())
            monitorSaid(*self, said, fds);
    };
    auto monitor =
        MonitorLink::start(m_loop, m_paths.monitorProgram(), *plan->plan, plan->extra, {message, lost});
    if (!monitor)
        return tl::unexpected(std::move(monitor.error()));
    run->monitor = std::move(*monitor);
    return {};
}

void WorkerRunner::monitorSaid(Run &run, const monitor::Message &said, ReceivedFds &fds)
{
    if (said.type == monitor::Type::Ended) {
        run.status = said.value;
        run.endTold = true;
    } else if (said.type == monitor::Type::Failed) {
        run.endTold = true;
        errno = said.errnoValue;
        if (!run.outcome)
            run.outcome =
                systemError(said.text, std::string(launchStepName(static_cast<LaunchStep>(said.step))));
    } else if (said.type == monitor::Type::Cloned && run.container.cloned) {
        Status plugged = fds.exactly(2) ? run.container.cloned(fds.fds[1].get())
                                        : fail(ErrorCode::ProtocolViolation, "monitor", "", "no pidfd came");
        monitor::Message ready;
        ready.type = monitor::Type::NetworkReady;
        if (plugged)
            plugged = run.monitor->send(ready);
        if (plugged)
            return;
        if (!run.outcome)
            run.outcome = tl::unexpected(std::move(plugged.error()));
        end(run);
    }
}

void WorkerRunner::readReport(const std::shared_ptr<Run> &run)
{
    char bytes[16384];
    const ssize_t count = read(run->report.get(), bytes, sizeof bytes);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0) {
        run->reportSource.reset();
        partEnded(run);
        return;
    }
    run->buffer.append(bytes, static_cast<std::size_t>(count));
    for (std::size_t end; (end = run->buffer.find('\n')) != std::string::npos;) {
        takeLine(*run, std::string_view(run->buffer).substr(0, end));
        run->buffer.erase(0, end + 1);
    }
    if (run->buffer.size() > worker::maximumLine) {
        run->buffer.clear();
        run->outcome = fail(ErrorCode::ProtocolViolation, "worker", "", "it reported a line without end");
        end(*run);
    }
}

void WorkerRunner::takeLine(Run &run, std::string_view line)
{
    auto json = protocol::parseJson(line);
    if (!json || !json->is_object()) {
        run.outcome =
            fail(ErrorCode::ProtocolViolation, "worker", "", "it reported something that is no JSON object");
        end(run);
        return;
    }
    if (run.outcome)
        return; // the first word is the last
    protocol::Fields fields(*json);
    if (auto found = json->find("result"); found != json->end()) {
        run.outcome = *found;
    } else if (auto error = json->find("error"); error != json->end()) {
        run.outcome = tl::unexpected(workerError(*error));
    } else if (run.job) {
        // One of ours: what it is doing is shown as it is, so only plain words.
        auto word = [&](const char *field) {
            auto text = fields.string(field, 24).value_or(std::nullopt).value_or("");
            const bool plain = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz ") == std::string::npos;
            return plain ? text : std::string();
        };
        if (const std::string step = word("step"); !step.empty())
            run.job->step(step);
        const std::string unit = word("unit");
        auto done = fields.integer("done", 0, INT64_MAX).value_or(std::nullopt);
        auto total = fields.integer("total", 0, INT64_MAX).value_or(std::nullopt);
        if (done)
            run.job->progress(static_cast<std::uint64_t>(*done),
                              total ? std::optional(static_cast<std::uint64_t>(*total)) : std::nullopt,
                              unit.empty() ? "bytes" : unit);
    }
}

void WorkerRunner::partEnded(const std::shared_ptr<Run> &run)
{
    if (--run->partsLeft > 0)
        return;
    m_ranges.erase(run->range);
    m_runs.erase(run);
    Result<Json> outcome = endWithoutWord(run->status, run->monitor && !run->endTold);
    if (run->killed)
        outcome = fail(ErrorCode::JobCancelled, run->job->info().kind, run->job->info().subject, "cancelled");
    else if (run->outcome)
        outcome = std::move(*run->outcome);
    if (run->job)
        run->job->onCancel({});
    // Not from inside the link's or the pipe's own callback.
    m_loop.soon([run, outcome = std::move(outcome)] { run->done(outcome); });
}

void WorkerRunner::emptyTrash()
{
    if (m_emptying) {
        m_emptyAgain = true;
        return;
    }
    if (m_storage.trashIsEmpty())
        return;
    m_emptying = true;
    runStorage({{"kind", "empty-trash"}}, nullptr, [this](Result<Json> outcome) {
        m_emptying = false;
        if (!outcome)
            spdlog::error("trash: {}", outcome.error().message());
        if (std::exchange(m_emptyAgain, false))
            emptyTrash();
    });
}

} // namespace taper::daemon
