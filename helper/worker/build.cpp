// SPDX-License-Identifier: GPL-3.0-or-later
#include "worker/build.h"

#include "engine/sys/beneath.h"
#include "worker/build_failure.h"
#include "worker/build_finish.h"
#include "worker/build_progress.h"
#include "worker/build_system.h"
#include "worker/build_task.h"
#include "worker/program.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taper::worker {

namespace {

constexpr int lookEveryMs = 200;
constexpr std::size_t maximumOutputLine = 2000;

/// Cuts the program's output into lines; what is too long is cut off, not kept.
class Lines
{
public:
    template <typename Take> void feed(std::string_view output, Take take)
    {
        for (const char c : output) {
            if (c == '\n' || c == '\r') {
                take(std::string_view(m_line));
                m_line.clear();
            } else if (m_line.size() < maximumOutputLine) {
                m_line += c;
            }
        }
    }

private:
    std::string m_line;
};

/// Bytes of packages that apt has on the disk: whole ones and those on their way (apt-get(8), FILES).
std::uint64_t archivesOnDisk()
{
    std::uint64_t bytes = 0;
    const UniqueFd image(::open("/image", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for (const char *path : {"rootfs/var/cache/apt/archives", "rootfs/var/cache/apt/archives/partial"}) {
        auto directory = beneath::openDirectory(image.get(), path);
        auto names =
            directory ? beneath::list(directory->get(), ".", 100'000) : Result<std::vector<std::string>>();
        if (!directory || !names)
            continue;
        for (const std::string &name : *names) {
            struct stat status;
            if (::fstatat(directory->get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                S_ISREG(status.st_mode))
                bytes += std::uint64_t(status.st_size);
        }
    }
    return bytes;
}

/// mmdebstrap to its end. HOME and PATH alone of an environment: nothing of the helper's.
Status makeSystem(const BuildTask &task, Report &report)
{
    auto program = Program::start(mmdebstrapArguments(task),
                                  {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "TMPDIR=/tmp",
                                   "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive"});
    if (!program)
        return tl::unexpected(std::move(program.error()));
    BuildProgress progress;
    BuildFailure failure;
    Lines lines;
    std::uint64_t before = 0; // what earlier rounds left there
    while (!program->hasEnded()) {
        lines.feed(program->read(lookEveryMs), [&](std::string_view line) {
            progress.line(line);
            failure.line(line);
        });
        const std::uint64_t onDisk = archivesOnDisk();
        if (progress.step() == BuildProgress::Step::Download)
            progress.setDownloaded(onDisk > before ? onDisk - before : 0);
        else
            before = onDisk;
        report.stage({progress.stepName(), progress.unit(), progress.done(), progress.total()});
    }
    if (!WIFEXITED(program->status()) || WEXITSTATUS(program->status()) != 0)
        return tl::unexpected(failure.explain(task, program->status()));
    return {};
}

} // namespace

Result<Json> build(const Task &task, Report &report)
{
    ::umask(022);
    auto wanted = readBuildTask(task);
    if (!wanted)
        return tl::unexpected(std::move(wanted.error()));
    if (Status ready = checkBuildPrograms(); !ready)
        return tl::unexpected(std::move(ready.error()));
    if (Status ready = writeBuildSystem(); !ready)
        return tl::unexpected(std::move(ready.error()));
    // apt downloads as a user of its own, who has to get there; above it the state directory lets nobody in.
    struct stat directory;
    if (::stat("/image", &directory) < 0 || ::chmod("/image", 0755) < 0)
        return systemError("open the image's directory to apt");
    const Status made = makeSystem(*wanted, report);
    killOthers();
    if (!made)
        return tl::unexpected(made.error());
    if (::chmod("/image", directory.st_mode & 07777) < 0)
        return systemError("close the image's directory");
    report.stage({"finish", {}, {}, {}});
    return finishBuild(*wanted);
}

} // namespace taper::worker
